//! The stored topics, and the summaries and embeddings that they are found by.

pub mod summaries;

use plugin_api::{
    Db, Result, Tx,
    chrono::{DateTime, Utc},
    db::{Executor, Statement, next_number},
    serenity::{ChannelId, GuildId, MessageId, UserId},
    sql,
};

use super::domain::{Decision, Draft, Summary, Topic};
use crate::ticket::store::row::snowflake;

/// The counter of the topics' numbers.
const KIND: &str = "ticket_topic";

/// How many tickets one query asks for.
const BATCH: usize = 10;

/// How many topics are compared: the latest.
const MAX_TOPICS: u32 = 200;

/// A ticket as a proposal shows it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NamedTicket {
    /// Its number.
    pub id: i64,
    /// Its channel, while there is one.
    pub channel_id: Option<i64>,
    /// Its summary; none if that was erased.
    pub summary: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    ticket_id: i64,
    user_id: i64,
    summary: String,
    similarity_key: String,
    embedding: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<SummaryRow> for Summary {
    fn from(row: SummaryRow) -> Self {
        Self {
            ticket: row.ticket_id,
            user: row.user_id.cast_unsigned(),
            text: row.summary,
            key: row.similarity_key,
            // An unreadable embedding counts as none: words decide then.
            vector: row.embedding.and_then(|numbers| serde_json::from_str(&numbers).ok()),
            at: row.created_at,
        }
    }
}

/// Fetches the latest summaries since an instant, with one language model's embeddings.
pub async fn fetch_summaries(
    executor: impl Executor,
    guild: GuildId,
    model: &str,
    since: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Summary>> {
    let rows: Vec<SummaryRow> = sql(
        "SELECT ticket_id, user_id, summary, similarity_key, CASE WHEN embedding_model = $2 THEN embedding END AS embedding, created_at \
         FROM ticket_summaries WHERE guild_id = $1 AND created_at >= $3 ORDER BY created_at DESC, ticket_id DESC LIMIT $4",
    )
    .bind(guild)
    .bind(model)
    .bind(since)
    .bind(limit)
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(Summary::from).collect())
}

/// Fetches the summaries of these tickets, with one language model's embeddings.
pub async fn fetch_summaries_of(
    db: &Db,
    guild: GuildId,
    model: &str,
    tickets: &[i64],
) -> Result<Vec<Summary>> {
    let mut found = Vec::with_capacity(tickets.len());
    for part in tickets.chunks(BATCH) {
        let statement = sql(
            "SELECT ticket_id, user_id, summary, similarity_key, CASE WHEN embedding_model = $2 THEN embedding END AS embedding, created_at \
             FROM ticket_summaries WHERE guild_id = $1 AND ticket_id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(guild)
        .bind(model);
        let rows: Vec<SummaryRow> = bind_numbers(statement, part).fetch_all(db).await?;
        found.extend(rows.into_iter().map(Summary::from));
    }
    Ok(found)
}

/// Whether there is a summary of any ticket that this user opened.
pub async fn has_summary(executor: impl Executor, guild: GuildId, user: u64) -> Result<bool> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM ticket_summaries WHERE guild_id = $1 AND user_id = $2")
        .bind(guild)
        .bind(user.cast_signed())
        .fetch_one(executor)
        .await?;
    Ok(count > 0)
}

/// Binds the numbers of tickets, padded with 0, which no ticket has.
fn bind_numbers(statement: Statement, part: &[i64]) -> Statement {
    let numbers = part.iter().copied().chain(std::iter::repeat(0)).take(BATCH);
    numbers.fold(statement, Statement::bind)
}

/// Stores a language model's embeddings of summaries.
pub async fn update_embeddings(db: &Db, guild: GuildId, model: &str, summaries: &[Summary]) -> Result<()> {
    let mut tx = db.begin().await?;
    for summary in summaries {
        let vector = serde_json::to_string(&summary.vector).map_err(anyhow::Error::from)?;
        sql("UPDATE ticket_summaries SET embedding = $3, embedding_model = $4 \
             WHERE guild_id = $1 AND ticket_id = $2 AND summary = $5")
        .bind(guild)
        .bind(summary.ticket)
        .bind(vector)
        .bind(model)
        .bind(summary.text.as_str())
        .execute(&mut tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

/// Fetches these tickets as a proposal shows them, oldest first.
pub async fn fetch_named_tickets(db: &Db, guild: GuildId, tickets: &[i64]) -> Result<Vec<NamedTicket>> {
    let mut found = Vec::with_capacity(tickets.len());
    for part in tickets.chunks(BATCH) {
        let statement = sql("SELECT t.id, t.channel_id, s.summary FROM support_tickets t \
             LEFT JOIN ticket_summaries s ON s.guild_id = t.guild_id AND s.ticket_id = t.id \
             WHERE t.guild_id = $1 AND t.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(guild);
        found.extend(bind_numbers(statement, part).fetch_all::<NamedTicket>(db).await?);
    }
    found.sort_by_key(|ticket| ticket.id);
    Ok(found)
}

#[derive(sqlx::FromRow)]
struct Row {
    guild_id: i64,
    id: i64,
    user_id: i64,
    similarity_key: String,
    title: String,
    text: String,
    note: String,
    tickets: String,
    status: String,
    channel_id: Option<i64>,
    message_id: Option<i64>,
    entry_id: Option<i64>,
    decided_by: Option<i64>,
    decided_at: Option<DateTime<Utc>>,
}

/// The columns of [`Row`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT guild_id, id, user_id, similarity_key, title, text, note, tickets, status, channel_id, message_id, entry_id, ",
            "decided_by, decided_at FROM ticket_topics ",
            $rest
        )
    };
}

impl Row {
    fn topic(self) -> Result<Topic> {
        let decision: Decision = self.status.parse().map_err(|_| {
            anyhow::anyhow!("ticket_topics.status holds '{}', which this version doesn't know", self.status)
        })?;
        Ok(Topic {
            guild: GuildId::new(self.guild_id.cast_unsigned()),
            id: self.id,
            key: self.similarity_key,
            draft: Draft {
                title: self.title,
                text: self.text,
                note: self.note,
                user: self.user_id.cast_unsigned(),
            },
            tickets: serde_json::from_str(&self.tickets).map_err(anyhow::Error::from)?,
            decision,
            decided: self.decided_at.map(|at| (snowflake::<UserId>(self.decided_by), at)),
            entry: self.entry_id,
            message: snowflake::<ChannelId>(self.channel_id).zip(snowflake::<MessageId>(self.message_id)),
        })
    }
}

/// A guild's topic by its number.
pub async fn fetch(executor: impl Executor, guild: GuildId, id: i64) -> Result<Option<Topic>> {
    let row: Option<Row> =
        sql(select!("WHERE guild_id = $1 AND id = $2")).bind(guild).bind(id).fetch_optional(executor).await?;
    row.map(Row::topic).transpose()
}

/// The topics of a guild, the newest first.
pub async fn fetch_all(executor: impl Executor, guild: GuildId) -> Result<Vec<Topic>> {
    let rows: Vec<Row> = sql(select!("WHERE guild_id = $1 ORDER BY id DESC LIMIT $2"))
        .bind(guild)
        .bind(MAX_TOPICS)
        .fetch_all(executor)
        .await?;
    rows.into_iter().map(Row::topic).collect()
}

/// Locks a topic until the transaction ends, and returns it.
pub async fn lock(tx: &mut Tx, guild: GuildId, id: i64) -> Result<Option<Topic>> {
    // An update that changes nothing takes the row's lock on both databases.
    sql("UPDATE ticket_topics SET status = status WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    fetch(tx, guild, id).await
}

/// Allocates the next topic's number, and locks the counter until the transaction ends.
pub async fn next_id(tx: &mut Tx, guild: GuildId) -> Result<i64> {
    Ok(next_number(tx, KIND, guild).await?)
}

/// Adds a topic.
pub async fn insert(tx: &mut Tx, topic: &Topic, now: DateTime<Utc>) -> Result<()> {
    let tickets = serde_json::to_string(&topic.tickets).map_err(anyhow::Error::from)?;
    sql("INSERT INTO ticket_topics (guild_id, id, user_id, similarity_key, title, text, note, tickets, status, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(topic.guild)
    .bind(topic.id)
    .bind(topic.draft.user.cast_signed())
    .bind(topic.key.as_str())
    .bind(topic.draft.title.as_str())
    .bind(topic.draft.text.as_str())
    .bind(topic.draft.note.as_str())
    .bind(tickets)
    .bind(topic.decision.as_str())
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Updates everything of a locked topic that can change.
pub async fn update(tx: &mut Tx, topic: &Topic) -> Result<()> {
    let tickets = serde_json::to_string(&topic.tickets).map_err(anyhow::Error::from)?;
    sql("UPDATE ticket_topics SET user_id = $3, title = $4, text = $5, note = $6, tickets = $7, status = $8, channel_id = $9, \
         message_id = $10, entry_id = $11, decided_by = $12, decided_at = $13 WHERE guild_id = $1 AND id = $2")
    .bind(topic.guild)
    .bind(topic.id)
    .bind(topic.draft.user.cast_signed())
    .bind(topic.draft.title.as_str())
    .bind(topic.draft.text.as_str())
    .bind(topic.draft.note.as_str())
    .bind(tickets)
    .bind(topic.decision.as_str())
    .bind(topic.message.map(|(channel, _)| channel))
    .bind(topic.message.map(|(_, message)| message))
    .bind(topic.entry)
    .bind(topic.decided.and_then(|(by, _)| by))
    .bind(topic.decided.map(|(_, at)| at))
    .execute(tx)
    .await?;
    Ok(())
}
