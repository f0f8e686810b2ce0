//! The SQL of entries that were suggested under questions in channels.

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Error, Result, Tx,
    serenity::{ChannelId, GuildId, MessageId},
    sql,
};

use crate::store;

/// A message that is to be answered with an entry.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The channel of the message.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// The entry that answers it.
    pub entry: i64,
}

/// Claims a message before it is answered, so that one that the gateway delivers twice is answered once. Returns false if it is claimed
/// already, or an entry was suggested in the channel after `pause_start`.
pub async fn claim(
    db: &Db,
    guild: GuildId,
    claim: Claim,
    pause_start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let claimed = db
        .transaction(async |tx| {
            if start_pause(tx, guild, claim.channel, pause_start, now).await?
                && insert(tx, guild, claim, now).await?
            {
                return Ok(());
            }
            // The error undoes the pause.
            Err(ClaimError::Refused)
        })
        .await;
    match claimed {
        Ok(()) => Ok(true),
        Err(ClaimError::Refused) => Ok(false),
        Err(ClaimError::Error(error)) => Err(error),
    }
}

/// Why a message was not claimed.
enum ClaimError {
    Refused,
    Error(Error),
}

impl From<Error> for ClaimError {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<sqlx::Error> for ClaimError {
    fn from(error: sqlx::Error) -> Self {
        Self::Error(error.into())
    }
}

/// Each channel has one row: of two messages at once the second waits here, and finds that the pause has begun.
async fn start_pause(
    tx: &mut Tx,
    guild: GuildId,
    channel: ChannelId,
    pause_start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let started = sql("INSERT INTO faq_pauses (guild_id, channel_id, suggested_at) VALUES ($1, $2, $3) \
         ON CONFLICT (guild_id, channel_id) DO UPDATE SET suggested_at = $3 WHERE faq_pauses.suggested_at <= $4")
    .bind(guild)
    .bind(channel)
    .bind(now)
    .bind(pause_start)
    .execute(tx)
    .await?;
    Ok(started > 0)
}

async fn insert(tx: &mut Tx, guild: GuildId, claim: Claim, now: DateTime<Utc>) -> Result<bool> {
    let inserted = sql(
        "INSERT INTO faq_suggestions (guild_id, message_id, entry_id, suggested_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
    )
    .bind(guild)
    .bind(claim.message)
    .bind(claim.entry)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(inserted > 0)
}

/// Undoes a claim and the channel's pause, because the message could not be answered.
pub(crate) async fn release(db: &Db, guild: GuildId, claim: Claim, claimed_at: DateTime<Utc>) -> Result<()> {
    db.transaction(async |tx| {
        sql("DELETE FROM faq_pauses WHERE guild_id = $1 AND channel_id = $2 AND suggested_at = $3")
            .bind(guild)
            .bind(claim.channel)
            .bind(claimed_at)
            .execute(&mut *tx)
            .await?;
        sql("DELETE FROM faq_suggestions WHERE guild_id = $1 AND message_id = $2")
            .bind(guild)
            .bind(claim.message)
            .execute(&mut *tx)
            .await?;
        Ok(())
    })
    .await
}

/// Counts once whether a suggestion helped. Returns the entry; `None` if it was counted before or the suggestion is too old.
pub(crate) async fn count_helped(
    db: &Db,
    guild: GuildId,
    message: MessageId,
    helped: bool,
) -> Result<Option<i64>> {
    db.transaction(async |tx| {
        let row: Option<(i64,)> = sql(
            "UPDATE faq_suggestions SET helped = $3 WHERE guild_id = $1 AND message_id = $2 AND helped IS NULL \
             RETURNING entry_id",
        )
        .bind(guild)
        .bind(message)
        .bind(helped)
        .fetch_optional(&mut *tx)
        .await?;
        let Some((entry,)) = row else { return Ok(None) };
        store::count_helped(tx, guild, entry, helped).await?;
        Ok(Some(entry))
    })
    .await
}

/// Deletes the suggestions that were made before an instant. Returns how many it has deleted.
pub(crate) async fn delete_old(db: &Db, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM faq_suggestions WHERE guild_id = $1 AND suggested_at < $2")
        .bind(guild)
        .bind(before)
        .execute(db)
        .await?)
}
