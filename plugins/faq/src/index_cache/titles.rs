//! The titles of a guild's entries, which are offered while a member is typing one.

use std::collections::HashMap;

use plugin_api::text::search::{Completer, Document};

use crate::{domain::entry::comparison_key, store::EntryNames};

/// Finds entries by their titles, other wordings and keywords; drafts are among them.
pub struct Titles {
    completer: Completer,
    /// By the keys of titles and other wordings. A title goes before another entry's wording.
    by_name: HashMap<String, i64>,
    titles: HashMap<i64, Title>,
    /// The most opened first, as of when this was built.
    by_views: Vec<i64>,
}

/// The title of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The number of the entry.
    pub id: i64,
    /// The title.
    pub title: String,
    /// Whether the entry is published.
    pub published: bool,
}

impl Titles {
    /// Reads the names of entries, which are in the order of their views.
    pub fn new(all: &[EntryNames]) -> Self {
        let title = |names: &EntryNames| Title {
            id: names.id,
            title: names.title.clone(),
            published: names.published,
        };
        let document = |names| {
            let EntryNames { id, title, aliases, keywords, .. }: &EntryNames = names;
            Document { id: *id, title, aliases, keywords, text: "" }
        };
        let aliases =
            all.iter().flat_map(|names| names.aliases.iter().map(|alias| (comparison_key(alias), names.id)));
        let titles = all.iter().map(|names| (comparison_key(&names.title), names.id));
        Self {
            completer: Completer::new(all.iter().map(document)),
            by_name: aliases.chain(titles).collect(),
            titles: all.iter().map(|names| (names.id, title(names))).collect(),
            by_views: all.iter().map(|names| names.id).collect(),
        }
    }

    /// The entry with exactly this title, or this other wording; a draft only if `drafts` is true.
    pub(crate) fn find(&self, typed: &str, drafts: bool) -> Option<&Title> {
        let title = self.by_name.get(&comparison_key(typed)).and_then(|id| self.titles.get(id));
        title.filter(|title| drafts || title.published)
    }

    /// The entries to offer to a member who typed part of a title, another wording or a keyword: the most opened ones if nothing was typed;
    /// if a number was typed, the entry with that number first.
    pub fn complete(&self, typed: &str, drafts: bool, limit: usize) -> Vec<&Title> {
        let shown = |id: i64| self.titles.get(&id).filter(|title| drafts || title.published);
        let typed = typed.trim();
        if typed.is_empty() {
            return self.by_views.iter().filter_map(|id| shown(*id)).take(limit).collect();
        }
        let number = typed.trim_start_matches('#').parse().ok().and_then(shown);
        let found =
            self.completer.complete(typed, limit, |id| shown(id).is_some()).into_iter().filter_map(shown);
        let others = found.filter(|title| number.is_none_or(|number| number.id != title.id));
        number.into_iter().chain(others).take(limit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(entries: i64) -> Titles {
        let names = |id| EntryNames {
            id,
            title: format!("Question {id}"),
            aliases: vec![format!("Wording {id}"), "Question 2".to_owned()],
            keywords: Vec::new(),
            published: id % 2 == 1,
        };
        Titles::new(&(1..=entries).map(names).collect::<Vec<_>>())
    }

    #[test]
    fn drafts_are_offered_only_to_those_who_may_see_them() {
        let titles = titles(4);
        let offered = |typed: &str, drafts| {
            titles.complete(typed, drafts, 25).iter().map(|title| title.id).collect::<Vec<_>>()
        };
        assert_eq!(offered("", false), [1, 3]);
        assert_eq!(offered("", true), [1, 2, 3, 4]);
        assert_eq!(offered("#2", true)[0], 2);
        assert!(offered("#2", false).iter().all(|id| id % 2 == 1));
        assert_eq!(offered("quest", false).len(), 2);
    }

    #[test]
    fn an_entry_is_found_by_exactly_its_title_or_another_wording() {
        let titles = titles(4);
        let named = |typed: &str, drafts| titles.find(typed, drafts).map(|title| title.id);
        assert_eq!(named(" question  3", false), Some(3));
        assert_eq!(named("WORDING 1", false), Some(1));
        assert_eq!(named("wording", true), None);
        assert_eq!(named("question 2", true), Some(2), "a title goes before another entry's wording");
        assert_eq!(named("question 2", false), None);
    }
}
