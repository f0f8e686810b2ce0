//! The audit of changes by command.

use plugin_api::{
    PluginId, Tx,
    chrono::{DateTime, Utc},
    db::next_number,
    serenity::{GuildId, UserId},
    sql,
};

/// Inserts who changed what.
pub(super) async fn insert(
    tx: &mut Tx,
    guild: GuildId,
    user: UserId,
    action: &str,
    plugin: PluginId,
    detail: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let number = next_number(tx, "audit", guild).await?;
    sql("INSERT INTO audit (guild_id, number, user_id, action, plugin, detail, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(guild)
    .bind(number)
    .bind(user)
    .bind(action)
    .bind(plugin.as_str())
    .bind(detail)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}
