//! The numbers of each night.

use plugin_api::Schedule;
use plugin_api::{Job, Result};

use super::{actions, domain::Period, store};
use crate::settings::TicketSettings;

/// All recurring work.
pub(crate) fn schedules() -> Vec<Schedule> {
    vec![Schedule::cron("snapshot", "10 0 * * *", snapshot)]
}

/// Keeps the numbers of every period as they are, and drops those that are older than anything else that is kept.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn snapshot(job: Job) -> Result<()> {
    for period in Period::ALL {
        actions::snapshot(&job.host, job.guild, *period, None).await?;
    }
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let before = actions::kept_since(&settings, job.host.clock().now());
    store::delete_snapshots(job.host.db(), job.guild, before).await?;
    Ok(())
}
