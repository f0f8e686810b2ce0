//! The SQL of the history of entries.

use chrono::{DateTime, Utc};
use plugin_api::{Db, Result, Tx, db::Executor, serenity::GuildId, sql};

use crate::{
    domain::{Edit, Revision, RevisionKind},
    store::row::{content, user},
};

/// The columns of [`RevisionRow`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT revision, action, title, summary, keywords, aliases, category, changed_by, changed_at FROM faq_revisions ",
            $rest
        )
    };
}

/// Stores an entry as it is after a change.
pub(crate) async fn insert_revision(
    tx: &mut Tx,
    guild: GuildId,
    id: i64,
    kind: RevisionKind,
    edit: Edit,
) -> Result<()> {
    sql("INSERT INTO faq_revisions (guild_id, entry_id, revision, action, title, summary, keywords, aliases, category, published, \
         changed_by, changed_at) SELECT guild_id, id, revision, $3, title, summary, keywords, aliases, category, published, $4, $5 \
         FROM faq_entries WHERE guild_id = $1 AND id = $2")
    .bind(guild)
    .bind(id)
    .bind(kind.as_str())
    .bind(edit.by)
    .bind(edit.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// How many changes of an entry are stored.
pub async fn count(on: impl Executor, guild: GuildId, id: i64) -> Result<u64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM faq_revisions WHERE guild_id = $1 AND entry_id = $2")
        .bind(guild)
        .bind(id)
        .fetch_one(on)
        .await?;
    Ok(count.cast_unsigned())
}

/// One page of an entry's changes, the newest first.
pub(crate) async fn fetch_page(
    db: &Db,
    guild: GuildId,
    id: i64,
    limit: u32,
    offset: i64,
) -> Result<Vec<Revision>> {
    let rows: Vec<RevisionRow> =
        sql(select!("WHERE guild_id = $1 AND entry_id = $2 ORDER BY revision DESC LIMIT $3 OFFSET $4"))
            .bind(guild)
            .bind(id)
            .bind(limit)
            .bind(offset)
            .fetch_all(db)
            .await?;
    rows.into_iter().map(RevisionRow::read).collect()
}

/// An entry as it was after one change.
pub(crate) async fn get(
    on: impl Executor,
    guild: GuildId,
    id: i64,
    revision: i64,
) -> Result<Option<Revision>> {
    let row: Option<RevisionRow> = sql(select!("WHERE guild_id = $1 AND entry_id = $2 AND revision = $3"))
        .bind(guild)
        .bind(id)
        .bind(revision)
        .fetch_optional(on)
        .await?;
    row.map(RevisionRow::read).transpose()
}

/// Deletes all but the newest changes of each entry. Returns how many it has deleted.
pub(crate) async fn delete_old(db: &Db, guild: GuildId, newest: u32) -> Result<u64> {
    Ok(sql("DELETE FROM faq_revisions WHERE guild_id = $1 AND revision <= (SELECT faq_entries.revision - $2 FROM faq_entries \
         WHERE faq_entries.guild_id = $1 AND faq_entries.id = faq_revisions.entry_id)")
    .bind(guild)
    .bind(newest)
    .execute(db)
    .await?)
}

/// A change as it is stored.
#[derive(sqlx::FromRow)]
struct RevisionRow {
    revision: i64,
    action: String,
    title: String,
    summary: String,
    keywords: String,
    aliases: String,
    category: String,
    changed_by: i64,
    changed_at: DateTime<Utc>,
}

impl RevisionRow {
    fn read(self) -> Result<Revision> {
        let unreadable = |_| anyhow::anyhow!("a revision has the unreadable action '{}'", self.action);
        Ok(Revision {
            revision: self.revision,
            kind: self.action.parse::<RevisionKind>().map_err(unreadable)?,
            content: content(self.title, self.summary, &self.aliases, &self.keywords, self.category),
            changed_by: user(self.changed_by),
            changed_at: self.changed_at,
        })
    }
}
