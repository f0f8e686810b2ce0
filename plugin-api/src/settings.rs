//! What an admin may tune, as one typed struct per plugin.

use std::{
    any::{Any, TypeId},
    ops::RangeInclusive,
    sync::Arc,
};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, de::DeserializeOwned};

use crate::PluginId;

/// A plugin's settings: `#[derive(Serialize, Deserialize, JsonSchema)] #[serde(default, deny_unknown_fields)]`.
///
/// Values are layered: [`Default`] <- `[plugins.<id>.settings]` <- `[guilds.<guild>.plugins.<id>.settings]`, key by key, in the tables
/// inside too; a list is one value. So a `BTreeMap<String, S>` of structs is a table of things that admins name, of which a guild may
/// change one key of one; every field of such a struct has a default. Doc comments of the fields become the descriptions that editors
/// and `/plugins settings` show.
pub trait Settings: Serialize + DeserializeOwned + JsonSchema + Default + Send + Sync + 'static {
    /// The plugin that they tune.
    const PLUGIN: PluginId;

    /// Checks what the types and ranges of the schema can't express: one value against another, a name that must exist.
    ///
    /// # Errors
    /// The key at fault and the reason, in a sentence that says what is allowed.
    fn check(&self) -> Result<(), InvalidSetting> {
        Ok(())
    }
}

/// A value that is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{key}`: {reason}")]
pub struct InvalidSetting {
    /// The key, with dots between nested keys; empty if no single key is at fault.
    pub key: String,
    /// What is wrong and what is allowed.
    pub reason: String,
}

impl InvalidSetting {
    /// Names a key and the reason why its value is not valid.
    pub fn new(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { key: key.into(), reason: reason.into() }
    }

    /// Checks that a value lies in a range. Editors know the range from the schema; this checks the file.
    ///
    /// # Errors
    /// The key with the range, for a value outside of it.
    pub fn check_range(key: &str, value: u32, allowed: RangeInclusive<u32>) -> Result<(), Self> {
        if allowed.contains(&value) {
            return Ok(());
        }
        let (least, most) = allowed.into_inner();
        Err(Self::new(key, format!("{value} is outside of what is allowed, {least} to {most}")))
    }
}

/// The schema of a list of Discord's ids, each an integer or digits in quotes: `#[schemars(schema_with = "plugin_api::settings::ids")]`.
pub fn ids(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": id(generator) })
}

/// The schema of one of Discord's ids; of an optional one too, for TOML has no null: what is missing is none.
pub fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^[1-9][0-9]*$" }] })
}

/// Read settings, their type erased.
pub type AnySettings = Arc<dyn Any + Send + Sync>;

/// How the host reads, describes and defaults a plugin's settings without knowing their type.
#[derive(Clone)]
pub struct SettingsSchema {
    /// The struct.
    pub type_id: TypeId,
    /// JSON Schema of the struct.
    pub json: fn() -> Schema,
    /// The default values as a table.
    pub defaults: fn() -> toml::Table,
    /// Reads a merged table.
    pub read: fn(toml::Table) -> Result<AnySettings, InvalidSetting>,
}

impl SettingsSchema {
    /// Describes a settings struct.
    pub fn new<S: Settings>() -> Self {
        Self {
            type_id: TypeId::of::<S>(),
            json: || schemars::schema_for!(S),
            defaults: defaults::<S>,
            read: read::<S>,
        }
    }
}

fn defaults<S: Settings>() -> toml::Table {
    toml::Table::try_from(S::default()).expect("settings are a struct of values that TOML has")
}

fn read<S: Settings>(table: toml::Table) -> Result<AnySettings, InvalidSetting> {
    let settings: S = serde_path_to_error::deserialize(table).map_err(|error| {
        let key = error.path().to_string();
        InvalidSetting::new(if key == "." { String::new() } else { key }, error.into_inner().message())
    })?;
    settings.check()?;
    Ok(Arc::new(settings))
}
