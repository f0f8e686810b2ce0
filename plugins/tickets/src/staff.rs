//! The roles that answer tickets where the settings name none: those that may manage messages in the whole guild.

use std::collections::HashMap;

use futures::lock::Mutex;
use plugin_api::{
    Host, Result,
    serenity::{GuildId, Permissions, RoleId},
};

/// How many guilds' roles are held at most.
const MOST: usize = 1024;

/// Remembers them until a guild's roles change.
#[derive(Default)]
pub struct UsualStaff(Mutex<HashMap<GuildId, Vec<RoleId>>>);

impl UsualStaff {
    /// A guild's, asked of Discord the first time. The role that everybody has is never one.
    ///
    /// # Errors
    /// Where Discord fails.
    pub async fn of(&self, host: &Host, guild: GuildId) -> Result<Vec<RoleId>> {
        if let Some(known) = self.0.lock().await.get(&guild) {
            return Ok(known.clone());
        }
        let roles = host.http().get_guild_roles(guild).await?;
        let staff: Vec<_> = roles
            .iter()
            .filter(|role| role.id.get() != guild.get() && !role.managed)
            .filter(|role| {
                role.permissions.intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR)
            })
            .map(|role| role.id)
            .collect();
        let mut known = self.0.lock().await;
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(guild, staff.clone());
        Ok(staff)
    }

    /// Forgets a guild's: its roles changed.
    pub async fn forget(&self, guild: GuildId) {
        self.0.lock().await.remove(&guild);
    }
}
