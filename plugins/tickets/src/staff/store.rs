//! What staff note for each other.

use plugin_api::{
    Result, Tx,
    chrono::{DateTime, Utc},
    db::Executor,
    serenity::{GuildId, UserId},
    sql,
};

use crate::ticket::Ticket;

/// What somebody of staff noted.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Note {
    /// Its number, counted per ticket.
    pub id: i64,
    /// Who wrote it; 0 where it was a program or who asked to be forgotten.
    pub user_id: i64,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Adds a note to a locked ticket. Gives its number.
pub async fn add(
    tx: &mut Tx,
    ticket: &Ticket,
    by: Option<UserId>,
    text: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    let (id,): (i64,) = sql("INSERT INTO ticket_notes (guild_id, ticket_id, id, user_id, text, created_at) \
         SELECT $1, $2, COALESCE(MAX(id), 0) + 1, $3, $4, $5 FROM ticket_notes WHERE guild_id = $1 AND ticket_id = $2 RETURNING id")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(by.map_or(0, |user| user.get().cast_signed()))
    .bind(text)
    .bind(now)
    .fetch_one(tx)
    .await?;
    Ok(id)
}

/// How many notes a ticket has.
pub async fn count(on: impl Executor, guild: GuildId, ticket: i64) -> Result<u64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM ticket_notes WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(ticket)
        .fetch_one(on)
        .await?;
    Ok(count.unsigned_abs())
}

/// Notes of a ticket, oldest first.
pub async fn notes(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    most: u32,
    skip: i64,
) -> Result<Vec<Note>> {
    Ok(sql("SELECT id, user_id, text, created_at FROM ticket_notes WHERE guild_id = $1 AND ticket_id = $2 \
            ORDER BY id LIMIT $3 OFFSET $4")
    .bind(guild)
    .bind(ticket)
    .bind(most)
    .bind(skip)
    .fetch_all(on)
    .await?)
}
