//! Keeps a plugin's hooks away from a guild for a while after they failed again and again there, and says so.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::{PluginId, serenity::GuildId};

/// How many failures in a row lead to quarantine.
const FAILURES: u32 = 5;

/// How long it lasts.
pub const LASTS: TimeDelta = TimeDelta::minutes(5);

#[derive(Clone, Copy, Default)]
struct Record {
    failures: u32,
    until: Option<DateTime<Utc>>,
}

/// Who is kept away from where. Holds only pairs whose last hook failed.
#[derive(Default)]
pub struct Quarantine(Mutex<HashMap<(PluginId, GuildId), Record>>);

impl Quarantine {
    /// Until when a plugin is kept away from a guild; `None` where it is not.
    #[must_use]
    pub fn until(&self, plugin: PluginId, guild: GuildId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.records().get(&(plugin, guild))?.until.filter(|until| *until > now)
    }

    /// Notes that a hook went well.
    pub fn succeeded(&self, plugin: PluginId, guild: GuildId) {
        self.records().remove(&(plugin, guild));
    }

    /// Notes that a hook failed; `true` where this begins a quarantine.
    pub fn failed(&self, plugin: PluginId, guild: GuildId, now: DateTime<Utc>) -> bool {
        let mut records = self.records();
        let record = records.entry((plugin, guild)).or_default();
        record.failures += 1;
        if record.failures < FAILURES || record.until.is_some_and(|until| until > now) {
            return false;
        }
        *record = Record { failures: 0, until: Some(now + LASTS) };
        true
    }

    fn records(&self) -> std::sync::MutexGuard<'_, HashMap<(PluginId, GuildId), Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_in_a_row_keep_a_plugin_away_for_five_minutes() {
        let (plugin, guild, now) = (PluginId::new("x"), GuildId::new(1), DateTime::UNIX_EPOCH);
        let quarantine = Quarantine::default();
        assert!((0..4).all(|_| !quarantine.failed(plugin, guild, now)));
        quarantine.succeeded(plugin, guild);
        assert!((0..4).all(|_| !quarantine.failed(plugin, guild, now)));
        assert!(quarantine.failed(plugin, guild, now));
        assert_eq!(quarantine.until(plugin, guild, now), Some(now + LASTS));
        assert_eq!(quarantine.until(plugin, guild, now + LASTS), None);
    }
}
