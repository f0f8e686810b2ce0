//! Delivery: one durable job for the next step of each reminder, and one for a snoozed one.

use plugin_api::{
    Error, Host, Job, LogKind, Result,
    serenity::{Message, UserId},
    ui,
};

use crate::{
    actions,
    domain::{
        ParkReason, Phase, Reminder, Status, next_occurrence,
        phase::{Step, verdict},
    },
    settings::ReminderSettings,
    store,
    view::{self, Occasion},
};

/// Sends one step of an occurrence, marks it and queues the next step.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub async fn deliver(job: Job) -> Result<()> {
    let step: Step = job.payload()?;
    let Some(reminder) = wanted(&job).await? else { return Ok(()) };
    if reminder.status != Status::Active || reminder.event_time != step.occurrence {
        // It was changed while this was being claimed; the change has queued its own.
        return Ok(());
    }
    let now = job.host.clock().now();
    let verdict = verdict(step, &reminder, &job.host.settings::<ReminderSettings>(job.guild), now);
    let Some(occasion) = Occasion::of(step.phase, verdict) else {
        return advance(&job, &reminder, step, None).await;
    };
    match send(&job, &reminder, occasion).await {
        Ok(message) => advance(&job, &reminder, step, Some(&message)).await,
        Err(error) => match reason(&job, &error) {
            None => Err(error),
            // Discord is out of order: what recurs goes on with the next.
            Some(ParkReason::Failed) if reminder.recurs() => advance(&job, &reminder, step, None).await,
            Some(reason) => park(&job, &reminder, reason).await,
        },
    }
}

/// Sends a snoozed reminder again, for its owner only.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub async fn snooze(job: Job) -> Result<()> {
    let Some(reminder) = wanted(&job).await? else { return Ok(()) };
    if matches!(reminder.status, Status::Paused | Status::Parked) {
        return Ok(());
    }
    let sent = match send(&job, &reminder, Occasion::Snoozed).await {
        Ok(_) => true,
        Err(error) => match reason(&job, &error) {
            None => return Err(error),
            Some(ParkReason::Failed) => false,
            Some(reason) => return park(&job, &reminder, reason).await,
        },
    };
    let mut tx = job.host.db().begin().await?;
    job.complete(&mut tx).await?;
    if !sent {
        tx.commit().await?;
        view::log(&job.host, LogKind::Failed, &reminder, "log-missed", None);
        return Ok(());
    }
    store::mark_sent(&mut tx, job.guild, reminder.number, reminder.lead_message, job.host.clock().now())
        .await?;
    tx.commit().await?;
    view::log(&job.host, LogKind::Sent, &reminder, "log-sent-snoozed", None);
    Ok(())
}

/// The reminder that a job is about; `None` where it was deleted.
async fn wanted(job: &Job) -> Result<Option<Reminder>> {
    let number =
        job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no reminder's number", job.key))?;
    store::get(job.host.db(), job.guild, number).await
}

async fn send(job: &Job, reminder: &Reminder, occasion: Occasion) -> Result<Message> {
    let config = job.host.guild(job.guild);
    let everyone = job.host.settings::<ReminderSettings>(job.guild).allow_everyone;
    let message = view::message(&config, reminder, occasion, everyone)?;
    Ok(reminder.channel.send_message(job.host.http(), job.once(message, 0)).await?)
}

/// Marks what was sent (`None` where it was too late for that) and queues what comes next, both or neither.
async fn advance(job: &Job, reminder: &Reminder, step: Step, sent: Option<&Message>) -> Result<()> {
    let (host, now) = (&job.host, job.host.clock().now());
    let zone = host.guild(job.guild).timezone;
    let mut tx = host.db().begin().await?;
    job.complete(&mut tx).await?;
    if let Some(message) = sent {
        let up = (step.phase == Phase::Lead).then_some(message.id);
        store::mark_sent(&mut tx, job.guild, reminder.number, up, now).await?;
    }
    match step.next(reminder, zone, now) {
        Some(next) => {
            let from = step.occurrence;
            store::set_occurrence(&mut tx, job.guild, reminder.number, from, next.occurrence).await?;
            actions::queue(&mut tx, host, job.guild, reminder.number, reminder.lead_minutes, next).await?;
        }
        None => store::end(&mut tx, job.guild, reminder.number, now).await?,
    }
    tx.commit().await?;
    report(host, reminder, step.phase, sent.is_some());
    let remove = host.settings::<ReminderSettings>(job.guild).remove_lead_message;
    if step.phase == Phase::Due && remove {
        actions::take_down(host, reminder.channel, reminder.lead_message).await;
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
    let exhausted = job.last_attempt.then_some(ParkReason::Failed);
    let reason = error.discord_code().and_then(ParkReason::of_code).or(exhausted)?;
    tracing::warn!(guild = %job.guild, reminder = job.key, reason = reason.as_str(), %error, "a reminder can't be sent");
    Some(reason)
}

/// Parks a reminder that can't be sent, and tells who should know.
async fn park(job: &Job, reminder: &Reminder, reason: ParkReason) -> Result<()> {
    let mut tx = job.host.db().begin().await?;
    job.complete(&mut tx).await?;
    let (number, at) = (reminder.number, reminder.event_time);
    store::set_status(&mut tx, job.guild, number, Status::Parked, Some(reason), at).await?;
    actions::cancel(&mut tx, &job.host, reminder).await?;
    tx.commit().await?;
    parked(&job.host, std::slice::from_ref(reminder), reason).await;
    Ok(())
}

/// Tells the log channel, and each owner in a direct message, that reminders were parked.
pub async fn parked(host: &Host, reminders: &[Reminder], reason: ParkReason) {
    let mut owners: Vec<UserId> = reminders.iter().map(|reminder| reminder.created_by).collect();
    owners.sort_unstable();
    owners.dedup();
    for reminder in reminders {
        view::log(host, LogKind::Failed, reminder, &view::parked_log(reason), None);
    }
    for owner in owners {
        let theirs: Vec<&Reminder> =
            reminders.iter().filter(|reminder| reminder.created_by == owner).collect();
        if let Err(error) = tell(host, owner, &theirs, reason).await {
            // 50007 Cannot send messages to this user: the log channel knows.
            if error.discord_code() != Some(50007) {
                tracing::warn!(%error, "the owner of parked reminders could not be told");
            }
        }
    }
}

async fn tell(host: &Host, owner: UserId, reminders: &[&Reminder], reason: ParkReason) -> Result<()> {
    let Some(first) = reminders.first() else { return Ok(()) };
    let embed = view::parked(&host.guild(first.guild).locale, reminders, reason);
    let direct = owner.create_dm_channel(host.http()).await?;
    direct.id.send_message(host.http(), ui::message().embed(embed)).await?;
    Ok(())
}

/// Once a day: deletes what ended long ago, and moves recurring reminders to the instant that the guild's time zone now gives
/// them, where an admin has changed the zone or a country its rules.
///
/// # Errors
/// Where the database fails.
pub async fn tidy(job: Job) -> Result<()> {
    let (host, now) = (&job.host, job.host.clock().now());
    let settings = host.settings::<ReminderSettings>(job.guild);
    let before = now - plugin_api::chrono::TimeDelta::days(i64::from(settings.retention_days));
    let zone = host.guild(job.guild).timezone;
    let mut tx = host.db().begin().await?;
    let purged = store::purge(&mut tx, job.guild, before).await?;
    for reminder in store::recurring(&mut tx, job.guild).await? {
        let next = next_occurrence(reminder.days, reminder.call_time, zone, now);
        // One that is due is being sent; its delivery asks the zone itself.
        let Some(next) = next.filter(|next| reminder.event_time > now && *next != reminder.event_time) else {
            continue;
        };
        if store::set_occurrence(&mut tx, job.guild, reminder.number, reminder.event_time, next).await? {
            let step = Step::first(next, reminder.lead_minutes, now);
            actions::queue(&mut tx, host, job.guild, reminder.number, reminder.lead_minutes, step).await?;
        }
    }
    tx.commit().await?;
    tracing::info!(guild = %job.guild, purged, "old reminders were tidied up");
    Ok(())
}
