//! What was said, edited and deleted while nobody listened.

use crate::ticket::job_context::ticket as ticket_of;
use plugin_api::Job;
use std::collections::{HashMap, HashSet, hash_map::Entry};

use plugin_api::{
    DiscordCode, Host, Result,
    chrono::{DateTime, Utc},
    serenity::{ChannelId, GetMessages, Message as Posted, MessageId, RoleId, UserId},
};

use super::{
    domain::Message,
    record::{EditedMessage, keep, of_discord, roles_of, says, store_edit},
    store,
};
use crate::{
    settings::TicketSettings,
    ticket::{self, Ticket},
};

/// How many messages Discord gives at once.
const PAGE: u8 = 100;

/// How many messages of a channel are looked at: more than these are written in no ticket.
const MOST: usize = 20_000;

/// How much of a channel is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// From the end back to what is known already.
    New,
    /// All of it: edits and deletions too.
    Whole,
}

/// Makes what is kept of a ticket's conversation what its channel shows. A channel that is gone, or closed to the bot, has nothing to tell.
///
/// # Errors
/// Where the database or Discord fails.
pub async fn catch_up(host: &Host, ticket: &Ticket, extent: Extent) -> Result<()> {
    let Some(channel) = ticket.channel else { return Ok(()) };
    let keeps = host.settings::<TicketSettings>(ticket.guild).keep_messages;
    let mut authors = Authors::default();
    let (mut before, mut looked_at) = (None::<MessageId>, 0);
    loop {
        let page = match page(host, channel, before).await {
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
            Some(oldest) if !keeps => *oldest.timestamp <= heard(ticket),
            _ => !changed,
        };
        let done = page.len() < usize::from(PAGE) || looked_at >= MOST;
        if done || (extent == Extent::New && known) {
            return Ok(());
        }
    }
}

/// Until when it is known who spoke, where nothing is kept that would tell: what was said before staff waited changes nothing.
fn heard(ticket: &Ticket) -> DateTime<Utc> {
    let spoke = ticket.last_member_at.max(ticket.last_staff_at);
    ticket.waiting_since.or(spoke).unwrap_or(ticket.created_at)
}

/// The newest messages before one, the newest first.
async fn page(host: &Host, channel: ChannelId, before: Option<MessageId>) -> Result<Vec<Posted>> {
    let wanted = GetMessages::new().limit(PAGE);
    let wanted = before.map_or(wanted, |before| wanted.before(before));
    Ok(channel.messages(host.http(), wanted).await?)
}

/// Makes what is kept of a page what the page shows; tells whether there was something new.
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
    // What is written while this is read has hooks of its own.
    let last = before.map(|before| before.get() - 1).or_else(|| page.first().map(|newest| newest.id.get()));
    let Some(last) = last else { return Ok(false) };
    let kept = store::between(host.db(), ticket.guild, ticket.id, (first, last)).await?;
    let kept: HashMap<u64, Message> = kept.into_iter().map(|message| (message.id, message)).collect();
    let mut new = false;
    for posted in page.iter().rev().filter(|posted| says(posted)) {
        match kept.get(&posted.id.get()) {
            None => {
                let roles = authors.roles(host, ticket, posted).await?;
                keep(host, ticket, posted, roles).await?;
                new = true;
            }
            Some(old) if old.edited_at < posted.edited_timestamp.map(|at| *at) => {
                edited(host, ticket, posted).await?;
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

/// Keeps what a message says now, unless somebody kept it in this moment.
async fn edited(host: &Host, ticket: &Ticket, posted: &Posted) -> Result<()> {
    let mut tx = host.db().begin().await?;
    let Some(ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? else {
        return Ok(tx.rollback().await?);
    };
    if let Some(old) = store::get(&mut tx, ticket.guild, ticket.id, posted.id.get()).await? {
        let now = Message { user: old.user, ..of_discord(&ticket, posted, old.speaker) };
        store_edit(
            &mut tx,
            host,
            &ticket,
            EditedMessage { old: &old, new: &now, files: &posted.attachments },
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// The roles of who wrote: Discord does not tell them with messages of the past.
#[derive(Default)]
struct Authors(HashMap<UserId, Vec<RoleId>>);

impl Authors {
    async fn roles(&mut self, host: &Host, ticket: &Ticket, posted: &Posted) -> Result<Option<&[RoleId]>> {
        let author = posted.author.id;
        if posted.author.bot || posted.webhook_id.is_some() || ticket.opener() == Some(author) {
            return Ok(None);
        }
        let roles = match self.0.entry(author) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(roles_of(host, ticket.guild, author).await?),
        };
        Ok(Some(roles))
    }
}

/// The same, once what was said in its channel is known: after an outage the timers are due before anybody has listened.
pub(crate) async fn caught_up(job: &Job) -> Result<Option<Ticket>> {
    let Some(found) = ticket_of(job).await? else { return Ok(None) };
    catch_up(&job.host, &found, Extent::New).await?;
    ticket_of(job).await
}
