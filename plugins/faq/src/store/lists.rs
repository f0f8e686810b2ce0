//! Lists of entries: pages, search results, names and categories.

use std::collections::HashMap;

use plugin_api::{Db, Result, db::Executor, serenity::GuildId, sql, text::words::fold, ui::paginate::Page};

use super::row::{EntryNames, EntryNamesRow, EntryRow, read_all, select};
use crate::domain::{Entry, entry::MAX_ENTRIES};

/// Which entries a list has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whether drafts are among them.
    pub drafts: bool,
    /// Only those of this category.
    pub category: Option<String>,
}

/// The published entries with these numbers, in the same order. One that is gone or a draft by now is left out.
pub async fn fetch_published(db: &Db, guild: GuildId, ids: &[i64]) -> Result<Vec<Entry>> {
    let mut entries = fetch_by_ids(db, guild, ids).await?;
    entries.retain(|entry| entry.published);
    Ok(entries)
}

async fn fetch_by_ids(db: &Db, guild: GuildId, ids: &[i64]) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> =
        sql(select!("WHERE guild_id = $1 AND id = ANY($2)")).bind(guild).bind(ids).fetch_all(db).await?;
    let mut entries = read_all(rows)?;
    let order: HashMap<i64, usize> = ids.iter().copied().zip(0..).collect();
    entries.sort_by_key(|entry| order.get(&entry.id).copied());
    Ok(entries)
}

/// The numbers of the entries of a list, by category and title.
async fn fetch_sorted_ids(db: &Db, guild: GuildId, filter: &Filter) -> Result<Vec<i64>> {
    let rows: Vec<(i64, String, String)> =
        sql("SELECT id, category, title FROM faq_entries WHERE guild_id = $1 \
         AND (published = TRUE OR $2 = TRUE) AND (category = $3 OR $4 = TRUE)")
        .bind(guild)
        .bind(filter.drafts)
        .bind(filter.category.clone().unwrap_or_default())
        .bind(filter.category.is_none())
        .fetch_all(db)
        .await?;
    // In SQL each database would have an order of its own.
    let sorted = |(id, category, title): (i64, String, String)| (fold(&category), category, fold(&title), id);
    let mut all: Vec<_> = rows.into_iter().map(sorted).collect();
    all.sort_unstable();
    Ok(all.into_iter().map(|(.., id)| id).collect())
}

/// The page of a list that is nearest to the wanted one.
pub async fn fetch_page(
    db: &Db,
    guild: GuildId,
    filter: &Filter,
    wanted: u32,
    size: u32,
) -> Result<(Vec<Entry>, Page)> {
    let ids = fetch_sorted_ids(db, guild, filter).await?;
    let page = Page::new(wanted, ids.len() as u64, size);
    let here = ids.chunks(size.max(1) as usize).nth(page.index as usize).unwrap_or_default();
    Ok((fetch_by_ids(db, guild, here).await?, page))
}

/// Entries in the order of their numbers, beginning after a number.
pub async fn fetch_after(db: &Db, guild: GuildId, id: i64, drafts: bool, limit: u32) -> Result<Vec<Entry>> {
    let rows = sql(select!(
        "WHERE guild_id = $1 AND id > $2 AND (published = TRUE OR $3 = TRUE) ORDER BY id LIMIT $4"
    ))
    .bind(guild)
    .bind(id)
    .bind(drafts)
    .bind(limit)
    .fetch_all(db)
    .await?;
    read_all(rows)
}

/// The categories of the published entries, sorted, and those of drafts if `drafts` is true.
pub async fn fetch_categories(on: impl Executor, guild: GuildId, drafts: bool) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sql("SELECT DISTINCT category FROM faq_entries WHERE guild_id = $1 AND category <> '' \
         AND (published = TRUE OR $2 = TRUE)")
        .bind(guild)
        .bind(drafts)
        .fetch_all(on)
        .await?;
    let mut categories: Vec<_> = rows.into_iter().map(|(category,)| category).collect();
    categories.sort_by_cached_key(|category| fold(category));
    Ok(categories)
}

/// The categories of all entries but one.
pub async fn fetch_categories_of_others(on: impl Executor, guild: GuildId, id: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sql("SELECT DISTINCT category FROM faq_entries WHERE guild_id = $1 AND id <> $2 AND category <> ''")
            .bind(guild)
            .bind(id)
            .fetch_all(on)
            .await?;
    Ok(rows.into_iter().map(|(category,)| category).collect())
}

/// All published entries, [`MAX_ENTRIES`] at most.
pub async fn fetch_all_published(db: &Db, guild: GuildId) -> Result<Vec<Entry>> {
    let rows = sql(select!("WHERE guild_id = $1 AND published = TRUE ORDER BY id LIMIT $2"))
        .bind(guild)
        .bind(MAX_ENTRIES)
        .fetch_all(db)
        .await?;
    read_all(rows)
}

/// The names of all entries, drafts too, the most opened first; [`MAX_ENTRIES`] at most.
pub async fn fetch_all_names(db: &Db, guild: GuildId) -> Result<Vec<EntryNames>> {
    let rows: Vec<EntryNamesRow> =
        sql("SELECT id, title, keywords, aliases, published FROM faq_entries WHERE guild_id = $1 \
         ORDER BY views DESC, id LIMIT $2")
        .bind(guild)
        .bind(MAX_ENTRIES)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(EntryNamesRow::read).collect())
}
