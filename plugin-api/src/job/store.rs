//! The statements behind [`super::Jobs`]. The worker's own are in the host.

use chrono::{DateTime, Utc};
use serenity::all::GuildId;

use super::{Job, JobName, NOTIFY_CHANNEL};
use crate::{Tx, sql};

/// A row that runs keeps its lease, so that nobody claims it before that run has ended. Its tries, set back to 0, tell that run that it is
/// not its own any more.
pub(super) async fn put(
    tx: &mut Tx,
    name: JobName,
    guild: GuildId,
    key: &str,
    due: DateTime<Utc>,
    payload: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("INSERT INTO jobs (plugin, kind, guild_id, key, due_at, payload, attempts, held, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, FALSE, $7) \
         ON CONFLICT (plugin, kind, guild_id, key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, \
         attempts = 0, held = FALSE, leased_until = CASE WHEN jobs.lease IS NULL THEN NULL ELSE jobs.leased_until END, \
         parked_at = NULL, last_error = NULL")
    .bind(name.plugin.as_str())
    .bind(name.kind)
    .bind(guild)
    .bind(key)
    .bind(due)
    .bind(payload)
    .bind(now)
    .run(&mut *tx)
    .await?;
    notify(tx).await
}

/// The same for a row that is there, whose payload stays.
pub(super) async fn again(
    tx: &mut Tx,
    name: JobName,
    guild: GuildId,
    key: &str,
    due: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = sql("UPDATE jobs SET due_at = $5, attempts = 0, held = FALSE, \
         leased_until = CASE WHEN lease IS NULL THEN NULL ELSE leased_until END, parked_at = NULL, last_error = NULL \
         WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4")
    .bind(name.plugin.as_str())
    .bind(name.kind)
    .bind(guild)
    .bind(key)
    .bind(due)
    .run(&mut *tx)
    .await?;
    notify(tx).await?;
    Ok(moved == 1)
}

/// Has the other processes look at the queue.
async fn notify(tx: &mut Tx) -> sqlx::Result<()> {
    if tx.is_shared() {
        sql("SELECT pg_notify($1, '')").bind(NOTIFY_CHANNEL).run(tx).await?;
    }
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, name: JobName, guild: GuildId, key: &str) -> sqlx::Result<()> {
    sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4")
        .bind(name.plugin.as_str())
        .bind(name.kind)
        .bind(guild)
        .bind(key)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a job if it is still as it was claimed.
pub(super) async fn complete(tx: &mut Tx, job: &Job) -> sqlx::Result<bool> {
    let removed = sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 \
         AND lease = $5 AND attempts > 0")
    .bind(job.name.plugin.as_str())
    .bind(job.name.kind)
    .bind(job.guild)
    .bind(&job.key)
    .bind(job.lease)
    .run(tx)
    .await?;
    Ok(removed == 1)
}
