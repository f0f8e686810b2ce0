//! Reading tickets and changing their state.

pub mod history;
pub mod row;
pub mod visibility;

use plugin_api::{
    Result, Tx,
    chrono::{DateTime, Utc},
    db::Executor,
    serenity::{ChannelId, GuildId, UserId},
    sql,
};

use super::{
    domain::Ticket,
    store::row::{Row, select},
};
use crate::people::Guest;

/// A guild's ticket by its number.
pub async fn fetch(executor: impl Executor, guild: GuildId, id: i64) -> Result<Option<Ticket>> {
    let row: Option<Row> =
        sql(select!("WHERE guild_id = $1 AND id = $2")).bind(guild).bind(id).fetch_optional(executor).await?;
    row.map(Row::ticket).transpose()
}

/// The ticket whose channel or thread this is.
pub async fn fetch_by_channel(
    executor: impl Executor,
    guild: GuildId,
    channel: ChannelId,
) -> Result<Option<Ticket>> {
    let row: Option<Row> = sql(select!("WHERE guild_id = $1 AND channel_id = $2"))
        .bind(guild)
        .bind(channel)
        .fetch_optional(executor)
        .await?;
    row.map(Row::ticket).transpose()
}

/// A ticket as it is now, for the rest of the transaction: nobody else changes it until then.
pub async fn lock(tx: &mut Tx, guild: GuildId, id: i64) -> Result<Option<Ticket>> {
    // An update that changes nothing takes the row's lock on both databases; SELECT .. FOR UPDATE is PostgreSQL's alone.
    let locked = sql("UPDATE support_tickets SET revision = revision WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    if locked == 0 { Ok(None) } else { fetch(tx, guild, id).await }
}

/// Stores the state of a locked ticket: everything that [`crate::ticket::actions::apply`] may change.
pub async fn change(tx: &mut Tx, ticket: &Ticket, now: DateTime<Utc>) -> Result<()> {
    sql("UPDATE support_tickets SET revision = revision + 1, status = $3, claimed_by = $4, claimed_at = $5, escalated_to = $6, \
         escalated_at = $7, waiting_since = $8, waited_seconds = $9, close_reason = $10, closed_by = $11, closed_at = $12, \
         archived_at = $13, transcript_at = $14, reopened = $15, category = $16, priority = $17, updated_at = $18 \
         WHERE guild_id = $1 AND id = $2")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(ticket.status.as_str())
    .bind(ticket.claimed_by)
    .bind(ticket.claimed_at)
    .bind(ticket.escalated_to)
    .bind(ticket.escalated_at)
    .bind(ticket.waiting_since)
    .bind(ticket.waited_seconds)
    .bind(ticket.close_reason.as_str())
    .bind(ticket.closed_by)
    .bind(ticket.closed_at)
    .bind(ticket.archived_at)
    .bind(ticket.transcript_at)
    .bind(ticket.reopened)
    .bind(ticket.category.as_str())
    .bind(ticket.priority.as_str())
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells which channel a ticket has from now on; none when it is gone.
pub async fn set_channel(
    executor: impl Executor,
    guild: GuildId,
    id: i64,
    channel: Option<ChannelId>,
) -> Result<()> {
    sql("UPDATE support_tickets SET channel_id = $3, message_id = NULL, applied = '' WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .bind(channel)
        .execute(executor)
        .await?;
    Ok(())
}

/// What an act was done with.
#[derive(Clone, Copy, Debug)]
pub enum Detail<'w> {
    /// Such as a category's key. Nothing that members or staff wrote: the history is kept when what was said is removed.
    Word(&'w str),
    /// Somebody who was let in, taken out, or given it.
    To(Guest),
}

impl<'w> From<&'w str> for Detail<'w> {
    fn from(word: &'w str) -> Self {
        Self::Word(word)
    }
}

impl<'w> From<&'w String> for Detail<'w> {
    fn from(word: &'w String) -> Self {
        Self::Word(word)
    }
}

/// An entry of a ticket's history.
#[derive(Clone, Copy, Debug)]
pub struct Event<'w> {
    kind: &'w str,
    by: Option<UserId>,
    detail: Detail<'w>,
}

impl<'w> Event<'w> {
    /// What was done, by whom (`None` for the host and programs), and with what.
    pub fn new(kind: &'w str, by: Option<UserId>, detail: impl Into<Detail<'w>>) -> Self {
        Self { kind, by, detail: detail.into() }
    }
}

/// Adds to a locked ticket's history.
pub async fn insert_event(tx: &mut Tx, ticket: &Ticket, event: Event<'_>, now: DateTime<Utc>) -> Result<()> {
    let Event { kind, by, detail } = event;
    let (target, detail) = match detail {
        Detail::Word(word) => (None, word.to_owned()),
        Detail::To(Guest::Role(role)) => (None, role.to_string()),
        Detail::To(Guest::Member(member)) => (Some(member), String::new()),
    };
    sql("INSERT INTO ticket_events (guild_id, ticket_id, seq, kind, user_id, target_id, detail, created_at) \
         SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7 FROM ticket_events WHERE guild_id = $1 AND ticket_id = $2")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(kind)
    .bind(by)
    .bind(target)
    .bind(detail)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// A guild's tickets after a number, in order; only those that stand so, and of this member, where these are given.
pub async fn list(
    executor: impl Executor,
    guild: GuildId,
    (status, user): (Option<&'static str>, Option<u64>),
    after: i64,
    limit: u32,
) -> Result<Vec<Ticket>> {
    let rows: Vec<Row> = sql(select!(
        "WHERE guild_id = $1 AND id > $2 AND ($3 = '' OR status = $3) AND ($4 = 0 OR user_id = $4) ORDER BY id LIMIT $5"
    ))
    .bind(guild)
    .bind(after)
    .bind(status.unwrap_or_default())
    .bind(user.unwrap_or_default().cast_signed())
    .bind(limit)
    .fetch_all(executor)
    .await?;
    rows.into_iter().map(Row::ticket).collect()
}
