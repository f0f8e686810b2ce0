//! Events of the guild that concern reminders.

use plugin_api::{Error, Event, Result, serenity::FullEvent};

use crate::{
    actions,
    domain::{ParkReason, Status},
    jobs, store,
};

/// Parks the reminders of a deleted channel, and tells their owners and the log channel. If this fails, each
/// reminder is parked when it is due.
pub(crate) async fn park_for_deleted_channel(event: Event) -> Result<()> {
    let FullEvent::ChannelDelete { channel, .. } = event.event.as_ref() else { return Ok(()) };
    let (host, reason) = (&event.host, ParkReason::ChannelGone);
    let parked = host
        .db()
        .transaction(async |tx| {
            let reminders = store::lock_active_in_channel(tx, event.guild, channel.id).await?;
            for reminder in &reminders {
                store::set_status(tx, reminder, Status::Parked, Some(reason), reminder.event_time).await?;
            }
            for reminder in &reminders {
                actions::cancel_jobs(tx, host, reminder).await?;
            }
            jobs::queue_notices(tx, host, &reminders, reason).await?;
            Ok::<_, Error>(reminders)
        })
        .await?;
    jobs::log_parked(host, &parked, reason);
    Ok(())
}
