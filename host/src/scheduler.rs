//! Queues a job for each schedule of each plugin that is on in a guild, so that recurring work survives restarts and is done once,
//! however many processes there are.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use plugin_api::{Handler, Host, Job, JobName, Result, Schedule, schedule::Recurrence, serenity::GuildId};

use crate::{gate::Gate, jobs, registry::Registry};

/// How often a run is attempted before the next one is waited for.
pub(crate) const ATTEMPTS: u32 = 3;

/// How long one run may take.
pub(crate) const DEADLINE: Duration = Duration::from_secs(300);

/// Queues the next run of every schedule that is on in a guild, and deletes the runs of those that are off. If the plan changed, the next
/// runs are computed again: the guild may have another time zone.
pub(crate) async fn sync_schedules(
    host: &Host,
    gate: &Gate,
    registry: &Registry,
    guild: GuildId,
    plan_changed: bool,
) -> Result<()> {
    let (now, zone) = (host.clock().now(), host.guild(guild).timezone);
    let with_schedules: Vec<_> = registry
        .iter()
        .map(|entry| (entry.id, entry.plugin.schedules()))
        .filter(|(_, schedules)| !schedules.is_empty())
        .collect();
    if with_schedules.is_empty() {
        return Ok(());
    }
    let mut tx = host.db().begin().await?;
    for (plugin, schedules) in with_schedules {
        if !gate.is_on(plugin, guild) {
            jobs::delete_schedules(&mut tx, plugin, guild).await?;
            continue;
        }
        for schedule in schedules {
            // Only wall-clock times depend on the zone. A run that is due already is done first.
            if plan_changed && matches!(schedule.recurrence, Recurrence::Cron(_)) {
                jobs::delete_next_run(&mut tx, plugin, guild, schedule.name, now).await?;
            }
            if let Some(next) = schedule.recurrence.next(now, zone) {
                jobs::insert_if_absent(&mut tx, plugin, guild, schedule.name, next, now).await?;
            }
        }
    }
    host.jobs().wake_on_commit(&mut tx);
    Ok(tx.commit().await?)
}

/// Makes the handler of a plugin's schedules. It runs the one whose name is the job's key.
pub(crate) fn handler(schedules: Arc<[Schedule]>) -> Handler<Job> {
    Arc::new(move |job: Job| match find_schedule(&schedules, &job.key) {
        Some(schedule) => (schedule.run)(job),
        // A schedule of an older version: its row ends with this run.
        None => Box::pin(async { Ok(()) }),
    })
}

/// Queues the run after one that has ended, whether it succeeded or not. Runs that were missed while the host was down are done once.
pub(crate) async fn queue_next(host: &Host, schedules: &[Schedule], run: &Run<'_>) -> Result<()> {
    let Some(schedule) = find_schedule(schedules, run.key) else { return Ok(()) };
    let after = run.due.max(host.clock().now());
    if let Some(next) = schedule.recurrence.next(after, host.guild(run.guild).timezone) {
        let mut tx = host.db().begin().await?;
        host.jobs().enqueue(&mut tx, run.name, run.guild, run.key, next, &()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// A run of a schedule.
pub(crate) struct Run<'a> {
    pub(crate) name: JobName,
    pub(crate) guild: GuildId,
    pub(crate) key: &'a str,
    pub(crate) due: DateTime<Utc>,
}

fn find_schedule<'a>(schedules: &'a [Schedule], name: &str) -> Option<&'a Schedule> {
    schedules.iter().find(|schedule| schedule.name == name)
}
