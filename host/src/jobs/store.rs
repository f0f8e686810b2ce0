//! The statements of the job worker.
//!
//! A claim counts the row's attempt and gives it a lease. [`plugin_api::Jobs::enqueue`] leaves the lease of a row that runs and sets
//! `queued_again`: what ends that run changes only a row that was not queued again, and its last statement is then
//! [`release_queued_again`], which lets the next claim have the row.
//!
//! `claimable_at` is the instant before which no worker claims a row: the end of its lease if that is later than `due_at`, the next
//! attempt after a failure, otherwise `due_at`.

use chrono::{DateTime, Utc};
use plugin_api::{Db, PluginId, Tx, db::Statement, serenity::GuildId, sql};

use crate::registry::SCHEDULE_KIND;

/// A claimed row.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ClaimedJob {
    pub(crate) plugin: String,
    pub(crate) kind: String,
    pub(crate) guild_id: i64,
    pub(crate) key: String,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) payload: String,
    pub(crate) attempts: i64,
}

/// The statement of a claim. The argument is appended to the query that selects the rows.
macro_rules! claim_statement {
    ($locking:literal) => {
        concat!(
            "UPDATE jobs SET lease = $1, leased_until = $2, claimable_at = $2, attempts = attempts + 1, queued_again = FALSE \
             WHERE (plugin, kind, guild_id, key) IN (SELECT plugin, kind, guild_id, key FROM jobs \
             WHERE parked_at IS NULL AND held = FALSE AND claimable_at <= $3 \
             AND plugin || '.' || kind <> ALL($5) \
             ORDER BY claimable_at LIMIT $4",
            $locking,
            ") RETURNING plugin, kind, guild_id, key, due_at, payload, attempts"
        )
    };
}

/// Leases claimable rows to this worker, those that have waited longest first, but none of `full_kinds` (`plugin.kind` each).
pub(super) async fn claim(
    db: &Db,
    now: DateTime<Utc>,
    lease: i64,
    until: DateTime<Utc>,
    limit: i64,
    full_kinds: &[String],
) -> sqlx::Result<Vec<ClaimedJob>> {
    const SQLITE: &str = claim_statement!("");
    // Several workers claim at once: each skips the rows that another is claiming.
    const POSTGRES: &str = claim_statement!(" FOR UPDATE SKIP LOCKED");
    let statement = if db.is_shared() { POSTGRES } else { SQLITE };
    sql(statement).bind(lease).bind(until).bind(now).bind(limit).bind(full_kinds).fetch_all(db).await
}

/// Returns the next instant at which a row can be claimed that is of none of `full_kinds`.
pub(super) async fn next_claimable_at(db: &Db, full_kinds: &[String]) -> sqlx::Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> =
        sql("SELECT claimable_at FROM jobs WHERE parked_at IS NULL AND held = FALSE \
         AND plugin || '.' || kind <> ALL($1) ORDER BY claimable_at LIMIT 1")
        .bind(full_kinds)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|(at,)| at))
}

/// The job that is due next, for the sandbox's page.
#[cfg(feature = "sandbox")]
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct UpcomingJob {
    pub(crate) plugin: String,
    pub(crate) kind: String,
    pub(crate) key: String,
    pub(crate) at: DateTime<Utc>,
}

/// Fetches the job that is done next in any guild: first what is due or runs now, then one-shot work (after a failure at its next
/// attempt). A run of a schedule that lies ahead is returned only if nothing else waits.
#[cfg(feature = "sandbox")]
pub(crate) async fn fetch_upcoming(db: &Db, now: DateTime<Utc>) -> sqlx::Result<Option<UpcomingJob>> {
    sql("SELECT plugin, kind, key, at FROM (SELECT plugin, kind, key, \
         CASE WHEN lease IS NULL THEN claimable_at ELSE due_at END AS at \
         FROM jobs WHERE parked_at IS NULL AND held = FALSE) waiting \
         ORDER BY CASE WHEN kind = $2 AND at > $1 THEN 1 ELSE 0 END, at LIMIT 1")
    .bind(now)
    .bind(SCHEDULE_KIND)
    .fetch_optional(db)
    .await
}

/// Deletes a row that was done. Returns `false` if it was queued again or deleted meanwhile.
pub(super) async fn delete_claimed(db: &Db, job: &ClaimedJob, lease: i64) -> sqlx::Result<bool> {
    let deleted = for_claimed(
        job,
        lease,
        "DELETE FROM jobs \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND queued_again = FALSE",
    )
    .execute(db)
    .await?;
    Ok(deleted == 1)
}

/// Ends the lease of a row that was queued again while it ran, so that it is claimed when it is due. Returns `false` if it was not.
pub(super) async fn release_queued_again(db: &Db, job: &ClaimedJob, lease: i64) -> sqlx::Result<bool> {
    let released = for_claimed(
        job,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, claimable_at = due_at, queued_again = FALSE \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND queued_again = TRUE",
    )
    .execute(db)
    .await?;
    Ok(released == 1)
}

/// Extends the lease of a job that still runs.
pub(super) async fn renew_lease(
    db: &Db,
    job: &ClaimedJob,
    lease: i64,
    until: DateTime<Utc>,
) -> sqlx::Result<()> {
    for_claimed(
        job,
        lease,
        "UPDATE jobs SET leased_until = $6, claimable_at = CASE WHEN due_at > $6 THEN due_at ELSE $6 END \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5",
    )
    .bind(until)
    .execute(db)
    .await?;
    Ok(())
}

/// Records a failure and when the next attempt is. Returns `false` if the row was queued again or deleted meanwhile.
pub(super) async fn schedule_retry(
    db: &Db,
    job: &ClaimedJob,
    lease: i64,
    at: DateTime<Utc>,
    error: &str,
) -> sqlx::Result<bool> {
    let updated = for_claimed(
        job,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, claimable_at = $6, last_error = $7 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND queued_again = FALSE",
    )
    .bind(at)
    .bind(error)
    .execute(db)
    .await?;
    Ok(updated == 1)
}

/// Gives a row up and leaves it to an operator. Returns `false` if it was queued again or deleted meanwhile.
pub(super) async fn park(
    db: &Db,
    job: &ClaimedJob,
    lease: i64,
    at: DateTime<Utc>,
    error: &str,
) -> sqlx::Result<bool> {
    let parked = for_claimed(
        job,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, claimable_at = due_at, parked_at = $6, last_error = $7 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND queued_again = FALSE",
    )
    .bind(at)
    .bind(error)
    .execute(db)
    .await?;
    Ok(parked == 1)
}

/// Sets a row aside while its plugin is off in its guild; the attempt does not count. Returns `false` if it was queued again or deleted
/// meanwhile.
pub(super) async fn mark_held(db: &Db, job: &ClaimedJob, lease: i64) -> sqlx::Result<bool> {
    let held = for_claimed(
        job,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, claimable_at = due_at, held = TRUE, attempts = attempts - 1 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND queued_again = FALSE",
    )
    .execute(db)
    .await?;
    Ok(held == 1)
}

fn for_claimed(job: &ClaimedJob, lease: i64, statement: &'static str) -> Statement {
    sql(statement).bind(&job.plugin).bind(&job.kind).bind(job.guild_id).bind(&job.key).bind(lease)
}

/// Makes held rows claimable again: a plugin may have been switched on.
pub(crate) async fn release_held(db: &Db) -> sqlx::Result<()> {
    sql("UPDATE jobs SET held = FALSE WHERE held = TRUE").execute(db).await?;
    Ok(())
}

/// Ends a lease whose jobs were stopped, and does not count their attempts. With `None` it ends every lease, which is right only if no
/// other process shares the database; those attempts count, because they may have taken the process down.
pub(crate) async fn release_leases(db: &Db, lease: Option<i64>) -> sqlx::Result<()> {
    match lease {
        Some(lease) => {
            // A row that was queued again has no attempt yet.
            sql("UPDATE jobs SET lease = NULL, leased_until = NULL, claimable_at = due_at, queued_again = FALSE, \
                attempts = CASE WHEN queued_again = TRUE THEN attempts ELSE attempts - 1 END WHERE lease = $1")
            .bind(lease)
        }
        None => sql("UPDATE jobs SET lease = NULL, leased_until = NULL, claimable_at = due_at, queued_again = FALSE \
                WHERE lease IS NOT NULL"),
    }
    .execute(db)
    .await?;
    Ok(())
}

/// Counts the jobs that wait and those that are parked.
pub(crate) async fn count(db: &Db) -> sqlx::Result<(i64, i64)> {
    sql("SELECT COUNT(*) - COUNT(parked_at), COUNT(parked_at) FROM jobs").fetch_one(db).await
}

/// Queues a run of a schedule unless one is queued.
pub(crate) async fn insert_if_absent(
    tx: &mut Tx,
    plugin: PluginId,
    guild: GuildId,
    schedule: &str,
    due: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("INSERT INTO jobs (plugin, kind, guild_id, key, due_at, claimable_at, payload, attempts, queued_again, held, created_at) \
         VALUES ($1, $2, $3, $4, $5, $5, 'null', 0, FALSE, FALSE, $6) ON CONFLICT (plugin, kind, guild_id, key) DO NOTHING")
    .bind(plugin.as_str())
    .bind(SCHEDULE_KIND)
    .bind(guild)
    .bind(schedule)
    .bind(due)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Deletes a guild's runs of a plugin's schedules, except those that run at this moment.
pub(crate) async fn delete_schedules(tx: &mut Tx, plugin: PluginId, guild: GuildId) -> sqlx::Result<()> {
    sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND lease IS NULL")
        .bind(plugin.as_str())
        .bind(SCHEDULE_KIND)
        .bind(guild)
        .execute(tx)
        .await?;
    Ok(())
}

/// Deletes a run of a schedule that lies ahead.
pub(crate) async fn delete_next_run(
    tx: &mut Tx,
    plugin: PluginId,
    guild: GuildId,
    schedule: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND due_at > $5")
        .bind(plugin.as_str())
        .bind(SCHEDULE_KIND)
        .bind(guild)
        .bind(schedule)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
