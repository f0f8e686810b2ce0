//! The roles that answer tickets where the settings name none: those that may manage messages in the whole guild.

use std::collections::HashMap;

use futures::lock::Mutex;
use plugin_api::{
    Host, Result,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{GuildId, Permissions, Role, RoleId},
};

/// How many guilds' roles are held at most.
const MOST: usize = 1024;

/// How long they are held: with several processes, only the one that a guild's events reach is told that its roles changed.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// Remembers them for a while, or until a guild's roles change.
#[derive(Default)]
pub struct UsualStaff(Mutex<Held>);

impl UsualStaff {
    /// A guild's, asked of Discord where they are not known. The role that everybody has is never one.
    pub async fn fetch(&self, host: &Host, guild: GuildId) -> Result<Vec<RoleId>> {
        let now = host.clock().now();
        let changes = {
            let held = self.0.lock().await;
            if let Some(known) = held.known(guild, now) {
                return Ok(known);
            }
            held.changes
        };
        let roles = host.http().get_guild_roles(guild).await?;
        let staff: Vec<_> = roles.iter().filter(|role| is_staff(role, guild)).map(|role| role.id).collect();
        self.0.lock().await.insert(guild, staff.clone(), now, changes);
        Ok(staff)
    }

    /// Forgets a guild's: its roles changed.
    pub async fn forget(&self, guild: GuildId) {
        self.0.lock().await.forget(guild);
    }
}

fn is_staff(role: &Role, guild: GuildId) -> bool {
    let may = role.permissions.intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR);
    may && role.id.get() != guild.get() && !role.managed
}

#[derive(Default)]
struct Held {
    guilds: HashMap<GuildId, (Vec<RoleId>, DateTime<Utc>)>,
    /// How often a guild's roles changed: what was asked before a change may be what it was before.
    changes: u64,
}

impl Held {
    fn known(&self, guild: GuildId, now: DateTime<Utc>) -> Option<Vec<RoleId>> {
        let (roles, asked) = self.guilds.get(&guild)?;
        (now - *asked < FRESH).then(|| roles.clone())
    }

    fn insert(&mut self, guild: GuildId, roles: Vec<RoleId>, asked: DateTime<Utc>, changes: u64) {
        if self.changes != changes {
            return;
        }
        if self.guilds.len() >= MOST {
            self.guilds.clear();
        }
        self.guilds.insert(guild, (roles, asked));
    }

    fn forget(&mut self, guild: GuildId) {
        self.changes += 1;
        self.guilds.remove(&guild);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId::new(7);

    #[test]
    fn what_was_asked_before_the_roles_changed_is_not_kept() {
        let (mut held, now) = (Held::default(), DateTime::UNIX_EPOCH);
        let before = held.changes;
        held.forget(GUILD);
        held.insert(GUILD, vec![RoleId::new(1)], now, before);
        assert_eq!(held.known(GUILD, now), None);
        held.insert(GUILD, vec![RoleId::new(2)], now, held.changes);
        assert_eq!(held.known(GUILD, now), Some(vec![RoleId::new(2)]));
    }

    #[test]
    fn a_change_that_another_process_heard_of_is_noticed_after_a_while() {
        let (mut held, now) = (Held::default(), DateTime::UNIX_EPOCH);
        held.insert(GUILD, vec![RoleId::new(1)], now, 0);
        assert!(held.known(GUILD, now + FRESH - TimeDelta::seconds(1)).is_some());
        assert_eq!(held.known(GUILD, now + FRESH), None);
    }
}
