//! Delivery: one durable job for the next step of each reminder, and one for a snoozed one.

mod maintenance;
mod parking;

use plugin_api::{Error, Host, Job, LogKind, Result, serenity::Message};

use crate::{
    actions,
    domain::{Lateness, Mention, ParkReason, Phase, Reminder, Status, Step},
    settings::ReminderSettings,
    store,
    view::{self, DeliveryKind},
};

pub(crate) use maintenance::{delete_old, log_active, realign};
pub(crate) use parking::{log_parked, notify_owner, queue_notices};

/// How often [`deliver`] is attempted: with the pauses of the job queue, for a little more than a day. Until
/// then [`Lateness`] decides what becomes of a reminder.
pub const DELIVERY_ATTEMPTS: u32 = 110;

/// How often an announcement is attempted, in 75 s: the reminder itself waits behind it.
const LEAD_ATTEMPTS: u32 = 5;

/// Sends one step of an occurrence, marks it as sent and queues the next step.
pub(crate) async fn deliver(job: Job) -> Result<()> {
    let step: Step = job.payload()?;
    let reminder = fetch_reminder(&job).await?;
    // A reminder that was changed while this job was claimed has queued a step of its own.
    let Some(reminder) = reminder.filter(|reminder| step.is_next_of(reminder)) else { return Ok(()) };
    if !step.matches_zone(&reminder, job.host.guild(job.guild).timezone) {
        return maintenance::realign_claimed(&job, reminder.number, step).await;
    }
    let deadlines = job.host.settings::<ReminderSettings>(job.guild).deadlines();
    let lateness = Lateness::measure(step, &reminder, deadlines, job.host.clock().now());
    let is_lead = step.phase == Phase::Lead;
    let kind = DeliveryKind::from_step(step.phase, lateness);
    let Some(kind) = kind.filter(|_| !is_lead || job.attempt <= LEAD_ATTEMPTS) else {
        return finish_step(&job, &reminder, step, None).await;
    };
    match send(&job, &reminder, kind).await {
        Ok(message) => finish_step(&job, &reminder, step, Some(&message)).await,
        Err(error) => match park_reason(&job, &error) {
            Some(reason) => parking::park(&job, &reminder, reason).await,
            None if is_lead && job.attempt >= LEAD_ATTEMPTS => {
                tracing::warn!(guild = %job.guild, reminder = job.key, %error, "a reminder can't be announced");
                finish_step(&job, &reminder, step, None).await
            }
            None => Err(error),
        },
    }
}

/// Gives a delivery up after its last attempt: a recurring reminder goes on with its next occurrence, a
/// one-off is parked.
pub(crate) async fn delivery_exhausted(job: Job) -> Result<()> {
    let Some(reminder) = fetch_reminder(&job).await? else { return Ok(()) };
    let if_unreadable = Step { occurrence: reminder.event_time, phase: Phase::Due };
    let step: Step = job.payload().unwrap_or(if_unreadable);
    if step.is_next_of(&reminder) && (reminder.recurs() || step.phase == Phase::Lead) {
        finish_step(&job, &reminder, step, None).await
    } else if step.is_next_of(&reminder) {
        parking::park(&job, &reminder, ParkReason::Failed).await
    } else {
        Ok(())
    }
}

/// Sends a snoozed reminder again and pings its owner only.
pub(crate) async fn send_snoozed(job: Job) -> Result<()> {
    let reminder = fetch_reminder(&job).await?;
    let stopped = [Status::Paused, Status::Parked];
    let Some(reminder) = reminder.filter(|reminder| !stopped.contains(&reminder.status)) else {
        return Ok(());
    };
    if let Err(error) = send(&job, &reminder, DeliveryKind::Snoozed).await {
        return match park_reason(&job, &error) {
            Some(reason) => parking::park(&job, &reminder, reason).await,
            None => Err(error),
        };
    }
    let db = job.host.db();
    db.transaction(async |tx| {
        store::mark_sent(tx, job.guild, reminder.number, job.host.clock().now()).await?;
        job.complete(tx).await
    })
    .await?;
    view::log(&job.host, LogKind::Sent, &reminder, "log-sent-snoozed", None);
    Ok(())
}

/// Logs that a snoozed reminder could not be sent again.
pub(crate) async fn snooze_exhausted(job: Job) -> Result<()> {
    if let Some(reminder) = fetch_reminder(&job).await? {
        view::log(&job.host, LogKind::Failed, &reminder, "log-missed", None);
    }
    Ok(())
}

/// The reminder that a job is about; `None` if it was deleted.
async fn fetch_reminder(job: &Job) -> Result<Option<Reminder>> {
    store::fetch(job.host.db(), job.guild, reminder_number(job)?).await
}

fn reminder_number(job: &Job) -> Result<i64> {
    job.key
        .parse()
        .map_err(|_| anyhow::anyhow!("the key '{}' is not the number of a reminder", job.key).into())
}

/// Sends a reminder, without its ping if that is no longer allowed.
async fn send(job: &Job, reminder: &Reminder, kind: DeliveryKind) -> Result<Message> {
    let host = &job.host;
    let mention = match kind {
        DeliveryKind::Snoozed => Mention::User(reminder.created_by),
        _ if actions::can_still_ping(host, reminder).await? => reminder.mention,
        _ => Mention::Nobody,
    };
    let message = view::message(&host.guild(job.guild), reminder, kind, mention)?;
    let sent = reminder.channel.send_message(host.http(), job.with_nonce(message, 0)).await?;
    if kind != DeliveryKind::Snoozed && mention != reminder.mention {
        view::log(host, LogKind::Info, reminder, "log-unpinged", None);
    }
    Ok(sent)
}

/// Marks what was sent (`None` if it was too late for that) and queues what comes next, both or neither.
async fn finish_step(job: &Job, reminder: &Reminder, step: Step, sent: Option<&Message>) -> Result<()> {
    let (host, now, number) = (&job.host, job.host.clock().now(), reminder.number);
    let zone = host.guild(job.guild).timezone;
    let lead = sent.filter(|_| step.phase == Phase::Lead).map(|message| message.id);
    let finished = host
        .db()
        .transaction(async |tx| {
            let current = store::lock(tx, job.guild, number).await?;
            let Some(current) = current.filter(|current| step.is_next_of(current)) else { return Ok(None) };
            job.complete(tx).await?;
            if sent.is_some() {
                store::mark_sent(tx, job.guild, number, now).await?;
            }
            store::set_lead_message(tx, job.guild, number, lead).await?;
            match step.next(&current, zone, now) {
                Some(next) => {
                    store::set_occurrence(tx, job.guild, number, step.occurrence, next.occurrence).await?;
                    actions::queue_step(tx, host, &current, next).await?;
                }
                None => store::mark_ended(tx, job.guild, number, now).await?,
            }
            Ok::<_, Error>(Some(current))
        })
        .await?;
    let Some(current) = finished else {
        // It was changed while this was sent. The announcement no longer holds, and the change has queued its own.
        actions::delete_message(host, reminder.channel, lead).await;
        return Ok(());
    };
    log_outcome(host, reminder, step.phase, sent.is_some());
    if step.phase == Phase::Due && host.settings::<ReminderSettings>(job.guild).remove_lead_message {
        actions::delete_message(host, current.channel, current.lead_message).await;
    }
    Ok(())
}

fn log_outcome(host: &Host, reminder: &Reminder, phase: Phase, sent: bool) {
    match (sent, phase) {
        (true, Phase::Due) => view::log(host, LogKind::Sent, reminder, "log-sent", None),
        (true, Phase::Lead) => view::log(host, LogKind::Sent, reminder, "log-sent-lead", None),
        (false, Phase::Due) => view::log(host, LogKind::Failed, reminder, "log-missed", None),
        (false, Phase::Lead) => view::log(host, LogKind::Info, reminder, "log-missed-lead", None),
    }
}

/// Why a reminder can never be sent; `None` if the next attempt may work.
fn park_reason(job: &Job, error: &Error) -> Option<ParkReason> {
    let reason = error.discord_code().and_then(ParkReason::from_discord_code)?;
    tracing::warn!(guild = %job.guild, reminder = job.key, reason = reason.as_str(), %error, "a reminder can't be sent");
    Some(reason)
}
