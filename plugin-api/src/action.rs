//! The actions of a plugin's buttons, selects and modals: constants, so that one search leads from a button to its handler.

use crate::{CustomId, PluginId};

/// What a button, select or modal of a plugin triggers.
///
/// ```
/// use plugin_api::{Action, Component, ComponentInteraction, PluginId, Result};
///
/// const ID: PluginId = PluginId::new("tickets");
/// const CLAIM: Action = Action::new(ID, "claim");
///
/// async fn claim(interaction: ComponentInteraction) -> Result<()> {
///     let (number,): (i64,) = interaction.args()?;
/// #   let _ = number;
///     Ok(())
/// }
///
/// let declared = Component::new(CLAIM, claim); // in `Plugin::components`
/// let custom_id = CLAIM.id().with(7).build()?; // in a view
/// # assert_eq!(custom_id, "tickets:claim:7");
/// # Ok::<_, plugin_api::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action {
    plugin: PluginId,
    name: &'static str,
}

impl Action {
    /// Names an action of a plugin: 1 to 32 characters of `a-z`, `0-9` and `_`.
    ///
    /// # Panics
    /// While compiling, if the name is not of that form.
    pub const fn new(plugin: PluginId, name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty() && bytes.len() <= 32, "the name of an action has 1 to 32 characters");
        let mut i = 0;
        while i < bytes.len() {
            let b = bytes[i];
            assert!(
                b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_',
                "the name of an action is made of a-z, 0-9 and _"
            );
            i += 1;
        }
        Self { plugin, name }
    }

    /// The plugin that answers it.
    pub const fn plugin(self) -> PluginId {
        self.plugin
    }

    /// The name, unique in the plugin: the second part of the custom id.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Starts the custom id of a button, select or modal that triggers this action.
    pub fn id(self) -> CustomId {
        CustomId::new(self.plugin, self.name)
    }
}
