//! Entries.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use plugin_api::{
    Db, Result, Tx,
    db::{Run, Statement, next_number},
    serenity::{GuildId, UserId},
    sql,
    text::{similarity::similarity_key, words::fold},
    ui::paginate::Page,
};

use super::{
    history, moved,
    row::{Named, NamedRow, Row, read_all, select},
};
use crate::{
    domain::{Action, Draft, Entry},
    settings::MOST_ENTRIES,
};

/// How many entries are asked for at once by their numbers.
const AT_ONCE: usize = 10;

/// What the numbers of entries are counted under.
const KIND: &str = "faq_entry";

/// Which entries a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Drafts too.
    pub drafts: bool,
    /// Only those under this heading.
    pub category: Option<String>,
}

/// Finds one by its number.
///
/// # Errors
/// Where the database fails.
pub async fn get(on: impl Run, guild: GuildId, id: i64) -> Result<Option<Entry>> {
    let row: Option<Row> =
        sql(select!("WHERE guild_id = $1 AND id = $2")).bind(guild).bind(id).optional(on).await?;
    row.map(Row::read).transpose()
}

/// Finds the one that has a title, as it is compared.
///
/// # Errors
/// Where the database fails.
pub async fn find_title(on: impl Run, guild: GuildId, title_key: &str) -> Result<Option<Entry>> {
    let row: Option<Row> = sql(select!("WHERE guild_id = $1 AND title_key = $2"))
        .bind(guild)
        .bind(title_key)
        .optional(on)
        .await?;
    row.map(Row::read).transpose()
}

/// Finds those of some numbers, in the order of the numbers; one that is gone is left out.
///
/// # Errors
/// Where the database fails.
pub async fn of_numbers(db: &Db, guild: GuildId, ids: &[i64]) -> Result<Vec<Entry>> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(AT_ONCE) {
        let statement =
            sql(select!("WHERE guild_id = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"))
                .bind(guild);
        // No entry has the number 0.
        let numbers = part.iter().copied().chain(std::iter::repeat(0)).take(AT_ONCE);
        found.extend(read_all(numbers.fold(statement, Statement::bind).all(db).await?)?);
    }
    let places: HashMap<i64, usize> = ids.iter().copied().zip(0..).collect();
    found.sort_by_key(|entry: &Entry| places.get(&entry.id).copied());
    Ok(found)
}

/// What came of writing a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It has this number.
    Made(i64),
    /// Another has its title.
    Taken,
    /// There are as many as there may be.
    Full,
}

/// Writes a new one, with the guild's next number, if there are fewer than `most`. From here to the end of the transaction no other is
/// made in the guild.
///
/// # Errors
/// Where the database fails.
pub async fn insert(
    tx: &mut Tx,
    guild: GuildId,
    by: UserId,
    draft: &Draft,
    published: bool,
    now: DateTime<Utc>,
    most: u32,
) -> Result<Inserted> {
    // First: it is what a second one waits at, so that the count holds.
    let id = next_number(tx, KIND, guild).await?;
    if count(&mut *tx, guild).await? >= u64::from(most) {
        return Ok(Inserted::Full);
    }
    let statement = sql("INSERT INTO faq_entries (guild_id, id, revision, title, title_key, summary, keywords, aliases, category, \
         similarity_key, published, views, helped, not_helped, created_by, created_at, updated_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, $11, $12, $12) ON CONFLICT DO NOTHING")
    .bind(guild)
    .bind(id);
    let made = values(statement, draft).bind(published).bind(by).bind(now).run(&mut *tx).await?;
    if made == 0 {
        return Ok(Inserted::Taken);
    }
    history::note(tx, guild, id, Action::Add, by, now).await?;
    moved(tx, guild).await?;
    Ok(Inserted::Made(id))
}

/// Writes what somebody changed, if nobody else has since the revision that they saw.
///
/// # Errors
/// Where the database fails, or the title is taken.
pub async fn change(
    tx: &mut Tx,
    guild: GuildId,
    (id, revision): (i64, i64),
    by: UserId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<bool> {
    let statement = sql("UPDATE faq_entries SET title = $3, title_key = $4, summary = $5, keywords = $6, aliases = $7, category = $8, \
         similarity_key = $9, revision = revision + 1, updated_at = $11 \
         WHERE guild_id = $1 AND id = $2 AND revision = $10")
    .bind(guild)
    .bind(id);
    let changed = values(statement, draft).bind(revision).bind(now).run(&mut *tx).await?;
    if changed == 1 {
        history::note(tx, guild, id, Action::Edit, by, now).await?;
        moved(tx, guild).await?;
    }
    Ok(changed == 1)
}

fn values(statement: Statement, draft: &Draft) -> Statement {
    statement
        .bind(&draft.title)
        .bind(draft.title_key())
        .bind(&draft.text)
        .bind(draft.typed_keywords())
        .bind(draft.typed_aliases())
        .bind(&draft.category)
        .bind(similarity_key(&draft.title))
}

/// Shows one to members or takes it back, if nobody has changed it since the revision that somebody saw; `false` where it is gone, changed, or
/// stands so already.
///
/// # Errors
/// Where the database fails.
pub async fn set_published(
    tx: &mut Tx,
    guild: GuildId,
    (id, revision): (i64, i64),
    by: UserId,
    published: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let set = sql("UPDATE faq_entries SET published = $3, revision = revision + 1, updated_at = $4 \
         WHERE guild_id = $1 AND id = $2 AND published <> $3 AND revision = $5")
    .bind(guild)
    .bind(id)
    .bind(published)
    .bind(now)
    .bind(revision)
    .run(&mut *tx)
    .await?;
    if set == 1 {
        let action = if published { Action::Publish } else { Action::Unpublish };
        history::note(tx, guild, id, action, by, now).await?;
        moved(tx, guild).await?;
    }
    Ok(set == 1)
}

/// Removes one with its history, if nobody has changed it since the revision that somebody saw; `false` where it is gone or changed.
///
/// # Errors
/// Where the database fails.
pub async fn remove(tx: &mut Tx, guild: GuildId, (id, revision): (i64, i64)) -> Result<bool> {
    let gone = sql("DELETE FROM faq_entries WHERE guild_id = $1 AND id = $2 AND revision = $3")
        .bind(guild)
        .bind(id)
        .bind(revision)
        .run(&mut *tx)
        .await?;
    if gone == 0 {
        return Ok(false);
    }
    sql("DELETE FROM faq_revisions WHERE guild_id = $1 AND entry_id = $2")
        .bind(guild)
        .bind(id)
        .run(&mut *tx)
        .await?;
    moved(tx, guild).await?;
    Ok(true)
}

/// Counts whether one helped somebody to whom it was shown.
///
/// # Errors
/// Where the database fails.
pub async fn helped(on: impl Run, guild: GuildId, id: i64, helped: bool) -> Result<()> {
    let count = if helped {
        "UPDATE faq_entries SET helped = helped + 1 WHERE guild_id = $1 AND id = $2"
    } else {
        "UPDATE faq_entries SET not_helped = not_helped + 1 WHERE guild_id = $1 AND id = $2"
    };
    sql(count).bind(guild).bind(id).run(on).await?;
    Ok(())
}

/// Counts that one was opened.
///
/// # Errors
/// Where the database fails.
pub async fn opened(db: &Db, guild: GuildId, id: i64) -> Result<()> {
    sql("UPDATE faq_entries SET views = views + 1 WHERE guild_id = $1 AND id = $2")
        .bind(guild)
        .bind(id)
        .run(db)
        .await?;
    Ok(())
}

/// How many there are, drafts too.
///
/// # Errors
/// Where the database fails.
pub async fn count(on: impl Run, guild: GuildId) -> Result<u64> {
    let (count,): (i64,) =
        sql("SELECT COUNT(*) FROM faq_entries WHERE guild_id = $1").bind(guild).one(on).await?;
    Ok(count.cast_unsigned())
}

/// The numbers of those that a list shows, by heading and title.
async fn listed(db: &Db, guild: GuildId, filter: &Filter) -> Result<Vec<i64>> {
    let rows: Vec<(i64, String, String)> =
        sql("SELECT id, category, title FROM faq_entries WHERE guild_id = $1 \
         AND (published = TRUE OR $2 = TRUE) AND (category = $3 OR $4 = TRUE)")
        .bind(guild)
        .bind(filter.drafts)
        .bind(filter.category.clone().unwrap_or_default())
        .bind(filter.category.is_none())
        .all(db)
        .await?;
    // In SQL each database would have an order of its own.
    let sorted = |(id, category, title): (i64, String, String)| (fold(&category), category, fold(&title), id);
    let mut all: Vec<_> = rows.into_iter().map(sorted).collect();
    all.sort_unstable();
    Ok(all.into_iter().map(|(.., id)| id).collect())
}

/// One page of such a list, the nearest to the wanted one.
///
/// # Errors
/// Where the database fails.
pub async fn page(
    db: &Db,
    guild: GuildId,
    filter: &Filter,
    wanted: u32,
    size: u32,
) -> Result<(Vec<Entry>, Page)> {
    let ids = listed(db, guild, filter).await?;
    let page = Page::of(wanted, ids.len() as u64, size);
    let here = ids.chunks(size.max(1) as usize).nth(page.index as usize).unwrap_or_default();
    Ok((of_numbers(db, guild, here).await?, page))
}

/// A page by number, starting after one.
///
/// # Errors
/// Where the database fails.
pub async fn after(db: &Db, guild: GuildId, id: i64, drafts: bool, limit: u32) -> Result<Vec<Entry>> {
    let rows = sql(select!(
        "WHERE guild_id = $1 AND id > $2 AND (published = TRUE OR $3 = TRUE) ORDER BY id LIMIT $4"
    ))
    .bind(guild)
    .bind(id)
    .bind(drafts)
    .bind(limit)
    .all(db)
    .await?;
    read_all(rows)
}

/// The headings that are in use, in order; those of drafts only where they are asked for.
///
/// # Errors
/// Where the database fails.
pub async fn categories(on: impl Run, guild: GuildId, drafts: bool) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sql("SELECT DISTINCT category FROM faq_entries WHERE guild_id = $1 AND category <> '' \
         AND (published = TRUE OR $2 = TRUE)")
        .bind(guild)
        .bind(drafts)
        .all(on)
        .await?;
    let mut headings: Vec<_> = rows.into_iter().map(|(category,)| category).collect();
    headings.sort_by_cached_key(|heading| fold(heading));
    Ok(headings)
}

/// The headings of all entries but one.
///
/// # Errors
/// Where the database fails.
pub async fn categories_but(on: impl Run, guild: GuildId, id: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sql("SELECT DISTINCT category FROM faq_entries WHERE guild_id = $1 AND id <> $2 AND category <> ''")
            .bind(guild)
            .bind(id)
            .all(on)
            .await?;
    Ok(rows.into_iter().map(|(category,)| category).collect())
}

/// All published ones of a guild; [`MOST_ENTRIES`] at most.
///
/// # Errors
/// Where the database fails.
pub async fn published(db: &Db, guild: GuildId) -> Result<Vec<Entry>> {
    let rows = sql(select!("WHERE guild_id = $1 AND published = TRUE ORDER BY id LIMIT $2"))
        .bind(guild)
        .bind(MOST_ENTRIES)
        .all(db)
        .await?;
    read_all(rows)
}

/// What all of a guild are named, drafts too, most opened first; [`MOST_ENTRIES`] at most.
///
/// # Errors
/// Where the database fails.
pub async fn named(db: &Db, guild: GuildId) -> Result<Vec<Named>> {
    let rows: Vec<NamedRow> =
        sql("SELECT id, title, keywords, aliases, published FROM faq_entries WHERE guild_id = $1 \
         ORDER BY views DESC, id LIMIT $2")
        .bind(guild)
        .bind(MOST_ENTRIES)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(NamedRow::read).collect())
}

/// How many there are in all guilds, for the log at the start.
///
/// # Errors
/// Where the database fails.
pub async fn count_all(db: &Db) -> Result<i64> {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM faq_entries").one(db).await?;
    Ok(count)
}
