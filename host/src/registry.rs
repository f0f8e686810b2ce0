//! The linked plugins, sorted by id.

mod command_limits;
mod conflicts;
#[cfg(test)]
mod tests;
mod tours;

use std::sync::Arc;

use plugin_api::{About, Command, Plugin, PluginId, Registration, inventory};

/// The most plugins one binary can link: the gate keeps a bit for each.
pub const MAX_PLUGINS: usize = 128;

/// The kind of job that runs schedules. Plugins can't declare a job of this name.
pub(crate) const SCHEDULE_KIND: &str = "schedule";

/// One linked plugin.
#[derive(Clone)]
pub struct Entry {
    /// Its id.
    pub id: PluginId,
    /// The crate it comes from.
    pub crate_name: &'static str,
    /// The plugin.
    pub plugin: Arc<dyn Plugin>,
    /// Its title, summary and requirements.
    pub about: About,
}

/// All linked plugins, sorted by id; `inventory` gives them in no order.
#[derive(Clone, Default)]
pub struct Registry {
    entries: Vec<Entry>,
}

impl Registry {
    /// Builds the registry of the plugins that this binary links. `host_commands` are the host's own, which no plugin may declare too.
    ///
    /// # Errors
    /// Every conflict found, each a sentence that names the plugins and crates at fault.
    pub fn linked(host_commands: Vec<Command>) -> Result<Self, Vec<String>> {
        let entries = inventory::iter::<Registration>.into_iter().map(|registration| {
            let plugin = (registration.build)();
            let about = plugin.about();
            Entry { id: registration.id, crate_name: registration.crate_name, plugin, about }
        });
        Self::from_entries(entries, host_commands)
    }

    /// Builds a registry of the given plugins.
    ///
    /// # Errors
    /// Every conflict found, as in [`Registry::linked`].
    pub fn from_entries(
        entries: impl IntoIterator<Item = Entry>,
        host_commands: Vec<Command>,
    ) -> Result<Self, Vec<String>> {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|entry| (entry.id, entry.crate_name));
        let registry = Self { entries };
        let conflicts = conflicts::find(&registry, host_commands);
        if conflicts.is_empty() { Ok(registry) } else { Err(conflicts) }
    }

    /// The plugins, sorted by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Finds a plugin by its id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.index(id).map(|index| &self.entries[index])
    }

    /// The index of a plugin, which is its bit in the gate.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()
    }

    /// Finds a plugin by its index.
    pub fn at(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none: a host works all the same.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Finds what is wrong with the guided tours of the plugins. It stops the sandbox, which alone shows them, but no host.
    pub fn tour_conflicts(&self) -> Vec<String> {
        self.iter().flat_map(tours::find_conflicts).collect()
    }
}

/// A command's names in Discord, each with the type of the command.
pub(crate) fn command_names(command: &Command) -> Vec<(u8, String)> {
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
