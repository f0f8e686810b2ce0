//! All SQL of reminders. Each statement is scoped to a guild, except the count at the start.

mod lists;
mod row;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    db::{Executor, Statement, next_number},
    serenity::{ChannelId, GuildId, MessageId, UserId},
    sql,
};

use crate::domain::{Draft, Mention, ParkReason, Reminder, Status};
use row::{Row, into_reminders, select};

pub(crate) use lists::{Filter, count, fetch_after, fetch_editable_by, fetch_page, search};

/// The key of the guild's counter for reminders.
const COUNTER: &str = "reminder";

/// Fetches a reminder by its number.
pub async fn fetch(executor: impl Executor, guild: GuildId, number: i64) -> Result<Option<Reminder>> {
    let row: Option<Row> = sql(select!("WHERE guild_id = $1 AND number = $2"))
        .bind(guild)
        .bind(number)
        .fetch_optional(executor)
        .await?;
    row.map(Row::into_reminder).transpose()
}

/// Fetches a reminder and locks its row until the transaction ends. Every transaction that changes a reminder
/// begins with this: the row of a reminder is always locked before that of its job, so that two transactions
/// never deadlock.
pub async fn lock(tx: &mut Tx, guild: GuildId, number: i64) -> Result<Option<Reminder>> {
    const ROW: &str = select!("WHERE guild_id = $1 AND number = $2");
    const LOCKED: &str = select!("WHERE guild_id = $1 AND number = $2 FOR UPDATE");
    // SQLite has no FOR UPDATE and needs none: a transaction has the database to itself.
    let statement = if tx.is_shared() { LOCKED } else { ROW };
    let row: Option<Row> = sql(statement).bind(guild).bind(number).fetch_optional(tx).await?;
    row.map(Row::into_reminder).transpose()
}

/// Inserts a reminder and returns its number, the guild's next one. Until the transaction ends nobody else
/// can insert one in the guild, so that a count holds.
pub(crate) async fn insert(
    tx: &mut Tx,
    guild: GuildId,
    owner: UserId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<i64> {
    let number = next_number(tx, COUNTER, guild).await?;
    let statement = sql("INSERT INTO reminders (guild_id, number, created_by, created_at, status, name, channel_id, call_time, days, \
         event_time, lead_minutes, message, location, mention_everyone, mention_role_id, mention_user_id, origin_channel_id, \
         origin_message_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)")
    .bind(guild)
    .bind(number)
    .bind(owner)
    .bind(now)
    .bind(Status::Active.as_str());
    bind_draft(statement, draft).execute(tx).await?;
    Ok(number)
}

/// Updates a reminder to a draft. It forgets the announcement that was posted before.
pub(crate) async fn update(
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
    Ok(bind_draft(statement, draft).execute(tx).await? == 1)
}

fn bind_draft(statement: Statement, draft: &Draft) -> Statement {
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

/// Sets the status of a reminder that has not ended, and its occurrence. `false` if there is none such.
pub(crate) async fn set_status(
    tx: &mut Tx,
    reminder: &Reminder,
    status: Status,
    reason: Option<ParkReason>,
    event_time: DateTime<Utc>,
) -> Result<bool> {
    let updated = sql("UPDATE reminders SET status = $3, parked_reason = $4, event_time = $5 \
         WHERE guild_id = $1 AND number = $2 AND status <> 'ended'")
    .bind(reminder.guild)
    .bind(reminder.number)
    .bind(status.as_str())
    .bind(reason.map(ParkReason::as_str))
    .bind(event_time)
    .execute(tx)
    .await?;
    Ok(updated == 1)
}

/// Marks a reminder as ended: it does not come again.
pub(crate) async fn mark_ended(tx: &mut Tx, guild: GuildId, number: i64, now: DateTime<Utc>) -> Result<()> {
    sql("UPDATE reminders SET status = $3, ended_at = $4 WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .bind(Status::Ended.as_str())
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Moves a reminder from one occurrence to another. `false` if it was no longer at the first.
pub(crate) async fn set_occurrence(
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
            .execute(tx)
            .await?;
    Ok(moved == 1)
}

pub(crate) async fn mark_sent(tx: &mut Tx, guild: GuildId, number: i64, now: DateTime<Utc>) -> Result<()> {
    sql("UPDATE reminders SET last_sent_at = $3 WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Stores which announcement is posted now, if any.
pub(crate) async fn set_lead_message(
    tx: &mut Tx,
    guild: GuildId,
    number: i64,
    message: Option<MessageId>,
) -> Result<()> {
    sql("UPDATE reminders SET lead_message_id = $3 WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .bind(message)
        .execute(tx)
        .await?;
    Ok(())
}

/// Deletes a reminder. `false` if there was none.
pub async fn delete(tx: &mut Tx, guild: GuildId, number: i64) -> Result<bool> {
    let deleted = sql("DELETE FROM reminders WHERE guild_id = $1 AND number = $2")
        .bind(guild)
        .bind(number)
        .execute(tx)
        .await?;
    Ok(deleted == 1)
}

/// Fetches the active reminders of a channel and locks their rows, as [`lock`] does.
pub(crate) async fn lock_active_in_channel(
    tx: &mut Tx,
    guild: GuildId,
    channel: ChannelId,
) -> Result<Vec<Reminder>> {
    const ROWS: &str =
        select!("WHERE guild_id = $1 AND channel_id = $2 AND status = 'active' ORDER BY number");
    const LOCKED: &str =
        select!("WHERE guild_id = $1 AND channel_id = $2 AND status = 'active' ORDER BY number FOR UPDATE");
    let statement = if tx.is_shared() { LOCKED } else { ROWS };
    into_reminders(sql(statement).bind(guild).bind(channel).fetch_all(tx).await?)
}

/// Fetches the active reminders of a guild that recur.
pub(crate) async fn fetch_recurring(db: &Db, guild: GuildId) -> Result<Vec<Reminder>> {
    let rows = sql(select!("WHERE guild_id = $1 AND status = 'active' AND days <> '' ORDER BY number"))
        .bind(guild)
        .fetch_all(db)
        .await?;
    into_reminders(rows)
}

/// Deletes the reminders that ended before an instant, and returns how many those were.
pub(crate) async fn delete_ended_before(db: &Db, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM reminders WHERE guild_id = $1 AND status = 'ended' AND ended_at < $2")
        .bind(guild)
        .bind(before)
        .execute(db)
        .await?)
}

/// How many reminders of all guilds are active, for the log at the start.
pub(crate) async fn count_active(db: &Db) -> Result<i64> {
    let (count,): (i64,) =
        sql("SELECT COUNT(*) FROM reminders WHERE status = 'active'").fetch_one(db).await?;
    Ok(count)
}
