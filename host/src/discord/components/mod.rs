//! The table of components: buttons, selects and modals, by plugin and action. [`run`] runs them.

pub(super) mod run;

use std::collections::HashMap;

use plugin_api::{Component, CustomId, PluginId};

use crate::registry::Registry;

/// Every action of every plugin.
pub(crate) struct Components(HashMap<(&'static str, &'static str), (PluginId, Component)>);

impl Components {
    /// Collects the components of all linked plugins.
    pub(crate) fn new(registry: &Registry) -> Self {
        let all = registry.iter().flat_map(|entry| {
            let components = entry.plugin.components().into_iter();
            components.map(|component| ((entry.id.as_str(), component.action.name()), (entry.id, component)))
        });
        Self(all.collect())
    }

    fn find(&self, id: &CustomId) -> Option<(PluginId, Component)> {
        self.0.get(&(id.plugin(), id.action())).cloned()
    }
}
