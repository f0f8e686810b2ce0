//! The statements of the job worker.
//!
//! A claim counts its row's tries up and gives it a lease of its own. [`plugin_api::Jobs::at`] sets the tries of a row back to 0 and leaves
//! the lease of one that runs: so a leased row without a try was queued again while it runs. What ends a run touches only the row
//! as it was claimed, and the run's last act is then to let the row [`go`](let_go) for the next claim.

use chrono::{DateTime, Utc};
use plugin_api::{Db, PluginId, Tx, serenity::GuildId, sql};

use crate::registry::SCHEDULE_KIND;

/// A claimed row.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Claimed {
    pub(crate) plugin: String,
    pub(crate) kind: String,
    pub(crate) guild_id: i64,
    pub(crate) key: String,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) payload: String,
    pub(crate) attempts: i64,
}

/// Leases due rows to this worker, the longest due first, but none of the kinds in `full` (`,plugin.kind,` for each).
/// `leased_until` also keeps a failed row back until it may be tried again.
pub(super) async fn claim(
    db: &Db,
    now: DateTime<Utc>,
    lease: i64,
    until: DateTime<Utc>,
    most: i64,
    full: &str,
) -> sqlx::Result<Vec<Claimed>> {
    const SQLITE: &str = "UPDATE jobs SET lease = $1, leased_until = $2, attempts = attempts + 1 \
        WHERE (plugin, kind, guild_id, key) IN (SELECT plugin, kind, guild_id, key FROM jobs \
        WHERE parked_at IS NULL AND held = FALSE AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) \
        AND REPLACE($5, ',' || plugin || '.' || kind || ',', '') = $5 \
        ORDER BY due_at LIMIT $4) RETURNING plugin, kind, guild_id, key, due_at, payload, attempts";
    // Several workers claim at once: each skips what another is just claiming.
    const POSTGRES: &str = "UPDATE jobs SET lease = $1, leased_until = $2, attempts = attempts + 1 \
        WHERE (plugin, kind, guild_id, key) IN (SELECT plugin, kind, guild_id, key FROM jobs \
        WHERE parked_at IS NULL AND held = FALSE AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) \
        AND REPLACE($5, ',' || plugin || '.' || kind || ',', '') = $5 \
        ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING plugin, kind, guild_id, key, due_at, payload, attempts";
    let statement = if db.is_shared() { POSTGRES } else { SQLITE };
    sql(statement).bind(lease).bind(until).bind(now).bind(most).bind(full).all(db).await
}

/// The next instant at which a row can be claimed that is of none of the kinds in `full`.
pub(super) async fn next(db: &Db, full: &str) -> sqlx::Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> = sql(
        "SELECT CASE WHEN leased_until IS NOT NULL AND leased_until > due_at THEN leased_until ELSE due_at END AS at \
         FROM jobs WHERE parked_at IS NULL AND held = FALSE AND REPLACE($1, ',' || plugin || '.' || kind || ',', '') = $1 \
         ORDER BY at LIMIT 1",
    )
    .bind(full)
    .optional(db)
    .await?;
    Ok(row.map(|(at,)| at))
}

/// What is due next, for people.
#[cfg(feature = "sandbox")]
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Upcoming {
    pub(crate) plugin: String,
    pub(crate) kind: String,
    pub(crate) key: String,
    pub(crate) at: DateTime<Utc>,
}

/// The next thing that is done in any guild: what is due or being done before all else, then one-shot work, with what failed at its
/// next try. A run of a schedule that lies ahead only where nothing else waits.
#[cfg(feature = "sandbox")]
pub(crate) async fn upcoming(db: &Db, now: DateTime<Utc>) -> sqlx::Result<Option<Upcoming>> {
    sql("SELECT plugin, kind, key, at FROM (SELECT plugin, kind, key, CASE WHEN lease IS NULL AND leased_until IS NOT NULL \
         AND leased_until > due_at THEN leased_until ELSE due_at END AS at \
         FROM jobs WHERE parked_at IS NULL AND held = FALSE) waiting \
         ORDER BY CASE WHEN kind = $2 AND at > $1 THEN 1 ELSE 0 END, at LIMIT 1")
    .bind(now)
    .bind(SCHEDULE_KIND)
    .optional(db)
    .await
}

/// Removes a row that was done; `false` where it was queued anew or removed meanwhile.
pub(super) async fn done(db: &Db, row: &Claimed, lease: i64) -> sqlx::Result<bool> {
    let removed = of(
        row,
        lease,
        "DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND attempts > 0",
    )
    .run(db)
    .await?;
    Ok(removed == 1)
}

/// Lets a row that was queued again while it ran be claimed at its new instant; `false` where it was not.
pub(super) async fn let_go(db: &Db, row: &Claimed, lease: i64) -> sqlx::Result<bool> {
    let queued_again = of(
        row,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND attempts = 0",
    )
    .run(db)
    .await?;
    Ok(queued_again == 1)
}

/// Makes a lease last longer, for its job still runs.
pub(super) async fn renew(db: &Db, row: &Claimed, lease: i64, until: DateTime<Utc>) -> sqlx::Result<()> {
    of(
        row,
        lease,
        "UPDATE jobs SET leased_until = $6 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5",
    )
    .bind(until)
    .run(db)
    .await?;
    Ok(())
}

/// Keeps a failed row back until it is tried again; `false` where it was queued anew or removed meanwhile.
pub(super) async fn retry(
    db: &Db,
    row: &Claimed,
    lease: i64,
    at: DateTime<Utc>,
    error: &str,
) -> sqlx::Result<bool> {
    let kept = of(
        row,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = $6, last_error = $7 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND attempts > 0",
    )
    .bind(at)
    .bind(error)
    .run(db)
    .await?;
    Ok(kept == 1)
}

/// Gives a row up, for an operator; `true` where it was still ours to give up.
pub(super) async fn park(
    db: &Db,
    row: &Claimed,
    lease: i64,
    at: DateTime<Utc>,
    error: &str,
) -> sqlx::Result<bool> {
    let parked = of(
        row,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, parked_at = $6, last_error = $7 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND attempts > 0",
    )
    .bind(at)
    .bind(error)
    .run(db)
    .await?;
    Ok(parked == 1)
}

/// Sets a row aside while its plugin is off in its guild; the try does not count. `false` where it was queued anew or removed meanwhile.
pub(super) async fn hold(db: &Db, row: &Claimed, lease: i64) -> sqlx::Result<bool> {
    let held = of(
        row,
        lease,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, held = TRUE, attempts = attempts - 1 \
        WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND key = $4 AND lease = $5 AND attempts > 0",
    )
    .run(db)
    .await?;
    Ok(held == 1)
}

fn of(row: &Claimed, lease: i64, statement: &'static str) -> plugin_api::db::Statement {
    sql(statement).bind(&row.plugin).bind(&row.kind).bind(row.guild_id).bind(&row.key).bind(lease)
}

/// Lets rows that were set aside be claimed again: a plugin may have been switched on.
pub(crate) async fn release_held(db: &Db) -> sqlx::Result<()> {
    sql("UPDATE jobs SET held = FALSE WHERE held = TRUE").run(db).await?;
    Ok(())
}

/// Gives back a lease of what was stopped, whose try does not count; with `None` every lease, which is right only where no other
/// process shares the database: those tries count, for they may have taken the process down.
pub(crate) async fn release_leases(db: &Db, lease: Option<i64>) -> sqlx::Result<()> {
    match lease {
        Some(lease) => {
            // What was queued again meanwhile has no try to give back.
            sql("UPDATE jobs SET lease = NULL, leased_until = NULL, \
                attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END WHERE lease = $1")
            .bind(lease)
        }
        None => sql("UPDATE jobs SET lease = NULL, leased_until = NULL WHERE lease IS NOT NULL"),
    }
    .run(db)
    .await?;
    Ok(())
}

/// How many jobs wait, and how many are parked.
pub(crate) async fn count(db: &Db) -> sqlx::Result<(i64, i64)> {
    sql("SELECT COUNT(*) - COUNT(parked_at), COUNT(parked_at) FROM jobs").one(db).await
}

/// Queues a run of a schedule unless one is queued.
pub(crate) async fn put_if_absent(
    tx: &mut Tx,
    plugin: PluginId,
    guild: GuildId,
    schedule: &str,
    due: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("INSERT INTO jobs (plugin, kind, guild_id, key, due_at, payload, attempts, held, created_at) \
         VALUES ($1, $2, $3, $4, $5, 'null', 0, FALSE, $6) ON CONFLICT (plugin, kind, guild_id, key) DO NOTHING")
    .bind(plugin.as_str())
    .bind(SCHEDULE_KIND)
    .bind(guild)
    .bind(schedule)
    .bind(due)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Removes a guild's runs of a plugin's schedules that are not running at this moment.
pub(crate) async fn forget_schedules(tx: &mut Tx, plugin: PluginId, guild: GuildId) -> sqlx::Result<()> {
    sql("DELETE FROM jobs WHERE plugin = $1 AND kind = $2 AND guild_id = $3 AND lease IS NULL")
        .bind(plugin.as_str())
        .bind(SCHEDULE_KIND)
        .bind(guild)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a run of a schedule that lies ahead.
pub(crate) async fn forget_next_run(
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
        .run(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
