//! The host's own commands: `/plugins`, by which admins switch and tune plugins from Discord, and `/guildhall status`.
//!
//! They are registered in every guild whatever is on there, and need Manage Server.

mod change;
mod complete;
mod plugins;
mod state;
mod status;
mod store;
mod view;

use plugin_api::Command;

pub use state::Admin;

/// The host's own commands.
pub fn commands() -> Vec<Command> {
    vec![plugins::plugins(), status::guildhall()]
}
