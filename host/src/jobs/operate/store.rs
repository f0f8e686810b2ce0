//! The statements about parked jobs.

use chrono::{DateTime, Utc};
use plugin_api::{Db, Tx, job::NOTIFY_CHANNEL, sql};

use super::Name;

/// A job that was given up.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Parked {
    pub(super) plugin: String,
    pub(super) kind: String,
    pub(super) guild_id: i64,
    pub(super) key: String,
    pub(super) due_at: DateTime<Utc>,
    pub(super) attempts: i64,
    pub(super) parked_at: DateTime<Utc>,
    pub(super) last_error: Option<String>,
}

/// The parked jobs, those that were parked last first.
pub(super) async fn parked(db: &Db, most: i64) -> sqlx::Result<Vec<Parked>> {
    sql("SELECT plugin, kind, guild_id, key, due_at, attempts, parked_at, last_error FROM jobs \
         WHERE parked_at IS NOT NULL ORDER BY parked_at DESC, plugin, kind, guild_id, key LIMIT $1")
    .bind(most)
    .all(db)
    .await
}

/// Lets a parked job be claimed again with all its tries; `false` where none of that name is parked.
pub(super) async fn retry(tx: &mut Tx, name: &Name) -> sqlx::Result<bool> {
    let statement = "UPDATE jobs SET parked_at = NULL, last_error = NULL, attempts = 0 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND parked_at IS NOT NULL";
    Ok(named(name, statement).run(tx).await? == 1)
}

/// Lets all parked jobs be claimed again; gives their number.
pub(super) async fn retry_all(tx: &mut Tx) -> sqlx::Result<u64> {
    sql("UPDATE jobs SET parked_at = NULL, last_error = NULL, attempts = 0 WHERE parked_at IS NOT NULL")
        .run(tx)
        .await
}

/// Removes a parked job; `false` where none of that name is parked.
pub(super) async fn remove(tx: &mut Tx, name: &Name) -> sqlx::Result<bool> {
    let statement = "DELETE FROM jobs \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND parked_at IS NOT NULL";
    Ok(named(name, statement).run(tx).await? == 1)
}

/// Removes all parked jobs; gives their number.
pub(super) async fn remove_all(tx: &mut Tx) -> sqlx::Result<u64> {
    sql("DELETE FROM jobs WHERE parked_at IS NOT NULL").run(tx).await
}

/// Removes the jobs that were parked before an instant; gives their number.
pub(super) async fn forget(db: &Db, before: DateTime<Utc>) -> sqlx::Result<u64> {
    sql("DELETE FROM jobs WHERE parked_at < $1").bind(before).run(db).await
}

/// Has the workers of all processes look again once the transaction is committed. PostgreSQL only.
pub(super) async fn notify(tx: &mut Tx) -> sqlx::Result<()> {
    sql("SELECT pg_notify($1, '')").bind(NOTIFY_CHANNEL).run(tx).await?;
    Ok(())
}

fn named(name: &Name, statement: &'static str) -> plugin_api::db::Statement {
    sql(statement).bind(&name.plugin).bind(&name.kind).bind(name.guild).bind(&name.key)
}
