//! What is searched in: an index of each guild's entries in memory, held against a number in the database at each use. So a change made
//! by another process counts at once, and a restart costs nothing but reading the entries again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use plugin_api::{Db, Result, serenity::GuildId};

use crate::{
    domain::{
        Entry,
        search::{Document, Hit, Index},
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
    titles: Index,
    entries: HashMap<i64, Short>,
    /// Most opened first.
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
    fn of(version: i64, entries: &[Entry]) -> Self {
        let published = Index::new(entries.iter().filter(|entry| entry.published).map(document));
        // Autocompletion does not look into the texts.
        let titles = Index::new(entries.iter().map(|entry| Document { text: "", ..document(entry) }));
        let short = |entry: &Entry| Short {
            id: entry.id,
            title: entry.draft.title.clone(),
            published: entry.published,
        };
        Self {
            version,
            published,
            titles,
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

    /// What is offered to somebody who types part of a title, another wording or a keyword: what is opened most where nothing was typed.
    #[must_use]
    pub fn offer(&self, typed: &str, drafts: bool, limit: usize) -> Vec<&Short> {
        let number = typed.trim().trim_start_matches('#').parse().ok();
        let ids = match number {
            _ if typed.trim().is_empty() => self.order.clone(),
            Some(id) if self.entries.contains_key(&id) => vec![id],
            _ if drafts => self.titles.complete(typed, limit),
            _ => self.published.complete(typed, limit),
        };
        let shown = ids.iter().filter_map(|id| self.entries.get(id));
        shown.filter(|short| drafts || short.published).take(limit).collect()
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
    held: Mutex<Vec<(GuildId, Arc<Shelf>)>>,
    /// One is filled at a time: many who ask at once wait for the first.
    filling: futures::lock::Mutex<()>,
}

impl Shelves {
    /// The entries of a guild as they are now.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn of(&self, db: &Db, guild: GuildId) -> Result<Arc<Shelf>> {
        if let Some(shelf) = self.held(guild, store::version(db, guild).await?) {
            return Ok(shelf);
        }
        let _alone = self.filling.lock().await;
        // Read first: entries that are newer than it are read once more the next time, older ones never taken for newer.
        let version = store::version(db, guild).await?;
        if let Some(shelf) = self.held(guild, version) {
            return Ok(shelf);
        }
        let shelf = Arc::new(Shelf::of(version, &store::for_index(db, guild).await?));
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(other, _)| *other != guild);
        held.push((guild, Arc::clone(&shelf)));
        make_room(&mut held, MOST_GUILDS, MOST_ENTRIES);
        Ok(shelf)
    }

    /// Puts away everything: the database may be another one.
    pub fn clear(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn held(&self, guild: GuildId, version: i64) -> Option<Arc<Shelf>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let place = held.iter().position(|(other, shelf)| *other == guild && shelf.version == version)?;
        let used = held.remove(place);
        let shelf = Arc::clone(&used.1);
        held.push(used);
        Some(shelf)
    }
}

/// Puts away the shelves that were not used for longest until the others fit; the last one stays, however large it is.
fn make_room(held: &mut Vec<(GuildId, Arc<Shelf>)>, guilds: usize, entries: usize) {
    let mut total: usize = held.iter().map(|(_, shelf)| shelf.entries.len()).sum();
    while held.len() > 1 && (held.len() > guilds || total > entries) {
        total -= held.remove(0).1.entries.len();
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::chrono::DateTime;

    use super::*;
    use crate::domain::Draft;

    fn shelf(entries: i64) -> Arc<Shelf> {
        let entry = |id| Entry {
            guild: GuildId::new(1),
            id,
            revision: 1,
            draft: Draft {
                title: format!("Question {id}"),
                text: "An answer".to_owned(),
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
        Arc::new(Shelf::of(1, &(1..=entries).map(entry).collect::<Vec<_>>()))
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let guilds = |held: &[(GuildId, Arc<Shelf>)]| held.iter().map(|(g, _)| g.get()).collect::<Vec<_>>();
        let mut held: Vec<_> = (1..=4).map(|guild| (GuildId::new(guild), shelf(3))).collect();
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
        assert_eq!(offered("#2", true), [2]);
        assert_eq!(offered("#2", false), [0_i64; 0]);
        assert_eq!(offered("quest", false).len(), 2);
        assert!(shelf.search("question 2", 5).iter().all(|hit| hit.id % 2 == 1));
    }
}
