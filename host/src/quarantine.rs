//! Keeps a plugin's hooks away from a guild for a while after they failed again and again there, and says so.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::{EventKind, PluginId, serenity::GuildId};

/// How many failures in a row lead to quarantine.
const FAILURES: u32 = 5;

/// How long it lasts.
pub const LASTS: TimeDelta = TimeDelta::minutes(5);

/// Who is kept away from where. Holds only hooks whose last run failed, and pairs that are kept apart.
#[derive(Default)]
pub struct Quarantine(Mutex<Records>);

#[derive(Default)]
struct Records {
    /// Failures in a row; by kind of event, for another hook of the plugin may do well meanwhile.
    failures: HashMap<(PluginId, GuildId, EventKind), u32>,
    until: HashMap<(PluginId, GuildId), DateTime<Utc>>,
}

impl Quarantine {
    /// Until when a plugin is kept away from a guild; `None` where it is not.
    #[must_use]
    pub fn until(&self, plugin: PluginId, guild: GuildId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut records = self.records();
        let until = *records.until.get(&(plugin, guild))?;
        if until <= now {
            records.until.remove(&(plugin, guild));
            return None;
        }
        Some(until)
    }

    /// Notes that a hook went well.
    pub fn succeeded(&self, plugin: PluginId, guild: GuildId, kind: EventKind) {
        self.records().failures.remove(&(plugin, guild, kind));
    }

    /// Notes that a hook failed; `true` where this begins a quarantine.
    pub fn failed(&self, plugin: PluginId, guild: GuildId, kind: EventKind, now: DateTime<Utc>) -> bool {
        let mut records = self.records();
        let failures = records.failures.entry((plugin, guild, kind)).or_default();
        *failures += 1;
        if *failures < FAILURES {
            return false;
        }
        records.failures.remove(&(plugin, guild, kind));
        // Hooks that were running when it began end during it.
        let begins = records.until.get(&(plugin, guild)).is_none_or(|until| *until <= now);
        if begins {
            records.until.insert((plugin, guild), now + LASTS);
        }
        begins
    }

    fn records(&self) -> std::sync::MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_in_a_row_keep_a_plugin_away_for_five_minutes() {
        let (plugin, guild, now) = (PluginId::new("x"), GuildId::new(1), DateTime::UNIX_EPOCH);
        let (quarantine, kind) = (Quarantine::default(), EventKind::Message);
        assert!((0..4).all(|_| !quarantine.failed(plugin, guild, kind, now)));
        quarantine.succeeded(plugin, guild, kind);
        assert!((0..4).all(|_| !quarantine.failed(plugin, guild, kind, now)));
        quarantine.succeeded(plugin, guild, EventKind::ReactionAdd);
        assert!(quarantine.failed(plugin, guild, kind, now));
        quarantine.succeeded(plugin, guild, EventKind::ReactionAdd);
        assert_eq!(quarantine.until(plugin, guild, now), Some(now + LASTS));
        assert_eq!(quarantine.until(plugin, guild, now + LASTS), None);
    }
}
