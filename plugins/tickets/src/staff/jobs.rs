//! Telling staff that a target is nearly missed, and that it is.

use plugin_api::{
    Job, JobKind, Result,
    chrono::{DateTime, Utc},
};

use crate::{
    closing, conversation,
    names::SLA,
    settings::{Category, TicketSettings},
    ticket::{
        self, Ticket,
        job_context::{READING, TRIES},
        sla::{Alert, Clock, Stage},
    },
};

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![JobKind::new(SLA, alert).attempts(TRIES).deadline(READING)]
}

/// `<number>:<clock>:<stage>` is due.
pub(crate) async fn alert(job: Job) -> Result<()> {
    let word = job.key.split_once(':').map_or("", |(_, word)| word);
    let alert: Alert = word.parse().map_err(|()| anyhow::anyhow!("the key '{}' names no alert", job.key))?;
    let found = match alert.clock {
        Clock::FirstResponse => conversation::catch_up::catch_up_ticket(&job).await?,
        Clock::Resolution => ticket::job_context::fetch_ticket(&job).await?,
    };
    let Some(ticket) = found else { return Ok(()) };
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let Some(at) = ticket::timers::alert_due(&job.host, &ticket, &category, alert) else { return Ok(()) };
    if at > job.host.clock().now() {
        let Some((tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
        return ticket::job_context::realign(&job.host, tx, &ticket).await;
    }
    let missed_at = missed_at(&job, &ticket, &category, alert).unwrap_or(at);
    // Who was not there for the warning is told that it was missed, and nothing else.
    if alert.stage == Stage::Breach || missed_at > job.host.clock().now() {
        send_alert(&job, &ticket, &category, alert, missed_at).await?;
    }
    let Some((mut tx, ticket)) = ticket::job_context::lock_ticket(&job).await? else { return Ok(()) };
    ticket::store::insert_event(
        &mut tx,
        &ticket,
        ticket::store::Event::new(ticket::store::history::ALERTED, None, &alert.as_str()),
        job.host.clock().now(),
    )
    .await?;
    job.complete(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// When the target itself is missed.
fn missed_at(job: &Job, ticket: &Ticket, category: &Category, alert: Alert) -> Option<DateTime<Utc>> {
    ticket::timers::alert_due(&job.host, ticket, category, Alert { stage: Stage::Breach, ..alert })
}

/// Pings the role in the log channel, or in the ticket's own where there is none or the bot can't write in it.
async fn send_alert(
    job: &Job,
    ticket: &Ticket,
    category: &Category,
    alert: Alert,
    missed_at: DateTime<Utc>,
) -> Result<()> {
    let Some(role) = category.alert_role else {
        closing::view::log_alert(&job.host, ticket, alert, missed_at);
        return Ok(());
    };
    let log = job.host.guild(job.guild).log_channel;
    for (part, channel) in (0..).zip(log.into_iter().chain(ticket.channel)) {
        let message = closing::view::alert(&job.host, ticket, alert, missed_at, role);
        match channel.send_message(job.host.http(), job.with_nonce(message, part)).await.map_err(Into::into) {
            Ok(_) => return Ok(()),
            Err(error) if ticket::job_context::is_final(&error) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %channel, %error, "an alert can't be posted here");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
