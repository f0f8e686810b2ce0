//! The statements behind [`super::Jobs`]. The worker's own are in the host.

use chrono::{DateTime, Utc};
use serenity::all::GuildId;

use super::name::JobName;
use crate::{Tx, sql};

/// The channel of PostgreSQL's NOTIFY by which processes tell each other that a job was queued.
pub const NOTIFY_CHANNEL: &str = "guildhall_jobs";

/// Inserts a job or replaces the one with its key. A row that runs keeps its lease, so that no worker claims it before that run has ended,
/// and `queued_again` tells that run that the row is not its own any more.
pub(super) async fn upsert(
    tx: &mut Tx,
    name: JobName,
    guild: GuildId,
    key: &str,
    due: DateTime<Utc>,
    payload: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("INSERT INTO jobs (plugin, kind, guild_id, key, due_at, claimable_at, payload, attempts, queued_again, held, created_at) \
         VALUES ($1, $2, $3, $4, $5, $5, $6, 0, FALSE, FALSE, $7) \
         ON CONFLICT (plugin, kind, guild_id, key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, \
         attempts = 0, held = FALSE, queued_again = (jobs.lease IS NOT NULL), \
         claimable_at = CASE WHEN jobs.leased_until > excluded.due_at THEN jobs.leased_until ELSE excluded.due_at END, \
         parked_at = NULL, last_error = NULL")
    .bind(name.plugin.as_str())
    .bind(name.kind)
    .bind(guild)
    .bind(key)
    .bind(due)
    .bind(payload)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    notify(tx).await
}

/// Moves a job to another instant as [`upsert`] does, but leaves its payload. Returns whether there was one.
pub(super) async fn reschedule(
    tx: &mut Tx,
    name: JobName,
    guild: GuildId,
    key: &str,
    due: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let moved = sql("UPDATE jobs SET due_at = $5, attempts = 0, held = FALSE, queued_again = (lease IS NOT NULL), \
         claimable_at = CASE WHEN leased_until > $5 THEN leased_until ELSE $5 END, parked_at = NULL, last_error = NULL \
         WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4")
    .bind(name.plugin.as_str())
    .bind(name.kind)
    .bind(guild)
    .bind(key)
    .bind(due)
    .execute(&mut *tx)
    .await?;
    notify(tx).await?;
    Ok(moved == 1)
}

/// Makes the other processes look at the queue.
async fn notify(tx: &mut Tx) -> sqlx::Result<()> {
    if tx.is_shared() {
        sql("SELECT pg_notify($1, '')").bind(NOTIFY_CHANNEL).execute(tx).await?;
    }
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, name: JobName, guild: GuildId, key: &str) -> sqlx::Result<()> {
    sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4")
        .bind(name.plugin.as_str())
        .bind(name.kind)
        .bind(guild)
        .bind(key)
        .execute(tx)
        .await?;
    Ok(())
}

/// Deletes a job if it is still as it was claimed. Returns whether it was.
pub(super) async fn delete_claimed(
    tx: &mut Tx,
    name: JobName,
    guild: GuildId,
    key: &str,
    lease: i64,
) -> sqlx::Result<bool> {
    let deleted = sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 \
         AND lease = $5 AND queued_again = FALSE")
    .bind(name.plugin.as_str())
    .bind(name.kind)
    .bind(guild)
    .bind(key)
    .bind(lease)
    .execute(tx)
    .await?;
    Ok(deleted == 1)
}
