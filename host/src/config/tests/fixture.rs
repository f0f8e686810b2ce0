//! Plugins with settings of every kind, for tests.

use std::{collections::BTreeMap, sync::Arc};

use plugin_api::{About, InvalidSetting, Plugin, PluginId, Settings, SettingsSchema, UserData};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::registry::{Entry, Registry};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FixtureSettings {
    /// Minutes before.
    #[schemars(range(min = 0, max = 4320))]
    pub(crate) lead: u32,
    /// What it is called.
    #[schemars(length(min = 1, max = 10))]
    pub(crate) name: String,
    /// How it looks.
    pub(crate) colour: Colour,
    /// On which days.
    pub(crate) days: Vec<Day>,
    /// How many.
    pub(crate) limits: Limits,
    /// How much, if at all.
    #[schemars(range(max = 1.0))]
    pub(crate) ratio: Option<f64>,
    /// Whether it talks.
    pub(crate) loud: bool,
    /// Free words.
    pub(crate) list: Vec<String>,
    /// Kinds that an admin names.
    pub(crate) kinds: BTreeMap<String, Kind>,
}

/// A kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Kind {
    /// What it is called.
    #[schemars(length(max = 10))]
    pub(crate) label: String,
    /// How many of it.
    pub(crate) limits: Limits,
    /// What is asked.
    pub(crate) questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    pub(crate) words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Colour {
    /// Like a rose.
    Red,
    /// Like grass.
    Green,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Day {
    Mon,
    Fri,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    #[schemars(range(min = 1, max = 100))]
    pub(crate) active: u8,
    pub(crate) total: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self { active: 5, total: 50 }
    }
}

impl Default for FixtureSettings {
    fn default() -> Self {
        Self {
            lead: 60,
            name: "name".to_owned(),
            colour: Colour::Red,
            days: vec![Day::Mon],
            limits: Limits::default(),
            ratio: None,
            loud: false,
            list: Vec::new(),
            kinds: BTreeMap::new(),
        }
    }
}

impl Settings for FixtureSettings {
    const PLUGIN: PluginId = PluginId::new("fixture");

    fn check(&self) -> Result<(), InvalidSetting> {
        if self.limits.active > self.limits.total {
            return Err(InvalidSetting::new(
                "limits.active",
                format!("allowed is up to `limits.total`, {}", self.limits.total),
            ));
        }
        for (name, kind) in &self.kinds {
            if kind.limits.active > kind.limits.total {
                let key = format!("kinds.{name}.limits.active");
                return Err(InvalidSetting::new(key, format!("allowed is up to {}", kind.limits.total)));
            }
            if let Some(index) = kind.questions.iter().position(|question| question.words.is_empty()) {
                let key = format!("kinds.{name}.questions[{index}].words");
                return Err(InvalidSetting::new(key, "allowed is at least a word"));
            }
        }
        if self.name == "nobody" {
            return Err(InvalidSetting::new("name", "allowed is anybody"));
        }
        Ok(())
    }
}

struct Fixture {
    requires: &'static [PluginId],
    settings: bool,
}

impl Plugin for Fixture {
    fn about(&self) -> About {
        About::new("Fixture", "Is configured").requires(self.requires)
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing")
    }

    fn settings(&self) -> Option<SettingsSchema> {
        self.settings.then(SettingsSchema::new::<FixtureSettings>)
    }
}

static FIXTURE: &[PluginId] = &[PluginId::new("fixture")];

/// `dependent` requires `fixture`, which has settings; `plain` has none.
pub(crate) fn registry() -> Registry {
    let entry = |id: &'static str, requires: &'static [PluginId], settings: bool| {
        let plugin = Fixture { requires, settings };
        Entry { id: PluginId::new(id), crate_name: "tests", about: plugin.about(), plugin: Arc::new(plugin) }
    };
    Registry::from_entries(
        [entry("fixture", &[], true), entry("dependent", FIXTURE, false), entry("plain", &[], false)],
        Vec::new(),
    )
    .expect("the fixtures do not conflict")
}
