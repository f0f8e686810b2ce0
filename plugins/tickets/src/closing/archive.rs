//! What becomes of a closed ticket's channel, and of what was said in it.

use plugin_api::{Job, LogKind, Result, chrono::TimeDelta};

use crate::{
    channel, conversation,
    names::{DELETE, TRANSCRIPT},
    opening,
    settings::TicketSettings,
    ticket::{self, Status, Ticket, Transition, access::TicketRequest},
};

/// How long the deletion of a channel waits for a transcript that is not stored, before it looks again.
const LATER: TimeDelta = TimeDelta::hours(1);

/// For how long a member may go on with what they wanted to open a ticket with.
const DRAFTS: TimeDelta = TimeDelta::days(1);

/// Archives a closed ticket.
pub(crate) async fn archive(job: Job) -> Result<()> {
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let Some(at) = ticket::timers::archive_due(&ticket, &settings) else { return Ok(tx.rollback().await?) };
    if at > job.host.clock().now() {
        return ticket::job_context::realign(&job.host, tx, &ticket).await;
    }
    let done = ticket::actions::change(
        &mut tx,
        &TicketRequest::from_host(&job.host, job.guild),
        &ticket,
        &Transition::Archive,
    )
    .await;
    let after = ticket::actions::commit_or_rollback(tx, done).await?;
    ticket::messages::announce(&job.host, &after, &Transition::Archive, None).await;
    Ok(())
}

/// Deletes an archived ticket's channel, never before its transcript is stored.
pub(crate) async fn delete(job: Job) -> Result<()> {
    let Some(ticket) = ticket::job_context::fetch_ticket(&job).await? else { return Ok(()) };
    let Some(gone) = ticket.channel.filter(|_| ticket.status == Status::Archived) else { return Ok(()) };
    if ticket.transcript_at.is_none() {
        return wait(&job, &ticket).await;
    }
    match channel::make::delete(&job.host, gone).await {
        Err(error) if ticket::job_context::is_final(&error) => {
            tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a ticket's channel can't be deleted");
            ticket::messages::log(&job.host, LogKind::Failed, &ticket, "log-delete-refused", None);
            return Ok(());
        }
        deleted => deleted?,
    };
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    ticket::store::set_channel(&mut tx, job.guild, ticket.id, None).await?;
    ticket::store::insert_event(
        &mut tx,
        &ticket,
        ticket::store::Event::new("deleted", None, ""),
        job.host.clock().now(),
    )
    .await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    ticket::messages::log(
        &job.host,
        LogKind::Deleted,
        &Ticket { channel: None, ..ticket },
        "log-deleted",
        None,
    );
    Ok(())
}

/// Has the transcript tried anew and looks again later.
async fn wait(job: &Job, ticket: &Ticket) -> Result<()> {
    let (host, now, key) = (&job.host, job.host.clock().now(), ticket.id.to_string());
    let mut tx = host.db().begin().await?;
    job.complete(&mut tx).await?;
    host.jobs().enqueue(&mut tx, TRANSCRIPT, job.guild, &key, now, &()).await?;
    host.jobs().enqueue(&mut tx, DELETE, job.guild, &key, now + LATER, &()).await?;
    tx.commit().await?;
    ticket::messages::log(host, LogKind::Failed, ticket, "log-delete-waits", None);
    Ok(())
}

/// At night: drafts of the day before go, what was said goes once it was kept for as long as the settings say, and timers follow
/// settings that were changed.
pub(crate) async fn tidy(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let days = host.settings::<TicketSettings>(guild).retention_days;
    let before = host.clock().now() - TimeDelta::days(days.into());
    let rows = conversation::store::retention::delete_conversations(host.db(), guild, before).await?;
    if rows > 0 {
        tracing::info!(%guild, rows, "what was said in old tickets was removed");
    }
    opening::store::delete_drafts(host.db(), guild, host.clock().now() - DRAFTS).await?;
    for id in ticket::store::history::fetch_timed_tickets(host.db(), guild).await? {
        let mut tx = host.db().begin().await?;
        match ticket::store::lock(&mut tx, guild, id).await? {
            Some(ticket) => ticket::job_context::realign(host, tx, &ticket).await?,
            None => tx.rollback().await?,
        }
    }
    Ok(())
}
