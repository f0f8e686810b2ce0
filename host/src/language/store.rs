//! The statements of the language model: what a guild may still use today, and what it has used.

use plugin_api::{Db, serenity::GuildId, sql};

use super::Purpose;

/// A day of a guild, in its time zone: `2026-03-02`.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) guild: GuildId,
    pub(super) date: String,
}

/// What a call came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spent {
    pub(super) requests: i64,
    pub(super) failures: i64,
    pub(super) tokens_in: i64,
    pub(super) tokens_out: i64,
}

/// What a guild has used in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Used {
    pub(super) requests: i64,
    pub(super) failures: i64,
    pub(super) tokens: i64,
}

/// Takes tokens from a day's budget; `false` where there are not so many left. One statement, so that it is race-free. What a killed process
/// has reserved stays taken: it may have been billed.
pub(super) async fn reserve(db: &Db, day: &Day, tokens: i64, budget: i64) -> sqlx::Result<bool> {
    if tokens > budget {
        return Ok(false);
    }
    let taken = sql("INSERT INTO language_budget (guild_id, day, taken) VALUES ($1, $2, $3) \
         ON CONFLICT (guild_id, day) DO UPDATE SET taken = language_budget.taken + excluded.taken \
         WHERE language_budget.taken + excluded.taken <= $4")
    .bind(day.guild)
    .bind(&day.date)
    .bind(tokens)
    .bind(budget)
    .run(db)
    .await?;
    Ok(taken == 1)
}

/// Gives back what was reserved and not used, and counts what was.
pub(super) async fn settle(
    db: &Db,
    day: &Day,
    purpose: Purpose,
    reserved: i64,
    spent: Spent,
) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    sql("UPDATE language_budget SET taken = taken + $1 WHERE guild_id = $2 AND day = $3")
        .bind(spent.tokens_in + spent.tokens_out - reserved)
        .bind(day.guild)
        .bind(&day.date)
        .run(&mut tx)
        .await?;
    sql("INSERT INTO language_usage (guild_id, day, purpose, requests, failures, tokens_in, tokens_out) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (guild_id, day, purpose) DO UPDATE SET \
         requests = language_usage.requests + excluded.requests, failures = language_usage.failures + excluded.failures, \
         tokens_in = language_usage.tokens_in + excluded.tokens_in, tokens_out = language_usage.tokens_out + excluded.tokens_out")
    .bind(day.guild)
    .bind(&day.date)
    .bind(purpose.as_str())
    .bind(spent.requests)
    .bind(spent.failures)
    .bind(spent.tokens_in)
    .bind(spent.tokens_out)
    .run(&mut tx)
    .await?;
    tx.commit().await
}

/// What a guild has used in a day, for whatever.
pub(super) async fn used(db: &Db, day: &Day) -> sqlx::Result<Used> {
    sql("SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) AS requests, CAST(COALESCE(SUM(failures), 0) AS BIGINT) AS failures, \
         CAST(COALESCE(SUM(tokens_in + tokens_out), 0) AS BIGINT) AS tokens FROM language_usage WHERE guild_id = $1 AND day = $2")
    .bind(day.guild)
    .bind(&day.date)
    .one(db)
    .await
}

/// Removes what was counted before a day.
pub(super) async fn forget(db: &Db, before: &str) -> sqlx::Result<()> {
    sql("DELETE FROM language_usage WHERE day < $1").bind(before).run(db).await?;
    sql("DELETE FROM language_budget WHERE day < $1").bind(before).run(db).await?;
    Ok(())
}
