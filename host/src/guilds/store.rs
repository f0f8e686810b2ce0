//! The table of guilds.

use plugin_api::{Db, serenity::GuildId, sql};

/// Whether the bot is in a guild.
pub(crate) async fn is_here(db: &Db, guild: GuildId) -> sqlx::Result<bool> {
    let found: Option<(i64,)> =
        sql("SELECT guild_id FROM guilds WHERE guild_id = $1").bind(guild).optional(db).await?;
    Ok(found.is_some())
}

/// The bot is in a guild.
pub(crate) async fn joined(db: &Db, guild: GuildId) -> sqlx::Result<()> {
    sql("INSERT INTO guilds (guild_id) VALUES ($1) ON CONFLICT (guild_id) DO NOTHING")
        .bind(guild)
        .run(db)
        .await?;
    Ok(())
}

/// The bot is no longer in a guild.
pub(crate) async fn left(db: &Db, guild: GuildId) -> sqlx::Result<()> {
    sql("DELETE FROM guilds WHERE guild_id = $1").bind(guild).run(db).await?;
    Ok(())
}

/// All of them.
pub(crate) async fn all(db: &Db) -> sqlx::Result<Vec<GuildId>> {
    let rows: Vec<(i64,)> = sql("SELECT guild_id FROM guilds").all(db).await?;
    Ok(rows.into_iter().filter(|(id,)| *id > 0).map(|(id,)| GuildId::new(id.unsigned_abs())).collect())
}
