//! Tells the emulator what the host does now and next, for whoever moves the clock.

use discord_emulator::{IsBusy, NextTask, UpcomingTask};

use super::Current;
use crate::{
    jobs,
    registry::{Registry, SCHEDULE_KIND},
};

/// Returns what the host has to do next: the job that is due first, of whatever guild. Recurring work is mostly housekeeping, so it counts
/// only if nothing else waits.
pub fn agenda(runtime: Current) -> NextTask {
    Box::new(move || {
        let runtime = runtime.load_full();
        Box::pin(async move {
            let runtime = runtime?;
            let (db, now) = (runtime.host.db(), runtime.host.clock().now());
            match jobs::fetch_upcoming(db, now).await {
                Ok(job) => job.map(|job| describe_job(&runtime.registry, job)),
                Err(error) => {
                    tracing::error!(%error, "the next job can't be looked up");
                    None
                }
            }
        })
    })
}

/// Describes a job, such as `Reminders: deliver`. Recurring work is marked, because nobody needs to wait for it.
fn describe_job(registry: &Registry, job: jobs::UpcomingJob) -> UpcomingTask {
    let jobs::UpcomingJob { plugin, kind, key, at } = job;
    let plugin = registry.get(&plugin).map_or(plugin, |entry| entry.about.title.to_owned());
    let recurring = kind == SCHEDULE_KIND;
    let what = format!("{plugin}: {}", (if recurring { key } else { kind }).replace('_', " "));
    UpcomingTask { at, what: if recurring { format!("regular work ({what})") } else { what } }
}

/// Whether the host answers a member or does a job at this moment: deadlines are by the clock that people move.
pub(super) fn busy(runtime: Current) -> IsBusy {
    Box::new(move || runtime.load().as_ref().is_some_and(|runtime| !runtime.isolation.tasks.is_empty()))
}
