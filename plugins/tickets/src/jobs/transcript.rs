//! Completes what is kept of a conversation.

use plugin_api::{Error, Job, Result, ui};

use super::{closing, due, number};
use crate::{
    conversation::{self, Extent, catch_up},
    domain::{Status, Ticket},
    settings::TicketSettings,
    store, transcript, view,
};

/// How many files that are still to be fetched are waited for.
const FILES: u32 = 20;

/// Reads a closed ticket's channel to its end, keeps that its transcript is complete, and sends it to the log channel.
///
/// # Errors
/// Where the database or Discord fails.
pub(super) async fn transcript(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let Some(ticket) = store::get(host.db(), guild, number(&job)?).await? else { return Ok(()) };
    if !matches!(ticket.status, Status::Closed | Status::Archived) {
        return Ok(());
    }
    let keeps = host.settings::<TicketSettings>(guild).keep_messages;
    if keeps {
        catch_up(host, &ticket, Extent::Whole).await?;
        fetch_rest(&job, &ticket).await?;
    }
    match stored(&job, &ticket).await? {
        Some(ticket) if keeps => send(&job, &ticket).await,
        _ => Ok(()),
    }
}

/// Keeps that the transcript of this closing is complete, with what follows from it. Gives the ticket as it is then; `None`
/// where it was opened again meanwhile.
async fn stored(job: &Job, ticket: &Ticket) -> Result<Option<Ticket>> {
    let Some((mut tx, current)) = due::locked(job).await? else { return Ok(None) };
    if current.closed_at.is_none() || current.closed_at != ticket.closed_at {
        tx.rollback().await?;
        return Ok(None);
    }
    let now = job.host.clock().now();
    store::messages::set_transcript_at(&mut tx, job.guild, ticket.id, now).await?;
    let current = Ticket { transcript_at: current.transcript_at.or(Some(now)), ..current };
    closing::after_transcript(&mut tx, &job.host, &current).await?;
    tx.commit().await?;
    Ok(Some(current))
}

/// Goes on although the transcript could not be completed; the deletion of the channel has it tried again.
///
/// # Errors
/// Where the database fails.
pub(super) async fn given_up(job: Job) -> Result<()> {
    let Some((mut tx, ticket)) = due::locked(&job).await? else { return Ok(()) };
    if ticket.closed_at.is_some() {
        closing::after_transcript(&mut tx, &job.host, &ticket).await?;
    }
    Ok(tx.commit().await?)
}

/// Tries files that were not there yet once more, so that they are in what is sent. Their own jobs go on with those that fail.
async fn fetch_rest(job: &Job, ticket: &Ticket) -> Result<()> {
    for file in store::attachments::pending(job.host.db(), job.guild, ticket.id, FILES).await? {
        if let Err(error) = conversation::fetch(&job.host, job.guild, ticket.id, &file).await {
            tracing::info!(guild = %job.guild, ticket = ticket.id, %error, "a file is not there yet");
        }
    }
    Ok(())
}

async fn send(job: &Job, ticket: &Ticket) -> Result<()> {
    let guild = job.host.guild(job.guild);
    let Some(channel) = guild.log_channel else { return Ok(()) };
    let file = transcript::staff_file(&job.host, ticket).await?;
    let says = view::text_with(&guild.locale, "transcript-sent", &[("id", ticket.id.to_string().into())]);
    let message = job.once(ui::message().content(says).add_file(file), 0);
    match channel.send_message(job.host.http(), message).await.map_err(Error::from) {
        Ok(_) => Ok(()),
        Err(error) if due::is_final(&error) => {
            tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "the log channel does not take a transcript; the API has it");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Keeps what was said in a ticket's channel while nobody listened.
///
/// # Errors
/// Where the database or Discord fails.
pub(super) async fn read_new(job: Job) -> Result<()> {
    let ticket = store::get(job.host.db(), job.guild, number(&job)?).await?;
    match ticket.filter(|ticket| ticket.status != Status::Archived) {
        Some(ticket) => catch_up(&job.host, &ticket, Extent::New).await,
        None => Ok(()),
    }
}
