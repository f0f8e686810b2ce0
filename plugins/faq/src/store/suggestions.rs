//! Entries that were suggested under questions in channels.

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    serenity::{ChannelId, GuildId, MessageId},
    sql,
};

use super::entries;

/// What came of saying whether a suggestion helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was counted, for this entry.
    Counted(i64),
    /// It was said before, or is too long ago.
    Late,
}

/// A message that is to be answered with an entry.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Where it was written.
    pub channel: ChannelId,
    /// Which it is.
    pub message: MessageId,
    /// The entry.
    pub entry: i64,
}

/// Takes it on to answer a message; `false` where somebody did, or the channel had a suggestion since an instant.
///
/// # Errors
/// Where the database fails.
pub async fn claim(
    db: &Db,
    guild: GuildId,
    claim: Claim,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let mut tx = db.begin().await?;
    // One row a channel: of two messages at once the second waits here, and finds the pause begun.
    let paused = sql("INSERT INTO faq_pauses (guild_id, channel_id, suggested_at) VALUES ($1, $2, $3) \
         ON CONFLICT (guild_id, channel_id) DO UPDATE SET suggested_at = $3 WHERE faq_pauses.suggested_at <= $4")
    .bind(guild)
    .bind(claim.channel)
    .bind(now)
    .bind(since)
    .run(&mut tx)
    .await?;
    let claimed = if paused == 0 { 0 } else { insert(&mut tx, guild, claim, now).await? };
    if claimed == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

async fn insert(tx: &mut Tx, guild: GuildId, claim: Claim, now: DateTime<Utc>) -> Result<u64> {
    Ok(sql(
        "INSERT INTO faq_suggestions (guild_id, message_id, entry_id, suggested_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
    )
    .bind(guild)
    .bind(claim.message)
    .bind(claim.entry)
    .bind(now)
    .run(tx)
    .await?)
}

/// Gives back a claim, and the channel's pause with it: the message was not answered after all.
///
/// # Errors
/// Where the database fails.
pub async fn release(db: &Db, guild: GuildId, claim: Claim, claimed_at: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("DELETE FROM faq_pauses WHERE guild_id = $1 AND channel_id = $2 AND suggested_at = $3")
        .bind(guild)
        .bind(claim.channel)
        .bind(claimed_at)
        .run(&mut tx)
        .await?;
    sql("DELETE FROM faq_suggestions WHERE guild_id = $1 AND message_id = $2")
        .bind(guild)
        .bind(claim.message)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Counts whether a suggestion helped, once.
///
/// # Errors
/// Where the database fails.
pub async fn judge(db: &Db, guild: GuildId, message: MessageId, helped: bool) -> Result<Verdict> {
    let mut tx = db.begin().await?;
    let row: Option<(i64,)> = sql(
        "UPDATE faq_suggestions SET helped = $3 WHERE guild_id = $1 AND message_id = $2 AND helped IS NULL \
         RETURNING entry_id",
    )
    .bind(guild)
    .bind(message)
    .bind(helped)
    .optional(&mut tx)
    .await?;
    let Some((entry,)) = row else {
        tx.rollback().await?;
        return Ok(Verdict::Late);
    };
    entries::helped(&mut tx, guild, entry, helped).await?;
    tx.commit().await?;
    Ok(Verdict::Counted(entry))
}

/// Drops those made before an instant; gives how many.
///
/// # Errors
/// Where the database fails.
pub async fn purge_suggestions(db: &Db, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM faq_suggestions WHERE guild_id = $1 AND suggested_at < $2")
        .bind(guild)
        .bind(before)
        .run(db)
        .await?)
}
