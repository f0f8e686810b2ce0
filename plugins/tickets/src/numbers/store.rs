//! Queries for the numbers and the export, and the stored snapshots.

use std::collections::BTreeMap;

use plugin_api::{
    Db, Result,
    chrono::{DateTime, Utc},
    db::{Executor, next_number},
    serenity::{GuildId, UserId},
    sql,
};

use super::domain::{Numbers, Record};
use crate::ticket::{
    Status, Ticket,
    store::row::{Row, select},
};

/// The counter of the snapshots' numbers.
const KIND: &str = "ticket_metric";

/// A ticket's rating and its comment.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Rating {
    /// The ticket.
    pub ticket_id: i64,
    /// 1 to 5.
    pub stars: i64,
    /// The member's words.
    pub comment: String,
}

/// A stored snapshot of the numbers.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Snapshot {
    /// Its number in the guild.
    pub snapshot: i64,
    /// Its period, as stored.
    pub scope: String,
    /// The numbers, as JSON.
    pub counts: String,
    /// How many seconds closed tickets had been open on average.
    pub average_cycle_time: Option<i64>,
    /// When it was taken.
    pub created_at: DateTime<Utc>,
}

/// Counts tickets by status.
pub async fn count_by_status(executor: impl Executor, guild: GuildId) -> Result<BTreeMap<Status, u64>> {
    let rows: Vec<(String, i64)> =
        sql("SELECT status, COUNT(*) FROM support_tickets WHERE guild_id = $1 GROUP BY status")
            .bind(guild)
            .fetch_all(executor)
            .await?;
    // A status of a later version is left out.
    let known =
        rows.into_iter().filter_map(|(word, count)| Some((word.parse().ok()?, count.cast_unsigned())));
    Ok(known.collect())
}

/// Fetches the next tickets with activity since an instant, each with its number.
pub async fn fetch_records(
    executor: impl Executor,
    guild: GuildId,
    since: DateTime<Utc>,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, Record)>> {
    #[derive(sqlx::FromRow)]
    struct RecordRow {
        id: i64,
        category: String,
        claimed_by: Option<i64>,
        created_at: DateTime<Utc>,
        first_response_at: Option<DateTime<Utc>>,
        closed_at: Option<DateTime<Utc>>,
        stars: Option<i64>,
        rated_at: Option<DateTime<Utc>>,
    }
    let rows: Vec<RecordRow> = sql("SELECT t.id, t.category, t.claimed_by, t.created_at, t.first_response_at, t.closed_at, r.stars, r.rated_at \
         FROM support_tickets t LEFT JOIN ticket_ratings r ON r.guild_id = t.guild_id AND r.ticket_id = t.id \
         WHERE t.guild_id = $1 AND t.id > $2 \
         AND (t.created_at >= $3 OR t.first_response_at >= $3 OR t.closed_at >= $3 OR r.rated_at >= $3) \
         ORDER BY t.id LIMIT $4")
    .bind(guild)
    .bind(after)
    .bind(since)
    .bind(limit)
    .fetch_all(executor)
    .await?;
    let record = |row: RecordRow| Record {
        category: row.category,
        handler: row.claimed_by.filter(|id| *id != 0).map(|id| UserId::new(id.cast_unsigned())),
        opened_at: row.created_at,
        answered_at: row.first_response_at,
        closed_at: row.closed_at,
        rated: row.stars.zip(row.rated_at),
    };
    Ok(rows.into_iter().map(|row| (row.id, record(row))).collect())
}

/// Inserts a snapshot.
pub async fn insert_snapshot(
    db: &Db,
    guild: GuildId,
    numbers: &Numbers,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let counts = serde_json::to_string(numbers).map_err(anyhow::Error::from)?;
    let mut tx = db.begin().await?;
    let snapshot = next_number(&mut tx, KIND, guild).await?;
    sql("INSERT INTO ticket_metrics (guild_id, snapshot, scope, counts, average_cycle_time, triggered_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(guild)
    .bind(snapshot)
    .bind(numbers.period.as_str())
    .bind(counts)
    .bind(numbers.total.cycle_seconds.average)
    .bind(by)
    .bind(now)
    .execute(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Fetches a guild's snapshots after one, in order.
pub async fn fetch_snapshots(
    executor: impl Executor,
    guild: GuildId,
    after: i64,
    limit: u32,
) -> Result<Vec<Snapshot>> {
    Ok(sql("SELECT snapshot, scope, counts, average_cycle_time, created_at FROM ticket_metrics \
         WHERE guild_id = $1 AND snapshot > $2 ORDER BY snapshot LIMIT $3")
    .bind(guild)
    .bind(after)
    .bind(limit)
    .fetch_all(executor)
    .await?)
}

/// Deletes the snapshots before an instant; returns how many.
pub async fn delete_snapshots(executor: impl Executor, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM ticket_metrics WHERE guild_id = $1 AND created_at < $2")
        .bind(guild)
        .bind(before)
        .execute(executor)
        .await?)
}

/// Fetches the next tickets after a number, in any status.
pub async fn fetch_tickets_after(
    executor: impl Executor,
    guild: GuildId,
    after: i64,
    limit: u32,
) -> Result<Vec<Ticket>> {
    let rows: Vec<Row> = sql(select!("WHERE guild_id = $1 AND id > $2 ORDER BY id LIMIT $3"))
        .bind(guild)
        .bind(after)
        .bind(limit)
        .fetch_all(executor)
        .await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// Fetches the ratings of a range of tickets.
pub async fn fetch_ratings(
    executor: impl Executor,
    guild: GuildId,
    first: i64,
    last: i64,
) -> Result<Vec<Rating>> {
    Ok(sql("SELECT ticket_id, stars, comment FROM ticket_ratings \
         WHERE guild_id = $1 AND ticket_id >= $2 AND ticket_id <= $3 ORDER BY ticket_id")
    .bind(guild)
    .bind(first)
    .bind(last)
    .fetch_all(executor)
    .await?)
}
