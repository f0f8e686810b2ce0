//! Merges the layers of the file: a plugin's defaults, what holds for all guilds, and what one guild sets.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{
    Spanned, Table,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::schema::Node;

/// The layer that a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The plugin's own default.
    Default,
    /// `[plugins.<id>]`, for all guilds.
    Plugins,
    /// `[guilds.<guild>.plugins.<id>]`.
    Guild,
}

/// Merges a table over the layer below: tables key by key, everything else as a whole.
pub(super) fn merge(node: Node<'_>, under: &mut Table, over: &DeTable<'_>) {
    for (key, value) in over {
        let name = key.get_ref().as_ref();
        let below = node.named(name).filter(|node| node.is_layered());
        match (below, under.get_mut(name), value.get_ref()) {
            (Some(node), Some(toml::Value::Table(under)), DeValue::Table(over)) => merge(node, under, over),
            _ => {
                if let Some(value) = to_value(value) {
                    under.insert(name.to_owned(), value);
                }
            }
        }
    }
}

/// Records for every key of a table which layer sets it.
pub(super) fn record_origins(
    node: Node<'_>,
    table: &DeTable<'_>,
    prefix: &str,
    origin: Origin,
    origins: &mut BTreeMap<String, Origin>,
) {
    for (key, value) in table {
        let path = format!("{prefix}{}", key.get_ref());
        match (node.named(key.get_ref()).filter(|node| node.is_layered()), value.get_ref()) {
            (Some(node), DeValue::Table(table)) => {
                record_origins(node, table, &format!("{path}."), origin, origins);
            }
            _ => {
                origins.insert(path, origin);
            }
        }
    }
}

/// Converts a value of the parsed file. Returns `None` for a number that TOML's types can't hold, which the check has reported.
pub(super) fn to_value(value: &Spanned<DeValue<'_>>) -> Option<toml::Value> {
    toml::Value::deserialize(ValueDeserializer::from(value.clone())).ok()
}
