//! What happens in the guild that concerns reminders.

use plugin_api::{Event, Result, serenity::FullEvent};

use crate::{
    actions,
    domain::{ParkReason, Status},
    jobs, store,
};

/// Parks the reminders of a channel that was deleted, and has those told who should know.
///
/// # Errors
/// Where the database fails; each then finds out by itself when it is due.
pub async fn channel_deleted(event: Event) -> Result<()> {
    let FullEvent::ChannelDelete { channel, .. } = event.event.as_ref() else { return Ok(()) };
    let (host, guild, reason) = (&event.host, event.guild, ParkReason::ChannelGone);
    let mut tx = host.db().begin().await?;
    let reminders = store::active_in(&mut tx, guild, channel.id).await?;
    for reminder in &reminders {
        let (number, at) = (reminder.number, reminder.event_time);
        store::set_status(&mut tx, guild, number, Status::Parked, Some(reason), at).await?;
    }
    for reminder in &reminders {
        actions::cancel(&mut tx, host, reminder).await?;
    }
    jobs::owe(&mut tx, host, &reminders, reason).await?;
    tx.commit().await?;
    jobs::parked(host, &reminders, reason);
    Ok(())
}
