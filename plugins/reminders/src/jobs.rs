//! Delivery: one durable job for the next step of each reminder, and one for a snoozed one.

mod parking;
mod upkeep;

use plugin_api::{Error, Host, Job, LogKind, Result, serenity::Message};

use crate::{
    actions,
    domain::{
        Mention, ParkReason, Phase, Reminder, Status,
        phase::{Step, verdict},
    },
    settings::ReminderSettings,
    store,
    view::{self, Occasion},
};

pub use parking::{owe, parked, tell};
pub use upkeep::{realign, tidy};

/// How often [`crate::DELIVER`] is tried: with the pauses of the job queue, for a little more than a day. Until then lateness decides what
/// becomes of a reminder; see [`verdict`].
pub const TRIES: u32 = 110;

/// How often an announcement is tried, in 75 s: the reminder itself waits behind it.
const LEAD_TRIES: u32 = 5;

/// Sends one step of an occurrence, marks it and queues the next step.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again, until it is too late for it.
pub async fn deliver(job: Job) -> Result<()> {
    let step: Step = job.payload()?;
    let wanted = wanted(&job).await?;
    // One that was changed while this was being claimed has queued its own.
    let Some(reminder) = wanted.filter(|reminder| step.is_next_of(reminder)) else { return Ok(()) };
    if !step.keeps_to(&reminder, job.host.guild(job.guild).timezone) {
        return upkeep::realign_claimed(&job, step).await;
    }
    let now = job.host.clock().now();
    let verdict = verdict(step, &reminder, &job.host.settings::<ReminderSettings>(job.guild), now);
    let is_lead = step.phase == Phase::Lead;
    let occasion = Occasion::of(step.phase, verdict).filter(|_| !is_lead || job.attempt <= LEAD_TRIES);
    let Some(occasion) = occasion else { return advance(&job, &reminder, step, None).await };
    match send(&job, &reminder, occasion).await {
        Ok(message) => advance(&job, &reminder, step, Some(&message)).await,
        Err(error) => match reason(&job, &error) {
            Some(reason) => parking::park(&job, &reminder, reason).await,
            None if is_lead && job.attempt >= LEAD_TRIES => {
                tracing::warn!(guild = %job.guild, reminder = job.key, %error, "a reminder can't be announced");
                advance(&job, &reminder, step, None).await
            }
            None => Err(error),
        },
    }
}

/// What becomes of a reminder whose delivery was given up: what recurs goes on with the next, a one-off is parked.
///
/// # Errors
/// Where the database fails; the job is then kept for an operator.
pub async fn given_up(job: Job) -> Result<()> {
    let Some(reminder) = wanted(&job).await? else { return Ok(()) };
    let unreadable = Step { occurrence: reminder.event_time, phase: Phase::Due };
    let step: Step = job.payload().unwrap_or(unreadable);
    if step.is_next_of(&reminder) && (reminder.recurs() || step.phase == Phase::Lead) {
        advance(&job, &reminder, step, None).await
    } else if step.is_next_of(&reminder) {
        parking::park(&job, &reminder, ParkReason::Failed).await
    } else {
        Ok(())
    }
}

/// Sends a snoozed reminder again, for its owner only.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub async fn snooze(job: Job) -> Result<()> {
    let wanted = wanted(&job).await?;
    let stopped = [Status::Paused, Status::Parked];
    let Some(reminder) = wanted.filter(|reminder| !stopped.contains(&reminder.status)) else {
        return Ok(());
    };
    if let Err(error) = send(&job, &reminder, Occasion::Snoozed).await {
        return match reason(&job, &error) {
            Some(reason) => parking::park(&job, &reminder, reason).await,
            None => Err(error),
        };
    }
    let mut tx = job.host.db().begin().await?;
    store::mark_sent(&mut tx, job.guild, reminder.number, job.host.clock().now()).await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    view::log(&job.host, LogKind::Sent, &reminder, "log-sent-snoozed", None);
    Ok(())
}

/// Says that a snoozed reminder was not sent again.
///
/// # Errors
/// Where the database fails.
pub async fn snooze_given_up(job: Job) -> Result<()> {
    if let Some(reminder) = wanted(&job).await? {
        view::log(&job.host, LogKind::Failed, &reminder, "log-missed", None);
    }
    Ok(())
}

/// The reminder that a job is about; `None` where it was deleted.
async fn wanted(job: &Job) -> Result<Option<Reminder>> {
    let number =
        job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no reminder's number", job.key))?;
    store::get(job.host.db(), job.guild, number).await
}

/// Sends it, without its ping where that is not allowed any more.
async fn send(job: &Job, reminder: &Reminder, occasion: Occasion) -> Result<Message> {
    let host = &job.host;
    let mention = match occasion {
        Occasion::Snoozed => Mention::User(reminder.created_by),
        _ if actions::may_still_ping(host, reminder).await? => reminder.mention,
        _ => Mention::Nobody,
    };
    let message = view::message(&host.guild(job.guild), reminder, occasion, mention)?;
    let sent = reminder.channel.send_message(host.http(), job.once(message, 0)).await?;
    if occasion != Occasion::Snoozed && mention != reminder.mention {
        view::log(host, LogKind::Info, reminder, "log-unpinged", None);
    }
    Ok(sent)
}

/// Marks what was sent (`None` where it was too late for that) and queues what comes next, both or neither.
async fn advance(job: &Job, reminder: &Reminder, step: Step, sent: Option<&Message>) -> Result<()> {
    let (host, now, number) = (&job.host, job.host.clock().now(), reminder.number);
    let zone = host.guild(job.guild).timezone;
    let lead = sent.filter(|_| step.phase == Phase::Lead).map(|message| message.id);
    let mut tx = host.db().begin().await?;
    let current = store::lock(&mut tx, job.guild, number).await?;
    let Some(current) = current.filter(|current| step.is_next_of(current)) else {
        // It was changed while this was sent: what was announced no longer holds, and the change has queued its own.
        tx.rollback().await?;
        actions::take_down(host, reminder.channel, lead).await;
        return Ok(());
    };
    job.complete(&mut tx).await?;
    if sent.is_some() {
        store::mark_sent(&mut tx, job.guild, number, now).await?;
    }
    store::set_lead_message(&mut tx, job.guild, number, lead).await?;
    match step.next(&current, zone, now) {
        Some(next) => {
            store::set_occurrence(&mut tx, job.guild, number, step.occurrence, next.occurrence).await?;
            actions::queue(&mut tx, host, job.guild, number, current.lead_minutes, next).await?;
        }
        None => store::end(&mut tx, job.guild, number, now).await?,
    }
    tx.commit().await?;
    report(host, reminder, step.phase, sent.is_some());
    let remove = host.settings::<ReminderSettings>(job.guild).remove_lead_message;
    if step.phase == Phase::Due && remove {
        actions::take_down(host, current.channel, current.lead_message).await;
    }
    Ok(())
}

fn report(host: &Host, reminder: &Reminder, phase: Phase, sent: bool) {
    match (sent, phase) {
        (true, Phase::Due) => view::log(host, LogKind::Sent, reminder, "log-sent", None),
        (true, Phase::Lead) => view::log(host, LogKind::Sent, reminder, "log-sent-lead", None),
        (false, Phase::Due) => view::log(host, LogKind::Failed, reminder, "log-missed", None),
        (false, Phase::Lead) => view::log(host, LogKind::Info, reminder, "log-missed-lead", None),
    }
}

/// Why something can't be sent, ever; `None` for what may work at the next try.
fn reason(job: &Job, error: &Error) -> Option<ParkReason> {
    let reason = error.discord_code().and_then(ParkReason::of_code)?;
    tracing::warn!(guild = %job.guild, reminder = job.key, reason = reason.as_str(), %error, "a reminder can't be sent");
    Some(reason)
}
