//! Reminders.
pub mod domain;
pub mod settings;
pub mod store;
/// id
pub const ID: plugin_api::PluginId = plugin_api::PluginId::new("reminders");
