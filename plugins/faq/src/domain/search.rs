//! Finding entries: what a question asks for, and what somebody who is still typing may mean.

use std::collections::HashMap;

use self::terms::Terms;
use super::words::{self, SAME, Word};

mod complete;
#[cfg(test)]
mod measured;
mod terms;
#[cfg(test)]
mod tests;

pub use complete::Names;

/// Of a question only so many different words count: a page of text is no better asked than a sentence.
const WORDS_ASKED: usize = 48;
/// Of a text only so many sentences are each searched for.
const SENTENCES: usize = 12;
/// What share of a question an entry has to answer to be shown at all.
const FITS: f64 = 0.4;
/// What share it has to answer to be offered unasked.
const STRONG: f64 = 0.6;
/// What share of a title or an alias such a question has to name.
const STRONG_NAME: f64 = 0.7;
/// How much better than the next one it has to be.
const CLEAR: f64 = 1.15;
/// Words that nearly every question has count so much of what others count.
const COMMON: f64 = 0.3;
/// Words that no entry has count so much of the rarest that one has: they may be about something else, or say nothing.
const UNKNOWN: f64 = 0.6;
/// A word that only the text has answers so much of what it answers in a title, an alias or a keyword.
const TEXT: f64 = 0.75;
/// Documents of which the index pretends that they have none of the words: keeps few entries from making every word common.
const UNSEEN: f64 = 20.0;

/// What is found by its words.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Names it in the results.
    pub id: i64,
    /// Its title.
    pub title: &'a str,
    /// Other ways of asking.
    pub aliases: &'a [String],
    /// What else it is to be found by.
    pub keywords: &'a [String],
    /// The answer.
    pub text: &'a str,
}

/// A document that answers a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The document's.
    pub id: i64,
    /// How well it answers: compares hits of one search, and means nothing else.
    pub score: f64,
    /// Whether it surely is what was asked for: most of the question is in it, and its title or an alias in the question.
    pub strong: bool,
}

/// Entries, ready to be searched.
#[derive(Debug)]
pub struct Index {
    terms: Terms,
}

/// What is known of a document while a question is answered.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    score: f64,
    covered: f64,
}

/// A word of a question and what it may mean among the words of the entries.
struct Asked {
    rarity: f64,
    /// Terms, and how much of the word each is.
    means: Vec<(usize, f64)>,
}

impl Index {
    /// An index of some documents. Reading them is what costs: keep it as long as they stay the same.
    #[must_use]
    pub fn new<'a>(documents: impl IntoIterator<Item = Document<'a>>) -> Self {
        Self { terms: Terms::of(&documents.into_iter().collect::<Vec<_>>()) }
    }

    /// The documents that answer a question, best first; none when nothing fits.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let asked = self.asked(query);
        let total: f64 = asked.iter().map(|word| word.rarity).sum();
        let share = |tally: &Tally| if total > 0.0 { tally.covered / total } else { 0.0 };
        let mut found: Vec<_> =
            self.tallies(&asked).into_iter().filter(|(_, tally)| share(tally) >= FITS).collect();
        let rank = |tally: &Tally| tally.score * share(tally);
        found.sort_by(|(one, left), (other, right)| rank(right).total_cmp(&rank(left)).then(one.cmp(other)));
        let named = meanings(&asked);
        let hit = |(place, tally): (usize, Tally)| {
            let strong = share(&tally) >= STRONG && self.terms.named(place, &named) >= STRONG_NAME;
            Hit { id: self.terms.id(place), score: rank(&tally), strong }
        };
        found.into_iter().take(limit).map(hit).collect()
    }

    /// The one document that surely answers a question, if there is: for offering it where nobody searched.
    #[must_use]
    pub fn best(&self, question: &str) -> Option<Hit> {
        let hits = self.search(question, 2);
        let (first, second) = (hits.first()?, hits.get(1));
        let clear = second.is_none_or(|second| first.score >= CLEAR * second.score);
        (first.strong && clear).then_some(*first)
    }

    /// The documents worth showing to somebody who wrote at length what they need, best first: those that answer the whole, and those
    /// that surely answer one of its sentences, so that a greeting and a story around a question hide nothing.
    #[must_use]
    pub fn relevant(&self, text: &str, limit: usize) -> Vec<i64> {
        let (sure, likely): (Vec<_>, _) = self.search(text, limit).into_iter().partition(|hit| hit.strong);
        let told = sentences(text).flat_map(|sentence| self.search(sentence, limit)).filter(|hit| hit.strong);
        let mut ids: Vec<i64> = Vec::new();
        for hit in sure.into_iter().chain(told).chain(likely) {
            if !ids.contains(&hit.id) {
                ids.push(hit.id);
            }
        }
        ids.truncate(limit);
        ids
    }

    fn asked(&self, query: &str) -> Vec<Asked> {
        let mut words: Vec<Word> = Vec::new();
        for word in words::words(query) {
            if words.len() == WORDS_ASKED {
                break;
            }
            if words.iter().all(|known| known.stem != word.stem) {
                words.push(word);
            }
        }
        words.iter().map(|word| self.asked_word(word)).collect()
    }

    fn asked_word(&self, word: &Word) -> Asked {
        let means = self.terms.meanings(word);
        let nearest = means.iter().max_by(|(_, one), (_, other)| one.total_cmp(other));
        let rarity = nearest.map_or(UNKNOWN * self.terms.rarest(), |(term, _)| self.terms.rarity(*term));
        Asked { rarity: if word.common { COMMON * rarity } else { rarity }, means }
    }

    /// Every word of the question adds what its best meaning in a document adds, not the sum of its meanings.
    fn tallies(&self, asked: &[Asked]) -> HashMap<usize, Tally> {
        let mut all: HashMap<usize, Tally> = HashMap::new();
        for word in asked {
            let mut best: HashMap<usize, Tally> = HashMap::new();
            for (term, weight) in &word.means {
                for (place, score) in self.terms.matches(*term) {
                    let tally = best.entry(place).or_default();
                    tally.score = tally.score.max(weight * score);
                    let told = if self.terms.is_named(place, *term) { SAME } else { TEXT };
                    tally.covered = tally.covered.max(weight * word.rarity * told);
                }
            }
            for (place, tally) in best {
                let sum = all.entry(place).or_default();
                sum.score += tally.score;
                sum.covered += tally.covered;
            }
        }
        all
    }
}

/// The first sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '?', '!', ';', '\n']).filter(|part| !part.trim().is_empty()).take(SENTENCES)
}

/// How much of each term is in a question.
fn meanings(asked: &[Asked]) -> HashMap<usize, f64> {
    let mut all = HashMap::new();
    for (term, weight) in asked.iter().flat_map(|word| &word.means) {
        let known: &mut f64 = all.entry(*term).or_default();
        *known = known.max(*weight);
    }
    all
}
