//! How a plugin makes itself known to the hosts that link it.

use std::sync::Arc;

use crate::{Plugin, PluginId};

/// One linked plugin, as [`register!`](crate::register) leaves it for the host.
pub struct Registration {
    /// The plugin's id.
    pub id: PluginId,
    /// The crate it comes from, for messages about two plugins with one id.
    pub crate_name: &'static str,
    /// Makes the plugin.
    pub build: fn() -> Arc<dyn Plugin>,
}

inventory::collect!(Registration);

/// Makes a plugin known to every host that links this crate.
///
/// A crate that is only listed in `[dependencies]` is not linked: the program needs `use my_plugin as _;`.
#[macro_export]
macro_rules! register {
    ($id:expr, $plugin:expr) => {
        $crate::inventory::submit! {
            $crate::Registration {
                id: $id,
                crate_name: env!("CARGO_PKG_NAME"),
                build: || ::std::sync::Arc::new($plugin),
            }
        }
    };
}
