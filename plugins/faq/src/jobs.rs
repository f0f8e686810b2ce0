//! What is done at night.

use plugin_api::{Job, Result, chrono::TimeDelta};

use crate::{gaps, history, settings::FaqSettings, suggestions};

/// For how many days the buttons of a suggestion count.
const SUGGESTION_DAYS: i64 = 30;

/// How many changes of an entry are kept.
const MAX_REVISIONS: u32 = 100;

/// Deletes questions that nobody has asked for long, old suggestions, and all but the newest changes of each entry.
pub(crate) async fn delete_old(job: Job) -> Result<()> {
    let (db, guild, now) = (job.host.db(), job.guild, job.host.clock().now());
    let gap_days = job.host.settings::<FaqSettings>(guild).gap_days;
    let gaps = gaps::store::delete_old(db, guild, now - TimeDelta::days(gap_days.into())).await?;
    let suggestions =
        suggestions::store::delete_old(db, guild, now - TimeDelta::days(SUGGESTION_DAYS)).await?;
    let revisions = history::store::delete_old(db, guild, MAX_REVISIONS).await?;
    tracing::debug!(%guild, gaps, suggestions, revisions, "old rows of the FAQ were deleted");
    Ok(())
}
