//! Keeps a job row for each schedule of each plugin that is on in a guild, so that recurring work survives restarts and is done once
//! however many processes there are.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use plugin_api::{Handler, Host, Job, JobName, Result, Schedule, schedule::Rhythm, serenity::GuildId};

use crate::{gate::Gate, jobs, registry::Registry};

/// How often a run is tried before the next one is waited for.
pub(crate) const ATTEMPTS: u32 = 3;

/// How long one run may take.
pub const DEADLINE: Duration = Duration::from_secs(300);

/// Queues the next run of every schedule that is on in a guild and forgets those that are off. `anew` computes the next runs again: the
/// guild's time zone may have changed.
///
/// # Errors
/// Where the database fails.
pub async fn sync(host: &Host, gate: &Gate, registry: &Registry, guild: GuildId, anew: bool) -> Result<()> {
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
        let on = gate.is_on(plugin, guild);
        if !on {
            jobs::forget_schedules(&mut tx, plugin, guild).await?;
            continue;
        }
        for schedule in schedules {
            // Only a clock on the wall depends on the zone; what is due already is done first.
            if anew && matches!(schedule.rhythm, Rhythm::Cron(_)) {
                jobs::forget_next_run(&mut tx, plugin, guild, schedule.name, now).await?;
            }
            if let Some(next) = schedule.rhythm.next(now, zone) {
                jobs::put_if_absent(&mut tx, plugin, guild, schedule.name, next, now).await?;
            }
        }
    }
    host.jobs().wake_on_commit(&mut tx);
    Ok(tx.commit().await?)
}

/// The handler of a plugin's schedules: does the one whose name is the job's key.
pub(crate) fn handler(schedules: Arc<[Schedule]>) -> Handler<Job> {
    Arc::new(move |job: Job| match find(&schedules, &job.key) {
        Some(schedule) => (schedule.run)(job),
        // A schedule of an older version: its row ends with this run.
        None => Box::pin(async { Ok(()) }),
    })
}

/// Queues the run after one that has just ended, well or not. Runs that were missed while nobody was there are done once.
pub(crate) async fn queue_next(host: &Host, schedules: &[Schedule], run: &Run<'_>) -> Result<()> {
    let Some(schedule) = find(schedules, run.key) else { return Ok(()) };
    let after = run.due.max(host.clock().now());
    if let Some(next) = schedule.rhythm.next(after, host.guild(run.guild).timezone) {
        let mut tx = host.db().begin().await?;
        host.jobs().at(&mut tx, run.name, run.guild, run.key, next, &()).await?;
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

fn find<'a>(schedules: &'a [Schedule], name: &str) -> Option<&'a Schedule> {
    schedules.iter().find(|schedule| schedule.name == name)
}
