//! Requests to close, and ratings.

use plugin_api::{
    Result, Tx,
    chrono::{DateTime, Utc},
    db::Executor,
    serenity::{GuildId, MessageId, UserId},
    sql,
};

use crate::ticket::{Ticket, store::row::snowflake};

/// The word in the history for a request to close.
pub const REQUESTED: &str = "close_request";
/// The word in the history for a member's no to it.
pub const DECLINED: &str = "close_declined";
/// The word in the history for having asked for a rating.
pub const ASKED: &str = "rating_asked";

/// Staff's question whether a ticket may be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseRequest {
    /// Who of staff asked; nobody where it was a program or who asked to be forgotten.
    pub by: Option<UserId>,
    /// Why it is closed, if it is; may be empty.
    pub reason: String,
    /// The question in the channel, once it is there.
    pub message: Option<MessageId>,
    /// When it is closed unless the member answers.
    pub due_at: DateTime<Utc>,
    /// When staff asked.
    pub created_at: DateTime<Utc>,
}

/// Keeps a request to close a locked ticket that has none.
pub async fn ask(tx: &mut Tx, ticket: &Ticket, request: &CloseRequest) -> Result<()> {
    sql("INSERT INTO ticket_close_requests (guild_id, ticket_id, user_id, reason, due_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(request.by.map_or(0, |user| user.get().cast_signed()))
    .bind(request.reason.as_str())
    .bind(request.due_at)
    .bind(request.created_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// A ticket's request to close, if there is one.
pub async fn request(on: impl Executor, guild: GuildId, id: i64) -> Result<Option<CloseRequest>> {
    type Row = (i64, String, Option<i64>, DateTime<Utc>, DateTime<Utc>);
    let row: Option<Row> = sql(
        "SELECT user_id, reason, message_id, due_at, created_at FROM ticket_close_requests WHERE guild_id = $1 AND ticket_id = $2",
    )
    .bind(guild)
    .bind(id)
    .fetch_optional(on)
    .await?;
    Ok(row.map(|(by, reason, message, due_at, created_at)| CloseRequest {
        by: snowflake::<UserId>(Some(by)),
        reason,
        message: snowflake::<MessageId>(message),
        due_at,
        created_at,
    }))
}

/// Tells that the question is in the channel, and until when it can be answered.
pub async fn mark_asked(
    tx: &mut Tx,
    ticket: &Ticket,
    message: MessageId,
    due_at: DateTime<Utc>,
) -> Result<()> {
    sql("UPDATE ticket_close_requests SET message_id = $3, due_at = $4 WHERE guild_id = $1 AND ticket_id = $2")
        .bind(ticket.guild)
        .bind(ticket.id)
        .bind(message)
        .bind(due_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes back a request to close, if there is one.
pub async fn withdraw(on: impl Executor, guild: GuildId, id: i64) -> Result<()> {
    sql("DELETE FROM ticket_close_requests WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(id)
        .execute(on)
        .await?;
    Ok(())
}

/// What a member thought of the help.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Rating {
    /// 1 to 5.
    pub stars: i64,
    /// In their words; may be empty.
    pub comment: String,
}

/// Keeps how many stars a member gives, in place of those they gave before; what they wrote stays.
pub async fn rate(tx: &mut Tx, ticket: &Ticket, user: UserId, stars: u8, now: DateTime<Utc>) -> Result<()> {
    sql("INSERT INTO ticket_ratings (guild_id, ticket_id, user_id, stars, comment, rated_at) VALUES ($1, $2, $3, $4, '', $5) \
         ON CONFLICT (guild_id, ticket_id) DO UPDATE SET stars = excluded.stars, rated_at = excluded.rated_at")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(user)
    .bind(i64::from(stars))
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps what a member wrote with their rating. Gives `false` where there is none.
pub async fn comment(tx: &mut Tx, ticket: &Ticket, comment: &str, now: DateTime<Utc>) -> Result<bool> {
    let kept =
        sql("UPDATE ticket_ratings SET comment = $3, rated_at = $4 WHERE guild_id = $1 AND ticket_id = $2")
            .bind(ticket.guild)
            .bind(ticket.id)
            .bind(comment)
            .bind(now)
            .execute(tx)
            .await?;
    Ok(kept == 1)
}

/// A ticket's rating, if it has one.
pub async fn rating(on: impl Executor, guild: GuildId, id: i64) -> Result<Option<Rating>> {
    let rating = sql("SELECT stars, comment FROM ticket_ratings WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(id)
        .fetch_optional(on)
        .await?;
    Ok(rating)
}

/// Whether the member was asked for a rating since an instant.
pub async fn was_asked(on: impl Executor, guild: GuildId, id: i64, since: DateTime<Utc>) -> Result<bool> {
    let (count,): (i64,) = sql(
        "SELECT COUNT(*) FROM ticket_events WHERE guild_id = $1 AND ticket_id = $2 AND kind = $3 AND created_at >= $4",
    )
    .bind(guild)
    .bind(id)
    .bind(ASKED)
    .bind(since)
    .fetch_one(on)
    .await?;
    Ok(count > 0)
}
