//! The SQL of questions without an answer.

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    db::{Executor, next_number},
    serenity::GuildId,
    sql,
};

/// The counter from which questions get their numbers.
const COUNTER: &str = "faq_gap";

/// The most questions that a guild has: first those asked again, then the newest, so that a flood of new ones removes no old need.
const MAX_GAPS: u32 = 500;

/// A question that no entry answers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Gap {
    /// Its number in the guild.
    pub(crate) id: i64,
    /// Its first wording.
    pub(crate) question: String,
    /// How often it was asked.
    pub(crate) asked: i64,
    /// When it was last asked.
    pub(crate) last_at: DateTime<Utc>,
}

/// Stores a question, or counts it once more.
pub async fn record(db: &Db, guild: GuildId, key: &str, question: &str, now: DateTime<Utc>) -> Result<()> {
    db.transaction(async |tx| {
        if !count_again(tx, guild, key, now).await? {
            let id = insert(tx, guild, key, question, now).await?;
            delete_excess(tx, guild, id).await?;
        }
        Ok(())
    })
    .await
}

/// Returns false if the question is not stored yet.
async fn count_again(tx: &mut Tx, guild: GuildId, key: &str, now: DateTime<Utc>) -> Result<bool> {
    let updated =
        sql("UPDATE faq_gaps SET asked = asked + 1, last_at = $3 WHERE guild_id = $1 AND question_key = $2")
            .bind(guild)
            .bind(key)
            .bind(now)
            .execute(tx)
            .await?;
    Ok(updated > 0)
}

async fn insert(tx: &mut Tx, guild: GuildId, key: &str, question: &str, now: DateTime<Utc>) -> Result<i64> {
    let id = next_number(tx, COUNTER, guild).await?;
    sql("INSERT INTO faq_gaps (guild_id, id, question_key, question, asked, first_at, last_at) \
         VALUES ($1, $2, $3, $4, 1, $5, $5) \
         ON CONFLICT (guild_id, question_key) DO UPDATE SET asked = faq_gaps.asked + 1, last_at = $5")
    .bind(guild)
    .bind(id)
    .bind(key)
    .bind(question)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(id)
}

/// Keeps to [`MAX_GAPS`]; the question that was just added stays.
async fn delete_excess(tx: &mut Tx, guild: GuildId, added: i64) -> Result<()> {
    sql("DELETE FROM faq_gaps WHERE guild_id = $1 AND id NOT IN \
         (SELECT id FROM faq_gaps WHERE guild_id = $1 \
         ORDER BY CASE WHEN asked > 1 OR id = $3 THEN 0 ELSE 1 END, last_at DESC, id DESC LIMIT $2)")
    .bind(guild)
    .bind(MAX_GAPS)
    .bind(added)
    .execute(tx)
    .await?;
    Ok(())
}

/// How many questions there are.
pub async fn count(on: impl Executor, guild: GuildId) -> Result<u64> {
    let (count,): (i64,) =
        sql("SELECT COUNT(*) FROM faq_gaps WHERE guild_id = $1").bind(guild).fetch_one(on).await?;
    Ok(count.cast_unsigned())
}

/// One page of the questions, those asked most first.
pub(crate) async fn fetch_page(db: &Db, guild: GuildId, limit: u32, offset: i64) -> Result<Vec<Gap>> {
    Ok(sql("SELECT id, question, asked, last_at FROM faq_gaps WHERE guild_id = $1 \
         ORDER BY asked DESC, last_at DESC, id LIMIT $2 OFFSET $3")
    .bind(guild)
    .bind(limit)
    .bind(offset)
    .fetch_all(db)
    .await?)
}

/// One question.
pub(crate) async fn get(on: impl Executor, guild: GuildId, id: i64) -> Result<Option<Gap>> {
    Ok(sql("SELECT id, question, asked, last_at FROM faq_gaps WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .fetch_optional(on)
        .await?)
}

/// Deletes a question, if it is still there.
pub(crate) async fn delete(on: impl Executor, guild: GuildId, id: i64) -> Result<()> {
    sql("DELETE FROM faq_gaps WHERE guild_id = $1 AND id = $2").bind(guild).bind(id).execute(on).await?;
    Ok(())
}

/// Deletes the questions that were last asked before an instant. Returns how many it has deleted.
pub(crate) async fn delete_old(db: &Db, guild: GuildId, before: DateTime<Utc>) -> Result<u64> {
    Ok(sql("DELETE FROM faq_gaps WHERE guild_id = $1 AND last_at < $2")
        .bind(guild)
        .bind(before)
        .execute(db)
        .await?)
}
