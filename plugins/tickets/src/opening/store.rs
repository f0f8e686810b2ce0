//! Opening: what limits it, the row that comes before the channel, drafts and panels.

use plugin_api::{
    Result, Tx,
    chrono::{DateTime, Utc},
    db::{Executor, next_number},
    serenity::{ChannelId, GuildId, MessageId, UserId},
    sql,
};

use super::domain::{Draft, NewTicket};
use crate::ticket::{
    Place, Ticket,
    store::row::{Row, parse_word, select, snowflake},
};

/// The counter behind the tickets' numbers.
const COUNTER: &str = "ticket";

/// What decides whether a member may open another ticket of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Load {
    /// How many of theirs are open.
    pub mine: i64,
    /// How many are open in all.
    pub all: i64,
    /// When they opened the latest.
    pub last: Option<DateTime<Utc>>,
    /// The channel of one of theirs that is open.
    channel_id: Option<i64>,
}

impl Load {
    /// The channel of one of theirs that is open.
    #[must_use]
    pub fn channel(&self) -> Option<ChannelId> {
        snowflake(self.channel_id)
    }
}

/// How much is open in a category, and of it by a member.
pub async fn fetch_load(on: impl Executor, guild: GuildId, category: &str, user: UserId) -> Result<Load> {
    Ok(sql("SELECT COALESCE(SUM(CASE WHEN live = 1 AND user_id = $3 THEN 1 ELSE 0 END), 0) AS mine, \
         COALESCE(SUM(live), 0) AS \"all\", MAX(CASE WHEN user_id = $3 THEN created_at END) AS last, \
         MAX(CASE WHEN live = 1 AND user_id = $3 THEN channel_id END) AS channel_id FROM \
         (SELECT user_id, created_at, channel_id, CASE WHEN status IN ('closed', 'archived') THEN 0 ELSE 1 END AS live \
         FROM support_tickets WHERE guild_id = $1 AND category = $2) AS tickets")
    .bind(guild)
    .bind(category)
    .bind(user)
    .fetch_one(on)
    .await?)
}

/// The number of the next ticket. Whoever else opens one in this guild waits until the transaction ends: what is counted after this holds.
pub async fn next_id(tx: &mut Tx, guild: GuildId) -> Result<i64> {
    Ok(next_number(tx, COUNTER, guild).await?)
}

/// The row of a ticket whose channel is yet to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewRow<'a> {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: i64,
    /// What the member wrote.
    pub new_ticket: &'a NewTicket,
    /// Channel or thread.
    pub place: Place,
    /// The member's language, if it is known.
    pub locale: Option<&'a str>,
    /// The current time.
    pub now: DateTime<Utc>,
}

/// Stores a ticket whose channel is yet to be made.
pub async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<()> {
    let NewRow { guild, id, new_ticket, place, locale, now } = *row;
    let answers = serde_json::to_string(&new_ticket.answers).map_err(anyhow::Error::from)?;
    sql("INSERT INTO support_tickets (guild_id, id, revision, user_id, username, description, answers, folded, category, status, priority, \
         place, source, source_channel_id, source_message_id, applied, renamed, waited_seconds, close_reason, reopened, created_at, \
         updated_at, locale) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, 'opening', 'normal', $9, $10, $11, $12, '', '[]', 0, '', 0, $13, $13, $14)")
    .bind(guild)
    .bind(id)
    .bind(new_ticket.user)
    .bind(new_ticket.username.as_str())
    .bind(new_ticket.description.as_str())
    .bind(answers)
    .bind(format!("{}\n{}", new_ticket.username, new_ticket.words()).to_lowercase())
    .bind(new_ticket.category.as_str())
    .bind(place.as_str())
    .bind(new_ticket.source.as_str())
    .bind(new_ticket.origin.map(|(channel, _)| channel))
    .bind(new_ticket.origin.map(|(_, message)| message))
    .bind(now)
    .bind(locale)
    .execute(tx)
    .await?;
    Ok(())
}

/// Removes a ticket whose channel could not be made, with its history; gives `false` where it is more than that by now.
pub async fn delete_opening(tx: &mut Tx, guild: GuildId, id: i64) -> Result<bool> {
    let removed = sql("DELETE FROM support_tickets WHERE guild_id = $1 AND id = $2 AND status = 'opening'")
        .bind(guild)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    if removed == 0 {
        return Ok(false);
    }
    for statement in [
        "DELETE FROM ticket_events WHERE guild_id = $1 AND ticket_id = $2",
        "DELETE FROM ticket_people WHERE guild_id = $1 AND ticket_id = $2",
        "DELETE FROM ticket_words WHERE guild_id = $1 AND ticket_id = $2",
    ] {
        sql(statement).bind(guild).bind(id).execute(&mut *tx).await?;
    }
    Ok(true)
}

/// The tickets of a guild whose channel is being made.
pub async fn being_opened(on: impl Executor, guild: GuildId) -> Result<Vec<Ticket>> {
    let rows: Vec<Row> = sql(select!("WHERE guild_id = $1 AND status = 'opening' ORDER BY id"))
        .bind(guild)
        .fetch_all(on)
        .await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// The tickets of a guild that have a channel or thread.
pub async fn with_channel(on: impl Executor, guild: GuildId) -> Result<Vec<Ticket>> {
    let rows: Vec<Row> = sql(select!("WHERE guild_id = $1 AND channel_id IS NOT NULL ORDER BY id"))
        .bind(guild)
        .fetch_all(on)
        .await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// Tells which message shows a ticket's state.
pub async fn set_message(on: impl Executor, guild: GuildId, id: i64, message: MessageId) -> Result<()> {
    sql("UPDATE support_tickets SET message_id = $3 WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .bind(message)
        .execute(on)
        .await?;
    Ok(())
}

/// Keeps what a ticket's channel was made to look like.
pub async fn set_applied(on: impl Executor, guild: GuildId, id: i64, applied: &str) -> Result<()> {
    sql("UPDATE support_tickets SET applied = $3 WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .bind(applied)
        .execute(on)
        .await?;
    Ok(())
}

/// Keeps when a ticket's channel was renamed lately.
pub async fn set_renamed(
    on: impl Executor,
    guild: GuildId,
    id: i64,
    renamed: &[DateTime<Utc>],
) -> Result<()> {
    sql("UPDATE support_tickets SET renamed = $3 WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .bind(serde_json::to_string(renamed).map_err(anyhow::Error::from)?)
        .execute(on)
        .await?;
    Ok(())
}

/// A draft as it is kept.
#[derive(sqlx::FromRow)]
struct DraftRow {
    id: i64,
    user_id: i64,
    username: String,
    category: String,
    description: String,
    answers: String,
    source: String,
    source_channel_id: Option<i64>,
    source_message_id: Option<i64>,
    shown: String,
}

impl DraftRow {
    fn draft(self) -> Result<Option<Draft>> {
        let Some(user) = snowflake::<UserId>(Some(self.user_id)) else { return Ok(None) };
        let new_ticket = NewTicket {
            user,
            username: self.username,
            category: self.category,
            description: self.description,
            answers: serde_json::from_str(&self.answers).unwrap_or_default(),
            source: parse_word("source", &self.source)?,
            origin: snowflake::<ChannelId>(self.source_channel_id)
                .zip(snowflake::<MessageId>(self.source_message_id)),
        };
        Ok(Some(Draft {
            id: self.id,
            new_ticket,
            shown: serde_json::from_str(&self.shown).unwrap_or_default(),
        }))
    }
}

/// A member's draft.
pub async fn draft(on: impl Executor, guild: GuildId, id: i64, user: UserId) -> Result<Option<Draft>> {
    let row: Option<DraftRow> =
        sql("SELECT id, user_id, username, category, description, answers, source, source_channel_id, \
         source_message_id, shown FROM ticket_drafts WHERE guild_id = $1 AND id = $2 AND user_id = $3")
        .bind(guild)
        .bind(id)
        .bind(user)
        .fetch_optional(on)
        .await?;
    row.map_or(Ok(None), DraftRow::draft)
}

/// Keeps a new draft; gives its number.
pub async fn insert_draft(
    tx: &mut Tx,
    guild: GuildId,
    new_ticket: &NewTicket,
    shown: &[i64],
    now: DateTime<Utc>,
) -> Result<i64> {
    let id = next_number(tx, "ticket_draft", guild).await?;
    sql("INSERT INTO ticket_drafts (guild_id, id, user_id, username, category, description, answers, source, source_channel_id, \
         source_message_id, shown, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    .bind(guild)
    .bind(id)
    .bind(new_ticket.user)
    .bind(new_ticket.username.as_str())
    .bind(new_ticket.category.as_str())
    .bind(new_ticket.description.as_str())
    .bind(serde_json::to_string(&new_ticket.answers).map_err(anyhow::Error::from)?)
    .bind(new_ticket.source.as_str())
    .bind(new_ticket.origin.map(|(channel, _)| channel))
    .bind(new_ticket.origin.map(|(_, message)| message))
    .bind(serde_json::to_string(shown).map_err(anyhow::Error::from)?)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(id)
}

/// Chooses a draft's category.
pub async fn update_category(on: impl Executor, guild: GuildId, id: i64, category: &str) -> Result<()> {
    sql("UPDATE ticket_drafts SET category = $3 WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .bind(category)
        .execute(on)
        .await?;
    Ok(())
}

/// Removes a member's draft; gives `false` where somebody was faster.
pub async fn take_draft(on: impl Executor, guild: GuildId, id: i64, user: UserId) -> Result<bool> {
    let taken = sql("DELETE FROM ticket_drafts WHERE guild_id = $1 AND id = $2 AND user_id = $3")
        .bind(guild)
        .bind(id)
        .bind(user)
        .execute(on)
        .await?;
    Ok(taken == 1)
}

/// Removes the drafts of a guild that are older than this.
pub async fn delete_drafts(on: impl Executor, guild: GuildId, before: DateTime<Utc>) -> Result<()> {
    sql("DELETE FROM ticket_drafts WHERE guild_id = $1 AND created_at < $2")
        .bind(guild)
        .bind(before)
        .execute(on)
        .await?;
    Ok(())
}

/// Counts that an entry of the FAQ answered somebody before they opened a ticket, or did not.
pub async fn count_shown(on: impl Executor, guild: GuildId, entry: i64, helped: bool) -> Result<()> {
    sql("INSERT INTO ticket_deflections (guild_id, entry_id, helped, opened) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (guild_id, entry_id) DO UPDATE SET helped = ticket_deflections.helped + excluded.helped, \
         opened = ticket_deflections.opened + excluded.opened")
    .bind(guild)
    .bind(entry)
    .bind(i64::from(helped))
    .bind(i64::from(!helped))
    .execute(on)
    .await?;
    Ok(())
}

/// The message of a channel's panel.
pub async fn panel(on: impl Executor, guild: GuildId, channel: ChannelId) -> Result<Option<MessageId>> {
    let row: Option<(i64,)> =
        sql("SELECT message_id FROM ticket_panels WHERE guild_id = $1 AND channel_id = $2")
            .bind(guild)
            .bind(channel)
            .fetch_optional(on)
            .await?;
    Ok(row.and_then(|(message,)| snowflake(Some(message))))
}

/// Tells which message is a channel's panel.
pub async fn set_panel(
    on: impl Executor,
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
) -> Result<()> {
    sql("INSERT INTO ticket_panels (guild_id, channel_id, message_id) VALUES ($1, $2, $3) \
         ON CONFLICT (guild_id, channel_id) DO UPDATE SET message_id = excluded.message_id")
    .bind(guild)
    .bind(channel)
    .bind(message)
    .execute(on)
    .await?;
    Ok(())
}

/// Forgets the panel of a channel that is gone.
pub async fn delete_panel(on: impl Executor, guild: GuildId, channel: ChannelId) -> Result<()> {
    sql("DELETE FROM ticket_panels WHERE guild_id = $1 AND channel_id = $2")
        .bind(guild)
        .bind(channel)
        .execute(on)
        .await?;
    Ok(())
}
