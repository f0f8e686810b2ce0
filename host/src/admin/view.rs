//! How plugins and their settings are shown.

use plugin_api::{
    Locale,
    serenity::{FormattedTimestamp, FormattedTimestampStyle, Timestamp},
    ui,
};
use serde_json::Value;

use crate::{
    config::{
        Origin, PluginPlan, PluginState,
        schema::{Key, Node, names_in, plain, value_of},
    },
    errors::{text, text_with},
    registry::Entry,
};

/// How a plugin stands, in a sentence.
pub(super) fn state(state: &PluginState, reader: &Locale) -> String {
    match state {
        PluginState::On => text(reader, "admin-state-on"),
        PluginState::Off => text(reader, "admin-state-off"),
        PluginState::Misconfigured(why) => {
            text_with(reader, "admin-state-misconfigured", &[("why", why.as_str().into())])
        }
        PluginState::Requires(plugin) => {
            text_with(reader, "admin-state-requires", &[("plugin", plugin.as_str().into())])
        }
    }
}

/// A line of `/plugins list`.
pub(super) fn line(entry: &Entry, plan: &PluginPlan, reader: &Locale) -> String {
    let title = ui::plain(entry.about.title);
    format!("**{}** ({title}): {}", entry.id, state(&plan.state, reader))
}

/// Every setting of a plugin: its value, where it comes from, what it does.
pub(super) fn settings(entry: &Entry, plan: &PluginPlan, reader: &Locale) -> String {
    let schema = entry.plugin.settings().map(|settings| (settings.json)().to_value()).unwrap_or_default();
    let values = serde_json::to_value(&plan.values).unwrap_or_default();
    let mut keys = Node::root(&schema).keys(&|path| names_in(&values, path));
    if keys.is_empty() {
        return text(reader, "admin-settings-none");
    }
    // Of what an admin has named only what is said of it: there may be many, with many settings each.
    keys.retain(|key| !key.in_map || plan.origin(&key.path) != Origin::Default);
    let lines = keys.into_iter().map(|Key { path, node, in_map }| {
        let value = value(plan, &path, reader);
        let origin = text(reader, origin(plan.origin(&path)));
        let about = node.description().filter(|_| !in_map);
        let about = about.map(|text| format!("\n-# {}", text.replace('\n', " "))).unwrap_or_default();
        format!("**{}** = {value} ({origin}){about}", ui::plain(&path))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The value of a setting that is in force.
pub(super) fn value(plan: &PluginPlan, key: &str, reader: &Locale) -> String {
    let values = serde_json::to_value(&plan.values).unwrap_or_default();
    match value_of(&values, key) {
        None | Some(Value::Null) => text(reader, "admin-settings-not-set"),
        Some(value) => format!("`{}`", plain(value).replace('`', "'")),
    }
}

/// The text that names where a value comes from.
const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Default => "admin-origin-default",
        Origin::Plugins => "admin-origin-plugins",
        Origin::Guild => "admin-origin-guild",
    }
}

/// An instant as Discord shows it to each reader: in so many minutes, so many hours ago.
pub(super) fn relative(at: plugin_api::chrono::DateTime<plugin_api::chrono::Utc>) -> String {
    FormattedTimestamp::new(Timestamp::from(at), Some(FormattedTimestampStyle::RelativeTime)).to_string()
}
