//! The slash commands and the message context menu, a file per area.

use plugin_api::Command;

/// All of them.
#[must_use]
pub fn all() -> Vec<Command> {
    Vec::new()
}
