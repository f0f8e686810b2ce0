//! Parking reminders that can't be sent, and telling their owners and the log channel.

use std::collections::BTreeMap;

use plugin_api::{DiscordCode, Error, Host, Job, LogKind, Result, Tx, serenity::UserId, ui};
use serde::{Deserialize, Serialize};

use crate::{
    actions,
    domain::{ParkReason, Reminder, Status},
    names::NOTIFY_OWNER,
    store, view,
};

/// What an owner is told: the payload of the job [`NOTIFY_OWNER`].
#[derive(Debug, Serialize, Deserialize)]
struct ParkedNotice {
    /// The numbers of their reminders.
    numbers: Vec<i64>,
    reason: ParkReason,
}

/// Parks a reminder that can't be sent, and tells its owner and the log channel.
pub(super) async fn park(job: &Job, reminder: &Reminder, reason: ParkReason) -> Result<()> {
    let host = &job.host;
    // A reminder that was changed while this was attempted may well be sent now.
    let is_unchanged = |current: &Reminder| {
        (current.channel, current.event_time, current.status)
            == (reminder.channel, reminder.event_time, reminder.status)
    };
    let parked = host
        .db()
        .transaction(async |tx| {
            let current = store::lock(tx, job.guild, reminder.number).await?;
            let Some(current) = current.filter(is_unchanged) else { return Ok(Vec::new()) };
            job.complete(tx).await?;
            store::set_status(tx, &current, Status::Parked, Some(reason), current.event_time).await?;
            actions::cancel_jobs(tx, host, &current).await?;
            let parked = vec![current];
            queue_notices(tx, host, &parked, reason).await?;
            Ok::<_, Error>(parked)
        })
        .await?;
    log_parked(host, &parked, reason);
    Ok(())
}

/// Queues a direct message to each owner of parked reminders.
pub(crate) async fn queue_notices(
    tx: &mut Tx,
    host: &Host,
    reminders: &[Reminder],
    reason: ParkReason,
) -> Result<()> {
    let mut by_owner: BTreeMap<UserId, Vec<&Reminder>> = BTreeMap::new();
    for reminder in reminders {
        by_owner.entry(reminder.created_by).or_default().push(reminder);
    }
    let now = host.clock().now();
    for owned in by_owner.values() {
        let Some(first) = owned.first() else { continue };
        let numbers = owned.iter().map(|reminder| reminder.number).collect();
        let notice = ParkedNotice { numbers, reason };
        // An earlier notice may still be queued, so each has a key of its own.
        let key = format!("{}-{}", first.number, now.timestamp_micros());
        host.jobs().enqueue(tx, NOTIFY_OWNER, first.guild, &key, now, &notice).await?;
    }
    Ok(())
}

/// Tells the log channel that reminders were parked.
pub(crate) fn log_parked(host: &Host, reminders: &[Reminder], reason: ParkReason) {
    for reminder in reminders {
        view::log(host, LogKind::Failed, reminder, &view::parked_log_id(reason), None);
    }
}

/// Tells an owner in a direct message that reminders were parked. Says nothing about those that were resumed
/// or deleted in the meantime.
pub(crate) async fn notify_owner(job: Job) -> Result<()> {
    let notice: ParkedNotice = job.payload()?;
    let mut reminders = Vec::new();
    for number in notice.numbers {
        reminders.extend(store::fetch(job.host.db(), job.guild, number).await?);
    }
    reminders.retain(|reminder| matches!(reminder.status, Status::Parked | Status::Ended));
    let Some(owner) = reminders.first().map(|reminder| reminder.created_by) else { return Ok(()) };
    let embed = view::parked_embed(&job.host.guild(job.guild).locale, &reminders, notice.reason);
    let message = job.with_nonce(ui::message().embed(embed), 0);
    let http = job.host.http();
    let result = async { owner.create_dm_channel(http).await?.id.send_message(http, message).await };
    match result.await.map_err(Error::from) {
        // The log channel has it, and staff can tell the owner.
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::CannotMessageUser | DiscordCode::UnknownUser)
            ) =>
        {
            Ok(())
        }
        result => result.map(drop),
    }
}
