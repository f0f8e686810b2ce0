//! The table of guilds.

use plugin_api::{Db, serenity::GuildId, sql};

/// Whether the bot is in a guild.
pub(crate) async fn is_member(db: &Db, guild: GuildId) -> sqlx::Result<bool> {
    let found: Option<(i64,)> =
        sql("SELECT guild_id FROM guilds WHERE guild_id = $1").bind(guild).fetch_optional(db).await?;
    Ok(found.is_some())
}

/// Inserts a guild that the bot is in, unless it is there already.
pub(crate) async fn insert(db: &Db, guild: GuildId) -> sqlx::Result<()> {
    sql("INSERT INTO guilds (guild_id) VALUES ($1) ON CONFLICT (guild_id) DO NOTHING")
        .bind(guild)
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes a guild that the bot is no longer in.
pub(crate) async fn delete(db: &Db, guild: GuildId) -> sqlx::Result<()> {
    sql("DELETE FROM guilds WHERE guild_id = $1").bind(guild).execute(db).await?;
    Ok(())
}

/// Fetches every guild that the bot is in.
pub(super) async fn fetch_all(db: &Db) -> sqlx::Result<Vec<GuildId>> {
    let rows: Vec<(i64,)> = sql("SELECT guild_id FROM guilds").fetch_all(db).await?;
    Ok(rows.into_iter().filter(|(id,)| *id > 0).map(|(id,)| GuildId::new(id.unsigned_abs())).collect())
}
