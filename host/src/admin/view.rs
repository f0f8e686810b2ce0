//! Renders plugins and their settings.

use plugin_api::{
    Locale,
    serenity::{FormattedTimestamp, FormattedTimestampStyle, Timestamp},
    ui,
};
use serde_json::Value;

use crate::{
    config::{
        Origin, PluginPlan, PluginState,
        schema::{Key, Node, display_value, names_in, value_of},
    },
    errors::{text, text_with},
    registry::Entry,
};

/// Renders the state of a plugin as a sentence.
pub(super) fn state(state: &PluginState, locale: &Locale) -> String {
    match state {
        PluginState::On => text(locale, "admin-state-on"),
        PluginState::Off => text(locale, "admin-state-off"),
        PluginState::Misconfigured(why) => {
            text_with(locale, "admin-state-misconfigured", &[("why", why.as_str().into())])
        }
        PluginState::Requires(plugin) => {
            text_with(locale, "admin-state-requires", &[("plugin", plugin.as_str().into())])
        }
    }
}

/// Renders a line of `/plugins list`.
pub(super) fn plugin_line(entry: &Entry, plan: &PluginPlan, locale: &Locale) -> String {
    let title = ui::escape_markdown(entry.about.title);
    format!("**{}** ({title}): {}", entry.id, state(&plan.state, locale))
}

/// Renders every setting of a plugin: its value, where it comes from, and what it does.
pub(super) fn settings_list(entry: &Entry, plan: &PluginPlan, locale: &Locale) -> String {
    let schema = entry.plugin.settings().map(|settings| (settings.json)().to_value()).unwrap_or_default();
    let values = serde_json::to_value(&plan.values).unwrap_or_default();
    let mut keys = Node::root(&schema).keys(&|path| names_in(&values, path));
    if keys.is_empty() {
        return text(locale, "admin-settings-none");
    }
    // Of entries that an admin named, show only what the file sets: there may be many, with many settings each.
    keys.retain(|key| !key.in_map || plan.origin(&key.path) != Origin::Default);
    let lines = keys.into_iter().map(|Key { path, node, in_map }| {
        let value = value(plan, &path, locale);
        let origin = text(locale, origin_text(plan.origin(&path)));
        let about = node.description().filter(|_| !in_map);
        let about = about.map(|text| format!("\n-# {}", text.replace('\n', " "))).unwrap_or_default();
        format!("**{}** = {value} ({origin}){about}", ui::escape_markdown(&path))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Renders the value of a setting that is in force.
pub(super) fn value(plan: &PluginPlan, key: &str, locale: &Locale) -> String {
    let values = serde_json::to_value(&plan.values).unwrap_or_default();
    match value_of(&values, key) {
        None | Some(Value::Null) => text(locale, "admin-settings-not-set"),
        Some(value) => format!("`{}`", display_value(value).replace('`', "'")),
    }
}

/// The id of the text that says where a value comes from.
const fn origin_text(origin: Origin) -> &'static str {
    match origin {
        Origin::Default => "admin-origin-default",
        Origin::Plugins => "admin-origin-plugins",
        Origin::Guild => "admin-origin-guild",
    }
}

/// Renders an instant that Discord shows to each member relative to now, such as «in 5 minutes».
pub(super) fn relative_time(at: plugin_api::chrono::DateTime<plugin_api::chrono::Utc>) -> String {
    FormattedTimestamp::new(Timestamp::from(at), Some(FormattedTimestampStyle::RelativeTime)).to_string()
}
