//! What is done at night.

use plugin_api::{Job, Result, chrono::TimeDelta};

use crate::{settings::FaqSettings, store};

/// For how long it is known that an entry was suggested, in days: so long its buttons count.
const SUGGESTION_DAYS: i64 = 30;

/// How many changes of an entry are kept.
const CHANGES: u32 = 100;

/// Drops questions that nobody has asked for long, suggestions that nobody will judge, and what entries said very many changes ago.
///
/// # Errors
/// Where the database fails.
pub async fn tidy(job: Job) -> Result<()> {
    let (db, now) = (job.host.db(), job.host.clock().now());
    let days = job.host.settings::<FaqSettings>(job.guild).gap_days;
    let gaps = store::purge_gaps(db, job.guild, now - TimeDelta::days(days.into())).await?;
    let suggestions = store::purge_suggestions(db, job.guild, now - TimeDelta::days(SUGGESTION_DAYS)).await?;
    let changes = store::purge_history(db, job.guild, CHANGES).await?;
    tracing::debug!(guild = %job.guild, gaps, suggestions, changes, "the FAQ was tidied");
    Ok(())
}
