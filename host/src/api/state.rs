//! What the routes need of the host.

use std::sync::Arc;

use plugin_api::Host;

use crate::{config::ConfigStore, discord::connection::Connection, gate::Gate, registry::Registry};

/// What the routes need. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// The host, as plugins get it.
    pub host: Host,
    /// The linked plugins, whose routes are mounted.
    pub registry: Arc<Registry>,
    /// Which plugin is on in which guild.
    pub gate: Arc<Gate>,
    /// The gateway's connection: its state for `/readyz`, its latencies for `/metrics`.
    pub connection: Arc<Connection>,
    /// The state of `plugins.toml`, for `/readyz`.
    pub config: Arc<ConfigStore>,
}
