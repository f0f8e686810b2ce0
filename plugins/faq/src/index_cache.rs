//! The search indexes of guilds, in memory. Each use compares a version in the database: so a change by another process counts at once, and a
//! restart costs nothing but reading the entries again.

mod titles;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use plugin_api::{
    Db, Result, run_blocking,
    serenity::GuildId,
    text::search::{Document, Index},
};

use crate::{domain::Entry, store};

pub use titles::{Title, Titles};

/// How many guilds are cached: those searched last.
const MAX_GUILDS: usize = 64;

/// How many entries of all guilds are cached, each of a few kilobytes.
const MAX_ENTRIES: usize = 16_000;

/// The indexes of the guilds that were searched last.
#[derive(Default)]
pub struct IndexCache {
    /// The guild that was used last is at the end.
    guilds: Mutex<Vec<(GuildId, Arc<GuildIndex>)>>,
}

/// The indexes of one guild. A member who is typing waits for the titles alone, which are built in a tenth of the time.
#[derive(Default)]
struct GuildIndex {
    titles: Versioned<Titles>,
    published: Versioned<Index>,
    entries: AtomicUsize,
}

/// A value that was built from the entries at a version.
struct Versioned<T> {
    value: Mutex<Option<(i64, Arc<T>)>>,
    /// Of several requests in a guild at once the first builds, and the others wait.
    building: futures::lock::Mutex<()>,
}

impl IndexCache {
    /// The titles of a guild's entries as they are now, drafts too.
    pub async fn titles(&self, db: &Db, guild: GuildId) -> Result<Arc<Titles>> {
        let index = self.guild(guild);
        let titles = index.titles.get_or_build(db, guild, async || {
            let names = store::fetch_all_names(db, guild).await?;
            index.entries.store(names.len(), Ordering::Relaxed);
            run_blocking(move || Titles::new(&names)).await
        });
        let titles = titles.await?;
        self.evict();
        Ok(titles)
    }

    /// The index of a guild's published entries as they are now.
    pub async fn published(&self, db: &Db, guild: GuildId) -> Result<Arc<Index>> {
        let index = self.guild(guild);
        let published = index.published.get_or_build(db, guild, async || {
            let entries = store::fetch_all_published(db, guild).await?;
            index.entries.fetch_max(entries.len(), Ordering::Relaxed);
            run_blocking(move || Index::new(entries.iter().map(document))).await
        });
        let published = published.await?;
        self.evict();
        Ok(published)
    }

    pub(crate) fn clear(&self) {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn guild(&self, guild: GuildId) -> Arc<GuildIndex> {
        let mut guilds = self.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        let cached = guilds.iter().position(|(other, _)| *other == guild);
        let used = cached.map_or_else(|| (guild, Arc::default()), |position| guilds.remove(position));
        let index = Arc::clone(&used.1);
        guilds.push(used);
        index
    }

    fn evict(&self) {
        let mut guilds = self.guilds.lock().unwrap_or_else(PoisonError::into_inner);
        evict(&mut guilds, MAX_GUILDS, MAX_ENTRIES);
    }
}

impl<T> Default for Versioned<T> {
    fn default() -> Self {
        Self { value: Mutex::default(), building: futures::lock::Mutex::default() }
    }
}

impl<T> Versioned<T> {
    async fn get_or_build(
        &self,
        db: &Db,
        guild: GuildId,
        build: impl AsyncFnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        if let Some(value) = self.get(store::version(db, guild).await?) {
            return Ok(value);
        }
        let _building = self.building.lock().await;
        // The version is read before the entries: a value may be newer than its version, and is built once more then, but never older.
        let version = store::version(db, guild).await?;
        if let Some(value) = self.get(version) {
            return Ok(value);
        }
        let value = Arc::new(build().await?);
        *self.value.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&value)));
        Ok(value)
    }

    fn get(&self, version: i64) -> Option<Arc<T>> {
        let value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        value.as_ref().filter(|(built_at, _)| *built_at == version).map(|(_, value)| Arc::clone(value))
    }
}

fn document(entry: &Entry) -> Document<'_> {
    let content = &entry.content;
    Document {
        id: entry.id,
        title: &content.title,
        aliases: &content.aliases,
        keywords: &content.keywords,
        text: &content.text,
    }
}

/// Removes the guilds that were not used for longest until the others fit. The last one stays, however large it is.
fn evict(guilds: &mut Vec<(GuildId, Arc<GuildIndex>)>, max_guilds: usize, max_entries: usize) {
    let entries = |index: &Arc<GuildIndex>| index.entries.load(Ordering::Relaxed);
    let mut total: usize = guilds.iter().map(|(_, index)| entries(index)).sum();
    while guilds.len() > 1 && (guilds.len() > max_guilds || total > max_entries) {
        total -= entries(&guilds.remove(0).1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guilds_that_were_not_used_for_longest_are_evicted() {
        let ids =
            |guilds: &[(GuildId, Arc<GuildIndex>)]| guilds.iter().map(|(g, _)| g.get()).collect::<Vec<_>>();
        let index = || GuildIndex { entries: AtomicUsize::new(3), ..GuildIndex::default() };
        let mut guilds: Vec<_> = (1..=4).map(|guild| (GuildId::new(guild), Arc::new(index()))).collect();
        evict(&mut guilds, 3, 100);
        assert_eq!(ids(&guilds), [2, 3, 4]);
        evict(&mut guilds, 3, 7);
        assert_eq!(ids(&guilds), [3, 4]);
        evict(&mut guilds, 3, 1);
        assert_eq!(ids(&guilds), [4]);
    }
}
