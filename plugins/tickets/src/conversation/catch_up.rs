//! Catching up with messages, edits and deletions that happened while the bot was offline.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use plugin_api::{
    DiscordCode, Host, Job, Result,
    chrono::{DateTime, Utc},
    serenity::{ChannelId, GetMessages, Message as Posted, MessageId, RoleId, UserId},
};

use super::{
    domain::Message,
    record::{MessageEdit, fetch_roles, is_conversation, message_from_discord, record_message, store_edit},
    store,
};
use crate::{
    settings::TicketSettings,
    ticket::{self, Ticket, job_context::fetch_ticket as job_ticket},
};

/// Discord's limit of messages per request.
const PAGE: u8 = 100;

/// How many messages of a channel are read; no ticket has more.
const MAX_MESSAGES: usize = 20_000;

/// How much of a channel is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// From the end back to what is known already.
    New,
    /// All of it: edits and deletions too.
    Whole,
}

/// Reconciles a ticket's stored conversation with its channel. A channel that is gone, or that the bot can't read, is skipped.
pub async fn catch_up(host: &Host, ticket: &Ticket, extent: Extent) -> Result<()> {
    let Some(channel) = ticket.channel else { return Ok(()) };
    let keeps_messages = host.settings::<TicketSettings>(ticket.guild).keep_messages;
    let mut authors = Authors::default();
    let (mut before, mut looked_at) = (None::<MessageId>, 0);
    loop {
        let page = match fetch_page(host, channel, before).await {
            Ok(page) => page,
            Err(error)
                if matches!(
                    error.discord_code(),
                    Some(
                        DiscordCode::UnknownChannel
                            | DiscordCode::MissingAccess
                            | DiscordCode::MissingPermissions
                    )
                ) =>
            {
                tracing::warn!(guild = %ticket.guild, ticket = ticket.id, %error, "a ticket's channel can't be read");
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        looked_at += page.len();
        let changed = reconcile_page(host, ticket, &page, before, &mut authors).await?;
        before = page.last().map(|oldest| oldest.id);
        let known = match page.last() {
            Some(oldest) if !keeps_messages => *oldest.timestamp <= activity_known_until(ticket),
            _ => !changed,
        };
        let done = page.len() < usize::from(PAGE) || looked_at >= MAX_MESSAGES;
        if done || (extent == Extent::New && known) {
            return Ok(());
        }
    }
}

/// Until when it is known who spoke, if messages are not stored. Messages from before the ticket waited for its member change nothing.
fn activity_known_until(ticket: &Ticket) -> DateTime<Utc> {
    let spoke = ticket.last_member_at.max(ticket.last_staff_at);
    ticket.waiting_since.or(spoke).unwrap_or(ticket.created_at)
}

/// Fetches the messages before one, the newest first.
async fn fetch_page(host: &Host, channel: ChannelId, before: Option<MessageId>) -> Result<Vec<Posted>> {
    let wanted = GetMessages::new().limit(PAGE);
    let wanted = before.map_or(wanted, |before| wanted.before(before));
    Ok(channel.messages(host.http(), wanted).await?)
}

/// Reconciles the stored messages with one page of the channel; returns whether there was a new one.
async fn reconcile_page(
    host: &Host,
    ticket: &Ticket,
    page: &[Posted],
    before: Option<MessageId>,
    authors: &mut Authors,
) -> Result<bool> {
    // The last page begins with the channel.
    let first =
        if page.len() < usize::from(PAGE) { 0 } else { page.last().map_or(0, |oldest| oldest.id.get()) };
    // Messages that are written meanwhile are stored by the hooks.
    let last = before.map(|before| before.get() - 1).or_else(|| page.first().map(|newest| newest.id.get()));
    let Some(last) = last else { return Ok(false) };
    let kept = store::fetch_between(host.db(), ticket.guild, ticket.id, (first, last)).await?;
    let kept: HashMap<u64, Message> = kept.into_iter().map(|message| (message.id, message)).collect();
    let mut new = false;
    for posted in page.iter().rev().filter(|posted| is_conversation(posted)) {
        match kept.get(&posted.id.get()) {
            None => {
                let roles = authors.fetch_roles(host, ticket, posted).await?;
                record_message(host, ticket, posted, roles).await?;
                new = true;
            }
            Some(old) if old.edited_at < posted.edited_timestamp.map(|at| *at) => {
                update_edited(host, ticket, posted).await?;
            }
            Some(_) => {}
        }
    }
    let shown: HashSet<u64> = page.iter().map(|posted| posted.id.get()).collect();
    for gone in kept.values().filter(|message| message.deleted_at.is_none() && !shown.contains(&message.id)) {
        let now = host.clock().now();
        store::mark_deleted(host.db(), ticket.guild, ticket.id, gone.id, now).await?;
    }
    Ok(new)
}

/// Stores a message's current text, unless a hook stored it meanwhile.
async fn update_edited(host: &Host, ticket: &Ticket, posted: &Posted) -> Result<()> {
    let mut tx = host.db().begin().await?;
    let Some(ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? else {
        return Ok(tx.rollback().await?);
    };
    if let Some(old) = store::fetch(&mut tx, ticket.guild, ticket.id, posted.id.get()).await? {
        let now = Message { user: old.user, ..message_from_discord(&ticket, posted, old.speaker) };
        store_edit(&mut tx, host, &ticket, MessageEdit { old: &old, new: &now, files: &posted.attachments })
            .await?;
    }
    Ok(tx.commit().await?)
}

/// The roles of authors: Discord does not send them with messages of the past.
#[derive(Default)]
struct Authors(HashMap<UserId, Vec<RoleId>>);

impl Authors {
    async fn fetch_roles(
        &mut self,
        host: &Host,
        ticket: &Ticket,
        posted: &Posted,
    ) -> Result<Option<&[RoleId]>> {
        let author = posted.author.id;
        if posted.author.bot || posted.webhook_id.is_some() || ticket.opener() == Some(author) {
            return Ok(None);
        }
        let roles = match self.0.entry(author) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(fetch_roles(host, ticket.guild, author).await?),
        };
        Ok(Some(roles))
    }
}

/// Catches up with the job's ticket and returns it as it is then: after an outage timers are due before missed messages are read.
pub(crate) async fn catch_up_ticket(job: &Job) -> Result<Option<Ticket>> {
    let Some(found) = job_ticket(job).await? else { return Ok(None) };
    catch_up(&job.host, &found, Extent::New).await?;
    job_ticket(job).await
}
