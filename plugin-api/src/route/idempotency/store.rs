//! The statements behind [`super::IdempotentRequest`].

use chrono::{DateTime, Utc};

use super::IdempotentRequest;
use crate::{Db, Tx, db::Executor, sql};

/// The fingerprint and the answer of a key that was used since an instant.
pub(super) async fn find(
    executor: impl Executor,
    request: &IdempotentRequest,
    key: &str,
    since: DateTime<Utc>,
) -> sqlx::Result<Option<(String, String)>> {
    sql("SELECT fingerprint, answer FROM idempotency_keys \
         WHERE guild_id = $1 AND plugin = $2 AND key = $3 AND created_at >= $4")
    .bind(request.guild)
    .bind(request.plugin.as_str())
    .bind(key)
    .bind(since)
    .fetch_optional(executor)
    .await
}

/// Inserts a key; returns `false` if it is there already. On PostgreSQL this waits for a transaction that has just inserted it.
pub(super) async fn insert(
    tx: &mut Tx,
    request: &IdempotentRequest,
    key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let taken = sql("INSERT INTO idempotency_keys (guild_id, plugin, key, fingerprint, answer, created_at) \
         VALUES ($1, $2, $3, $4, 'null', $5) ON CONFLICT (guild_id, plugin, key) DO NOTHING")
    .bind(request.guild)
    .bind(request.plugin.as_str())
    .bind(key)
    .bind(&request.fingerprint)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(taken == 1)
}

/// Stores the answer of a key.
pub(super) async fn update_answer(
    tx: &mut Tx,
    request: &IdempotentRequest,
    key: &str,
    answer: &str,
) -> sqlx::Result<()> {
    sql("UPDATE idempotency_keys SET answer = $4 WHERE guild_id = $1 AND plugin = $2 AND key = $3")
        .bind(request.guild)
        .bind(request.plugin.as_str())
        .bind(key)
        .bind(answer)
        .execute(tx)
        .await?;
    Ok(())
}

/// Deletes a key that was used before an instant.
pub(super) async fn delete_expired(
    tx: &mut Tx,
    request: &IdempotentRequest,
    key: &str,
    before: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("DELETE FROM idempotency_keys WHERE guild_id = $1 AND plugin = $2 AND key = $3 AND created_at < $4")
        .bind(request.guild)
        .bind(request.plugin.as_str())
        .bind(key)
        .bind(before)
        .execute(tx)
        .await?;
    Ok(())
}

/// Deletes all keys that were used before an instant and returns their number.
pub(super) async fn delete_all_expired(db: &Db, before: DateTime<Utc>) -> sqlx::Result<u64> {
    sql("DELETE FROM idempotency_keys WHERE created_at < $1").bind(before).execute(db).await
}
