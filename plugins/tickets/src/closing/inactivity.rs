//! Members who do not answer, while staff wait for them.

use plugin_api::{Job, Result};

use super::view;
use crate::{
    conversation,
    settings::TicketSettings,
    texts,
    ticket::{self, Transition, access::TicketRequest},
};

/// Reminds a member that staff wait for their answer.
pub(crate) async fn remind(job: Job) -> Result<()> {
    let Some(ticket) = conversation::catch_up::catch_up_ticket(&job).await? else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let done = ticket::store::history::fetch_timer_events(job.host.db(), job.guild, ticket.id).await?;
    let Some(at) = ticket::timers::remind_due(&ticket, &category, &done) else { return Ok(()) };
    if at > job.host.clock().now() {
        let Some((tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
        return ticket::job_context::realign(&job.host, tx, &ticket).await;
    }
    if let (Some(channel), Some(member)) = (ticket.channel, ticket.opener()) {
        let locale = job.host.guild(job.guild).locale;
        let closes = ticket::timers::inactive_due(&ticket, &category);
        let message = job.with_nonce(view::reminder(&locale, member, closes), 0);
        match channel.send_message(job.host.http(), message).await.map_err(Into::into) {
            Ok(_) => {}
            Err(error) if ticket::job_context::is_final(&error) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a member can't be reminded");
            }
            Err(error) => return Err(error),
        }
    }
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    ticket::store::insert_event(
        &mut tx,
        &ticket,
        ticket::store::Event::new(ticket::store::history::REMINDED, None, ""),
        job.host.clock().now(),
    )
    .await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    ticket::messages::log(&job.host, plugin_api::LogKind::Info, &ticket, "log-remind", None);
    Ok(())
}

/// Closes a ticket whose member did not answer.
pub(crate) async fn close(job: Job) -> Result<()> {
    conversation::catch_up::catch_up_ticket(&job).await?;
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let Some(at) = ticket::timers::inactive_due(&ticket, &category) else { return Ok(tx.rollback().await?) };
    if at > job.host.clock().now() {
        return ticket::job_context::realign(&job.host, tx, &ticket).await;
    }
    let locale = job.host.guild(job.guild).locale;
    let hours = category.close_after_hours.to_string();
    let act = Transition::Close(texts::text_with(&locale, "closed-inactive", &[("hours", hours.into())]));
    let done =
        ticket::actions::change(&mut tx, &TicketRequest::from_host(&job.host, job.guild), &ticket, &act)
            .await;
    let after = ticket::actions::commit_or_rollback(tx, done).await?;
    ticket::messages::announce(&job.host, &after, &act, None).await;
    Ok(())
}
