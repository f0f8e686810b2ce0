//! What an admin may tune.

use plugin_api::{Invalid, PluginId, Settings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The longest lead, in minutes: three days.
pub const MAX_LEAD: u32 = 4_320;

/// The settings of reminders in a guild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReminderSettings {
    /// How many minutes before its time a one-off reminder is announced unless its author says otherwise; 0 for not at all.
    #[schemars(range(min = 0, max = 4320))]
    pub default_lead_minutes: u32,
    /// Whether the announcement is removed when the reminder itself is posted.
    pub remove_lead_message: bool,
    /// Whether a reminder may ping everyone, if its author may do so in the channel.
    pub allow_everyone: bool,
    /// How many reminders that have not ended a member may have.
    #[schemars(range(min = 1, max = 1000))]
    pub max_active_per_member: u32,
    /// How many years ahead a reminder may lie.
    #[schemars(range(min = 1, max = 50))]
    pub max_years_ahead: u32,
    /// For how many minutes a reminder that could not be sent in time is still sent, marked as late.
    #[schemars(range(min = 1, max = 1440))]
    pub grace_minutes: u32,
    /// For how many hours a one-off reminder that was missed by more than the grace is still sent once, marked as missed.
    #[schemars(range(min = 0, max = 168))]
    pub missed_hours: u32,
    /// After how many days an ended reminder is deleted for good.
    #[schemars(range(min = 1, max = 3650))]
    pub retention_days: u32,
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
    const PLUGIN: PluginId = crate::ID;

    fn check(&self) -> Result<(), Invalid> {
        Invalid::unless_within("default_lead_minutes", self.default_lead_minutes, 0..=MAX_LEAD)?;
        Invalid::unless_within("max_active_per_member", self.max_active_per_member, 1..=1_000)?;
        Invalid::unless_within("max_years_ahead", self.max_years_ahead, 1..=50)?;
        Invalid::unless_within("grace_minutes", self.grace_minutes, 1..=1_440)?;
        Invalid::unless_within("missed_hours", self.missed_hours, 0..=168)?;
        Invalid::unless_within("retention_days", self.retention_days, 1..=3_650)
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
