//! What must hold before any plugin runs: no two of them claim the same name, and Discord takes what they declare.

use std::collections::{BTreeMap, BTreeSet};

use plugin_api::{Catalogue, Command, PluginId, locale::FALLBACK};

use super::{Entry, MAX_PLUGINS, Registry, SCHEDULE_KIND, command_limits, command_names};

/// Finds every conflict, each a sentence that names the plugins and crates at fault.
pub(super) fn find(registry: &Registry, host_commands: Vec<Command>) -> Vec<String> {
    let mut found = Vec::new();
    if registry.len() > MAX_PLUGINS {
        found.push(format!(
            "{} plugins are linked, more than the {MAX_PLUGINS} that one host takes",
            registry.len()
        ));
    }
    for pair in registry.entries.windows(2) {
        if pair[0].id == pair[1].id {
            found.push(format!(
                "two plugins are called '{}': the crates '{}' and '{}'; rename one or link only one",
                pair[0].id, pair[0].crate_name, pair[1].crate_name
            ));
        }
    }
    find_command_conflicts(registry, host_commands, &mut found);
    for entry in registry.iter() {
        find_requirement_conflicts(registry, entry, &mut found);
        find_name_conflicts(entry, &mut found);
        find_schema_conflicts(entry, &mut found);
        find_hook_conflicts(entry, &mut found);
        if let Some(catalogue) = entry.plugin.messages() {
            find_catalogue_conflicts(entry.id.as_str(), catalogue, &mut found);
        }
    }
    found
}

fn find_command_conflicts(registry: &Registry, host_commands: Vec<Command>, found: &mut Vec<String>) {
    let of_host = host_commands.into_iter().map(|command| ("the host", command));
    let of_plugins = registry
        .iter()
        .flat_map(|entry| entry.plugin.commands().into_iter().map(|command| (entry.id.as_str(), command)));
    let mut owners: BTreeMap<(u8, String), &str> = BTreeMap::new();
    for (owner, command) in of_host.chain(of_plugins) {
        for key in command_names(&command) {
            let shown = key.1.clone();
            if let Some(other) = owners.insert(key, owner) {
                found.push(format!(
                    "the command '{shown}' is declared by '{other}' and by '{owner}'; rename one"
                ));
            }
        }
        found.extend(
            command_limits::exceeded(&command).into_iter().map(|limit| format!("'{owner}': {limit}")),
        );
    }
}

fn find_requirement_conflicts(registry: &Registry, entry: &Entry, found: &mut Vec<String>) {
    for used in entry.about.uses {
        if *used == entry.id || entry.about.requires.contains(used) {
            found.push(format!(
                "'{}' uses '{used}', which it is or requires; name in about().uses only what it works without",
                entry.id
            ));
        }
    }
    for required in entry.about.requires {
        if registry.get(required.as_str()).is_none() {
            found.push(format!(
                "'{}' requires the plugin '{required}', which is not linked; add its crate to the binary",
                entry.id
            ));
        }
    }
    let mut visited = BTreeSet::new();
    let mut pending: Vec<PluginId> = entry.about.requires.to_vec();
    while let Some(id) = pending.pop() {
        if id == entry.id {
            found.push(format!(
                "'{id}' requires itself through the plugins that it requires; break the circle"
            ));
            return;
        }
        if visited.insert(id) {
            pending.extend(registry.get(id.as_str()).iter().flat_map(|e| e.about.requires.iter().copied()));
        }
    }
}

/// Finds names that a plugin declares twice.
fn find_name_conflicts(entry: &Entry, found: &mut Vec<String>) {
    let mut find_duplicates = |what: &str, names: Vec<&'static str>| {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                found.push(format!("'{}' declares the {what} '{name}' twice; rename one", entry.id));
            }
        }
    };
    find_duplicates("component action", entry.plugin.components().iter().map(|c| c.action.name()).collect());
    find_duplicates("schedule", entry.plugin.schedules().iter().map(|s| s.name).collect());
    find_duplicates("kind of job", entry.plugin.jobs().iter().map(|j| j.name.kind).collect());
    for component in entry.plugin.components() {
        let action = component.action;
        if action.plugin() != entry.id {
            found.push(format!(
                "'{}' declares the component action '{}' of '{}'; use its own id",
                entry.id,
                action.name(),
                action.plugin()
            ));
        }
    }
    for job in entry.plugin.jobs() {
        if job.name.plugin != entry.id || job.name.kind == SCHEDULE_KIND {
            found.push(format!(
                "'{}' declares the job '{}'; use its own id and another word",
                entry.id, job.name
            ));
        }
    }
}

fn find_schema_conflicts(entry: &Entry, found: &mut Vec<String>) {
    if let Some(settings) = entry.plugin.settings() {
        let schema = (settings.json)();
        if schema.get("additionalProperties").and_then(serde_json::Value::as_bool) != Some(false) {
            found.push(format!(
                "the settings of '{}' take unknown keys; add #[serde(deny_unknown_fields)] so that a typo is an error",
                entry.id
            ));
        }
    }
}

/// Finds hooks that ask settings of another type: they would never be called.
fn find_hook_conflicts(entry: &Entry, found: &mut Vec<String>) {
    let own = entry.plugin.settings().map(|settings| settings.type_id);
    let hooks = entry.plugin.hooks().into_iter();
    for hook in hooks.filter(|hook| hook.wanted.as_ref().is_some_and(|wanted| Some(wanted.type_id) != own)) {
        found.push(format!(
            "'{}' declares a hook for {:?} that asks other settings than its own; give `when` the type that settings() names",
            entry.id, hook.kind
        ));
    }
}

/// Finds texts that English has and another language lacks, or the other way round.
fn find_catalogue_conflicts(owner: &str, catalogue: &Catalogue, found: &mut Vec<String>) {
    let english: BTreeSet<_> = catalogue.ids(FALLBACK).iter().collect();
    for language in catalogue.languages() {
        let other: BTreeSet<_> = catalogue.ids(language).iter().collect();
        for id in english.symmetric_difference(&other) {
            let (has, lacks) = if english.contains(id) { (FALLBACK, language) } else { (language, FALLBACK) };
            // Names of commands and options are localised only if they differ from English.
            if !id.ends_with("-name") && !id.ends_with(".name") {
                found.push(format!("'{owner}' has the text '{id}' in '{has}' but not in '{lacks}'; add it"));
            }
        }
    }
}
