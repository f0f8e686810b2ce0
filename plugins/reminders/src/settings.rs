//! What an admin can tune.

use plugin_api::{InvalidSetting, PluginId, Settings, chrono::TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{Deadlines, InputLimits, MAX_LEAD},
    names::ID,
};

/// The settings of reminders in a guild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReminderSettings {
    /// How many minutes before its time a one-off reminder is announced, unless its author chooses; 0 for not at all.
    #[schemars(range(min = 0, max = 4320))]
    pub(crate) default_lead_minutes: u32,
    /// Whether the announcement is removed when the reminder itself is posted.
    pub(crate) remove_lead_message: bool,
    /// Whether a reminder may ping everyone, if its author may do so in the channel.
    pub(crate) allow_everyone: bool,
    /// How many active reminders a member may have.
    #[schemars(range(min = 1, max = 1000))]
    pub(crate) max_active_per_member: u32,
    /// How many years ahead a reminder may be set.
    #[schemars(range(min = 1, max = 50))]
    pub(crate) max_years_ahead: u32,
    /// For how many minutes a reminder that was not sent in time is still sent, marked as late.
    #[schemars(range(min = 1, max = 1440))]
    pub(crate) grace_minutes: u32,
    /// For how many hours a one-off reminder that is later than that is still sent once, marked as missed.
    #[schemars(range(min = 0, max = 168))]
    pub(crate) missed_hours: u32,
    /// After how many days a reminder that has ended is deleted for good.
    #[schemars(range(min = 1, max = 3650))]
    pub(crate) retention_days: u32,
}

impl ReminderSettings {
    pub(crate) const fn input_limits(&self) -> InputLimits {
        InputLimits { default_lead_minutes: self.default_lead_minutes, max_years_ahead: self.max_years_ahead }
    }

    pub(crate) fn deadlines(&self) -> Deadlines {
        Deadlines {
            late: TimeDelta::minutes(self.grace_minutes.into()),
            missed: TimeDelta::hours(self.missed_hours.into()),
        }
    }
}

impl Default for ReminderSettings {
    fn default() -> Self {
        Self {
            default_lead_minutes: 60,
            remove_lead_message: true,
            allow_everyone: false,
            max_active_per_member: 25,
            max_years_ahead: 10,
            grace_minutes: 30,
            missed_hours: 24,
            retention_days: 30,
        }
    }
}

impl Settings for ReminderSettings {
    const PLUGIN: PluginId = ID;

    fn check(&self) -> Result<(), InvalidSetting> {
        InvalidSetting::check_range("default_lead_minutes", self.default_lead_minutes, 0..=MAX_LEAD)?;
        InvalidSetting::check_range("max_active_per_member", self.max_active_per_member, 1..=1_000)?;
        InvalidSetting::check_range("max_years_ahead", self.max_years_ahead, 1..=50)?;
        InvalidSetting::check_range("grace_minutes", self.grace_minutes, 1..=1_440)?;
        InvalidSetting::check_range("missed_hours", self.missed_hours, 0..=168)?;
        InvalidSetting::check_range("retention_days", self.retention_days, 1..=3_650)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_allowed_and_a_value_out_of_range_names_its_key() {
        assert_eq!(ReminderSettings::default().check(), Ok(()));
        let error = ReminderSettings { default_lead_minutes: 4_321, ..Default::default() }
            .check()
            .expect_err("too long");
        assert_eq!(error.key, "default_lead_minutes");
        assert!(error.reason.contains("0 to 4320"), "{error}");
    }
}
