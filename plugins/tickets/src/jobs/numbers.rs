//! The numbers of each night.

use plugin_api::{Job, Result};

use crate::{domain::numbers::Period, numbers, settings::TicketSettings, store};

/// Keeps the numbers of every period as they are, and drops those that are older than anything else that is kept.
///
/// # Errors
/// Where the database fails.
pub(super) async fn snapshot(job: Job) -> Result<()> {
    for period in Period::ALL {
        numbers::snapshot(&job.host, job.guild, *period, None).await?;
    }
    let settings = job.host.settings::<TicketSettings>(job.guild);
    let before = numbers::kept_since(&settings, job.host.clock().now());
    store::numbers::purge_snapshots(job.host.db(), job.guild, before).await?;
    Ok(())
}
