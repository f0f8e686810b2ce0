//! What was said in tickets.

pub mod attachments;
pub mod retention;
pub mod words;

use plugin_api::{
    Result, Tx,
    chrono::{DateTime, Utc},
    db::Executor,
    serenity::{ChannelId, GuildId},
    sql,
};

use super::domain::{Edit, Embed, Message, Speaker};
use crate::ticket::{Ticket, store::row::snowflake};

/// The columns of [`Row`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT message_id, user_id, author_name, speaker, content, embeds, reply_to, created_at, edited_at, deleted_at ",
            "FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2 ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    message_id: i64,
    user_id: i64,
    author_name: String,
    speaker: String,
    content: String,
    embeds: String,
    reply_to: Option<i64>,
    created_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
}

impl Row {
    fn message(self) -> Message {
        Message {
            id: self.message_id.cast_unsigned(),
            user: self.user_id.cast_unsigned(),
            author: self.author_name,
            speaker: self.speaker.parse().unwrap_or(Speaker::Member),
            content: self.content,
            // Erasing leaves nothing that could be read.
            embeds: serde_json::from_str(&self.embeds).unwrap_or_default(),
            reply_to: self.reply_to.map(i64::cast_unsigned),
            created_at: self.created_at,
            edited_at: self.edited_at,
            deleted_at: self.deleted_at,
        }
    }
}

/// Keeps a message; gives `false` where it is kept already.
///
/// # Errors
/// Where the database fails.
pub async fn insert(tx: &mut Tx, ticket: &Ticket, message: &Message) -> Result<bool> {
    let inserted = sql("INSERT INTO ticket_messages (guild_id, ticket_id, message_id, user_id, author_name, speaker, content, embeds, \
         reply_to, created_at, edited_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(message.id.cast_signed())
    .bind(message.user.cast_signed())
    .bind(&message.author)
    .bind(message.speaker.as_str())
    .bind(&message.content)
    .bind(json(&message.embeds)?)
    .bind(message.reply_to.map(u64::cast_signed))
    .bind(message.created_at)
    .bind(message.edited_at)
    .execute(tx)
    .await?;
    Ok(inserted == 1)
}

/// A message of a ticket.
///
/// # Errors
/// Where the database fails.
pub async fn get(on: impl Executor, guild: GuildId, ticket: i64, message: u64) -> Result<Option<Message>> {
    let row: Option<Row> = sql(select!("AND message_id = $3"))
        .bind(guild)
        .bind(ticket)
        .bind(message.cast_signed())
        .fetch_optional(on)
        .await?;
    Ok(row.map(Row::message))
}

/// Keeps what a message said until an instant.
///
/// # Errors
/// Where the database fails.
pub async fn keep_edit(
    tx: &mut Tx,
    ticket: &Ticket,
    message: &Message,
    content: &str,
    replaced_at: DateTime<Utc>,
) -> Result<()> {
    sql(
        "INSERT INTO ticket_edits (guild_id, ticket_id, message_id, revision, user_id, content, replaced_at) \
         SELECT $1, $2, $3, COALESCE(MAX(revision), 0) + 1, $4, $5, $6 FROM ticket_edits \
         WHERE guild_id = $1 AND ticket_id = $2 AND message_id = $3",
    )
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(message.id.cast_signed())
    .bind(message.user.cast_signed())
    .bind(content)
    .bind(replaced_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Replaces what a message says.
///
/// # Errors
/// Where the database fails.
pub async fn replace(tx: &mut Tx, ticket: &Ticket, message: &Message) -> Result<()> {
    sql("UPDATE ticket_messages SET content = $4, embeds = $5, edited_at = $6 \
         WHERE guild_id = $1 AND ticket_id = $2 AND message_id = $3")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(message.id.cast_signed())
    .bind(&message.content)
    .bind(json(&message.embeds)?)
    .bind(message.edited_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Marks a message as deleted, unless it is marked already.
///
/// # Errors
/// Where the database fails.
pub async fn mark_deleted(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    message: u64,
    now: DateTime<Utc>,
) -> Result<()> {
    sql("UPDATE ticket_messages SET deleted_at = $4 \
         WHERE guild_id = $1 AND ticket_id = $2 AND message_id = $3 AND deleted_at IS NULL")
    .bind(guild)
    .bind(ticket)
    .bind(message.cast_signed())
    .bind(now)
    .execute(on)
    .await?;
    Ok(())
}

/// A page of a ticket's messages after one, the oldest first.
///
/// # Errors
/// Where the database fails.
pub async fn after(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    after: u64,
    limit: u32,
) -> Result<Vec<Message>> {
    let rows: Vec<Row> = sql(select!("AND message_id > $3 ORDER BY message_id LIMIT $4"))
        .bind(guild)
        .bind(ticket)
        .bind(after.cast_signed())
        .bind(limit)
        .fetch_all(on)
        .await?;
    Ok(rows.into_iter().map(Row::message).collect())
}

/// The messages from one to another, the oldest first.
///
/// # Errors
/// Where the database fails.
pub async fn between(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    (first, last): (u64, u64),
) -> Result<Vec<Message>> {
    let rows: Vec<Row> = sql(select!("AND message_id >= $3 AND message_id <= $4 ORDER BY message_id"))
        .bind(guild)
        .bind(ticket)
        .bind(first.cast_signed())
        .bind(last.cast_signed())
        .fetch_all(on)
        .await?;
    Ok(rows.into_iter().map(Row::message).collect())
}

/// What people said last in a ticket and did not delete, the oldest of it first.
///
/// # Errors
/// Where the database fails.
pub async fn said_last(on: impl Executor, guild: GuildId, ticket: i64, most: u32) -> Result<Vec<Message>> {
    let rows: Vec<Row> =
        sql(select!("AND deleted_at IS NULL AND speaker <> 'bot' ORDER BY message_id DESC LIMIT $3"))
            .bind(guild)
            .bind(ticket)
            .bind(most)
            .fetch_all(on)
            .await?;
    Ok(rows.into_iter().rev().map(Row::message).collect())
}

/// How many messages of a ticket are kept.
///
/// # Errors
/// Where the database fails.
pub async fn count(on: impl Executor, guild: GuildId, ticket: i64) -> Result<u64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(ticket)
        .fetch_one(on)
        .await?;
    Ok(count.cast_unsigned())
}

/// What people in a ticket are called, by their ids, as they were called last.
///
/// # Errors
/// Where the database fails.
pub async fn names(on: impl Executor, guild: GuildId, ticket: i64) -> Result<Vec<(u64, String)>> {
    let rows: Vec<(i64, String)> = sql("SELECT user_id, author_name FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2 \
         AND message_id IN (SELECT MAX(message_id) FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2 \
         AND speaker <> 'bot' AND author_name <> '' GROUP BY user_id) LIMIT 1000")
    .bind(guild)
    .bind(ticket)
    .fetch_all(on)
    .await?;
    Ok(rows.into_iter().map(|(id, name)| (id.cast_unsigned(), name)).collect())
}

/// What the messages from one to another said before they were edited, the oldest first.
///
/// # Errors
/// Where the database fails.
pub async fn edits(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    (first, last): (u64, u64),
) -> Result<Vec<Edit>> {
    let rows: Vec<(i64, String, DateTime<Utc>)> = sql("SELECT message_id, content, replaced_at FROM ticket_edits \
         WHERE guild_id = $1 AND ticket_id = $2 AND message_id >= $3 AND message_id <= $4 ORDER BY message_id, revision")
    .bind(guild)
    .bind(ticket)
    .bind(first.cast_signed())
    .bind(last.cast_signed())
    .fetch_all(on)
    .await?;
    let edit = |(message, content, replaced_at): (i64, String, DateTime<Utc>)| Edit {
        message: message.cast_unsigned(),
        content,
        replaced_at,
    };
    Ok(rows.into_iter().map(edit).collect())
}

/// How much is known of what was said in a ticket's channel.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The ticket.
    pub ticket: i64,
    /// Its channel.
    pub channel: ChannelId,
    /// The last message that is kept; 0 for none.
    pub kept: u64,
    /// When somebody spoke last.
    pub heard: Option<DateTime<Utc>>,
}

/// What is known of each of the channels of a guild's tickets.
///
/// # Errors
/// Where the database fails.
pub async fn last_of_channels(on: impl Executor, guild: GuildId) -> Result<Vec<Known>> {
    type Row = (i64, i64, i64, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    let rows: Vec<Row> =
        sql("SELECT t.id, t.channel_id, COALESCE((SELECT MAX(m.message_id) FROM ticket_messages m \
         WHERE m.guild_id = t.guild_id AND m.ticket_id = t.id), 0), t.last_member_at, t.last_staff_at \
         FROM support_tickets t WHERE t.guild_id = $1 AND t.channel_id IS NOT NULL ORDER BY t.id")
        .bind(guild)
        .fetch_all(on)
        .await?;
    let read = |(ticket, channel, kept, member, staff): Row| {
        let (channel, kept) = (snowflake(Some(channel))?, kept.cast_unsigned());
        Some(Known { ticket, channel, kept, heard: member.max(staff) })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Keeps when people wrote last in a locked ticket, and staff for the first time.
///
/// # Errors
/// Where the database fails.
pub async fn spoke(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    sql("UPDATE support_tickets SET first_response_at = $3, last_member_at = $4, last_staff_at = $5 \
         WHERE guild_id = $1 AND id = $2")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(ticket.first_response_at)
    .bind(ticket.last_member_at)
    .bind(ticket.last_staff_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps that everything said up to a ticket's closing is stored.
///
/// # Errors
/// Where the database fails.
pub async fn set_transcript_at(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    sql("UPDATE support_tickets SET transcript_at = $3 \
         WHERE guild_id = $1 AND id = $2 AND transcript_at IS NULL AND status IN ('closed', 'archived')")
    .bind(guild)
    .bind(ticket)
    .bind(now)
    .execute(on)
    .await?;
    Ok(())
}

fn json(embeds: &[Embed]) -> Result<String> {
    Ok(serde_json::to_string(embeds).map_err(anyhow::Error::from)?)
}
