//! The titles of a guild's entries, for who is typing one.

use std::collections::HashMap;

use plugin_api::text::search::{Completer, Document};

use crate::{domain::entry::key, store::Named};

/// The titles of a guild's entries, drafts too.
pub struct Titles {
    names: Completer,
    /// Titles and other wordings as they are compared. A title goes before another entry's wording.
    named: HashMap<String, i64>,
    entries: HashMap<i64, Short>,
    /// Most opened first, as it was when this was made.
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

impl Titles {
    /// Those of some entries.
    #[must_use]
    pub fn of(all: &[Named]) -> Self {
        let short =
            |named: &Named| Short { id: named.id, title: named.title.clone(), published: named.published };
        let document = |named| {
            let Named { id, title, aliases, keywords, .. }: &Named = named;
            Document { id: *id, title, aliases, keywords, text: "" }
        };
        let aliases = all.iter().flat_map(|named| named.aliases.iter().map(|alias| (key(alias), named.id)));
        let titles = all.iter().map(|named| (key(&named.title), named.id));
        Self {
            names: Completer::new(all.iter().map(document)),
            named: aliases.chain(titles).collect(),
            entries: all.iter().map(|named| (named.id, short(named))).collect(),
            order: all.iter().map(|named| named.id).collect(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(entries: i64) -> Titles {
        let named = |id| Named {
            id,
            title: format!("Question {id}"),
            aliases: vec![format!("Wording {id}"), "Question 2".to_owned()],
            keywords: Vec::new(),
            published: id % 2 == 1,
        };
        Titles::of(&(1..=entries).map(named).collect::<Vec<_>>())
    }

    #[test]
    fn drafts_are_offered_to_who_may_see_them_only() {
        let titles = titles(4);
        let offered = |typed: &str, drafts| {
            titles.offer(typed, drafts, 25).iter().map(|short| short.id).collect::<Vec<_>>()
        };
        assert_eq!(offered("", false), [1, 3]);
        assert_eq!(offered("", true), [1, 2, 3, 4]);
        assert_eq!(offered("#2", true)[0], 2);
        assert!(offered("#2", false).iter().all(|id| id % 2 == 1));
        assert_eq!(offered("quest", false).len(), 2);
    }

    #[test]
    fn an_entry_is_named_by_its_title_or_another_wording_exactly() {
        let titles = titles(4);
        let named = |typed: &str, drafts| titles.named(typed, drafts).map(|short| short.id);
        assert_eq!(named(" question  3", false), Some(3));
        assert_eq!(named("WORDING 1", false), Some(1));
        assert_eq!(named("wording", true), None);
        assert_eq!(named("question 2", true), Some(2), "a title goes before another entry's wording");
        assert_eq!(named("question 2", false), None);
    }
}
