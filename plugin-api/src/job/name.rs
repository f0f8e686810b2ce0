//! The names of kinds of jobs.

use std::fmt;

use crate::PluginId;

/// The name of a kind of job: a constant that its plugin queues and declares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobName {
    /// The plugin that does it.
    pub plugin: PluginId,
    /// The kind, unique in the plugin.
    pub kind: &'static str,
}

impl JobName {
    /// Names a kind of job.
    pub const fn new(plugin: PluginId, kind: &'static str) -> Self {
        Self { plugin, kind }
    }
}

impl fmt::Display for JobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.plugin, self.kind)
    }
}
