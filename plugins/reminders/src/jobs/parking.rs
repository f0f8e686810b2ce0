//! Reminders that can't be sent, and who is told.

use std::collections::BTreeMap;

use plugin_api::{Error, Host, Job, LogKind, Result, Tx, serenity::UserId, ui};
use serde::{Deserialize, Serialize};

use crate::{
    TELL, actions,
    domain::{ParkReason, Reminder, Status},
    store, view,
};

/// What an owner is to be told: the payload of a job.
#[derive(Debug, Serialize, Deserialize)]
struct News {
    /// Their reminders.
    numbers: Vec<i64>,
    /// Why they were not sent.
    reason: ParkReason,
}

/// Parks a reminder that can't be sent, and has those told who should know.
pub(super) async fn park(job: &Job, reminder: &Reminder, reason: ParkReason) -> Result<()> {
    let (host, number) = (&job.host, reminder.number);
    let mut tx = host.db().begin().await?;
    let current = store::lock(&mut tx, job.guild, number).await?;
    // One that was changed while it was tried may well be sent.
    let tried = |current: &Reminder| {
        (current.channel, current.event_time, current.status)
            == (reminder.channel, reminder.event_time, reminder.status)
    };
    let Some(current) = current.filter(tried) else { return Ok(()) };
    job.complete(&mut tx).await?;
    store::set_status(&mut tx, job.guild, number, Status::Parked, Some(reason), current.event_time).await?;
    actions::cancel(&mut tx, host, &current).await?;
    let all = [current];
    owe(&mut tx, host, &all, reason).await?;
    tx.commit().await?;
    parked(host, &all, reason);
    Ok(())
}

/// Queues a direct message to each owner of reminders that were parked.
///
/// # Errors
/// Where the database fails.
pub async fn owe(tx: &mut Tx, host: &Host, reminders: &[Reminder], reason: ParkReason) -> Result<()> {
    let mut owners: BTreeMap<UserId, Vec<&Reminder>> = BTreeMap::new();
    for reminder in reminders {
        owners.entry(reminder.created_by).or_default().push(reminder);
    }
    let now = host.clock().now();
    for theirs in owners.values() {
        let Some(first) = theirs.first() else { continue };
        let news = News { numbers: theirs.iter().map(|reminder| reminder.number).collect(), reason };
        // What was parked before may not be told yet: each time has a key of its own.
        let key = format!("{}-{}", first.number, now.timestamp_micros());
        host.jobs().at(tx, TELL, first.guild, &key, now, &news).await?;
    }
    Ok(())
}

/// Tells the log channel that reminders were parked.
pub fn parked(host: &Host, reminders: &[Reminder], reason: ParkReason) {
    for reminder in reminders {
        view::log(host, LogKind::Failed, reminder, &view::parked_log(reason), None);
    }
}

/// Tells an owner in a direct message that reminders were parked. What was mended or deleted meanwhile is not worth one.
///
/// # Errors
/// Where Discord or the database fails; it is then tried again.
pub async fn tell(job: Job) -> Result<()> {
    let news: News = job.payload()?;
    let mut reminders = Vec::new();
    for number in news.numbers {
        reminders.extend(store::get(job.host.db(), job.guild, number).await?);
    }
    reminders.retain(|reminder| matches!(reminder.status, Status::Parked | Status::Ended));
    let Some(owner) = reminders.first().map(|reminder| reminder.created_by) else { return Ok(()) };
    let embed = view::parked(&job.host.guild(job.guild).locale, &reminders, news.reason);
    let message = job.once(ui::message().embed(embed), 0);
    let http = job.host.http();
    let sent = async { owner.create_dm_channel(http).await?.id.send_message(http, message).await };
    match sent.await.map_err(Error::from) {
        // 50007 Cannot send messages to this user, 10013 Unknown User: the log channel knows.
        Err(error) if matches!(error.discord_code(), Some(50007 | 10013)) => Ok(()),
        sent => sent.map(|_| ()),
    }
}
