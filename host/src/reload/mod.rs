//! What happens when `plugins.toml` changes: [`Reloader`] reads it and sets the gate, [`follow`] lets everything else follow, and [`watch`]
//! notices that the file was saved.

pub(crate) mod follow;
mod reloader;
pub(crate) mod watch;

pub use reloader::Reloader;
