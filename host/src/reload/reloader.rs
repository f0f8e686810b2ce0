//! The one way by which a changed `plugins.toml` reaches the gate.

use std::sync::Arc;

use crate::{
    config::{
        ConfigStore, Loaded, Status,
        edit::{Edit, EditError},
    },
    gate::Gate,
};

/// Reads and edits `plugins.toml` and puts it into force.
pub struct Reloader {
    store: Arc<ConfigStore>,
    gate: Arc<Gate>,
}

impl Reloader {
    /// Makes a reloader of a file and the gate that follows it.
    pub fn new(store: Arc<ConfigStore>, gate: Arc<Gate>) -> Self {
        Self { store, gate }
    }

    /// The state of the file.
    pub fn store(&self) -> &Arc<ConfigStore> {
        &self.store
    }

    /// Reads the file and puts it into force if it can be used and has changed. Blocks on the file.
    pub fn reload(&self) {
        if let Some(loaded) = self.store.load() {
            self.put_into_force(loaded);
        }
    }

    /// Changes the file and puts it into force. Blocks on the file.
    ///
    /// # Errors
    /// If the file changed since it was last read, can't be written, or would become unusable. Then it is left as it is.
    pub fn edit(&self, edit: &Edit) -> Result<Arc<Status>, EditError> {
        Ok(self.put_into_force(self.store.edit(edit)?))
    }

    /// The gate comes first: whoever learns of a new plan finds it in force.
    fn put_into_force(&self, loaded: Loaded<'_>) -> Arc<Status> {
        self.gate.replace(Arc::clone(loaded.plan()));
        loaded.publish()
    }
}
