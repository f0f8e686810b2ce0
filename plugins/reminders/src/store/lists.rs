//! Lists of reminders, for members and programs.

use plugin_api::{
    Actor, Db, Result,
    db::Executor,
    serenity::{ChannelId, GuildId, Permissions, UserId},
    sql,
};

use super::row::{into_reminders, select};
use crate::domain::Reminder;

/// How many reminders are searched at most for a name.
const SEARCH_LIMIT: u32 = 2_000;

/// Which reminders a list shows. None shows those that have ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    Owner(UserId),
    Channel(ChannelId),
    All,
}

pub(crate) async fn count(executor: impl Executor, guild: GuildId, filter: Filter) -> Result<u64> {
    let statement = match filter {
        Filter::Owner(user) => sql(
            "SELECT COUNT(*) FROM reminders WHERE guild_id = $1 AND status <> 'ended' AND created_by = $2",
        )
        .bind(guild)
        .bind(user),
        Filter::Channel(channel) => sql(
            "SELECT COUNT(*) FROM reminders WHERE guild_id = $1 AND status <> 'ended' AND channel_id = $2",
        )
        .bind(guild)
        .bind(channel),
        Filter::All => {
            sql("SELECT COUNT(*) FROM reminders WHERE guild_id = $1 AND status <> 'ended'").bind(guild)
        }
    };
    let (count,): (i64,) = statement.fetch_one(executor).await?;
    Ok(count.cast_unsigned())
}

/// Fetches a page of a list, ordered by when they come.
pub(crate) async fn fetch_page(
    db: &Db,
    guild: GuildId,
    filter: Filter,
    limit: u32,
    offset: i64,
) -> Result<Vec<Reminder>> {
    let statement = match filter {
        Filter::Owner(user) => sql(select!(
            "WHERE guild_id = $1 AND status <> 'ended' AND created_by = $4 ORDER BY event_time, number LIMIT $2 OFFSET $3"
        ))
        .bind(guild)
        .bind(limit)
        .bind(offset)
        .bind(user),
        Filter::Channel(channel) => sql(select!(
            "WHERE guild_id = $1 AND status <> 'ended' AND channel_id = $4 ORDER BY event_time, number LIMIT $2 OFFSET $3"
        ))
        .bind(guild)
        .bind(limit)
        .bind(offset)
        .bind(channel),
        Filter::All => sql(select!(
            "WHERE guild_id = $1 AND status <> 'ended' ORDER BY event_time, number LIMIT $2 OFFSET $3"
        ))
        .bind(guild)
        .bind(limit)
        .bind(offset),
    };
    into_reminders(statement.fetch_all(db).await?)
}

/// Fetches the reminders that a member may change without a request to Discord (see
/// [`Reminder::is_editable_by`]), ordered by when they come: their own, those of the channel if they may
/// manage messages there, or all for an administrator.
pub(crate) async fn fetch_editable_by(db: &Db, guild: GuildId, actor: &Actor) -> Result<Vec<Reminder>> {
    let permissions = actor.permissions();
    let managed = actor.channel().filter(|_| permissions.contains(Permissions::MANAGE_MESSAGES));
    let rows = sql(select!(
        "WHERE guild_id = $1 AND status <> 'ended' AND (created_by = $2 OR channel_id = $3 OR $4 = TRUE) \
         ORDER BY event_time, number LIMIT $5"
    ))
    .bind(guild)
    .bind(actor.user())
    .bind(managed)
    .bind(permissions.contains(Permissions::ADMINISTRATOR))
    .bind(SEARCH_LIMIT)
    .fetch_all(db)
    .await?;
    into_reminders(rows)
}

/// Searches [`fetch_editable_by`] for a part of a name, a number or the label of a choice. Compared here and
/// not in SQL: SQLite knows upper and lower case of ASCII letters only.
pub(crate) async fn search(
    db: &Db,
    guild: GuildId,
    actor: &Actor,
    typed: &str,
    limit: usize,
) -> Result<Vec<Reminder>> {
    let wanted = typed.trim().trim_start_matches('#').to_lowercase();
    let mut found = fetch_editable_by(db, guild, actor).await?;
    found.retain(|reminder| {
        reminder.name.to_lowercase().contains(&wanted)
            || reminder.number.to_string() == wanted
            || reminder.matches_label(typed)
    });
    found.truncate(limit);
    Ok(found)
}

/// Fetches a page for the API, ordered by number, with those that have ended.
pub(crate) async fn fetch_after(db: &Db, guild: GuildId, number: i64, limit: u32) -> Result<Vec<Reminder>> {
    let rows = sql(select!("WHERE guild_id = $1 AND number > $2 ORDER BY number LIMIT $3"))
        .bind(guild)
        .bind(number)
        .bind(limit)
        .fetch_all(db)
        .await?;
    into_reminders(rows)
}
