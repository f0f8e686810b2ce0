//! The kinds of job that the linked plugins declare.

use std::{collections::HashMap, sync::Arc, time::Duration};

use plugin_api::{Handler, Job, JobName, Schedule};

use crate::{
    registry::{Entry, Registry, SCHEDULE_KIND},
    scheduler,
};

/// A kind of job and how it is run.
pub(super) struct Kind {
    pub(super) name: JobName,
    pub(super) attempts: u32,
    pub(super) deadline: Duration,
    pub(super) run: Handler<Job>,
    pub(super) exhausted: Option<Handler<Job>>,
    /// The plugin's schedules, if this is the kind that runs them.
    pub(super) schedules: Arc<[Schedule]>,
}

/// The kinds by plugin and kind.
pub(super) struct Kinds(HashMap<(&'static str, &'static str), Kind>);

impl Kinds {
    pub(super) fn new(registry: &Registry) -> Self {
        let kinds = registry.iter().flat_map(|entry| declared_kinds(entry).chain(schedule_kind(entry)));
        Self(kinds.map(|kind| ((kind.name.plugin.as_str(), kind.name.kind), kind)).collect())
    }

    pub(super) fn get<'a>(&'a self, plugin: &'a str, kind: &'a str) -> Option<&'a Kind> {
        self.0.get(&(plugin, kind))
    }
}

fn declared_kinds(entry: &Entry) -> impl Iterator<Item = Kind> + use<> {
    entry.plugin.jobs().into_iter().map(|kind| Kind {
        name: kind.name,
        attempts: kind.attempts,
        deadline: kind.deadline,
        run: kind.run,
        exhausted: kind.exhausted,
        schedules: Arc::default(),
    })
}

/// The kind that runs a plugin's schedules, if it has any.
fn schedule_kind(entry: &Entry) -> Option<Kind> {
    let schedules: Arc<[Schedule]> = entry.plugin.schedules().into();
    (!schedules.is_empty()).then(|| Kind {
        name: JobName::new(entry.id, SCHEDULE_KIND),
        attempts: scheduler::ATTEMPTS,
        deadline: scheduler::DEADLINE,
        run: scheduler::handler(Arc::clone(&schedules)),
        exhausted: None,
        schedules,
    })
}
