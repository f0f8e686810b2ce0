//! The statements of the API: tokens, and whether the database answers.

use chrono::{DateTime, Utc};
use plugin_api::{Db, serenity::GuildId, sql};

/// A stored token.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct TokenRow {
    pub(super) name: String,
    pub(super) guild_id: i64,
    pub(super) hash: Vec<u8>,
    pub(super) plugins: String,
    pub(super) scopes: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) last_used_at: Option<DateTime<Utc>>,
    pub(super) revoked_at: Option<DateTime<Utc>>,
}

/// A token to store.
pub(super) struct NewTokenRow<'a> {
    pub(super) name: &'a str,
    pub(super) guild: GuildId,
    pub(super) hash: &'a [u8],
    pub(super) plugins: &'a str,
    pub(super) scopes: &'a str,
    pub(super) now: DateTime<Utc>,
}

/// Inserts a token. Returns `false` if one of that name exists.
pub(super) async fn insert(db: &Db, token: NewTokenRow<'_>) -> sqlx::Result<bool> {
    let inserted = sql("INSERT INTO api_tokens (name, guild_id, hash, plugins, scopes, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING")
    .bind(token.name)
    .bind(token.guild)
    .bind(token.hash)
    .bind(token.plugins)
    .bind(token.scopes)
    .bind(token.now)
    .execute(db)
    .await?;
    Ok(inserted == 1)
}

/// Fetches all tokens, revoked ones too. There are as many as an operator made by hand.
pub(super) async fn fetch_all(db: &Db) -> sqlx::Result<Vec<TokenRow>> {
    sql("SELECT name, guild_id, hash, plugins, scopes, created_at, last_used_at, revoked_at FROM api_tokens ORDER BY name")
        .fetch_all(db)
        .await
}

/// Fetches the token with this hash unless it was revoked.
pub(super) async fn fetch_by_hash(db: &Db, hash: &[u8]) -> sqlx::Result<Option<TokenRow>> {
    sql("SELECT name, guild_id, hash, plugins, scopes, created_at, last_used_at, revoked_at FROM api_tokens \
         WHERE hash = $1 AND revoked_at IS NULL")
    .bind(hash)
    .fetch_optional(db)
    .await
}

/// Records when a token was used, unless another request has recorded an instant later than `before`.
pub(super) async fn update_last_use(
    db: &Db,
    name: &str,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> sqlx::Result<()> {
    sql("UPDATE api_tokens SET last_used_at = $1 WHERE name = $2 AND (last_used_at IS NULL OR last_used_at <= $3)")
        .bind(now)
        .bind(name)
        .bind(before)
        .execute(db)
        .await?;
    Ok(())
}

/// Revokes a token. Returns `false` if none of that name is in force.
pub(super) async fn revoke(db: &Db, name: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let revoked = sql("UPDATE api_tokens SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL")
        .bind(now)
        .bind(name)
        .execute(db)
        .await?;
    Ok(revoked == 1)
}

/// Checks whether the database answers.
pub(super) async fn ping(db: &Db) -> sqlx::Result<()> {
    let _: (i32,) = sql("SELECT 1").fetch_one(db).await?;
    Ok(())
}
