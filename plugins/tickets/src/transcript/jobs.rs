//! The job that completes a closed ticket's conversation and sends the transcript.

use plugin_api::{Error, Job, JobKind, Result, ui};

use super::render;
use crate::{
    closing,
    conversation::{
        self,
        catch_up::{Extent, catch_up},
    },
    names::TRANSCRIPT,
    settings::TicketSettings,
    texts,
    ticket::{
        self, Status, Ticket,
        job_context::{READING, number},
    },
};

pub(crate) fn all() -> Vec<JobKind> {
    vec![JobKind::new(TRANSCRIPT, complete_transcript).deadline(READING).exhausted(continue_without)]
}

/// How many pending files are downloaded before the transcript is sent.
const MAX_FILES: u32 = 20;

/// Reads a closed ticket's channel to its end, stores that its transcript is complete, and sends it to the log channel.
pub(crate) async fn complete_transcript(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let Some(ticket) = ticket::store::fetch(host.db(), guild, number(&job)?).await? else { return Ok(()) };
    if !matches!(ticket.status, Status::Closed | Status::Archived) {
        return Ok(());
    }
    let keeps_messages = host.settings::<TicketSettings>(guild).keep_messages;
    if keeps_messages {
        catch_up(host, &ticket, Extent::Whole).await?;
        fetch_missing_files(&job, &ticket).await?;
    }
    match mark_complete(&job, &ticket).await? {
        Some(ticket) if keeps_messages => send(&job, &ticket).await,
        _ => Ok(()),
    }
}

/// Marks the transcript as complete and queues what follows. Returns the ticket as it is then; `None` if it was reopened meanwhile.
async fn mark_complete(job: &Job, ticket: &Ticket) -> Result<Option<Ticket>> {
    let Some((mut tx, current)) = ticket::job_context::lock_ticket(job).await? else { return Ok(None) };
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

/// Queues what follows although the transcript is incomplete; it is tried again before the channel is deleted.
pub(crate) async fn continue_without(job: Job) -> Result<()> {
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    if ticket.closed_at.is_some() {
        closing::jobs::after_transcript(&mut tx, &job.host, &ticket).await?;
    }
    Ok(tx.commit().await?)
}

/// Downloads pending files, so that the transcript has them. Their own jobs retry those that fail.
async fn fetch_missing_files(job: &Job, ticket: &Ticket) -> Result<()> {
    for file in
        conversation::store::attachments::fetch_pending(job.host.db(), job.guild, ticket.id, MAX_FILES)
            .await?
    {
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
    let text = texts::text_with(&guild.locale, "transcript-sent", &[("id", ticket.id.to_string().into())]);
    let message = job.with_nonce(ui::message().content(text).add_file(file), 0);
    match channel.send_message(job.host.http(), message).await.map_err(Error::from) {
        Ok(_) => Ok(()),
        Err(error) if ticket::job_context::is_final(&error) => {
            tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "the log channel does not take a transcript; the API has it");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
