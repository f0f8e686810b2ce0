//! Lists of reminders, for members and programs.

use plugin_api::{
    Db, Result,
    db::Run,
    serenity::{ChannelId, GuildId, Permissions, UserId},
    sql,
};

use super::row::{read_all, select};
use crate::domain::{Actor, Reminder};

/// The most reminders that are searched for one that somebody names.
const MOST_OPEN: u32 = 2_000;

/// Which reminders a list shows; those that have ended are in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A member's.
    Of(UserId),
    /// A channel's.
    In(ChannelId),
    /// The guild's.
    All,
}

/// How many a list shows.
///
/// # Errors
/// Where the database fails.
pub async fn count(on: impl Run, guild: GuildId, scope: Scope) -> Result<u64> {
    let statement = match scope {
        Scope::Of(user) => sql(
            "SELECT COUNT(*) FROM reminders WHERE guild_id = $1 AND status <> 'ended' AND created_by = $2",
        )
        .bind(guild)
        .bind(user),
        Scope::In(channel) => sql(
            "SELECT COUNT(*) FROM reminders WHERE guild_id = $1 AND status <> 'ended' AND channel_id = $2",
        )
        .bind(guild)
        .bind(channel),
        Scope::All => {
            sql("SELECT COUNT(*) FROM reminders WHERE guild_id = $1 AND status <> 'ended'").bind(guild)
        }
    };
    let (count,): (i64,) = statement.one(on).await?;
    Ok(count.cast_unsigned())
}

/// One page of a list, what comes next first.
///
/// # Errors
/// Where the database fails.
pub async fn list(db: &Db, guild: GuildId, scope: Scope, limit: u32, offset: i64) -> Result<Vec<Reminder>> {
    let statement = match scope {
        Scope::Of(user) => sql(select!(
            "WHERE guild_id = $1 AND status <> 'ended' AND created_by = $4 ORDER BY event_time, number LIMIT $2 OFFSET $3"
        ))
        .bind(guild)
        .bind(limit)
        .bind(offset)
        .bind(user),
        Scope::In(channel) => sql(select!(
            "WHERE guild_id = $1 AND status <> 'ended' AND channel_id = $4 ORDER BY event_time, number LIMIT $2 OFFSET $3"
        ))
        .bind(guild)
        .bind(limit)
        .bind(offset)
        .bind(channel),
        Scope::All => sql(select!(
            "WHERE guild_id = $1 AND status <> 'ended' ORDER BY event_time, number LIMIT $2 OFFSET $3"
        ))
        .bind(guild)
        .bind(limit)
        .bind(offset),
    };
    read_all(statement.all(db).await?)
}

/// Those that somebody may change without asking Discord ([`Reminder::is_open_to`]), what comes next first: their own, those of the
/// channel where they may manage messages, or all for an administrator; [`MOST_OPEN`] at most.
///
/// # Errors
/// Where the database fails.
pub async fn open_to(db: &Db, guild: GuildId, actor: &Actor) -> Result<Vec<Reminder>> {
    let here = actor.granted.contains(Permissions::MANAGE_MESSAGES).then_some(actor.channel);
    let rows = sql(select!(
        "WHERE guild_id = $1 AND status <> 'ended' AND (created_by = $2 OR channel_id = $3 OR $4 = TRUE) \
         ORDER BY event_time, number LIMIT $5"
    ))
    .bind(guild)
    .bind(actor.user)
    .bind(here)
    .bind(actor.granted.contains(Permissions::ADMINISTRATOR))
    .bind(MOST_OPEN)
    .all(db)
    .await?;
    read_all(rows)
}

/// What is offered of [`open_to`] to somebody who types part of a name, in any case, a number, or the label of a choice. Compared here: the databases differ in
/// which letters they know cases of.
///
/// # Errors
/// Where the database fails.
pub async fn offer(
    db: &Db,
    guild: GuildId,
    actor: &Actor,
    typed: &str,
    limit: usize,
) -> Result<Vec<Reminder>> {
    let wanted = typed.trim().trim_start_matches('#').to_lowercase();
    let mut offered = open_to(db, guild, actor).await?;
    offered.retain(|reminder| {
        reminder.name.to_lowercase().contains(&wanted)
            || reminder.number.to_string() == wanted
            || reminder.answers_to(typed)
    });
    offered.truncate(limit);
    Ok(offered)
}

/// A page for the API, by number, starting after one; ended ones too.
///
/// # Errors
/// Where the database fails.
pub async fn after(db: &Db, guild: GuildId, number: i64, limit: u32) -> Result<Vec<Reminder>> {
    let rows = sql(select!("WHERE guild_id = $1 AND number > $2 ORDER BY number LIMIT $3"))
        .bind(guild)
        .bind(number)
        .bind(limit)
        .all(db)
        .await?;
    read_all(rows)
}
