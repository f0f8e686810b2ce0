//! Telling staff that a target is nearly missed, and that it is.

use plugin_api::{
    Job, Result,
    chrono::{DateTime, Utc},
};

use super::{due, timers};
use crate::{
    domain::{
        Ticket,
        sla::{Alert, Clock, Stage},
    },
    settings::{Category, TicketSettings},
    store, view,
};

/// `<number>:<clock>:<stage>` is due.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub(super) async fn alert(job: Job) -> Result<()> {
    let word = job.key.split_once(':').map_or("", |(_, word)| word);
    let alert: Alert = word.parse().map_err(|()| anyhow::anyhow!("the key '{}' names no alert", job.key))?;
    let found = match alert.clock {
        Clock::FirstResponse => due::heard(&job).await?,
        Clock::Resolution => due::ticket(&job).await?,
    };
    let Some(ticket) = found else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let Some(at) = timers::alert_due(&job.host, &ticket, &category, alert) else { return Ok(()) };
    if at > job.host.clock().now() {
        let Some((tx, ticket)) = due::locked(&job).await? else { return Ok(()) };
        return due::realign(&job.host, tx, &ticket).await;
    }
    let missed_at = missed_at(&job, &ticket, &category, alert).unwrap_or(at);
    // Who was not there for the warning is told that it was missed, and nothing else.
    if alert.stage == Stage::Breach || missed_at > job.host.clock().now() {
        tell(&job, &ticket, &category, alert, missed_at).await?;
    }
    let Some((mut tx, ticket)) = due::locked(&job).await? else { return Ok(()) };
    store::event(&mut tx, &ticket, store::timers::ALERTED, None, &alert.word(), job.host.clock().now())
        .await?;
    job.complete(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// When the target itself is missed.
fn missed_at(job: &Job, ticket: &Ticket, category: &Category, alert: Alert) -> Option<DateTime<Utc>> {
    timers::alert_due(&job.host, ticket, category, Alert { stage: Stage::Breach, ..alert })
}

/// Pings the role in the log channel, or in the ticket's own where there is none or the bot can't write in it.
async fn tell(
    job: &Job,
    ticket: &Ticket,
    category: &Category,
    alert: Alert,
    missed_at: DateTime<Utc>,
) -> Result<()> {
    let Some(role) = category.alert_role else {
        view::closing::log_alert(&job.host, ticket, alert, missed_at);
        return Ok(());
    };
    let log = job.host.guild(job.guild).log_channel;
    for (part, channel) in (0..).zip(log.into_iter().chain(ticket.channel)) {
        let message = view::closing::alert(&job.host, ticket, alert, missed_at, role);
        match channel.send_message(job.host.http(), job.once(message, part)).await.map_err(Into::into) {
            Ok(_) => return Ok(()),
            Err(error) if due::is_final(&error) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %channel, %error, "an alert can't be posted here");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
