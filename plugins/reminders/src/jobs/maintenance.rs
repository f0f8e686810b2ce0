//! What is done from time to time, and at start.

use plugin_api::{
    Error, Host, Job, LogKind, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
};

use crate::{
    actions,
    domain::{Reminder, Step, next_occurrence},
    settings::ReminderSettings,
    store, view,
};

/// Logs at start how many reminders are active.
pub(crate) async fn log_active(host: &Host) -> Result<()> {
    let active = store::count_active(host.db()).await?;
    tracing::info!(active, "reminders are active");
    Ok(())
}

/// Deletes reminders that ended long ago. Once a day.
pub(crate) async fn delete_old(job: Job) -> Result<()> {
    let settings = job.host.settings::<ReminderSettings>(job.guild);
    let before = job.host.clock().now() - TimeDelta::days(i64::from(settings.retention_days));
    let deleted = store::delete_ended_before(job.host.db(), job.guild, before).await?;
    tracing::info!(guild = %job.guild, deleted, "old reminders were deleted");
    Ok(())
}

/// Moves recurring reminders to the instant that the guild's time zone gives them now: an admin may have
/// changed the zone, or a country its rules. Once an hour.
pub(crate) async fn realign(job: Job) -> Result<()> {
    let (host, now) = (&job.host, job.host.clock().now());
    for reminder in store::fetch_recurring(host.db(), job.guild).await? {
        // A reminder that is due is being delivered, and its delivery looks at the zone itself.
        if reminder.event_time <= now || next(host, &reminder, now) == Some(reminder.event_time) {
            continue;
        }
        let step = Step::first(reminder.event_time, reminder.lead_minutes, now);
        let work = async |tx: &mut Tx| {
            let current = store::lock(tx, job.guild, reminder.number).await?;
            let Some(current) = current.filter(|current| step.is_next_of(current)) else { return Ok(None) };
            move_to_next(tx, host, current, now).await
        };
        let moved = host.db().transaction(work).await?;
        clean_up_after_move(host, moved).await;
    }
    Ok(())
}

/// Moves a reminder whose delivery is claimed: in the guild's zone it is not due now.
pub(super) async fn realign_claimed(job: &Job, number: i64, step: Step) -> Result<()> {
    let (host, now) = (&job.host, job.host.clock().now());
    let work = async |tx: &mut Tx| {
        let current = store::lock(tx, job.guild, number).await?;
        let Some(current) = current.filter(|current| step.is_next_of(current)) else { return Ok(None) };
        job.complete(tx).await?;
        move_to_next(tx, host, current, now).await
    };
    let moved = host.db().transaction(work).await?;
    clean_up_after_move(host, moved).await;
    Ok(())
}

/// A reminder before and after it was moved.
struct Moved {
    old: Reminder,
    new: Reminder,
}

/// Moves a locked reminder to its next occurrence.
async fn move_to_next(
    tx: &mut Tx,
    host: &Host,
    old: Reminder,
    now: DateTime<Utc>,
) -> Result<Option<Moved>, Error> {
    let Some(event_time) = next(host, &old, now) else { return Ok(None) };
    store::set_occurrence(tx, old.guild, old.number, old.event_time, event_time).await?;
    store::set_lead_message(tx, old.guild, old.number, None).await?;
    let new = Reminder { event_time, ..old.clone() };
    let step = Step::first(event_time, new.lead_minutes, now);
    actions::queue_step(tx, host, &new, step).await?;
    Ok(Some(Moved { old, new }))
}

/// Deletes the announcement of the old occurrence and logs the move.
async fn clean_up_after_move(host: &Host, moved: Option<Moved>) {
    let Some(Moved { old, new }) = moved else { return };
    actions::delete_message(host, old.channel, old.lead_message).await;
    view::log(host, LogKind::Edited, &new, "log-moved", None);
}

fn next(host: &Host, reminder: &Reminder, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    next_occurrence(reminder.days, reminder.call_time, host.guild(reminder.guild).timezone, now)
}
