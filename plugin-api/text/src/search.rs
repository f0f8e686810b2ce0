//! Finds documents: those that answer a question, and those that a member who is still typing may mean.

use std::collections::HashMap;

use self::terms::Terms;
use crate::words::{self, SAME_WORD, Word};

mod completer;
#[cfg(test)]
mod measured;
mod terms;
#[cfg(test)]
mod tests;

pub use completer::Completer;

/// Only so many different words of a question count: a page of text asks no more than a sentence.
const MAX_QUERY_WORDS: usize = 48;
/// Only so many sentences of a text are searched for.
const MAX_SENTENCES: usize = 12;
/// The share of a question that an entry has to answer to be shown at all.
const MIN_COVERAGE: f64 = 0.4;
/// The share that it has to answer to be offered unasked.
const STRONG_COVERAGE: f64 = 0.6;
/// The share of a title or an alias that such a question has to name.
const STRONG_NAME_COVERAGE: f64 = 0.7;
/// How much better than the next entry it has to be.
const CLEAR_LEAD: f64 = 1.15;
/// What a word that nearly every question has counts, compared with other words.
const COMMON_WEIGHT: f64 = 0.3;
/// What a word that no entry has counts, compared with the rarest: it may be about something else, or say nothing.
const UNKNOWN_WEIGHT: f64 = 0.6;
/// What a word in the text alone counts, compared with one in a title, an alias or a keyword.
const TEXT_WEIGHT: f64 = 0.75;
/// Documents that the index is taken to have besides, with none of the words: so that in a small index not every word is common.
const UNSEEN: f64 = 20.0;

/// A document to be found by its words.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Its id, by which results name it.
    pub id: i64,
    /// Its title.
    pub title: &'a str,
    /// Other ways of asking.
    pub aliases: &'a [String],
    /// Other words by which it is found.
    pub keywords: &'a [String],
    /// The answer.
    pub text: &'a str,
}

/// A document that answers a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The document's id.
    pub id: i64,
    /// How well it answers. Only scores of the same search can be compared.
    pub score: f64,
    /// Whether it surely answers: most of the question is in it, and its title or an alias is in the question.
    pub strong: bool,
}

/// An index of documents.
#[derive(Debug)]
pub struct Index {
    terms: Terms,
}

/// What a document scores for a question.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    /// The sum of BM25 over the words of the question.
    bm25: f64,
    /// The sum of the rarities of the words that it answers.
    covered: f64,
}

/// A word of a question and what it may mean among the words of the documents.
struct QueryWord {
    rarity: f64,
    /// Terms, and how similar each is to the word.
    meanings: Vec<(usize, f64)>,
}

impl Index {
    /// Indexes some documents. This is what takes time: keep the index as long as they stay the same.
    pub fn new<'a>(documents: impl IntoIterator<Item = Document<'a>>) -> Self {
        Self { terms: Terms::new(&documents.into_iter().collect::<Vec<_>>()) }
    }

    /// The documents that answer a question, best first; none if nothing fits.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let words = self.query_words(query);
        let total: f64 = words.iter().map(|word| word.rarity).sum();
        let coverage = |score: &Score| if total > 0.0 { score.covered / total } else { 0.0 };
        let mut found: Vec<_> = self
            .score_documents(&words)
            .into_iter()
            .filter(|(_, score)| coverage(score) >= MIN_COVERAGE)
            .collect();
        let rank = |score: &Score| score.bm25 * coverage(score);
        found.sort_by(|(one, left), (other, right)| rank(right).total_cmp(&rank(left)).then(one.cmp(other)));
        let weights = term_weights(&words);
        let hit = |(place, score): (usize, Score)| {
            let strong = coverage(&score) >= STRONG_COVERAGE
                && self.terms.name_coverage(place, &weights) >= STRONG_NAME_COVERAGE;
            Hit { id: self.terms.id(place), score: rank(&score), strong }
        };
        found.into_iter().take(limit).map(hit).collect()
    }

    /// The document that surely answers a question, if there is one: good enough to offer it to someone who did not search.
    pub fn best(&self, question: &str) -> Option<Hit> {
        let hits = self.search(question, 2);
        let (first, second) = (hits.first()?, hits.get(1));
        let clear = second.is_none_or(|second| first.score >= CLEAR_LEAD * second.score);
        (first.strong && clear).then_some(*first)
    }

    /// The documents worth showing to a member who wrote at length what they need, best first: those that answer the whole, and those
    /// that surely answer one of its sentences, so that a greeting and a story around a question hide nothing.
    pub fn relevant(&self, text: &str, limit: usize) -> Vec<i64> {
        let (sure, likely): (Vec<_>, _) = self.search(text, limit).into_iter().partition(|hit| hit.strong);
        let by_sentence =
            sentences(text).flat_map(|sentence| self.search(sentence, limit)).filter(|hit| hit.strong);
        let mut ids: Vec<i64> = Vec::new();
        for hit in sure.into_iter().chain(by_sentence).chain(likely) {
            if !ids.contains(&hit.id) {
                ids.push(hit.id);
            }
        }
        ids.truncate(limit);
        ids
    }

    fn query_words(&self, query: &str) -> Vec<QueryWord> {
        let mut words: Vec<Word> = Vec::new();
        for word in words::topic_words(query) {
            if words.len() == MAX_QUERY_WORDS {
                break;
            }
            if words.iter().all(|known| known.stem != word.stem) {
                words.push(word);
            }
        }
        words.iter().map(|word| self.query_word(word)).collect()
    }

    fn query_word(&self, word: &Word) -> QueryWord {
        let meanings = self.terms.meanings(word);
        let nearest = meanings.iter().max_by(|(_, one), (_, other)| one.total_cmp(other));
        let rarity =
            nearest.map_or(UNKNOWN_WEIGHT * self.terms.rarest(), |(term, _)| self.terms.rarity(*term));
        QueryWord { rarity: if word.common { COMMON_WEIGHT * rarity } else { rarity }, meanings }
    }

    /// Every word of the question adds the score of its best meaning in a document, not the sum over its meanings.
    fn score_documents(&self, query: &[QueryWord]) -> HashMap<usize, Score> {
        let mut all: HashMap<usize, Score> = HashMap::new();
        for word in query {
            let mut best: HashMap<usize, Score> = HashMap::new();
            for (term, weight) in &word.meanings {
                for (place, bm25) in self.terms.matches(*term) {
                    let score = best.entry(place).or_default();
                    score.bm25 = score.bm25.max(weight * bm25);
                    let field_weight =
                        if self.terms.is_named(place, *term) { SAME_WORD } else { TEXT_WEIGHT };
                    score.covered = score.covered.max(weight * word.rarity * field_weight);
                }
            }
            for (place, score) in best {
                let sum = all.entry(place).or_default();
                sum.bm25 += score.bm25;
                sum.covered += score.covered;
            }
        }
        all
    }
}

/// The first sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '?', '!', ';', '\n'])
        .filter(|part| !part.trim().is_empty())
        .take(MAX_SENTENCES)
}

/// How much of each term is in a question.
fn term_weights(query: &[QueryWord]) -> HashMap<usize, f64> {
    let mut all = HashMap::new();
    for (term, weight) in query.iter().flat_map(|word| &word.meanings) {
        let best: &mut f64 = all.entry(*term).or_default();
        *best = best.max(*weight);
    }
    all
}
