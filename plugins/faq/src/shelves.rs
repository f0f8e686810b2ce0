//! What is searched in: the entries of guilds in memory, held against a number in the database at each use. So a change made by another process
//! counts at once, and a restart costs nothing but reading the entries again.

mod titles;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use plugin_api::{
    Db, Result, compute,
    serenity::GuildId,
    text::search::{Document, Index},
};

use crate::{domain::Entry, store};

pub use titles::{Short, Titles};

/// How many guilds' entries are held: those searched last.
const MOST_GUILDS: usize = 64;

/// How many entries are held of all guilds, each of a few kilobytes.
const MOST_ENTRIES: usize = 16_000;

/// The entries of the guilds that were searched last.
#[derive(Default)]
pub struct Shelves {
    /// The one used last at the end.
    held: Mutex<Vec<(GuildId, Arc<Place>)>>,
}

/// The entries of one guild. Who types waits for the titles alone, which are made in a tenth of the time.
#[derive(Default)]
struct Place {
    titles: Held<Titles>,
    published: Held<Index>,
    /// How many entries there are.
    size: AtomicUsize,
}

/// What was made of the entries at a version.
struct Held<T> {
    made: Mutex<Option<(i64, Arc<T>)>>,
    /// Many who ask in a guild at once wait for the first.
    making: futures::lock::Mutex<()>,
}

impl Shelves {
    /// The titles of a guild's entries as they are now, drafts too.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn titles(&self, db: &Db, guild: GuildId) -> Result<Arc<Titles>> {
        let place = self.place(guild);
        let titles = place.titles.at(db, guild, async || {
            let named = store::named(db, guild).await?;
            place.size.store(named.len(), Ordering::Relaxed);
            compute(move || Titles::of(&named)).await
        });
        let titles = titles.await?;
        self.make_room();
        Ok(titles)
    }

    /// The published entries of a guild as they are now.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn published(&self, db: &Db, guild: GuildId) -> Result<Arc<Index>> {
        let place = self.place(guild);
        let published = place.published.at(db, guild, async || {
            let entries = store::published(db, guild).await?;
            place.size.fetch_max(entries.len(), Ordering::Relaxed);
            compute(move || Index::new(entries.iter().map(document))).await
        });
        let published = published.await?;
        self.make_room();
        Ok(published)
    }

    /// Puts away everything: the database may be another one.
    pub fn clear(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn place(&self, guild: GuildId) -> Arc<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held.iter().position(|(other, _)| *other == guild);
        let used = known.map_or_else(|| (guild, Arc::default()), |at| held.remove(at));
        let place = Arc::clone(&used.1);
        held.push(used);
        place
    }

    fn make_room(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut held, MOST_GUILDS, MOST_ENTRIES);
    }
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self { made: Mutex::default(), making: futures::lock::Mutex::default() }
    }
}

impl<T> Held<T> {
    /// What was made of the entries as they are now; makes it where it was not.
    async fn at(&self, db: &Db, guild: GuildId, make: impl AsyncFnOnce() -> Result<T>) -> Result<Arc<T>> {
        if let Some(made) = self.of(store::version(db, guild).await?) {
            return Ok(made);
        }
        let _alone = self.making.lock().await;
        // Read first: entries that are newer than it are read once more the next time, older ones never taken for newer.
        let version = store::version(db, guild).await?;
        if let Some(made) = self.of(version) {
            return Ok(made);
        }
        let made = Arc::new(make().await?);
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&made)));
        Ok(made)
    }

    fn of(&self, version: i64) -> Option<Arc<T>> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.as_ref().filter(|(at, _)| *at == version).map(|(_, made)| Arc::clone(made))
    }
}

fn document(entry: &Entry) -> Document<'_> {
    let draft = &entry.draft;
    Document {
        id: entry.id,
        title: &draft.title,
        aliases: &draft.aliases,
        keywords: &draft.keywords,
        text: &draft.text,
    }
}

/// Puts away the guilds that were not used for longest until the others fit; the last one stays, however large it is.
fn make_room(held: &mut Vec<(GuildId, Arc<Place>)>, guilds: usize, entries: usize) {
    let size = |place: &Arc<Place>| place.size.load(Ordering::Relaxed);
    let mut total: usize = held.iter().map(|(_, place)| size(place)).sum();
    while held.len() > 1 && (held.len() > guilds || total > entries) {
        total -= size(&held.remove(0).1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let guilds = |held: &[(GuildId, Arc<Place>)]| held.iter().map(|(g, _)| g.get()).collect::<Vec<_>>();
        let place = || Place { size: AtomicUsize::new(3), ..Place::default() };
        let mut held: Vec<_> = (1..=4).map(|guild| (GuildId::new(guild), Arc::new(place()))).collect();
        make_room(&mut held, 3, 100);
        assert_eq!(guilds(&held), [2, 3, 4]);
        make_room(&mut held, 3, 7);
        assert_eq!(guilds(&held), [3, 4]);
        make_room(&mut held, 3, 1);
        assert_eq!(guilds(&held), [4]);
    }
}
