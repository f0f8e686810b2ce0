//! Roles that change: who is staff may follow from them.

use plugin_api::{Event, EventKind, Hook, Result};

use crate::plugin::Tickets;

/// All of them.
pub(crate) fn all() -> Vec<Hook> {
    vec![
        Hook::new(EventKind::GuildRoleCreate, roles_changed),
        Hook::new(EventKind::GuildRoleUpdate, roles_changed),
        Hook::new(EventKind::GuildRoleDelete, roles_changed),
    ]
}

async fn roles_changed(event: Event) -> Result<()> {
    Tickets::from_host(&event.host)?.usual_staff.forget(event.guild).await;
    Ok(())
}
