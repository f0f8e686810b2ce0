//! One entry: its queries and changes. Every change counts a version of the guild's entries, and is noted in the history.

use plugin_api::{
    Db, Result, Tx,
    db::{Executor, Statement, next_number},
    serenity::GuildId,
    sql,
    text::similarity::similarity_key,
};

use super::row::{EntryRow, select};
use crate::{
    domain::{Content, Edit, Entry, EntryVersion, RevisionKind},
    history::store::insert_revision,
};

/// The counter from which entries get their numbers.
const COUNTER: &str = "faq_entry";

/// How often the entries of a guild have changed.
pub async fn version(on: impl Executor, guild: GuildId) -> Result<i64> {
    let row: Option<(i64,)> =
        sql("SELECT version FROM faq_versions WHERE guild_id = $1").bind(guild).fetch_optional(on).await?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Counts a change after it was made. Other changes in the guild wait here until this one is committed.
async fn increment_version(tx: &mut Tx, guild: GuildId) -> Result<()> {
    sql("INSERT INTO faq_versions (guild_id, version) VALUES ($1, 1) \
         ON CONFLICT (guild_id) DO UPDATE SET version = faq_versions.version + 1")
    .bind(guild)
    .execute(tx)
    .await?;
    Ok(())
}

/// The entry with a number.
pub async fn get(on: impl Executor, guild: GuildId, id: i64) -> Result<Option<Entry>> {
    let row: Option<EntryRow> =
        sql(select!("WHERE guild_id = $1 AND id = $2")).bind(guild).bind(id).fetch_optional(on).await?;
    row.map(EntryRow::read).transpose()
}

/// The entry with a title, by the key of the title.
pub async fn find_by_title(on: impl Executor, guild: GuildId, title_key: &str) -> Result<Option<Entry>> {
    let row: Option<EntryRow> = sql(select!("WHERE guild_id = $1 AND title_key = $2"))
        .bind(guild)
        .bind(title_key)
        .fetch_optional(on)
        .await?;
    row.map(EntryRow::read).transpose()
}

/// An entry to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// Its content.
    pub content: &'a Content,
    /// Whether members see it at once.
    pub published: bool,
    /// How many entries the guild may have.
    pub limit: u32,
}

/// What came of adding an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsertOutcome {
    /// It was added with this number.
    Inserted(i64),
    /// Another entry has the title.
    TitleTaken,
    /// The guild has as many entries as it may have.
    LimitReached,
}

/// Adds an entry with the guild's next number. No other is added in the guild until the transaction ends.
pub async fn insert(tx: &mut Tx, guild: GuildId, new: NewEntry<'_>, edit: Edit) -> Result<InsertOutcome> {
    // First, because a second insert waits for this number: so the count holds.
    let id = next_number(tx, COUNTER, guild).await?;
    if count(&mut *tx, guild).await? >= u64::from(new.limit) {
        return Ok(InsertOutcome::LimitReached);
    }
    let statement = sql("INSERT INTO faq_entries (guild_id, id, revision, title, title_key, summary, keywords, aliases, category, \
         similarity_key, published, views, helped, not_helped, created_by, created_at, updated_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, $11, $12, $12) ON CONFLICT DO NOTHING")
    .bind(guild)
    .bind(id);
    let inserted = bind_content(statement, new.content)
        .bind(new.published)
        .bind(edit.by)
        .bind(edit.at)
        .execute(&mut *tx)
        .await?;
    if inserted == 0 {
        return Ok(InsertOutcome::TitleTaken);
    }
    insert_revision(tx, guild, id, RevisionKind::Add, edit).await?;
    increment_version(tx, guild).await?;
    Ok(InsertOutcome::Inserted(id))
}

/// Changes the content of an entry. Returns false if it has changed since this version, or is gone.
pub async fn update(
    tx: &mut Tx,
    guild: GuildId,
    version: EntryVersion,
    content: &Content,
    edit: Edit,
) -> Result<bool> {
    let statement = sql("UPDATE faq_entries SET title = $3, title_key = $4, summary = $5, keywords = $6, aliases = $7, category = $8, \
         similarity_key = $9, revision = revision + 1, updated_at = $11 \
         WHERE guild_id = $1 AND id = $2 AND revision = $10")
    .bind(guild)
    .bind(version.id);
    let updated =
        bind_content(statement, content).bind(version.revision).bind(edit.at).execute(&mut *tx).await? == 1;
    if updated {
        insert_revision(tx, guild, version.id, RevisionKind::Edit, edit).await?;
        increment_version(tx, guild).await?;
    }
    Ok(updated)
}

/// Binds seven columns, from the title to the similarity key.
fn bind_content(statement: Statement, content: &Content) -> Statement {
    statement
        .bind(&content.title)
        .bind(content.title_key())
        .bind(&content.text)
        .bind(content.joined_keywords())
        .bind(content.joined_aliases())
        .bind(&content.category)
        .bind(similarity_key(&content.title))
}

/// Publishes an entry or makes it a draft again. Returns false if it is so already, has changed since this version, or is gone.
pub async fn set_published(
    tx: &mut Tx,
    guild: GuildId,
    version: EntryVersion,
    published: bool,
    edit: Edit,
) -> Result<bool> {
    let updated = sql("UPDATE faq_entries SET published = $3, revision = revision + 1, updated_at = $4 \
         WHERE guild_id = $1 AND id = $2 AND published <> $3 AND revision = $5")
    .bind(guild)
    .bind(version.id)
    .bind(published)
    .bind(edit.at)
    .bind(version.revision)
    .execute(&mut *tx)
    .await?
        == 1;
    if updated {
        let kind = if published { RevisionKind::Publish } else { RevisionKind::Unpublish };
        insert_revision(tx, guild, version.id, kind, edit).await?;
        increment_version(tx, guild).await?;
    }
    Ok(updated)
}

/// Deletes an entry with its history. Returns false if it has changed since this version, or is gone.
pub async fn delete(tx: &mut Tx, guild: GuildId, version: EntryVersion) -> Result<bool> {
    let deleted = sql("DELETE FROM faq_entries WHERE guild_id = $1 AND id = $2 AND revision = $3")
        .bind(guild)
        .bind(version.id)
        .bind(version.revision)
        .execute(&mut *tx)
        .await?;
    if deleted == 0 {
        return Ok(false);
    }
    sql("DELETE FROM faq_revisions WHERE guild_id = $1 AND entry_id = $2")
        .bind(guild)
        .bind(version.id)
        .execute(&mut *tx)
        .await?;
    increment_version(tx, guild).await?;
    Ok(true)
}

/// Counts whether an entry helped a member to whom it was shown.
pub async fn count_helped(on: impl Executor, guild: GuildId, id: i64, helped: bool) -> Result<()> {
    let statement = if helped {
        "UPDATE faq_entries SET helped = helped + 1 WHERE guild_id = $1 AND id = $2"
    } else {
        "UPDATE faq_entries SET not_helped = not_helped + 1 WHERE guild_id = $1 AND id = $2"
    };
    sql(statement).bind(guild).bind(id).execute(on).await?;
    Ok(())
}

/// Counts that a member opened an entry.
pub async fn count_view(db: &Db, guild: GuildId, id: i64) -> Result<()> {
    sql("UPDATE faq_entries SET views = views + 1 WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

async fn count(on: impl Executor, guild: GuildId) -> Result<u64> {
    let (count,): (i64,) =
        sql("SELECT COUNT(*) FROM faq_entries WHERE guild_id = $1").bind(guild).fetch_one(on).await?;
    Ok(count.cast_unsigned())
}

/// How many entries all guilds have, for the log at the start.
pub async fn count_all(db: &Db) -> Result<i64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM faq_entries").fetch_one(db).await?;
    Ok(count)
}
