//! What happens on Discord that concerns tickets.

use plugin_api::{Event, EventKind, Hook, Result};

use crate::Tickets;

/// All of them.
#[must_use]
pub fn all() -> Vec<Hook> {
    vec![
        Hook::on(EventKind::GuildRoleCreate, roles_changed),
        Hook::on(EventKind::GuildRoleUpdate, roles_changed),
        Hook::on(EventKind::GuildRoleDelete, roles_changed),
    ]
}

async fn roles_changed(event: Event) -> Result<()> {
    Tickets::of(&event.host)?.usual_staff.forget(event.guild).await;
    Ok(())
}
