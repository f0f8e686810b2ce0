//! The stored summaries of tickets.

use plugin_api::{
    Result, Tx,
    chrono::{DateTime, Utc},
    db::Executor,
    serenity::GuildId,
    sql,
    text::similarity::similarity_key,
};

use crate::{ticket::Ticket, topics::plain_summary::plain_summary};

/// Stores a ticket's summary in place of an earlier one.
pub async fn upsert(tx: &mut Tx, ticket: &Ticket, summary: &str, now: DateTime<Utc>) -> Result<()> {
    sql("INSERT INTO ticket_summaries (guild_id, ticket_id, user_id, summary, similarity_key, embedding, embedding_model, created_at) \
         VALUES ($1, $2, $3, $4, $5, NULL, '', $6) ON CONFLICT (guild_id, ticket_id) DO UPDATE SET \
         user_id = $3, summary = $4, similarity_key = $5, embedding = NULL, embedding_model = '', created_at = $6")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(ticket.user.cast_signed())
    .bind(summary)
    .bind(similarity_key(&plain_summary(summary)))
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Deletes a ticket's summary, when its conversation has nothing to summarise.
pub async fn delete(executor: impl Executor, guild: GuildId, ticket: i64) -> Result<()> {
    sql("DELETE FROM ticket_summaries WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(ticket)
        .execute(executor)
        .await?;
    Ok(())
}

/// Fetches when a ticket's summary was made.
pub async fn fetch_created_at(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> =
        sql("SELECT created_at FROM ticket_summaries WHERE guild_id = $1 AND ticket_id = $2")
            .bind(guild)
            .bind(ticket)
            .fetch_optional(executor)
            .await?;
    Ok(row.map(|(made,)| made))
}

/// Fetches a ticket's summary.
pub async fn fetch(executor: impl Executor, guild: GuildId, ticket: i64) -> Result<Option<String>> {
    let row: Option<(String,)> =
        sql("SELECT summary FROM ticket_summaries WHERE guild_id = $1 AND ticket_id = $2")
            .bind(guild)
            .bind(ticket)
            .fetch_optional(executor)
            .await?;
    Ok(row.map(|(summary,)| summary))
}
