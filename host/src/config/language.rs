//! `[language]` and `[guilds.<id>.language]`: which language model serves a guild, and how much of it.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use toml::{
    Table,
    de::{DeTable, Error},
};

use super::{
    report::Finding,
    resolve::to_value,
    schema::{self, Node},
};

/// The only key that a guild has and `[language]` has not.
const SWITCH: &str = "enabled";

/// A language model in a guild.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct LanguageConfig {
    /// Whether what members write to staff may be sent to the language model
    pub enabled: bool,
    /// The model that writes summaries and drafts
    #[schemars(length(min = 1, max = 200))]
    pub chat_model: String,
    /// The model that tells whether texts mean the same; empty where the provider has none
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

/// What a guild may say.
static IN_GUILD: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(LanguageConfig).to_value());

/// What may be said for all guilds: everything but that it is on.
static FOR_ALL: LazyLock<Value> = LazyLock::new(|| {
    let mut schema = IN_GUILD.clone();
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.shift_remove(SWITCH);
    }
    schema
});

/// The JSON Schema of `[guilds.<id>.language]`, or of `[language]`.
pub(super) fn properties(in_guild: bool) -> serde_json::Map<String, Value> {
    let schema = if in_guild { &*IN_GUILD } else { &*FOR_ALL };
    schema["properties"].as_object().cloned().unwrap_or_default()
}

/// Lays a table over what is said for all guilds; what is wrong with it makes the file unusable.
pub(super) fn read(
    table: &DeTable<'_>,
    under: &LanguageConfig,
    in_guild: bool,
    findings: &mut Vec<Finding>,
) -> LanguageConfig {
    let mut faults = Vec::new();
    schema::check(Node::root(if in_guild { &IN_GUILD } else { &FOR_ALL }), table, &mut faults);
    if faults.is_empty() {
        return merged(table, under).unwrap_or_else(|error| {
            let span = error.span().unwrap_or_default();
            findings.push(Finding::at(span, "the language model can't be configured so", error.message()));
            under.clone()
        });
    }
    findings.extend(faults.into_iter().map(|fault| {
        let per_guild = fault.key == SWITCH && !in_guild;
        let help = if per_guild {
            Some("it is switched on guild by guild: [guilds.<id>.language] enabled = true".to_owned())
        } else {
            fault.help
        };
        Finding::at(fault.span, fault.title, fault.allowed).help(help)
    }));
    under.clone()
}

fn merged(table: &DeTable<'_>, under: &LanguageConfig) -> Result<LanguageConfig, Error> {
    let mut values = Table::try_from(under).expect("texts, numbers and switches are TOML");
    values
        .extend(table.iter().filter_map(|(key, value)| Some((key.get_ref().to_string(), to_value(value)?))));
    LanguageConfig::deserialize(values)
}
