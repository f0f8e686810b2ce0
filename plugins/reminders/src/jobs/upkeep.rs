//! What is done from time to time.

use plugin_api::{
    Host, Job, LogKind, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
};

use crate::{
    actions,
    domain::{Reminder, next_occurrence, phase::Step},
    settings::ReminderSettings,
    store, view,
};

/// Once a day: deletes what ended long ago.
///
/// # Errors
/// Where the database fails.
pub async fn tidy(job: Job) -> Result<()> {
    let settings = job.host.settings::<ReminderSettings>(job.guild);
    let before = job.host.clock().now() - TimeDelta::days(i64::from(settings.retention_days));
    let purged = store::purge(job.host.db(), job.guild, before).await?;
    tracing::info!(guild = %job.guild, purged, "old reminders were tidied up");
    Ok(())
}

/// Once an hour: moves recurring reminders to the instant that the guild's time zone now gives them, where an admin has changed the zone
/// or a country its rules.
///
/// # Errors
/// Where the database fails.
pub async fn realign(job: Job) -> Result<()> {
    let (host, now) = (&job.host, job.host.clock().now());
    for reminder in store::recurring(host.db(), job.guild).await? {
        // One that is due is being sent; its delivery asks the zone itself.
        if reminder.event_time > now && next(host, &reminder, now) != Some(reminder.event_time) {
            let mut tx = host.db().begin().await?;
            let step = Step::first(reminder.event_time, reminder.lead_minutes, now);
            let current = store::lock(&mut tx, job.guild, reminder.number).await?;
            if let Some(current) = current.filter(|current| step.is_next_of(current)) {
                move_on(tx, host, &current, now).await?;
            }
        }
    }
    Ok(())
}

/// The same for one whose job is claimed: it is no longer due now.
pub(super) async fn realign_claimed(job: &Job, step: Step) -> Result<()> {
    let mut tx = job.host.db().begin().await?;
    let number =
        job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no reminder's number", job.key))?;
    let current = store::lock(&mut tx, job.guild, number).await?;
    let Some(current) = current.filter(|current| step.is_next_of(current)) else { return Ok(()) };
    job.complete(&mut tx).await?;
    move_on(tx, &job.host, &current, job.host.clock().now()).await
}

/// Moves a locked one to its next occurrence, and takes the announcement of the other down.
async fn move_on(mut tx: Tx, host: &Host, reminder: &Reminder, now: DateTime<Utc>) -> Result<()> {
    let Some(next) = next(host, reminder, now) else { return Ok(()) };
    let (guild, number) = (reminder.guild, reminder.number);
    store::set_occurrence(&mut tx, guild, number, reminder.event_time, next).await?;
    store::set_lead_message(&mut tx, guild, number, None).await?;
    let step = Step::first(next, reminder.lead_minutes, now);
    actions::queue(&mut tx, host, guild, number, reminder.lead_minutes, step).await?;
    tx.commit().await?;
    actions::take_down(host, reminder.channel, reminder.lead_message).await;
    let moved = Reminder { event_time: next, ..reminder.clone() };
    view::log(host, LogKind::Edited, &moved, "log-moved", None);
    Ok(())
}

fn next(host: &Host, reminder: &Reminder, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    next_occurrence(reminder.days, reminder.call_time, host.guild(reminder.guild).timezone, now)
}
