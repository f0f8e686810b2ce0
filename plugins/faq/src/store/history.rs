//! What entries said before.

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    db::Run,
    serenity::{GuildId, UserId},
    sql,
};

use super::row::RevisionRow;
use crate::domain::{Action, Revision};

/// The columns of [`RevisionRow`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT revision, action, title, summary, keywords, aliases, category, changed_by, changed_at FROM faq_revisions ",
            $rest
        )
    };
}

/// Keeps an entry as it is after a change.
pub(super) async fn note(
    tx: &mut Tx,
    guild: GuildId,
    id: i64,
    action: Action,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    sql("INSERT INTO faq_revisions (guild_id, entry_id, revision, action, title, summary, keywords, aliases, category, published, \
         changed_by, changed_at) SELECT guild_id, id, revision, $3, title, summary, keywords, aliases, category, published, $4, $5 \
         FROM faq_entries WHERE guild_id = $1 AND id = $2")
    .bind(guild)
    .bind(id)
    .bind(action.as_str())
    .bind(by)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// How often an entry was changed.
///
/// # Errors
/// Where the database fails.
pub async fn revisions(on: impl Run, guild: GuildId, id: i64) -> Result<u64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM faq_revisions WHERE guild_id = $1 AND entry_id = $2")
        .bind(guild)
        .bind(id)
        .one(on)
        .await?;
    Ok(count.cast_unsigned())
}

/// One page of an entry's changes, the newest first.
///
/// # Errors
/// Where the database fails.
pub async fn history(db: &Db, guild: GuildId, id: i64, limit: u32, offset: i64) -> Result<Vec<Revision>> {
    let rows: Vec<RevisionRow> =
        sql(select!("WHERE guild_id = $1 AND entry_id = $2 ORDER BY revision DESC LIMIT $3 OFFSET $4"))
            .bind(guild)
            .bind(id)
            .bind(limit)
            .bind(offset)
            .all(db)
            .await?;
    rows.into_iter().map(RevisionRow::read).collect()
}

/// An entry as it was after one change.
///
/// # Errors
/// Where the database fails.
pub async fn revision(on: impl Run, guild: GuildId, id: i64, revision: i64) -> Result<Option<Revision>> {
    let row: Option<RevisionRow> = sql(select!("WHERE guild_id = $1 AND entry_id = $2 AND revision = $3"))
        .bind(guild)
        .bind(id)
        .bind(revision)
        .optional(on)
        .await?;
    row.map(RevisionRow::read).transpose()
}

/// Drops what entries said before their newest changes; gives how many.
///
/// # Errors
/// Where the database fails.
pub async fn purge_history(db: &Db, guild: GuildId, newest: u32) -> Result<u64> {
    Ok(sql("DELETE FROM faq_revisions WHERE guild_id = $1 AND revision <= (SELECT faq_entries.revision - $2 FROM faq_entries \
         WHERE faq_entries.guild_id = $1 AND faq_entries.id = faq_revisions.entry_id)")
    .bind(guild)
    .bind(newest)
    .run(db)
    .await?)
}
