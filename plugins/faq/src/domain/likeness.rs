//! Whether summaries of support are about one topic.

use std::collections::{HashMap, HashSet};

use super::words::{self, Word, kinship, slip};

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
mod vectors;

pub use vectors::ByVectors;

/// From this on two summaries are about one topic: where precision on the tuning set is high enough that three of them
/// alike make a proposal worth reading.
pub const THRESHOLD: f64 = 0.36;
/// Words that nearly every summary has count so much of what others count.
const COMMON: f64 = 0.2;
/// Words that only one of very many summaries has count so much of what others count: names, places, how it came about.
const LONE: f64 = 0.2;
/// Summaries of which the set pretends that they have none of the words: three alike ones alone are still alike.
const UNSEEN: f64 = 40.0;

/// How alike the texts of a set are. Their words decide in [`ByWords`]; whoever has vectors for them lets these decide.
pub trait Likeness {
    /// How many texts there are. They are named by their place.
    fn count(&self) -> usize;

    /// How alike two texts are, 0 to 1.
    fn likeness(&self, one: usize, other: usize) -> f64;

    /// How alike texts of one topic are at least.
    fn threshold(&self) -> f64;

    /// The texts about the topic of one of them, the most alike first, itself not among them.
    fn alike(&self, one: usize) -> Vec<usize> {
        let others = (0..self.count()).filter(|other| *other != one);
        let mut alike: Vec<_> = others
            .map(|other| (other, self.likeness(one, other)))
            .filter(|(_, likeness)| *likeness >= self.threshold())
            .collect();
        alike.sort_by(|(one, left), (other, right)| right.total_cmp(left).then(one.cmp(other)));
        alike.into_iter().map(|(other, _)| other).collect()
    }
}

/// Texts that are alike as far as they share words, rare ones above all. Forms, synonyms in English and Dutch, parts of
/// compounds and misspelt words count as [`kinship`] and [`slip`] say.
#[derive(Debug)]
pub struct ByWords {
    texts: Vec<Vec<Weighted>>,
    threshold: f64,
}

#[derive(Debug)]
struct Weighted {
    word: Word,
    weight: f64,
}

impl ByWords {
    /// Compares some texts with each other. The more there are, the better it knows which words are rare.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::with_threshold(texts, THRESHOLD)
    }

    /// The same with another threshold than [`THRESHOLD`].
    #[must_use]
    pub fn with_threshold<'a>(texts: impl IntoIterator<Item = &'a str>, threshold: f64) -> Self {
        Self::of_words(texts.into_iter().map(distinct).collect(), threshold)
    }

    fn of_words(texts: Vec<Vec<Word>>, threshold: f64) -> Self {
        let mut having: HashMap<String, usize> = HashMap::new();
        for words in &texts {
            for concept in words.iter().map(Word::concept).collect::<HashSet<_>>() {
                *having.entry(concept).or_default() += 1;
            }
        }
        let count = texts.len();
        let weighted = |word: Word| Weighted { weight: weight(&word, having[&word.concept()], count), word };
        let texts = texts.into_iter().map(|words| words.into_iter().map(weighted).collect()).collect();
        Self { texts, threshold }
    }
}

impl Likeness for ByWords {
    fn count(&self) -> usize {
        self.texts.len()
    }

    fn likeness(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (&self.texts[one], &self.texts[other]);
        let whole: f64 = one.iter().chain(other).map(|word| word.weight).sum();
        match (shared(one, other), shared(other, one)) {
            (Some(here), Some(there)) => (here + there) / whole,
            _ => 0.0,
        }
    }

    fn threshold(&self) -> f64 {
        self.threshold
    }
}

/// How much of the words of one text is in another; `None` where it is only what every summary has.
fn shared(one: &[Weighted], other: &[Weighted]) -> Option<f64> {
    let best = |word: &Weighted| other.iter().map(|other| near(&word.word, &other.word)).fold(0.0, f64::max);
    let shared: Vec<_> = one.iter().map(|word| (word, best(word))).filter(|(_, best)| *best > 0.0).collect();
    let telling = shared.iter().any(|(word, _)| !word.word.common);
    telling.then(|| shared.iter().map(|(word, best)| word.weight * best).sum())
}

fn near(one: &Word, other: &Word) -> f64 {
    kinship(one, other).max(slip(one, other))
}

fn distinct(text: &str) -> Vec<Word> {
    let mut seen = HashSet::new();
    words::words(text).into_iter().filter(|word| seen.insert(word.stem.clone())).collect()
}

#[expect(clippy::cast_precision_loss, reason = "nobody compares so many texts")]
fn weight(word: &Word, having: usize, texts: usize) -> f64 {
    let (having, texts) = (having as f64, texts as f64);
    let rarity = ((texts + UNSEEN + 1.0) / (having + 1.0)).ln();
    // In a small set it says little that a word is in one text only.
    let lone = if having > 1.0 { 1.0 } else { 1.0 - (1.0 - LONE) * texts / (texts + UNSEEN) };
    rarity * lone * if word.common { COMMON } else { 1.0 }
}
