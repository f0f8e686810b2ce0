//! What happens on Discord that concerns tickets.

mod channels;
mod members;
mod messages;
mod start;

use std::time::Duration;

use plugin_api::{Event, EventKind, Hook, Result};

use crate::Tickets;

/// How long a guild's tickets may be held against its channels.
const RECONCILE: Duration = Duration::from_secs(120);

/// All of them.
#[must_use]
pub fn all() -> Vec<Hook> {
    let mut all = vec![
        Hook::on(EventKind::GuildRoleCreate, roles_changed),
        Hook::on(EventKind::GuildRoleUpdate, roles_changed),
        Hook::on(EventKind::GuildRoleDelete, roles_changed),
        Hook::on(EventKind::GuildCreate, start::reconcile).deadline(RECONCILE),
        Hook::on(EventKind::ChannelDelete, channels::deleted),
        Hook::on(EventKind::ThreadDelete, channels::thread_deleted),
        Hook::on(EventKind::ThreadUpdate, channels::thread_changed),
        Hook::on(EventKind::GuildMemberRemoval, members::left),
        Hook::on(EventKind::GuildMemberAddition, members::joined),
    ];
    all.extend(messages::all());
    all
}

async fn roles_changed(event: Event) -> Result<()> {
    Tickets::of(&event.host)?.usual_staff.forget(event.guild).await;
    Ok(())
}
