//! What an admin can set.

use plugin_api::{
    InvalidSetting, PluginId, Settings,
    serenity::{ChannelId, RoleId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{domain::entry::MAX_ENTRIES, names::ID};

/// The settings of the FAQ in a guild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FaqSettings {
    /// The roles that may add, edit and remove entries, by their ids. Whoever has Manage Messages may too.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub editor_roles: Vec<RoleId>,
    /// The roles that may publish entries, make them drafts again, and change or remove published ones; whoever has Manage Server may too.
    /// If it is empty, everyone who may edit entries may publish them.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub publisher_roles: Vec<RoleId>,
    /// Whether an entry is published when it is added by a member who may publish it; otherwise it is a draft.
    pub publish_at_once: bool,
    /// The most entries, drafts included.
    #[schemars(range(min = 1, max = 2000))]
    pub max_entries: u32,
    /// The channels, by their ids, in which questions are answered with the entry that fits. None: off. If any are named, the bot needs the
    /// Message Content Intent.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub suggest_channels: Vec<ChannelId>,
    /// The fewest seconds between two such answers in a channel.
    #[schemars(range(min = 0, max = 86400))]
    pub suggest_pause_seconds: u32,
    /// For how many days a question without an answer is kept after it was last asked.
    #[schemars(range(min = 1, max = 365))]
    pub gap_days: u32,
    /// Whether everyone on the web may read the published entries at /guilds/<guild>/faq.
    pub public_page: bool,
}

impl Default for FaqSettings {
    fn default() -> Self {
        Self {
            editor_roles: Vec::new(),
            publisher_roles: Vec::new(),
            publish_at_once: true,
            max_entries: 1_000,
            suggest_channels: Vec::new(),
            suggest_pause_seconds: 30,
            gap_days: 90,
            public_page: false,
        }
    }
}

impl Settings for FaqSettings {
    const PLUGIN: PluginId = ID;

    fn check(&self) -> Result<(), InvalidSetting> {
        InvalidSetting::check_range("max_entries", self.max_entries, 1..=MAX_ENTRIES)?;
        InvalidSetting::check_range("suggest_pause_seconds", self.suggest_pause_seconds, 0..=86_400)?;
        InvalidSetting::check_range("gap_days", self.gap_days, 1..=365)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_allowed_and_a_value_out_of_range_names_its_key() {
        assert_eq!(FaqSettings::default().check(), Ok(()));
        let error =
            FaqSettings { max_entries: 0, ..Default::default() }.check().expect_err("there must be room");
        assert_eq!(error.key, "max_entries");
    }

    #[test]
    fn ids_are_read_as_integers_and_in_quotes() {
        let read: FaqSettings =
            serde_json::from_str(r#"{"editor_roles": [400000000000000001, "400000000000000002"]}"#)
                .expect("both are ids");
        assert_eq!(read.editor_roles, [400_000_000_000_000_001, 400_000_000_000_000_002].map(RoleId::new));
        assert!(serde_json::from_str::<FaqSettings>(r#"{"suggest_channels": ["general"]}"#).is_err());
    }
}
