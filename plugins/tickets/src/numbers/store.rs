//! What numbers and the table of all tickets are made of, and the numbers that are kept.

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

/// What the numbers of snapshots are counted under.
const KIND: &str = "ticket_metric";

/// What a ticket was rated with, and what was written to it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Rating {
    /// The ticket.
    pub ticket_id: i64,
    /// 1 to 5.
    pub stars: i64,
    /// The member's words.
    pub comment: String,
}

/// Numbers as they were.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Snapshot {
    /// Its number in the guild.
    pub snapshot: i64,
    /// The word of its period.
    pub scope: String,
    /// The numbers, as JSON.
    pub counts: String,
    /// How many seconds closed tickets had been open on average.
    pub average_cycle_time: Option<i64>,
    /// When it was taken.
    pub created_at: DateTime<Utc>,
}

/// How many tickets stand where.
///
/// # Errors
/// Where the database fails.
pub async fn by_status(on: impl Executor, guild: GuildId) -> Result<BTreeMap<Status, u64>> {
    let rows: Vec<(String, i64)> =
        sql("SELECT status, COUNT(*) FROM support_tickets WHERE guild_id = $1 GROUP BY status")
            .bind(guild)
            .fetch_all(on)
            .await?;
    // A word of a later version has no place in numbers of this one.
    let known =
        rows.into_iter().filter_map(|(word, count)| Some((word.parse().ok()?, count.cast_unsigned())));
    Ok(known.collect())
}

/// What the numbers since an instant need of the next tickets, by their numbers, with the last number that was looked at.
///
/// # Errors
/// Where the database fails.
pub async fn records(
    on: impl Executor,
    guild: GuildId,
    since: DateTime<Utc>,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, Record)>> {
    #[derive(sqlx::FromRow)]
    struct Of {
        id: i64,
        category: String,
        claimed_by: Option<i64>,
        created_at: DateTime<Utc>,
        first_response_at: Option<DateTime<Utc>>,
        closed_at: Option<DateTime<Utc>>,
        stars: Option<i64>,
        rated_at: Option<DateTime<Utc>>,
    }
    let rows: Vec<Of> = sql("SELECT t.id, t.category, t.claimed_by, t.created_at, t.first_response_at, t.closed_at, r.stars, r.rated_at \
         FROM support_tickets t LEFT JOIN ticket_ratings r ON r.guild_id = t.guild_id AND r.ticket_id = t.id \
         WHERE t.guild_id = $1 AND t.id > $2 \
         AND (t.created_at >= $3 OR t.first_response_at >= $3 OR t.closed_at >= $3 OR r.rated_at >= $3) \
         ORDER BY t.id LIMIT $4")
    .bind(guild)
    .bind(after)
    .bind(since)
    .bind(limit)
    .fetch_all(on)
    .await?;
    let record = |row: Of| Record {
        category: row.category,
        handler: row.claimed_by.filter(|id| *id != 0).map(|id| UserId::new(id.cast_unsigned())),
        opened_at: row.created_at,
        answered_at: row.first_response_at,
        closed_at: row.closed_at,
        rated: row.stars.zip(row.rated_at),
    };
    Ok(rows.into_iter().map(|row| (row.id, record(row))).collect())
}

/// Keeps numbers.
///
/// # Errors
/// Where the database fails.
pub async fn keep(
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

/// The snapshots of a guild after one, in order.
///
/// # Errors
/// Where the database fails.
pub async fn snapshots(on: impl Executor, guild: GuildId, after: i64, limit: u32) -> Result<Vec<Snapshot>> {
    Ok(sql("SELECT snapshot, scope, counts, average_cycle_time, created_at FROM ticket_metrics \
         WHERE guild_id = $1 AND snapshot > $2 ORDER BY snapshot LIMIT $3")
    .bind(guild)
    .bind(after)
    .bind(limit)
    .fetch_all(on)
    .await?)
}

/// Drops the snapshots of before an instant; gives how many.
///
/// # Errors
/// Where the database fails.
pub async fn delete_snapshots(on: impl Executor, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM ticket_metrics WHERE guild_id = $1 AND created_at < $2")
        .bind(guild)
        .bind(before)
        .execute(on)
        .await?)
}

/// The next tickets by their numbers, whatever became of them.
///
/// # Errors
/// Where the database fails.
pub async fn after(on: impl Executor, guild: GuildId, after: i64, limit: u32) -> Result<Vec<Ticket>> {
    let rows: Vec<Row> = sql(select!("WHERE guild_id = $1 AND id > $2 ORDER BY id LIMIT $3"))
        .bind(guild)
        .bind(after)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// The ratings of the tickets from one number to another.
///
/// # Errors
/// Where the database fails.
pub async fn ratings(on: impl Executor, guild: GuildId, first: i64, last: i64) -> Result<Vec<Rating>> {
    Ok(sql("SELECT ticket_id, stars, comment FROM ticket_ratings \
         WHERE guild_id = $1 AND ticket_id >= $2 AND ticket_id <= $3 ORDER BY ticket_id")
    .bind(guild)
    .bind(first)
    .bind(last)
    .fetch_all(on)
    .await?)
}
