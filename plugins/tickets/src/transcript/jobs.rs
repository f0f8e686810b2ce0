//! Completes what is kept of a conversation.

use crate::names::TRANSCRIPT;
use crate::ticket::job_context::READING;
use plugin_api::JobKind;
use plugin_api::{Error, Job, Result, ui};

use super::render;
use crate::{
    closing,
    conversation::{
        self,
        catch_up::{Extent, catch_up},
    },
    settings::TicketSettings,
    texts,
    ticket::{self, Status, Ticket, job_context::number},
};

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![JobKind::new(TRANSCRIPT, transcript).deadline(READING).exhausted(given_up)]
}

/// How many files that are still to be fetched are waited for.
const FILES: u32 = 20;

/// Reads a closed ticket's channel to its end, keeps that its transcript is complete, and sends it to the log channel.
///
/// # Errors
/// Where the database or Discord fails.
pub(crate) async fn transcript(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let Some(ticket) = ticket::store::get(host.db(), guild, number(&job)?).await? else { return Ok(()) };
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
    let Some((mut tx, current)) = ticket::job_context::locked(job).await? else { return Ok(None) };
    if current.closed_at.is_none() || current.closed_at != ticket.closed_at {
        tx.rollback().await?;
        return Ok(None);
    }
    let now = job.host.clock().now();
    conversation::store::set_transcript_at(&mut tx, job.guild, ticket.id, now).await?;
    let current = Ticket { transcript_at: current.transcript_at.or(Some(now)), ..current };
    closing::jobs::after_transcript(&mut tx, &job.host, &current).await?;
    tx.commit().await?;
    Ok(Some(current))
}

/// Goes on although the transcript could not be completed; the deletion of the channel has it tried again.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn given_up(job: Job) -> Result<()> {
    let Some((mut tx, ticket)) = ticket::job_context::locked(&job).await? else { return Ok(()) };
    if ticket.closed_at.is_some() {
        closing::jobs::after_transcript(&mut tx, &job.host, &ticket).await?;
    }
    Ok(tx.commit().await?)
}

/// Tries files that were not there yet once more, so that they are in what is sent. Their own jobs go on with those that fail.
async fn fetch_rest(job: &Job, ticket: &Ticket) -> Result<()> {
    for file in conversation::store::attachments::pending(job.host.db(), job.guild, ticket.id, FILES).await? {
        if let Err(error) = conversation::files::fetch(&job.host, job.guild, ticket.id, &file).await {
            tracing::info!(guild = %job.guild, ticket = ticket.id, %error, "a file is not there yet");
        }
    }
    Ok(())
}

async fn send(job: &Job, ticket: &Ticket) -> Result<()> {
    let guild = job.host.guild(job.guild);
    let Some(channel) = guild.log_channel else { return Ok(()) };
    let file = render::staff_file(&job.host, ticket).await?;
    let says = texts::text_with(&guild.locale, "transcript-sent", &[("id", ticket.id.to_string().into())]);
    let message = job.with_nonce(ui::message().content(says).add_file(file), 0);
    match channel.send_message(job.host.http(), message).await.map_err(Error::from) {
        Ok(_) => Ok(()),
        Err(error) if ticket::job_context::is_final(&error) => {
            tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "the log channel does not take a transcript; the API has it");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
