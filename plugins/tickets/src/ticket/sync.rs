//! Making a ticket's channel and its first message look as its row says.

use plugin_api::{
    DiscordCode, Error, Job, LogKind, Result,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{ChannelId, MessageId, RoleId},
};

use super::{
    domain::{Place, Status, Ticket},
    job_context, messages, store,
};
use crate::{
    channel::{
        self,
        refused::Refused,
        spec::{AppliedSpec, ChannelSpec},
    },
    names::SYNC,
    opening,
    plugin::Tickets,
    settings::TicketSettings,
    texts,
};

/// How often Discord lets a channel be renamed within [`WINDOW`].
const RENAMES: usize = 2;
/// Discord's window for renames.
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// Brings a ticket's channel up to date. What Discord does not allow yet, a third name within ten minutes, is done as soon as it does.
pub async fn sync(job: Job) -> Result<()> {
    let ticket = store::fetch(job.host.db(), job.guild, job_context::number(&job)?).await?;
    // What is being opened is made by the job that opens it.
    let Some(ticket) = ticket.filter(|ticket| ticket.status != Status::Opening) else { return Ok(()) };
    let Some(place) = ticket.channel else { return Ok(()) };
    match update_channel(&job, &ticket, place).await {
        // 10003 Unknown Channel: nobody told us that it was deleted.
        Err(error) if error.discord_code() == Some(DiscordCode::UnknownChannel) => {
            channel::actions::channel_gone(&job.host, &ticket).await
        }
        Err(error) => match Refused::from_error(&error) {
            Some(refused) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a ticket's channel can't be changed");
                log_refusal(&job, &ticket, refused);
                Ok(())
            }
            None => Err(error),
        },
        done => done,
    }
}

async fn update_channel(job: &Job, ticket: &Ticket, place: ChannelId) -> Result<()> {
    let (host, mut had) = (&job.host, AppliedSpec::from_ticket(ticket));
    if had.spec.name.is_empty() {
        // Nothing is sure; a name that is right already is not to be counted.
        let found = host.http().get_channel(place).await?.guild();
        if ticket.place == Place::Thread {
            had.spec.parent = found.as_ref().and_then(|thread| thread.parent_id).map(ChannelId::get);
        }
        had.spec.name = found.map(|channel| channel.name).unwrap_or_default();
    }
    let mut spec = channel::desired::desired(host, ticket).await?;
    if ticket.place == Place::Thread {
        spec.stay(&had.spec);
    }
    let mut again = None;
    if spec.name != had.spec.name && ticket.place == Place::Channel {
        again = reserve_name(job, ticket).await?;
        if again.is_some() {
            spec.name.clone_from(&had.spec.name);
        }
    }
    let stale = had.revision != ticket.revision;
    if spec != had.spec || (stale && spec.locked && ticket.place == Place::Thread) {
        let had = ChannelSpec { locked: false, ..had.spec.clone() };
        let settings = host.settings::<TicketSettings>(job.guild);
        let overflow = settings.category(&ticket.category).and_then(|category| category.overflow);
        if let Some(refused) = channel::make::apply(
            host,
            ticket,
            place,
            channel::make::SpecChange { from: &had, to: &spec },
            overflow,
        )
        .await?
        {
            log_refusal(job, ticket, refused);
        }
    }
    if stale {
        refresh(job, ticket, place).await?;
    }
    let called: Vec<_> = spec.roles.iter().filter(|role| !had.spec.roles.contains(role)).collect();
    if !called.is_empty() {
        let called: Vec<_> = called.into_iter().copied().map(RoleId::new).collect();
        let message = job.with_nonce(channel::view::called(host, ticket, &called), 1);
        place.send_message(host.http(), message).await?;
    }
    if spec.locked && ticket.place == Place::Thread {
        channel::make::put_away(host, place).await?;
    }
    store_applied(job, ticket, &AppliedSpec { spec, revision: ticket.revision }, again).await
}

/// Counts a new name before Discord hears of it; where it is one too many, nothing is counted and the instant is given from which it is not.
async fn reserve_name(job: &Job, ticket: &Ticket) -> Result<Option<DateTime<Utc>>> {
    let (host, now) = (&job.host, job.host.clock().now());
    let mut tx = host.db().begin().await?;
    let current = store::lock(&mut tx, job.guild, ticket.id).await?;
    let mut renamed = current.map(|ticket| ticket.renamed).unwrap_or_default();
    renamed.retain(|at| *at + WINDOW > now);
    if renamed.len() >= RENAMES {
        tx.rollback().await?;
        return Ok(renamed.first().map(|first| *first + WINDOW));
    }
    renamed.push(now);
    opening::store::set_renamed(&mut tx, job.guild, ticket.id, &renamed).await?;
    tx.commit().await?;
    Ok(None)
}

/// Has the first message show how the ticket stands; posts it anew where somebody deleted it.
async fn refresh(job: &Job, ticket: &Ticket, place: ChannelId) -> Result<()> {
    let host = &job.host;
    if let Some(message) = ticket.message {
        let edited = place.edit_message(host.http(), message, channel::view::refreshed(host, ticket)?).await;
        match edited.map_err(Error::from) {
            Err(error) if error.discord_code() == Some(DiscordCode::UnknownMessage) => {}
            edited => return edited.map(|_| ()),
        }
    }
    let message = post(job, ticket, place).await?;
    opening::store::set_message(host.db(), job.guild, ticket.id, message).await
}

async fn post(job: &Job, ticket: &Ticket, place: ChannelId) -> Result<MessageId> {
    let host = &job.host;
    let usual = Tickets::from_host(host)?.usual_staff.fetch(host, job.guild).await?;
    let staff = host.settings::<TicketSettings>(job.guild).staff_of(&ticket.category, &usual);
    let message = job.with_nonce(channel::view::first(host, ticket, &staff)?, 0);
    Ok(place.send_message(host.http(), message).await?.id)
}

/// Writes down what was done, and has it done again where the ticket was changed meanwhile or a name has to wait.
async fn store_applied(
    job: &Job,
    ticket: &Ticket,
    applied: &AppliedSpec,
    again: Option<DateTime<Utc>>,
) -> Result<()> {
    let (host, now) = (&job.host, job.host.clock().now());
    let mut tx = host.db().begin().await?;
    let Some(current) = store::lock(&mut tx, job.guild, ticket.id).await? else {
        tx.rollback().await?;
        return Ok(());
    };
    if current.channel != ticket.channel {
        tx.rollback().await?;
        return Ok(());
    }
    // Who was faster may have done more: then none of it is sure.
    let overtaken = current.revision != ticket.revision || current.applied != ticket.applied;
    let text = if overtaken { applied.unsure(now).to_text()? } else { applied.to_text()? };
    opening::store::set_applied(&mut tx, job.guild, ticket.id, &text).await?;
    if let Some(due) = again.or_else(|| overtaken.then_some(now)) {
        let due = if overtaken { now } else { due };
        host.jobs().enqueue(&mut tx, SYNC, job.guild, &job.key, due, &()).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn log_refusal(job: &Job, ticket: &Ticket, refused: Refused) {
    let locale = job.host.guild(job.guild).locale;
    let category = ("category", ticket.category.clone().into());
    let said = texts::text_with(
        &locale,
        &format!("log-sync-{}", refused.as_str()),
        &[category, channel::view::mode(ticket)],
    );
    messages::log_text(&job.host, LogKind::Failed, ticket, &said);
}
