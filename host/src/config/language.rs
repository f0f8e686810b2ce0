//! `[language]` and `[guilds.<id>.language]`: which language model serves a guild, and its limits.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use toml::{
    Table,
    de::{DeTable, Error},
};

use super::{
    layers::to_value,
    report::Finding,
    schema::{self, Node},
};

/// The only key that a guild has and `[language]` lacks.
const ENABLED: &str = "enabled";

/// The language model of a guild.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct LanguageConfig {
    /// Whether what members write to staff may be sent to the language model
    pub enabled: bool,
    /// The model that writes summaries and drafts
    #[schemars(length(min = 1, max = 200))]
    pub chat_model: String,
    /// The model that compares the meaning of texts; empty if the provider has none
    #[schemars(length(max = 200))]
    pub embedding_model: String,
    /// How many tokens a guild may use in a day, sent and received
    #[schemars(range(min = 1_000, max = 1_000_000_000))]
    pub daily_tokens: u32,
    /// How many requests of a guild may be under way at once
    #[schemars(range(min = 1, max = 16))]
    pub concurrency: u8,
    /// How many seconds a request may take in all, with its retries
    #[schemars(range(min = 1, max = 20))]
    pub timeout_seconds: u8,
    /// How many tokens of a conversation are sent at most: its end is kept
    #[schemars(range(min = 500, max = 100_000))]
    pub input_tokens: u32,
}

impl Default for LanguageConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            chat_model: "gpt-4o-mini".to_owned(),
            embedding_model: "text-embedding-3-small".to_owned(),
            daily_tokens: 200_000,
            concurrency: 2,
            timeout_seconds: 20,
            input_tokens: 6_000,
        }
    }
}

/// The schema of a guild's table.
static GUILD_SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(LanguageConfig).to_value());

/// The schema for all guilds: everything but the switch.
static DEFAULTS_SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let mut schema = GUILD_SCHEMA.clone();
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.shift_remove(ENABLED);
    }
    schema
});

/// The JSON Schema of `[guilds.<id>.language]`, or of `[language]`.
pub(super) fn properties(in_guild: bool) -> serde_json::Map<String, Value> {
    let schema = if in_guild { &*GUILD_SCHEMA } else { &*DEFAULTS_SCHEMA };
    schema["properties"].as_object().cloned().unwrap_or_default()
}

/// Parses a table over the values for all guilds. Its faults make the file unusable.
pub(super) fn parse(
    table: &DeTable<'_>,
    defaults: &LanguageConfig,
    in_guild: bool,
    findings: &mut Vec<Finding>,
) -> LanguageConfig {
    let mut faults = Vec::new();
    schema::check(Node::root(if in_guild { &GUILD_SCHEMA } else { &DEFAULTS_SCHEMA }), table, &mut faults);
    if faults.is_empty() {
        return merge(table, defaults).unwrap_or_else(|error| {
            let span = error.span().unwrap_or_default();
            findings.push(Finding::at(span, "the language model can't be configured so", error.message()));
            defaults.clone()
        });
    }
    findings.extend(faults.into_iter().map(|fault| {
        let per_guild = fault.key == ENABLED && !in_guild;
        let help = if per_guild {
            Some("it is switched on guild by guild: [guilds.<id>.language] enabled = true".to_owned())
        } else {
            fault.help
        };
        Finding::at(fault.span, fault.title, fault.allowed).with_help(help)
    }));
    defaults.clone()
}

fn merge(table: &DeTable<'_>, defaults: &LanguageConfig) -> Result<LanguageConfig, Error> {
    let mut values = Table::try_from(defaults).expect("texts, numbers and switches are TOML");
    values
        .extend(table.iter().filter_map(|(key, value)| Some((key.get_ref().to_string(), to_value(value)?))));
    LanguageConfig::deserialize(values)
}
