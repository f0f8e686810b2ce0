//! What is done at night.

use plugin_api::{Job, Result, chrono::TimeDelta};

use crate::{settings::FaqSettings, store};

/// For how long it is known that an entry was suggested, in days: so long its buttons count.
const SUGGESTION_DAYS: i64 = 30;

/// Drops questions that nobody has asked for long, and suggestions that nobody will judge.
///
/// # Errors
/// Where the database fails.
pub async fn tidy(job: Job) -> Result<()> {
    let (db, now) = (job.host.db(), job.host.clock().now());
    let days = job.host.settings::<FaqSettings>(job.guild).gap_days;
    let gaps = store::purge_gaps(db, job.guild, now - TimeDelta::days(days.into())).await?;
    let suggestions = store::purge_suggestions(db, job.guild, now - TimeDelta::days(SUGGESTION_DAYS)).await?;
    tracing::debug!(guild = %job.guild, gaps, suggestions, "the FAQ was tidied");
    Ok(())
}
