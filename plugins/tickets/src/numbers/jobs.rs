//! The nightly snapshot of the numbers.

use plugin_api::{Job, Result, Schedule};

use super::{actions, domain::Period, store};
use crate::settings::TicketSettings;

pub(crate) fn schedules() -> Vec<Schedule> {
    vec![Schedule::cron("snapshot", "10 0 * * *", snapshot)]
}

/// Stores a snapshot of every period, and deletes those beyond the guild's retention.
pub(crate) async fn snapshot(job: Job) -> Result<()> {
    for period in Period::ALL {
        actions::take_snapshot(&job.host, job.guild, *period, None).await?;
    }
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let before = actions::retention_start(&settings, job.host.clock().now());
    store::delete_snapshots(job.host.db(), job.guild, before).await?;
    Ok(())
}
