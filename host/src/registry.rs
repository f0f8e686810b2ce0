//! The linked plugins, sorted by id, and what must hold before any of them runs.

#[cfg(test)]
mod tests;
mod tours;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use plugin_api::{About, Catalogue, Command, Plugin, PluginId, Registration, inventory, locale::FALLBACK};

/// The most plugins one binary can link: the gate keeps a bit for each.
pub const MAX_PLUGINS: usize = 128;

/// The kind of job by which the host runs schedules; plugins can't use the word.
pub(crate) const SCHEDULE_KIND: &str = "schedule";

/// One linked plugin.
#[derive(Clone)]
pub struct Entry {
    /// Its word.
    pub id: PluginId,
    /// The crate it comes from.
    pub crate_name: &'static str,
    /// The plugin.
    pub plugin: Arc<dyn Plugin>,
    /// What it says of itself.
    pub about: About,
}

/// All linked plugins, sorted by id; `inventory` gives them in no order.
#[derive(Clone, Default)]
pub struct Registry {
    entries: Vec<Entry>,
}

impl Registry {
    /// Builds what this binary links.
    ///
    /// # Errors
    /// Every conflict found, each a sentence that names the plugins and crates at fault.
    pub fn linked() -> Result<Self, Vec<String>> {
        Self::of(inventory::iter::<Registration>.into_iter().map(|registration| {
            let plugin = (registration.build)();
            let about = plugin.about();
            Entry { id: registration.id, crate_name: registration.crate_name, plugin, about }
        }))
    }

    /// Builds a registry of given plugins.
    ///
    /// # Errors
    /// As [`Registry::linked`].
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Result<Self, Vec<String>> {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|entry| (entry.id, entry.crate_name));
        let registry = Self { entries };
        let conflicts = registry.conflicts();
        if conflicts.is_empty() { Ok(registry) } else { Err(conflicts) }
    }

    /// The plugins, sorted by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// A plugin by its word.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.index(id).map(|index| &self.entries[index])
    }

    /// A plugin's place, which is its bit in the gate.
    #[must_use]
    pub fn index(&self, id: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()
    }

    /// A plugin by its place.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none: a host works all the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is wrong with the guided tours of the plugins. It stops the sandbox, which alone shows them, and no host.
    #[must_use]
    pub fn tour_conflicts(&self) -> Vec<String> {
        self.iter().flat_map(tours::conflicts).collect()
    }

    fn conflicts(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.entries.len() > MAX_PLUGINS {
            found.push(format!(
                "{} plugins are linked, more than the {MAX_PLUGINS} that one host takes",
                self.len()
            ));
        }
        for pair in self.entries.windows(2) {
            if pair[0].id == pair[1].id {
                found.push(format!(
                    "two plugins are called '{}': the crates '{}' and '{}'; rename one or link only one",
                    pair[0].id, pair[0].crate_name, pair[1].crate_name
                ));
            }
        }
        self.command_conflicts(&mut found);
        for entry in &self.entries {
            self.requirement_conflicts(entry, &mut found);
            name_conflicts(entry, &mut found);
            schema_conflicts(entry, &mut found);
            hook_conflicts(entry, &mut found);
            if let Some(catalogue) = entry.plugin.messages() {
                catalogue_conflicts(entry.id.as_str(), catalogue, &mut found);
            }
        }
        found
    }

    fn command_conflicts(&self, found: &mut Vec<String>) {
        let mut owners: BTreeMap<(u8, String), &str> = BTreeMap::new();
        for (owner, command) in
            crate::commands::built_in().into_iter().map(|command| ("the host", command)).chain(
                self.entries.iter().flat_map(|e| e.plugin.commands().into_iter().map(|c| (e.id.as_str(), c))),
            )
        {
            for key in names(&command) {
                let shown = key.1.clone();
                if let Some(other) = owners.insert(key, owner) {
                    found.push(format!(
                        "the command '{shown}' is declared by '{other}' and by '{owner}'; rename one"
                    ));
                }
            }
            found.extend(
                crate::commands::limits(&command).into_iter().map(|limit| format!("'{owner}': {limit}")),
            );
        }
    }

    fn requirement_conflicts(&self, entry: &Entry, found: &mut Vec<String>) {
        for used in entry.about.uses {
            if *used == entry.id || entry.about.requires.contains(used) {
                found.push(format!(
                    "'{}' uses '{used}', which it is or requires; name in about().uses only what it works without",
                    entry.id
                ));
            }
        }
        for required in entry.about.requires {
            if self.get(required.as_str()).is_none() {
                found.push(format!(
                    "'{}' requires the plugin '{required}', which is not linked; add its crate to the binary",
                    entry.id
                ));
            }
        }
        let mut seen = BTreeSet::new();
        let mut open: Vec<PluginId> = entry.about.requires.to_vec();
        while let Some(id) = open.pop() {
            if id == entry.id {
                found.push(format!(
                    "'{id}' requires itself through the plugins that it requires; break the circle"
                ));
                return;
            }
            if seen.insert(id) {
                open.extend(self.get(id.as_str()).iter().flat_map(|e| e.about.requires.iter().copied()));
            }
        }
    }
}

/// The names under which Discord knows a command, by the type of interaction.
pub(crate) fn names(command: &Command) -> Vec<(u8, String)> {
    let mut names = Vec::new();
    if command.slash_action.is_some() {
        names.push((1, command.name.to_string()));
    }
    if let Some(action) = &command.context_menu_action {
        let kind = match action {
            poise::ContextMenuCommandAction::User(_) => 2,
            poise::ContextMenuCommandAction::Message(_) => 3,
            poise::ContextMenuCommandAction::__NonExhaustive => return names,
        };
        names.push((kind, command.context_menu_name.as_ref().unwrap_or(&command.name).to_string()));
    }
    names
}

/// Names that must be unique within a plugin.
fn name_conflicts(entry: &Entry, found: &mut Vec<String>) {
    let mut twice = |what: &str, names: Vec<&'static str>| {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                found.push(format!("'{}' declares the {what} '{name}' twice; rename one", entry.id));
            }
        }
    };
    twice("component action", entry.plugin.components().iter().map(|c| c.action).collect());
    twice("schedule", entry.plugin.schedules().iter().map(|s| s.name).collect());
    twice("kind of job", entry.plugin.jobs().iter().map(|j| j.name.kind).collect());
    for job in entry.plugin.jobs() {
        if job.name.plugin != entry.id || job.name.kind == SCHEDULE_KIND {
            found.push(format!(
                "'{}' declares the job '{}'; use its own id and another word",
                entry.id, job.name
            ));
        }
    }
}

fn schema_conflicts(entry: &Entry, found: &mut Vec<String>) {
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

/// Hooks that ask settings of another type are never called.
fn hook_conflicts(entry: &Entry, found: &mut Vec<String>) {
    let own = entry.plugin.settings().map(|settings| settings.type_id);
    let hooks = entry.plugin.hooks().into_iter();
    for hook in hooks.filter(|hook| hook.wanted.as_ref().is_some_and(|wanted| Some(wanted.type_id) != own)) {
        found.push(format!(
            "'{}' declares a hook for {:?} that asks other settings than its own; give `when` the type that settings() names",
            entry.id, hook.kind
        ));
    }
}

/// Every language must say everything that English says, and nothing else.
pub(crate) fn catalogue_conflicts(owner: &str, catalogue: &Catalogue, found: &mut Vec<String>) {
    let english: BTreeSet<_> = catalogue.ids(FALLBACK).iter().collect();
    for language in catalogue.languages() {
        let other: BTreeSet<_> = catalogue.ids(language).iter().collect();
        for id in english.symmetric_difference(&other) {
            let (has, lacks) = if english.contains(id) { (FALLBACK, language) } else { (language, FALLBACK) };
            // Names of commands and options are localised only where they differ from English.
            if !id.ends_with("-name") && !id.ends_with(".name") {
                found.push(format!("'{owner}' has the text '{id}' in '{has}' but not in '{lacks}'; add it"));
            }
        }
    }
}
