//! Keeps a plugin's hooks away from a guild for a while after they failed there several times in a row.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::{EventKind, PluginId, serenity::GuildId};

/// How many failures in a row lead to quarantine.
const MAX_FAILURES: u32 = 5;

/// How long a quarantine lasts.
pub(crate) const DURATION: TimeDelta = TimeDelta::minutes(5);

/// The plugins in quarantine, and the hooks whose last run failed.
#[derive(Default)]
pub struct Quarantine(Mutex<Records>);

#[derive(Default)]
struct Records {
    /// Failures in a row, by kind of event: another hook of the plugin may succeed meanwhile.
    failures: HashMap<(PluginId, GuildId, EventKind), u32>,
    until: HashMap<(PluginId, GuildId), DateTime<Utc>>,
}

impl Quarantine {
    /// Until when a plugin is kept away from a guild, or `None` if it is not.
    pub fn until(&self, plugin: PluginId, guild: GuildId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut records = self.records();
        let until = *records.until.get(&(plugin, guild))?;
        if until <= now {
            records.until.remove(&(plugin, guild));
            return None;
        }
        Some(until)
    }

    /// Records that a hook succeeded.
    pub fn record_success(&self, plugin: PluginId, guild: GuildId, kind: EventKind) {
        self.records().failures.remove(&(plugin, guild, kind));
    }

    /// Records that a hook failed. Returns whether this begins a quarantine.
    pub fn record_failure(
        &self,
        plugin: PluginId,
        guild: GuildId,
        kind: EventKind,
        now: DateTime<Utc>,
    ) -> bool {
        let mut records = self.records();
        let failures = records.failures.entry((plugin, guild, kind)).or_default();
        *failures += 1;
        if *failures < MAX_FAILURES {
            return false;
        }
        records.failures.remove(&(plugin, guild, kind));
        // Hooks that were running when it began end during it.
        let begins = records.until.get(&(plugin, guild)).is_none_or(|until| *until <= now);
        if begins {
            records.until.insert((plugin, guild), now + DURATION);
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
        assert!((0..4).all(|_| !quarantine.record_failure(plugin, guild, kind, now)));
        quarantine.record_success(plugin, guild, kind);
        assert!((0..4).all(|_| !quarantine.record_failure(plugin, guild, kind, now)));
        quarantine.record_success(plugin, guild, EventKind::ReactionAdd);
        assert!(quarantine.record_failure(plugin, guild, kind, now));
        quarantine.record_success(plugin, guild, EventKind::ReactionAdd);
        assert_eq!(quarantine.until(plugin, guild, now), Some(now + DURATION));
        assert_eq!(quarantine.until(plugin, guild, now + DURATION), None);
    }
}
