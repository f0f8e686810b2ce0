//! The file's settings and comments of the plugins that this binary links.

use std::path::Path;

use plugin_api::PluginId;
use serde_json::{Map, Value};

use super::{as_json, validator};
use crate::{
    config::{
        self,
        schema::{ANY_NAME, Key, Node, value_of},
    },
    registry::Registry,
};

const SHIPPED: &str = include_str!("../../../../../plugins.toml");

#[test]
fn the_shipped_file_is_good_and_explains_every_setting_with_its_default() {
    let registry = Registry::linked(crate::admin::commands()).expect("no conflicts");
    let plan = config::parse(Path::new("plugins.toml"), SHIPPED, &registry).expect("usable");
    assert!(plan.findings.is_empty(), "{}", plan.findings);
    assert!(validator(&registry).is_valid(&as_json(SHIPPED)));
    let language = as_json(&toml::to_string(&config::LanguageConfig::default()).expect("TOML has all of it"));
    for (key, default) in language.as_object().expect("a table").iter().filter(|(key, _)| *key != "enabled") {
        let line = format!("# {key} = {default}");
        assert!(SHIPPED.contains(&line), "[language] lacks the line: {line}");
    }
    for entry in registry.iter() {
        assert!(SHIPPED.contains(&format!("[plugins.{}]", entry.id)), "`{}` is missing", entry.id);
        let Some(settings) = entry.plugin.settings() else { continue };
        let (schema, defaults) = ((settings.json)().to_value(), (settings.defaults)());
        let defaults = serde_json::to_value(defaults).expect("JSON has all of it");
        for Key { path, .. } in Node::root(&schema).keys(&|_| Vec::new()) {
            let default = value_of(&defaults, &path).cloned().unwrap_or_default();
            let line = format!("# {path} = {default}");
            // There is nothing yet with a name that an admin chooses.
            if default != Value::Object(Map::new()) {
                assert!(SHIPPED.contains(&line), "`{}` lacks the line: {line}", entry.id);
            }
        }
    }
}

/// The examples in comments: the header of a table that admins name, and the keys below it up to a blank line.
fn examples(plugin: PluginId) -> String {
    let start = format!("# [plugins.{plugin}.settings.");
    let (mut text, mut inside, mut in_list) = (String::new(), false, false);
    for line in SHIPPED.lines() {
        inside = line.starts_with(&start) || (inside && line.starts_with('#'));
        let uncommented = line.strip_prefix("# ").unwrap_or_default();
        let is_key = uncommented.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        if inside && (in_list || uncommented.starts_with('[') || is_key) {
            text.push_str(&format!("{uncommented}\n"));
            in_list = uncommented != "]" && (in_list || uncommented.ends_with(" = ["));
        }
    }
    text
}

/// Whether a value has a key, in which [`ANY_NAME`] stands for whatever is there.
fn has(value: &Value, path: &[&str]) -> bool {
    let Some((name, rest)) = path.split_first() else { return true };
    let named = value.as_object().into_iter().flatten();
    named.filter(|(key, _)| *name == ANY_NAME || key == name).any(|(_, value)| has(value, rest))
}

#[test]
fn the_shipped_file_has_a_good_example_of_everything_that_admins_name() {
    let registry = Registry::linked(crate::admin::commands()).expect("no conflicts");
    for entry in registry.iter() {
        let Some(settings) = entry.plugin.settings() else { continue };
        let text = format!("{SHIPPED}\n{}", examples(entry.id));
        let plan = config::parse(Path::new("plugins.toml"), &text, &registry).expect("examples can be used");
        assert!(plan.findings.is_empty(), "{}", plan.findings);
        assert!(validator(&registry).is_valid(&as_json(&text)));
        let (schema, written) = ((settings.json)().to_value(), as_json(&text));
        let own = value_of(&written, &format!("plugins.{}.settings", entry.id)).cloned().unwrap_or_default();
        let keys = Node::root(&schema).keys(&|_| vec![ANY_NAME.to_owned()]);
        for key in keys.iter().filter(|key| key.in_map) {
            // One key of an inner table is enough.
            let path: Vec<_> = key.path.split('.').collect();
            let named = path.iter().position(|name| *name == ANY_NAME).unwrap_or_default();
            let path = &path[..path.len().min(named + 2)];
            assert!(
                has(&own, path),
                "no example in plugins.toml, under a `# [plugins.{}.settings.…]`, has {}",
                entry.id,
                key.path
            );
        }
    }
}
