//! Lists of tickets for programs.

use plugin_api::{Result, db::Run, serenity::GuildId, sql};

use super::row::{Row, select};
use crate::domain::Ticket;

/// A guild's tickets after a number, in order; only those that stand so, and of this member, where these are given.
///
/// # Errors
/// Where the database fails.
pub async fn list(
    on: impl Run,
    guild: GuildId,
    after: i64,
    status: Option<&'static str>,
    user: Option<u64>,
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
    .all(on)
    .await?;
    rows.into_iter().map(Row::ticket).collect()
}
