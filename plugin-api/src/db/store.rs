//! The counters behind the numbers that people read.

use serenity::all::GuildId;

use super::{Tx, sql};

/// Gives the next number that people read (`reminder #12`) of a kind in a guild, starting with 1. Race-free: the row is locked
/// until the transaction ends, and a rolled-back one gives its number back.
pub async fn next_number(tx: &mut Tx, kind: &str, guild: GuildId) -> sqlx::Result<i64> {
    let (number,): (i64,) = sql("INSERT INTO counters (guild_id, kind, last) VALUES ($1, $2, 1) \
         ON CONFLICT (guild_id, kind) DO UPDATE SET last = counters.last + 1 RETURNING last")
    .bind(guild)
    .bind(kind)
    .fetch_one(tx)
    .await?;
    Ok(number)
}
