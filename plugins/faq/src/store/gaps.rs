//! Questions to which nothing fitted.

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    db::{Run, next_number},
    serenity::GuildId,
    sql,
};

/// What the numbers of questions are counted under.
const KIND: &str = "faq_gap";

/// The most questions that are kept of a guild: those asked again, then those asked last, so that a flood of new ones drops no old need.
const MOST: u32 = 500;

/// A question to which nothing fitted.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Gap {
    /// Its number in the guild.
    pub id: i64,
    /// How it was worded first.
    pub question: String,
    /// How often it was asked.
    pub asked: i64,
    /// When it was asked last.
    pub last_at: DateTime<Utc>,
}

/// Keeps a question, or counts it once more.
///
/// # Errors
/// Where the database fails.
pub async fn keep(db: &Db, guild: GuildId, key: &str, question: &str, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    let again =
        sql("UPDATE faq_gaps SET asked = asked + 1, last_at = $3 WHERE guild_id = $1 AND question_key = $2")
            .bind(guild)
            .bind(key)
            .bind(now)
            .run(&mut tx)
            .await?;
    if again == 0 {
        let id = next_number(&mut tx, KIND, guild).await?;
        sql("INSERT INTO faq_gaps (guild_id, id, question_key, question, asked, first_at, last_at) \
             VALUES ($1, $2, $3, $4, 1, $5, $5) \
             ON CONFLICT (guild_id, question_key) DO UPDATE SET asked = faq_gaps.asked + 1, last_at = $5")
        .bind(guild)
        .bind(id)
        .bind(key)
        .bind(question)
        .bind(now)
        .run(&mut tx)
        .await?;
        sql("DELETE FROM faq_gaps WHERE guild_id = $1 AND id NOT IN \
             (SELECT id FROM faq_gaps WHERE guild_id = $1 \
             ORDER BY CASE WHEN asked > 1 OR id = $3 THEN 0 ELSE 1 END, last_at DESC, id DESC LIMIT $2)")
        .bind(guild)
        .bind(MOST)
        .bind(id)
        .run(&mut tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

/// How many questions there are.
///
/// # Errors
/// Where the database fails.
pub async fn count_gaps(on: impl Run, guild: GuildId) -> Result<u64> {
    let (count,): (i64,) =
        sql("SELECT COUNT(*) FROM faq_gaps WHERE guild_id = $1").bind(guild).one(on).await?;
    Ok(count.cast_unsigned())
}

/// One page of the questions, those asked most first.
///
/// # Errors
/// Where the database fails.
pub async fn gaps(db: &Db, guild: GuildId, limit: u32, offset: i64) -> Result<Vec<Gap>> {
    Ok(sql("SELECT id, question, asked, last_at FROM faq_gaps WHERE guild_id = $1 \
         ORDER BY asked DESC, last_at DESC, id LIMIT $2 OFFSET $3")
    .bind(guild)
    .bind(limit)
    .bind(offset)
    .all(db)
    .await?)
}

/// One question.
///
/// # Errors
/// Where the database fails.
pub async fn gap(on: impl Run, guild: GuildId, id: i64) -> Result<Option<Gap>> {
    Ok(sql("SELECT id, question, asked, last_at FROM faq_gaps WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .optional(on)
        .await?)
}

/// Drops a question; `false` where there is none.
///
/// # Errors
/// Where the database fails.
pub async fn forget(tx: &mut Tx, guild: GuildId, id: i64) -> Result<bool> {
    let gone =
        sql("DELETE FROM faq_gaps WHERE guild_id = $1 AND id = $2").bind(guild).bind(id).run(tx).await?;
    Ok(gone == 1)
}

/// Drops those that were asked last before an instant; gives how many.
///
/// # Errors
/// Where the database fails.
pub async fn purge_gaps(db: &Db, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM faq_gaps WHERE guild_id = $1 AND last_at < $2")
        .bind(guild)
        .bind(before)
        .run(db)
        .await?)
}
