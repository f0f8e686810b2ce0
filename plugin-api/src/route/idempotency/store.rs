//! The statements behind [`super::Once`].

use chrono::{DateTime, Utc};

use super::Once;
use crate::{Db, Tx, db::Run, sql};

/// The fingerprint and the answer of a key that was used since an instant.
pub(super) async fn find(
    on: impl Run,
    once: &Once,
    key: &str,
    since: DateTime<Utc>,
) -> sqlx::Result<Option<(String, String)>> {
    sql("SELECT fingerprint, answer FROM idempotency_keys \
         WHERE guild_id = $1 AND plugin = $2 AND key = $3 AND created_at >= $4")
    .bind(once.guild)
    .bind(once.plugin.as_str())
    .bind(key)
    .bind(since)
    .optional(on)
    .await
}

/// Takes a key; `false` where somebody has it. On PostgreSQL this waits for a transaction that has just taken it.
pub(super) async fn take(tx: &mut Tx, once: &Once, key: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let taken = sql("INSERT INTO idempotency_keys (guild_id, plugin, key, fingerprint, answer, created_at) \
         VALUES ($1, $2, $3, $4, 'null', $5) ON CONFLICT (guild_id, plugin, key) DO NOTHING")
    .bind(once.guild)
    .bind(once.plugin.as_str())
    .bind(key)
    .bind(&once.fingerprint)
    .bind(now)
    .run(tx)
    .await?;
    Ok(taken == 1)
}

/// Writes the answer of a key that was taken.
pub(super) async fn answer(tx: &mut Tx, once: &Once, key: &str, answer: &str) -> sqlx::Result<()> {
    sql("UPDATE idempotency_keys SET answer = $4 WHERE guild_id = $1 AND plugin = $2 AND key = $3")
        .bind(once.guild)
        .bind(once.plugin.as_str())
        .bind(key)
        .bind(answer)
        .run(tx)
        .await?;
    Ok(())
}

/// Frees a key that was used before an instant.
pub(super) async fn free(tx: &mut Tx, once: &Once, key: &str, before: DateTime<Utc>) -> sqlx::Result<()> {
    sql("DELETE FROM idempotency_keys WHERE guild_id = $1 AND plugin = $2 AND key = $3 AND created_at < $4")
        .bind(once.guild)
        .bind(once.plugin.as_str())
        .bind(key)
        .bind(before)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets all keys that were used before an instant; gives their number.
pub(super) async fn forget(db: &Db, before: DateTime<Utc>) -> sqlx::Result<u64> {
    sql("DELETE FROM idempotency_keys WHERE created_at < $1").bind(before).run(db).await
}
