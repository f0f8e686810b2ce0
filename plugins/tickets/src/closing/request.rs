//! The question whether a ticket may be closed: putting it, and taking silence for a yes.

use plugin_api::{
    Error, Host, Job, LogKind, Result,
    serenity::{ChannelId, MessageId},
};

use super::{
    actions::{self, Step},
    store::{self, CloseRequest},
    view,
};
use crate::{
    conversation,
    names::CLOSE_REQUEST,
    texts,
    ticket::{self, Ticket, Transition, access::TicketRequest},
};

/// The next step of a request to close.
pub(crate) async fn close_request(job: Job) -> Result<()> {
    match job.payload()? {
        Step::Ask => ask(&job).await,
        Step::Due => close(&job).await,
    }
}

/// Puts the question; the member's time begins when it is there.
async fn ask(job: &Job) -> Result<()> {
    let Some(ticket) = ticket::job_context::fetch_ticket(job).await? else { return Ok(()) };
    let request = store::request(job.host.db(), job.guild, ticket.id).await?;
    let Some(request) = request.filter(|request| request.message.is_none()) else { return Ok(()) };
    let due_at = job.host.clock().now() + actions::answer_time(&job.host, job.guild);
    let sent = match (ticket.channel, ticket.opener()) {
        (Some(channel), Some(member)) => {
            let locale = job.host.guild(job.guild).locale;
            let question = view::question(&locale, &ticket, &request, member, due_at)?;
            channel.send_message(job.host.http(), job.with_nonce(question, 0)).await.map_err(Error::from)
        }
        _ => return withdraw(job).await,
    };
    let message = match sent {
        Ok(message) => message.id,
        Err(error) if ticket::job_context::is_final(&error) => {
            tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a member can't be asked whether a ticket may be closed");
            return withdraw(job).await;
        }
        Err(error) => return Err(error),
    };
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(job).await? else { return Ok(()) };
    store::mark_asked(&mut tx, &ticket, message, due_at).await?;
    job.complete(&mut tx).await?;
    job.host.jobs().enqueue(&mut tx, CLOSE_REQUEST, job.guild, &job.key, due_at, &Step::Due).await?;
    Ok(tx.commit().await?)
}

/// Nobody can be asked: staff are told, and the ticket stays as it is.
async fn withdraw(job: &Job) -> Result<()> {
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(job).await? else { return Ok(()) };
    store::withdraw(&mut tx, job.guild, ticket.id).await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    ticket::messages::log(&job.host, LogKind::Failed, &ticket, "log-close-unasked", None);
    Ok(())
}

/// What becomes of the ticket when the member's time is over: who wrote since does not agree, who said nothing does.
async fn close(job: &Job) -> Result<()> {
    conversation::catch_up::catch_up_ticket(job).await?;
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(job).await? else { return Ok(()) };
    let request = store::request(&mut tx, job.guild, ticket.id).await?;
    let Some(request) = request.filter(|_| ticket.status.is_live()) else { return Ok(tx.rollback().await?) };
    if ticket.last_member_at.is_some_and(|at| at > request.created_at) {
        store::withdraw(&mut tx, job.guild, ticket.id).await?;
        job.complete(&mut tx).await?;
        tx.commit().await?;
        ticket::messages::log(&job.host, LogKind::Info, &ticket, "log-close-written", None);
        replace_question(&job.host, &ticket, &request, "question-written").await;
        return Ok(());
    }
    let locale = job.host.guild(job.guild).locale;
    let silence = || texts::text(&locale, "closed-unanswered");
    let reason = if request.reason.is_empty() { silence() } else { request.reason.clone() };
    let act = Transition::Close(reason);
    let done =
        ticket::actions::change(&mut tx, &TicketRequest::from_host(&job.host, job.guild), &ticket, &act)
            .await;
    let after = ticket::actions::commit_or_rollback(tx, done).await?;
    ticket::messages::announce(&job.host, &after, &act, None).await;
    replace_question(&job.host, &after, &request, "question-closed").await;
    Ok(())
}

/// Takes the buttons off the question and says what became of it. That is not worth a failure: they are refused kindly.
async fn replace_question(host: &Host, ticket: &Ticket, request: &CloseRequest, id: &str) {
    let (Some(channel), Some(message)) = (ticket.channel, request.message) else { return };
    if let Err(error) = edit(host, ticket, (channel, message), id).await {
        tracing::warn!(guild = %ticket.guild, ticket = ticket.id, %error, "a question keeps its buttons");
    }
}

async fn edit(
    host: &Host,
    ticket: &Ticket,
    (channel, message): (ChannelId, MessageId),
    id: &str,
) -> Result<()> {
    let locale = host.guild(ticket.guild).locale;
    channel.edit_message(host.http(), message, view::unanswered(&locale, ticket, id)).await?;
    Ok(())
}
