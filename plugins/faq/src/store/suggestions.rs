//! Entries that were suggested under questions in channels.

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result,
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

/// Takes it on to answer a message with an entry; `false` where somebody did, or the channel had a suggestion since an instant.
///
/// # Errors
/// Where the database fails.
pub async fn claim(
    db: &Db,
    guild: GuildId,
    (channel, message): (ChannelId, MessageId),
    entry: i64,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let claimed = sql("INSERT INTO faq_suggestions (guild_id, message_id, channel_id, entry_id, suggested_at) \
         SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS \
         (SELECT 1 FROM faq_suggestions WHERE guild_id = $1 AND channel_id = $3 AND suggested_at > $6) ON CONFLICT DO NOTHING")
    .bind(guild)
    .bind(message)
    .bind(channel)
    .bind(entry)
    .bind(now)
    .bind(since)
    .run(db)
    .await?;
    Ok(claimed == 1)
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
