//! Requests to close, and ratings.

use plugin_api::{Result, db::Run, serenity::GuildId, sql};

/// Takes back a request to close. Gives whether there was one.
///
/// # Errors
/// Where the database fails.
pub async fn withdraw(on: impl Run, guild: GuildId, id: i64) -> Result<bool> {
    let gone = sql("DELETE FROM ticket_close_requests WHERE guild_id = $1 AND ticket_id = $2")
        .bind(guild)
        .bind(id)
        .run(on)
        .await?;
    Ok(gone == 1)
}
