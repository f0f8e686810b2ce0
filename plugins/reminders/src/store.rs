//! All statements of reminders. Every one is scoped to a guild, but for the count at the start.

mod lists;
mod row;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    db::{Run, Statement, next_number},
    serenity::{ChannelId, GuildId, MessageId, UserId},
    sql,
};

use crate::domain::{Draft, Mention, ParkReason, Reminder, Status};
use row::{Row, read_all, select};

pub use lists::{Scope, after, count, list, offer, open_to};
pub use row::EXPORT;

/// What the numbers of reminders are counted under.
const KIND: &str = "reminder";

/// Finds one by its number.
///
/// # Errors
/// Where the database fails.
pub async fn get(on: impl Run, guild: GuildId, number: i64) -> Result<Option<Reminder>> {
    let row: Option<Row> =
        sql(select!("WHERE guild_id = $1 AND number = $2")).bind(guild).bind(number).optional(on).await?;
    row.map(Row::read).transpose()
}

/// Reads one for the rest of the transaction: nobody else changes it until then. The first statement of every transaction that changes
/// a reminder: its row is taken before that of its job, everywhere, so that two transactions never wait for each other.
///
/// # Errors
/// Where the database fails.
pub async fn lock(tx: &mut Tx, guild: GuildId, number: i64) -> Result<Option<Reminder>> {
    const ROW: &str = select!("WHERE guild_id = $1 AND number = $2");
    const LOCKED: &str = select!("WHERE guild_id = $1 AND number = $2 FOR UPDATE");
    // A transaction on SQLite is alone with its database.
    let statement = if tx.is_shared() { LOCKED } else { ROW };
    let row: Option<Row> = sql(statement).bind(guild).bind(number).optional(tx).await?;
    row.map(Row::read).transpose()
}

/// Writes a new one, with the guild's next number. From here to the end of the transaction no other is made in the guild, so that a
/// count made now holds.
///
/// # Errors
/// Where the database fails.
pub async fn insert(
    tx: &mut Tx,
    guild: GuildId,
    owner: UserId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<i64> {
    let number = next_number(tx, KIND, guild).await?;
    let statement = sql("INSERT INTO reminders (guild_id, number, created_by, created_at, status, name, channel_id, call_time, days, \
         event_time, lead_minutes, message, location, mention_everyone, mention_role_id, mention_user_id, origin_channel_id, \
         origin_message_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)")
    .bind(guild)
    .bind(number)
    .bind(owner)
    .bind(now)
    .bind(Status::Active.as_str());
    draft_values(statement, draft).run(tx).await?;
    Ok(number)
}

/// Writes what somebody changed. What was posted of it before is no longer its own.
///
/// # Errors
/// Where the database fails.
pub async fn replace(
    tx: &mut Tx,
    guild: GuildId,
    number: i64,
    status: Status,
    draft: &Draft,
) -> Result<bool> {
    let statement = sql("UPDATE reminders SET status = $3, name = $4, channel_id = $5, call_time = $6, days = $7, event_time = $8, \
         lead_minutes = $9, message = $10, location = $11, mention_everyone = $12, mention_role_id = $13, mention_user_id = $14, \
         origin_channel_id = $15, origin_message_id = $16, parked_reason = NULL, lead_message_id = NULL, \
         ended_at = NULL WHERE guild_id = $1 AND number = $2")
    .bind(guild)
    .bind(number)
    .bind(status.as_str());
    Ok(draft_values(statement, draft).run(tx).await? == 1)
}

fn draft_values(statement: Statement, draft: &Draft) -> Statement {
    let (role, user) = match draft.mention {
        Mention::Role(role) => (Some(role), None),
        Mention::User(user) => (None, Some(user)),
        Mention::Nobody | Mention::Everyone => (None, None),
    };
    statement
        .bind(&draft.name)
        .bind(draft.channel)
        .bind(draft.call_time.format("%H:%M").to_string())
        .bind(draft.days.to_string())
        .bind(draft.event_time)
        .bind(draft.lead_minutes)
        .bind(&draft.message)
        .bind(&draft.location)
        .bind(draft.mention == Mention::Everyone)
        .bind(role)
        .bind(user)
        .bind(draft.origin.map(|origin| origin.channel))
        .bind(draft.origin.map(|origin| origin.message))
}

/// Sets how one stands that has not ended, and the occurrence it goes on with; `false` where there is none such.
///
/// # Errors
/// Where the database fails.
pub async fn set_status(
    tx: &mut Tx,
    guild: GuildId,
    number: i64,
    status: Status,
    reason: Option<ParkReason>,
    event_time: DateTime<Utc>,
) -> Result<bool> {
    let set = sql("UPDATE reminders SET status = $3, parked_reason = $4, event_time = $5 \
         WHERE guild_id = $1 AND number = $2 AND status <> 'ended'")
    .bind(guild)
    .bind(number)
    .bind(status.as_str())
    .bind(reason.map(ParkReason::as_str))
    .bind(event_time)
    .run(tx)
    .await?;
    Ok(set == 1)
}

/// Ends one that does not come again.
///
/// # Errors
/// Where the database fails.
pub async fn end(tx: &mut Tx, guild: GuildId, number: i64, now: DateTime<Utc>) -> Result<()> {
    sql("UPDATE reminders SET status = $3, ended_at = $4 WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .bind(Status::Ended.as_str())
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Moves one from an occurrence to another; `false` where it is no longer at the first.
///
/// # Errors
/// Where the database fails.
pub async fn set_occurrence(
    tx: &mut Tx,
    guild: GuildId,
    number: i64,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<bool> {
    let moved =
        sql("UPDATE reminders SET event_time = $4 WHERE guild_id = $1 AND number = $2 AND event_time = $3")
            .bind(guild)
            .bind(number)
            .bind(from)
            .bind(to)
            .run(tx)
            .await?;
    Ok(moved == 1)
}

/// Keeps that something was sent now.
///
/// # Errors
/// Where the database fails.
pub async fn mark_sent(tx: &mut Tx, guild: GuildId, number: i64, now: DateTime<Utc>) -> Result<()> {
    sql("UPDATE reminders SET last_sent_at = $3 WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Keeps the announcement that is up from now on, if any.
///
/// # Errors
/// Where the database fails.
pub async fn set_lead_message(
    tx: &mut Tx,
    guild: GuildId,
    number: i64,
    message: Option<MessageId>,
) -> Result<()> {
    sql("UPDATE reminders SET lead_message_id = $3 WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .bind(message)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes one; `false` where there is none.
///
/// # Errors
/// Where the database fails.
pub async fn delete(tx: &mut Tx, guild: GuildId, number: i64) -> Result<bool> {
    let gone = sql("DELETE FROM reminders WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .run(tx)
        .await?;
    Ok(gone == 1)
}

/// Those of a channel that would be sent, locked as by [`lock`].
///
/// # Errors
/// Where the database fails.
pub async fn active_in(tx: &mut Tx, guild: GuildId, channel: ChannelId) -> Result<Vec<Reminder>> {
    const ROWS: &str =
        select!("WHERE guild_id = $1 AND channel_id = $2 AND status = 'active' ORDER BY number");
    const LOCKED: &str =
        select!("WHERE guild_id = $1 AND channel_id = $2 AND status = 'active' ORDER BY number FOR UPDATE");
    let statement = if tx.is_shared() { LOCKED } else { ROWS };
    read_all(sql(statement).bind(guild).bind(channel).all(tx).await?)
}

/// Those of a guild that recur and would be sent.
///
/// # Errors
/// Where the database fails.
pub async fn recurring(db: &Db, guild: GuildId) -> Result<Vec<Reminder>> {
    let rows = sql(select!("WHERE guild_id = $1 AND status = 'active' AND days <> '' ORDER BY number"))
        .bind(guild)
        .all(db)
        .await?;
    read_all(rows)
}

/// Deletes those that ended before an instant; gives how many.
///
/// # Errors
/// Where the database fails.
pub async fn purge(db: &Db, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM reminders WHERE guild_id = $1 AND status = 'ended' AND ended_at < $2")
        .bind(guild)
        .bind(before)
        .run(db)
        .await?)
}

/// How many of all guilds would be sent, for the log at the start.
///
/// # Errors
/// Where the database fails.
pub async fn count_active(db: &Db) -> Result<i64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM reminders WHERE status = 'active'").one(db).await?;
    Ok(count)
}
