//! Buttons, selects and forms, a file per area. Ids are input: every handler looks the ticket up in the guild and asks again who may.

use plugin_api::Component;

/// All of them.
#[must_use]
pub fn all() -> Vec<Component> {
    Vec::new()
}
