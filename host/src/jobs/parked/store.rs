//! The statements about parked jobs.

use chrono::{DateTime, Utc};
use plugin_api::{Db, Tx, job::NOTIFY_CHANNEL, sql};

use super::JobPath;

/// A job that was given up after its last attempt.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct ParkedJob {
    pub(super) plugin: String,
    pub(super) kind: String,
    pub(super) guild_id: i64,
    pub(super) key: String,
    pub(super) due_at: DateTime<Utc>,
    pub(super) attempts: i64,
    pub(super) parked_at: DateTime<Utc>,
    pub(super) last_error: Option<String>,
}

/// Fetches the parked jobs, those that were parked last first.
pub(super) async fn fetch_parked(db: &Db, limit: i64) -> sqlx::Result<Vec<ParkedJob>> {
    sql("SELECT plugin, kind, guild_id, key, due_at, attempts, parked_at, last_error FROM jobs \
         WHERE parked_at IS NOT NULL ORDER BY parked_at DESC, plugin, kind, guild_id, key LIMIT $1")
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Makes a parked job claimable again with all its attempts. Returns `false` if none of that name is parked.
pub(super) async fn retry(tx: &mut Tx, job: &JobPath) -> sqlx::Result<bool> {
    let statement = "UPDATE jobs SET parked_at = NULL, last_error = NULL, attempts = 0 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND parked_at IS NOT NULL";
    Ok(for_job(job, statement).execute(tx).await? == 1)
}

/// Makes all parked jobs claimable again. Returns their number.
pub(super) async fn retry_all(tx: &mut Tx) -> sqlx::Result<u64> {
    sql("UPDATE jobs SET parked_at = NULL, last_error = NULL, attempts = 0 WHERE parked_at IS NOT NULL")
        .execute(tx)
        .await
}

/// Deletes a parked job. Returns `false` if none of that name is parked.
pub(super) async fn delete(tx: &mut Tx, job: &JobPath) -> sqlx::Result<bool> {
    let statement = "DELETE FROM jobs \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND parked_at IS NOT NULL";
    Ok(for_job(job, statement).execute(tx).await? == 1)
}

/// Deletes all parked jobs. Returns their number.
pub(super) async fn delete_all(tx: &mut Tx) -> sqlx::Result<u64> {
    sql("DELETE FROM jobs WHERE parked_at IS NOT NULL").execute(tx).await
}

/// Deletes the jobs that were parked before an instant. Returns their number.
pub(super) async fn delete_parked_before(db: &Db, before: DateTime<Utc>) -> sqlx::Result<u64> {
    sql("DELETE FROM jobs WHERE parked_at < $1").bind(before).execute(db).await
}

/// Makes the workers of all processes look again once the transaction is committed. PostgreSQL only.
pub(super) async fn notify(tx: &mut Tx) -> sqlx::Result<()> {
    sql("SELECT pg_notify($1, '')").bind(NOTIFY_CHANNEL).execute(tx).await?;
    Ok(())
}

fn for_job(job: &JobPath, statement: &'static str) -> plugin_api::db::Statement {
    sql(statement).bind(&job.plugin).bind(&job.kind).bind(job.guild).bind(&job.key)
}
