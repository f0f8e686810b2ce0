//! The stored messages of tickets and their edits.

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

/// Inserts a message; returns `false` if it is stored already.
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
pub async fn fetch(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    message: u64,
) -> Result<Option<Message>> {
    let row: Option<Row> = sql(select!("AND message_id = $3"))
        .bind(guild)
        .bind(ticket)
        .bind(message.cast_signed())
        .fetch_optional(executor)
        .await?;
    Ok(row.map(Row::message))
}

/// Inserts the text that a message had until an instant.
pub async fn insert_edit(
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

/// Updates a message's text and embeds.
pub async fn update(tx: &mut Tx, ticket: &Ticket, message: &Message) -> Result<()> {
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
pub async fn mark_deleted(
    executor: impl Executor,
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
    .execute(executor)
    .await?;
    Ok(())
}

/// Fetches a page of a ticket's messages after one, the oldest first.
pub async fn fetch_after(
    executor: impl Executor,
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
        .fetch_all(executor)
        .await?;
    Ok(rows.into_iter().map(Row::message).collect())
}

/// Fetches the messages in a range, the oldest first.
pub async fn fetch_between(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    (first, last): (u64, u64),
) -> Result<Vec<Message>> {
    let rows: Vec<Row> = sql(select!("AND message_id >= $3 AND message_id <= $4 ORDER BY message_id"))
        .bind(guild)
        .bind(ticket)
        .bind(first.cast_signed())
        .bind(last.cast_signed())
        .fetch_all(executor)
        .await?;
    Ok(rows.into_iter().map(Row::message).collect())
}

/// Fetches the last messages of people in a ticket that are not deleted, the oldest first.
pub async fn fetch_latest(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    limit: u32,
) -> Result<Vec<Message>> {
    let rows: Vec<Row> =
        sql(select!("AND deleted_at IS NULL AND speaker <> 'bot' ORDER BY message_id DESC LIMIT $3"))
            .bind(guild)
            .bind(ticket)
            .bind(limit)
            .fetch_all(executor)
            .await?;
    Ok(rows.into_iter().rev().map(Row::message).collect())
}

/// Counts a ticket's stored messages.
pub async fn count(executor: impl Executor, guild: GuildId, ticket: i64) -> Result<u64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(ticket)
        .fetch_one(executor)
        .await?;
    Ok(count.cast_unsigned())
}

/// Fetches the latest name of each author of a ticket.
pub async fn fetch_names(executor: impl Executor, guild: GuildId, ticket: i64) -> Result<Vec<(u64, String)>> {
    let rows: Vec<(i64, String)> = sql("SELECT user_id, author_name FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2 \
         AND message_id IN (SELECT MAX(message_id) FROM ticket_messages WHERE guild_id = $1 AND ticket_id = $2 \
         AND speaker <> 'bot' AND author_name <> '' GROUP BY user_id) LIMIT 1000")
    .bind(guild)
    .bind(ticket)
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(|(id, name)| (id.cast_unsigned(), name)).collect())
}

/// Fetches the earlier texts of the messages in a range, the oldest first.
pub async fn fetch_edits(
    executor: impl Executor,
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
    .fetch_all(executor)
    .await?;
    let edit = |(message, content, replaced_at): (i64, String, DateTime<Utc>)| Edit {
        message: message.cast_unsigned(),
        content,
        replaced_at,
    };
    Ok(rows.into_iter().map(edit).collect())
}

/// Up to where a ticket's channel was read.
#[derive(Clone, Copy, Debug)]
pub struct ChannelState {
    /// The ticket.
    pub ticket: i64,
    /// Its channel.
    pub channel: ChannelId,
    /// The last stored message; 0 for none.
    pub last_message: u64,
    /// When a member or staff wrote last.
    pub last_spoke_at: Option<DateTime<Utc>>,
}

/// Fetches up to where each ticket's channel of a guild was read.
pub async fn fetch_channel_states(executor: impl Executor, guild: GuildId) -> Result<Vec<ChannelState>> {
    type Row = (i64, i64, i64, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    let rows: Vec<Row> =
        sql("SELECT t.id, t.channel_id, COALESCE((SELECT MAX(m.message_id) FROM ticket_messages m \
         WHERE m.guild_id = t.guild_id AND m.ticket_id = t.id), 0), t.last_member_at, t.last_staff_at \
         FROM support_tickets t WHERE t.guild_id = $1 AND t.channel_id IS NOT NULL ORDER BY t.id")
        .bind(guild)
        .fetch_all(executor)
        .await?;
    let read = |(ticket, channel, kept, member, staff): Row| {
        let (channel, last_message) = (snowflake(Some(channel))?, kept.cast_unsigned());
        Some(ChannelState { ticket, channel, last_message, last_spoke_at: member.max(staff) })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Updates when the member and staff wrote last in a locked ticket, and staff first.
pub async fn update_activity(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
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

/// Marks a closed ticket's transcript as complete.
pub async fn set_transcript_at(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    sql("UPDATE support_tickets SET transcript_at = $3 \
         WHERE guild_id = $1 AND id = $2 AND transcript_at IS NULL AND status IN ('closed', 'archived')")
    .bind(guild)
    .bind(ticket)
    .bind(now)
    .execute(executor)
    .await?;
    Ok(())
}

fn json(embeds: &[Embed]) -> Result<String> {
    Ok(serde_json::to_string(embeds).map_err(anyhow::Error::from)?)
}
