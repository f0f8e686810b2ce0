//! Members who do not answer, while staff wait for them.

use plugin_api::{Job, Result};

use super::{due, timers};
use crate::{actions, domain::Act, rights::Actor, settings::TicketSettings, store, view};

/// Reminds a member that staff wait for their answer.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub(super) async fn remind(job: Job) -> Result<()> {
    let Some(ticket) = due::heard(&job).await? else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let done = store::timers::done(job.host.db(), job.guild, ticket.id).await?;
    let Some(at) = timers::remind_due(&ticket, &category, &done) else { return Ok(()) };
    if at > job.host.clock().now() {
        let Some((tx, ticket)) = due::locked(&job).await? else { return Ok(()) };
        return due::realign(&job.host, tx, &ticket).await;
    }
    if let (Some(channel), Some(member)) = (ticket.channel, ticket.opener()) {
        let locale = job.host.guild(job.guild).locale;
        let closes = timers::inactive_due(&ticket, &category);
        let message = job.once(view::closing::reminder(&locale, member, closes), 0);
        match channel.send_message(job.host.http(), message).await.map_err(Into::into) {
            Ok(_) => {}
            Err(error) if due::is_final(&error) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a member can't be reminded");
            }
            Err(error) => return Err(error),
        }
    }
    let Some((mut tx, ticket)) = due::locked(&job).await? else { return Ok(()) };
    store::event(&mut tx, &ticket, store::timers::REMINDED, None, "", job.host.clock().now()).await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    view::log(&job.host, plugin_api::LogKind::Info, &ticket, "log-remind", None);
    Ok(())
}

/// Closes a ticket whose member did not answer.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub(super) async fn close(job: Job) -> Result<()> {
    due::heard(&job).await?;
    let Some((mut tx, ticket)) = due::locked(&job).await? else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let Some(at) = timers::inactive_due(&ticket, &category) else { return Ok(tx.rollback().await?) };
    if at > job.host.clock().now() {
        return due::realign(&job.host, tx, &ticket).await;
    }
    let locale = job.host.guild(job.guild).locale;
    let hours = category.close_after_hours.to_string();
    let act = Act::Close(view::text_with(&locale, "closed-inactive", &[("hours", hours.into())]));
    let done = actions::change(&mut tx, &job.host, &ticket, &act, &Actor::host(), &locale).await;
    let after = actions::finish(tx, done).await?;
    view::announce(&job.host, &after, &act, None).await;
    Ok(())
}
