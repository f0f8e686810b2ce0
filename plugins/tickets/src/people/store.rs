//! Whom staff added to tickets.

use plugin_api::{
    Result,
    db::Executor,
    serenity::{GuildId, RoleId, UserId},
    sql,
};

use super::domain::Guest;
use crate::ticket::store::row::snowflake;

/// Who was added to a ticket.
///
/// # Errors
/// Where the database fails.
pub async fn people(on: impl Executor, guild: GuildId, ticket: i64) -> Result<Vec<Guest>> {
    let rows: Vec<(i64, String)> = sql(
        "SELECT target_id, kind FROM ticket_people WHERE guild_id = $1 AND ticket_id = $2 ORDER BY target_id",
    )
    .bind(guild)
    .bind(ticket)
    .fetch_all(on)
    .await?;
    let guest = |(id, kind): (i64, String)| match kind.as_str() {
        "role" => snowflake::<RoleId>(Some(id)).map(Guest::Role),
        _ => snowflake::<UserId>(Some(id)).map(Guest::Member),
    };
    Ok(rows.into_iter().filter_map(guest).collect())
}

/// Adds somebody to a ticket; gives `false` where they were there already.
///
/// # Errors
/// Where the database fails.
pub async fn add_guest(on: impl Executor, guild: GuildId, ticket: i64, guest: Guest) -> Result<bool> {
    let added = sql("INSERT INTO ticket_people (guild_id, ticket_id, target_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(guild)
        .bind(ticket)
        .bind(guest.id().cast_signed())
        .bind(guest.kind())
        .execute(on)
        .await?;
    Ok(added == 1)
}

/// Removes somebody from a ticket; gives `false` where they were not there.
///
/// # Errors
/// Where the database fails.
pub async fn remove_guest(on: impl Executor, guild: GuildId, ticket: i64, guest: Guest) -> Result<bool> {
    let removed = sql("DELETE FROM ticket_people WHERE guild_id = $1 AND ticket_id = $2 AND target_id = $3")
        .bind(guild)
        .bind(ticket)
        .bind(guest.id().cast_signed())
        .execute(on)
        .await?;
    Ok(removed == 1)
}

/// The tickets that have a channel and concern a member: theirs, those in their hands, and those that they were added to.
///
/// # Errors
/// Where the database fails.
pub async fn concerning(on: impl Executor, guild: GuildId, user: UserId) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = sql("SELECT id FROM support_tickets WHERE guild_id = $1 AND channel_id IS NOT NULL AND \
         (user_id = $2 OR claimed_by = $2 OR id IN \
         (SELECT ticket_id FROM ticket_people WHERE guild_id = $1 AND target_id = $2 AND kind = 'member')) ORDER BY id")
    .bind(guild)
    .bind(user)
    .fetch_all(on)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
