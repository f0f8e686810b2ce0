//! The audit of changes by command.

use plugin_api::{
    PluginId, Tx,
    chrono::{DateTime, Utc},
    db::next_number,
    serenity::{GuildId, UserId},
    sql,
};

/// Who changed what.
pub(super) struct AuditEntry<'a> {
    pub(super) guild: GuildId,
    pub(super) user: UserId,
    pub(super) action: &'a str,
    pub(super) plugin: PluginId,
    pub(super) detail: &'a str,
    pub(super) at: DateTime<Utc>,
}

/// Inserts an entry.
pub(super) async fn insert(tx: &mut Tx, entry: &AuditEntry<'_>) -> sqlx::Result<()> {
    let AuditEntry { guild, user, action, plugin, detail, at } = *entry;
    let number = next_number(tx, "audit", guild).await?;
    sql("INSERT INTO audit (guild_id, number, user_id, action, plugin, detail, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(guild)
    .bind(number)
    .bind(user)
    .bind(action)
    .bind(plugin.as_str())
    .bind(detail)
    .bind(at)
    .execute(tx)
    .await?;
    Ok(())
}
