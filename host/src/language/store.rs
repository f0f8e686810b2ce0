//! The statements of the language model: a guild's budget of today, and what it has used.

use plugin_api::{Db, serenity::GuildId, sql};

use super::purpose::Purpose;

/// A day of a guild, in its time zone: `2026-03-02`.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) guild: GuildId,
    pub(super) date: String,
}

/// What one call used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CallUsage {
    pub(super) requests: i64,
    pub(super) failures: i64,
    pub(super) tokens_in: i64,
    pub(super) tokens_out: i64,
}

/// What a guild used in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct DayUsage {
    pub(super) requests: i64,
    pub(super) failures: i64,
    pub(super) tokens: i64,
}

/// Takes tokens from a day's budget. Returns `false` if fewer are left. It is one statement, so that two processes can't take the same
/// tokens. What a killed process reserved stays taken, because it may have been billed.
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
    .execute(db)
    .await?;
    Ok(taken == 1)
}

/// Adds a call to the day's usage, and returns to the budget what it reserved and did not use.
pub(super) async fn record_usage(
    db: &Db,
    day: &Day,
    purpose: Purpose,
    reserved: i64,
    usage: CallUsage,
) -> sqlx::Result<()> {
    db.transaction(async |tx| {
        sql("UPDATE language_budget SET taken = taken + $1 WHERE guild_id = $2 AND day = $3")
            .bind(usage.tokens_in + usage.tokens_out - reserved)
            .bind(day.guild)
            .bind(&day.date)
            .execute(&mut *tx)
            .await?;
        sql("INSERT INTO language_usage (guild_id, day, purpose, requests, failures, tokens_in, tokens_out) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (guild_id, day, purpose) DO UPDATE SET \
             requests = language_usage.requests + excluded.requests, failures = language_usage.failures + excluded.failures, \
             tokens_in = language_usage.tokens_in + excluded.tokens_in, tokens_out = language_usage.tokens_out + excluded.tokens_out")
        .bind(day.guild)
        .bind(&day.date)
        .bind(purpose.as_str())
        .bind(usage.requests)
        .bind(usage.failures)
        .bind(usage.tokens_in)
        .bind(usage.tokens_out)
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}

/// Sums up what a guild used in a day for all purposes.
pub(super) async fn fetch_usage(db: &Db, day: &Day) -> sqlx::Result<DayUsage> {
    sql("SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) AS requests, CAST(COALESCE(SUM(failures), 0) AS BIGINT) AS failures, \
         CAST(COALESCE(SUM(tokens_in + tokens_out), 0) AS BIGINT) AS tokens FROM language_usage WHERE guild_id = $1 AND day = $2")
    .bind(day.guild)
    .bind(&day.date)
    .fetch_one(db)
    .await
}

/// Deletes the usage of the days before one.
pub(super) async fn delete_before(db: &Db, before: &str) -> sqlx::Result<()> {
    sql("DELETE FROM language_usage WHERE day < $1").bind(before).execute(db).await?;
    sql("DELETE FROM language_budget WHERE day < $1").bind(before).execute(db).await?;
    Ok(())
}
