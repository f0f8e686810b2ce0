//! The stored guests of tickets.

use plugin_api::{
    Result,
    db::Executor,
    serenity::{GuildId, RoleId, UserId},
    sql,
};

use super::domain::Guest;
use crate::ticket::store::row::snowflake;

/// Fetches a ticket's guests.
pub async fn fetch_guests(executor: impl Executor, guild: GuildId, ticket: i64) -> Result<Vec<Guest>> {
    let rows: Vec<(i64, String)> = sql(
        "SELECT target_id, kind FROM ticket_people WHERE guild_id = $1 AND ticket_id = $2 ORDER BY target_id",
    )
    .bind(guild)
    .bind(ticket)
    .fetch_all(executor)
    .await?;
    let guest = |(id, kind): (i64, String)| match kind.as_str() {
        "role" => snowflake::<RoleId>(Some(id)).map(Guest::Role),
        _ => snowflake::<UserId>(Some(id)).map(Guest::Member),
    };
    Ok(rows.into_iter().filter_map(guest).collect())
}

/// Adds a guest to a ticket; returns `false` if they were added already.
pub async fn add_guest(executor: impl Executor, guild: GuildId, ticket: i64, guest: Guest) -> Result<bool> {
    let added = sql("INSERT INTO ticket_people (guild_id, ticket_id, target_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(guild)
        .bind(ticket)
        .bind(guest.id().cast_signed())
        .bind(guest.kind())
        .execute(executor)
        .await?;
    Ok(added == 1)
}

/// Removes a guest from a ticket; returns `false` if they were not in it.
pub async fn remove_guest(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    guest: Guest,
) -> Result<bool> {
    let removed = sql("DELETE FROM ticket_people WHERE guild_id = $1 AND ticket_id = $2 AND target_id = $3")
        .bind(guild)
        .bind(ticket)
        .bind(guest.id().cast_signed())
        .execute(executor)
        .await?;
    Ok(removed == 1)
}

/// Fetches the tickets with a channel that a member opened, is assigned to, or was added to.
pub async fn fetch_ticket_ids(executor: impl Executor, guild: GuildId, user: UserId) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = sql("SELECT id FROM support_tickets WHERE guild_id = $1 AND channel_id IS NOT NULL AND \
         (user_id = $2 OR claimed_by = $2 OR id IN \
         (SELECT ticket_id FROM ticket_people WHERE guild_id = $1 AND target_id = $2 AND kind = 'member')) ORDER BY id")
    .bind(guild)
    .bind(user)
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
