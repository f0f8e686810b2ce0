//! What is searched in: an index of each guild's entries in memory, held against a number in the database at each use. So a change made
//! by another process counts at once, and a restart costs nothing but reading the entries again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use plugin_api::{Db, Result, compute, serenity::GuildId};

use crate::{
    domain::{
        Entry,
        entry::key,
        search::{Document, Hit, Index, Names},
    },
    store,
};

/// How many guilds' entries are held: those searched last.
const MOST_GUILDS: usize = 64;

/// How many entries are held of all guilds, each of a few kilobytes.
const MOST_ENTRIES: usize = 16_000;

/// The entries of one guild, ready to be searched.
pub struct Shelf {
    version: i64,
    published: Index,
    names: Names,
    /// Titles and other wordings as they are compared. A title goes before another entry's wording.
    named: HashMap<String, i64>,
    entries: HashMap<i64, Short>,
    /// Most opened first, as it was when the index was made.
    order: Vec<i64>,
}

/// What is shown of an entry before it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Whether members see it.
    pub published: bool,
}

impl Shelf {
    /// A shelf of some entries, drafts too, as they were at a version.
    #[must_use]
    pub fn of(version: i64, entries: &[Entry]) -> Self {
        let short = |entry: &Entry| Short {
            id: entry.id,
            title: entry.draft.title.clone(),
            published: entry.published,
        };
        let aliases =
            entries.iter().flat_map(|entry| entry.draft.aliases.iter().map(|alias| (key(alias), entry.id)));
        let titles = entries.iter().map(|entry| (entry.draft.title_key(), entry.id));
        Self {
            version,
            published: Index::new(entries.iter().filter(|entry| entry.published).map(document)),
            names: Names::of(entries.iter().map(document)),
            named: aliases.chain(titles).collect(),
            entries: entries.iter().map(|entry| (entry.id, short(entry))).collect(),
            order: entries.iter().map(|entry| entry.id).collect(),
        }
    }

    /// The published entries that answer a question, the best first.
    #[must_use]
    pub fn search(&self, question: &str, limit: usize) -> Vec<Hit> {
        self.published.search(question, limit)
    }

    /// The published entries worth showing to somebody who wrote at length what they need, the best first.
    #[must_use]
    pub fn relevant(&self, text: &str, limit: usize) -> Vec<i64> {
        self.published.relevant(text, limit)
    }

    /// The published entry that surely answers a question.
    #[must_use]
    pub fn best(&self, question: &str) -> Option<Hit> {
        self.published.best(question)
    }

    /// The entry with exactly this title, or this other wording.
    #[must_use]
    pub fn named(&self, typed: &str, drafts: bool) -> Option<&Short> {
        let short = self.named.get(&key(typed)).and_then(|id| self.entries.get(id));
        short.filter(|short| drafts || short.published)
    }

    /// What is offered to somebody who types part of a title, another wording or a keyword: what is opened most where nothing was typed,
    /// and the entry with a number first where one was.
    #[must_use]
    pub fn offer(&self, typed: &str, drafts: bool, limit: usize) -> Vec<&Short> {
        let shown = |id: i64| self.entries.get(&id).filter(|short| drafts || short.published);
        let typed = typed.trim();
        if typed.is_empty() {
            return self.order.iter().filter_map(|id| shown(*id)).take(limit).collect();
        }
        let number = typed.trim_start_matches('#').parse().ok().and_then(shown);
        let named = self.names.complete(typed, limit, |id| shown(id).is_some()).into_iter().filter_map(shown);
        let others = named.filter(|short| number.is_none_or(|number| number.id != short.id));
        number.into_iter().chain(others).take(limit).collect()
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

/// The shelves of the guilds that were searched last.
#[derive(Default)]
pub struct Shelves {
    /// The one used last at the end.
    held: Mutex<Vec<(GuildId, Arc<Place>)>>,
}

/// Where a guild's shelf stands.
#[derive(Default)]
struct Place {
    shelf: Mutex<Option<Arc<Shelf>>>,
    /// Many who ask in a guild at once wait for the first.
    filling: futures::lock::Mutex<()>,
}

impl Shelves {
    /// The entries of a guild as they are now.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn of(&self, db: &Db, guild: GuildId) -> Result<Arc<Shelf>> {
        let place = self.place(guild);
        if let Some(shelf) = place.shelf(store::version(db, guild).await?) {
            return Ok(shelf);
        }
        let _alone = place.filling.lock().await;
        // Read first: entries that are newer than it are read once more the next time, older ones never taken for newer.
        let version = store::version(db, guild).await?;
        if let Some(shelf) = place.shelf(version) {
            return Ok(shelf);
        }
        let entries = store::for_index(db, guild).await?;
        let shelf = Arc::new(compute(move || Shelf::of(version, &entries)).await?);
        *place.shelf.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&shelf));
        make_room(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner), MOST_GUILDS, MOST_ENTRIES);
        Ok(shelf)
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
}

impl Place {
    /// The shelf that stands here, if it is of this version.
    fn shelf(&self, version: i64) -> Option<Arc<Shelf>> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.as_ref().filter(|shelf| shelf.version == version).cloned()
    }

    fn entries(&self) -> usize {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.as_ref().map_or(0, |shelf| shelf.entries.len())
    }
}

/// Puts away the shelves that were not used for longest until the others fit; the last one stays, however large it is.
fn make_room(held: &mut Vec<(GuildId, Arc<Place>)>, guilds: usize, entries: usize) {
    let mut total: usize = held.iter().map(|(_, place)| place.entries()).sum();
    while held.len() > 1 && (held.len() > guilds || total > entries) {
        total -= held.remove(0).1.entries();
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::chrono::DateTime;

    use super::*;
    use crate::domain::Draft;

    fn shelf(entries: i64) -> Shelf {
        let entry = |id| Entry {
            guild: GuildId::new(1),
            id,
            revision: 1,
            draft: Draft {
                title: format!("Question {id}"),
                text: "An answer".to_owned(),
                aliases: vec![format!("Wording {id}"), "Question 2".to_owned()],
                ..Draft::default()
            },
            published: id % 2 == 1,
            views: 0,
            helped: 0,
            not_helped: 0,
            created_by: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        };
        Shelf::of(1, &(1..=entries).map(entry).collect::<Vec<_>>())
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let guilds = |held: &[(GuildId, Arc<Place>)]| held.iter().map(|(g, _)| g.get()).collect::<Vec<_>>();
        let place = || Place { shelf: Mutex::new(Some(Arc::new(shelf(3)))), ..Place::default() };
        let mut held: Vec<_> = (1..=4).map(|guild| (GuildId::new(guild), Arc::new(place()))).collect();
        make_room(&mut held, 3, 100);
        assert_eq!(guilds(&held), [2, 3, 4]);
        make_room(&mut held, 3, 7);
        assert_eq!(guilds(&held), [3, 4]);
        make_room(&mut held, 3, 1);
        assert_eq!(guilds(&held), [4]);
    }

    #[test]
    fn drafts_are_offered_to_who_may_see_them_only() {
        let shelf = shelf(4);
        let offered = |typed: &str, drafts| {
            shelf.offer(typed, drafts, 25).iter().map(|short| short.id).collect::<Vec<_>>()
        };
        assert_eq!(offered("", false), [1, 3]);
        assert_eq!(offered("", true), [1, 2, 3, 4]);
        assert_eq!(offered("#2", true)[0], 2);
        assert!(offered("#2", false).iter().all(|id| id % 2 == 1));
        assert_eq!(offered("quest", false).len(), 2);
        assert!(shelf.search("question 2", 5).iter().all(|hit| hit.id % 2 == 1));
    }

    #[test]
    fn an_entry_is_named_by_its_title_or_another_wording_exactly() {
        let shelf = shelf(4);
        let named = |typed: &str, drafts| shelf.named(typed, drafts).map(|short| short.id);
        assert_eq!(named(" question  3", false), Some(3));
        assert_eq!(named("WORDING 1", false), Some(1));
        assert_eq!(named("wording", true), None);
        assert_eq!(named("question 2", true), Some(2), "a title goes before another entry's wording");
        assert_eq!(named("question 2", false), None);
    }
}
