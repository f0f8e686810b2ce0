//! What is said to the member at the end: in the channel, and in a direct message that asks for a rating.

use plugin_api::{
    DiscordCode, Error, Host, Job, JobKind, LogKind, Result, Schedule, Tx,
    chrono::TimeDelta,
    serenity::{CreateAttachment, UserId},
};

use super::{archive, inactivity, request, store, view};
use crate::{
    names::{ARCHIVE, CLOSE_REQUEST, DELETE, FAREWELL, INACTIVE, RATE, REMIND, SUMMARISE, TRANSCRIPT},
    settings::TicketSettings,
    ticket::{
        self, Status, Ticket,
        job_context::{READING, TRIES},
    },
    topics, transcript,
};

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(REMIND, inactivity::remind).attempts(TRIES).deadline(READING),
        JobKind::new(INACTIVE, inactivity::close).attempts(TRIES).deadline(READING),
        JobKind::new(CLOSE_REQUEST, request::close_request).attempts(TRIES).deadline(READING),
        JobKind::new(FAREWELL, farewell).attempts(TRIES).exhausted(after_farewell),
        JobKind::new(RATE, rate).attempts(TRIES),
        JobKind::new(ARCHIVE, archive::archive),
        JobKind::new(DELETE, archive::delete).attempts(TRIES),
    ]
}

/// All recurring work.
pub(crate) fn schedules() -> Vec<Schedule> {
    vec![Schedule::cron("tidy", "30 3 * * *", archive::tidy)]
}

/// Says in the channel that the ticket was closed, by whom and why. [`TRANSCRIPT`] follows, so that this stands in it.
pub async fn farewell(job: Job) -> Result<()> {
    let Some(ticket) = ticket::job_context::fetch_ticket(&job).await?.filter(is_over) else { return Ok(()) };
    if let Some(channel) = ticket.channel.filter(|_| ticket.status == Status::Closed) {
        let settings = job.host.settings::<TicketSettings>(job.guild);
        let closed = ticket.closed_at.unwrap_or_else(|| job.host.clock().now());
        let archived = closed + TimeDelta::hours(settings.archive_after_hours.into());
        let locale = job.host.guild(job.guild).locale;
        let message = job.with_nonce(view::farewell(&locale, &ticket, archived), 0);
        match channel.send_message(job.host.http(), message).await.map_err(Error::from) {
            Err(error) if ticket::job_context::is_final(&error) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a channel can't be told that its ticket was closed");
            }
            sent => {
                sent?;
            }
        }
    }
    after_farewell(job).await
}

/// Has the transcript completed, whether the channel could be told or not.
pub async fn after_farewell(job: Job) -> Result<()> {
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    if is_over(&ticket) {
        let due = ticket.closed_at.unwrap_or_else(|| job.host.clock().now());
        job.host.jobs().enqueue(&mut tx, TRANSCRIPT, job.guild, &job.key, due, &()).await?;
    }
    Ok(tx.commit().await?)
}

const fn is_over(ticket: &Ticket) -> bool {
    matches!(ticket.status, Status::Closed | Status::Archived)
}

/// What follows once the transcript of a closed ticket was stored, or was given up: the member is asked for a rating, and
/// what was said, now that all of it is known, is summed up. In the transaction that says so.
pub async fn after_transcript(tx: &mut Tx, host: &Host, ticket: &Ticket) -> Result<()> {
    ticket::timers::align(tx, host, ticket).await?;
    // The same instant whenever it is queued again for this closing: it is part of what keeps the message from being sent twice.
    let due = ticket.closed_at.unwrap_or_else(|| host.clock().now());
    let key = ticket.id.to_string();
    host.jobs().enqueue(tx, RATE, ticket.guild, &key, due, &()).await?;
    // A transcript that was given up is tried again now and then.
    if topics::store::summaries::fetch_created_at(&mut *tx, ticket.guild, ticket.id)
        .await?
        .is_none_or(|made| made < due)
    {
        host.jobs().enqueue(tx, SUMMARISE, ticket.guild, &key, due, &()).await?;
    }
    Ok(())
}

/// Sends the member their transcript and asks for a rating, once per closing.
pub async fn rate(job: Job) -> Result<()> {
    let Some(ticket) = ticket::job_context::fetch_ticket(&job).await? else { return Ok(()) };
    let (Some(member), Some(closed)) = (ticket.opener(), ticket.closed_at) else { return Ok(()) };
    if store::was_asked(job.host.db(), job.guild, ticket.id, closed).await? {
        return Ok(());
    }
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let with_transcript = settings.transcript_to_member && ticket.transcript_at.is_some();
    if !settings.ratings && !with_transcript {
        return Ok(());
    }
    let unsent = if is_member(&job, member).await? {
        send(&job, &ticket, member, settings.ratings, with_transcript).await?
    } else {
        Some("log-rate-gone")
    };
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    ticket::store::insert_event(
        &mut tx,
        &ticket,
        ticket::store::Event::new(store::ASKED, None, ""),
        job.host.clock().now(),
    )
    .await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    if let Some(why) = unsent {
        ticket::messages::log(&job.host, LogKind::Info, &ticket, why, None);
    }
    Ok(())
}

async fn is_member(job: &Job, user: UserId) -> Result<bool> {
    match job.host.http().get_member(job.guild, user).await.map_err(Error::from) {
        Ok(_) => Ok(true),
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)
            ) =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Sends it; gives the text that tells staff where it can't be sent.
async fn send(
    job: &Job,
    ticket: &Ticket,
    member: UserId,
    ask: bool,
    with_transcript: bool,
) -> Result<Option<&'static str>> {
    let file =
        if with_transcript { Some(transcript::render::member_file(&job.host, ticket).await?) } else { None };
    let mut sent = direct(job, ticket, member, ask, file.clone()).await;
    // 40005 Request entity too large
    let too_large = sent.as_ref().is_err_and(|error| {
        error.discord_code() == Some(DiscordCode::RequestTooLarge) || error.discord_status() == Some(413)
    });
    if too_large && ask {
        sent = direct(job, ticket, member, ask, None).await;
    }
    match sent {
        Ok(()) => Ok(None),
        Err(error) if !ticket::job_context::is_final(&error) => Err(error),
        // Who takes no direct messages is asked where they wrote; all of it stands there already.
        Err(_) if ask => in_channel(job, ticket, member).await,
        Err(_) => Ok(Some("log-rate-unsent")),
    }
}

async fn direct(
    job: &Job,
    ticket: &Ticket,
    member: UserId,
    ask: bool,
    file: Option<CreateAttachment>,
) -> Result<()> {
    let http = job.host.http();
    let part = u32::from(file.is_none());
    let server = job.guild.to_partial_guild(http).await?.name;
    let message = view::letter(&job.host, ticket, &server, ask, file)?;
    member.create_dm_channel(http).await?.id.send_message(http, job.with_nonce(message, part)).await?;
    Ok(())
}

async fn in_channel(job: &Job, ticket: &Ticket, member: UserId) -> Result<Option<&'static str>> {
    let Some(channel) = ticket.channel else { return Ok(Some("log-rate-unsent")) };
    let message = view::question_in_channel(&ticket.language(&job.host), ticket, member)?;
    match channel.send_message(job.host.http(), job.with_nonce(message, 2)).await.map_err(Error::from) {
        Ok(_) => Ok(None),
        Err(error) if ticket::job_context::is_final(&error) => Ok(Some("log-rate-unsent")),
        Err(error) => Err(error),
    }
}
