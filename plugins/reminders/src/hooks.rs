//! What happens in the guild that concerns reminders.

use plugin_api::{Event, Result, serenity::FullEvent};

use crate::{
    actions,
    domain::{ParkReason, Status},
    jobs, store,
};

/// Parks the reminders of a channel that was deleted, and tells who should know.
///
/// # Errors
/// Where the database fails; each then finds out by itself when it is due.
pub async fn channel_deleted(event: Event) -> Result<()> {
    let FullEvent::ChannelDelete { channel, .. } = event.event.as_ref() else { return Ok(()) };
    let mut tx = event.host.db().begin().await?;
    let reminders = store::active_in(&mut tx, event.guild, channel.id).await?;
    let reason = ParkReason::ChannelGone;
    for reminder in &reminders {
        store::set_status(
            &mut tx,
            event.guild,
            reminder.number,
            Status::Parked,
            Some(reason),
            reminder.event_time,
        )
        .await?;
        actions::cancel(&mut tx, &event.host, reminder).await?;
    }
    tx.commit().await?;
    jobs::parked(&event.host, &reminders, reason).await;
    Ok(())
}
