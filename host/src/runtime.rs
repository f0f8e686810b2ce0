//! What every surface shares: commands, components, hooks, the API, jobs.

use std::sync::Arc;

use plugin_api::Host;
use tokio_util::sync::CancellationToken;

use crate::{gate::Gate, isolate::Isolation, quarantine::Quarantine, registry::Registry};

/// The running host behind the surfaces.
pub struct Runtime {
    /// The linked plugins.
    pub registry: Arc<Registry>,
    /// Which plugin is on in which guild.
    pub gate: Arc<Gate>,
    /// What plugins get.
    pub host: Host,
    /// Where handlers run.
    pub isolation: Isolation,
    /// Plugins that are kept away from guilds in which they fail.
    pub quarantine: Arc<Quarantine>,
    /// Cancelled when no new work is taken.
    pub stop: CancellationToken,
}
