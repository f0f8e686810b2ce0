//! Whether summaries of support are about one topic.

use std::collections::{HashMap, HashSet};

use super::words::{self, Word, kinship, slip};

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
mod vectors;

pub use vectors::ByVectors;

/// As alike as this are the summaries of one topic on average: where precision on the tuning sets is high enough that three of them alike
/// make a proposal worth reading.
pub const THRESHOLD: f64 = 0.26;
/// Words that nearly every summary has count so much of what others count.
const COMMON: f64 = 0.2;
/// Two summaries that share one word only are so much as alike as those that share more: a word has more than one use.
const SINGLE: f64 = 0.7;
/// Summaries of which the set pretends that they have none of the words: three alike ones alone are still alike.
const UNSEEN: f64 = 10.0;

/// How alike the texts of a set are. Their words decide in [`ByWords`]; whoever has vectors for them lets these decide.
pub trait Likeness {
    /// How many texts there are. They are named by their place.
    fn count(&self) -> usize;

    /// How alike two texts are, 0 to 1.
    fn likeness(&self, one: usize, other: usize) -> f64;

    /// How alike a text is at least, on average, to those about its topic.
    fn threshold(&self) -> f64;

    /// The texts about the topic of one of them, the most alike first, itself not among them.
    ///
    /// The topic grows: next comes the text that is most like those that are in it already, on average. So a paraphrase that shares nothing with the
    /// first is found by way of another, and one that is like the first by chance is not.
    fn alike(&self, one: usize) -> Vec<usize> {
        let mut others: Vec<_> = (0..self.count())
            .filter(|other| *other != one)
            .map(|other| (other, self.likeness(one, other)))
            .collect();
        let (mut topic, mut size) = (Vec::new(), 1.0);
        while let Some((place, _)) =
            others.iter().enumerate().reduce(|best, next| if next.1.1 > best.1.1 { next } else { best })
        {
            let (nearest, sum) = others.swap_remove(place);
            if sum / size < self.threshold() {
                break;
            }
            topic.push(nearest);
            size += 1.0;
            others.iter_mut().for_each(|(other, sum)| *sum += self.likeness(nearest, *other));
        }
        topic
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
    concept: String,
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
        let weighted = |word: Word| {
            let concept = word.concept();
            Weighted { weight: weight(&word, having[&concept], count), concept, word }
        };
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
        let (here, there) = (shared(one, other), shared(other, one));
        let share = (here.weight + there.weight) / whole;
        match here.telling.len().min(there.telling.len()) {
            0 => 0.0,
            1 if telling(one).max(telling(other)) > 1 => SINGLE * share,
            _ => share,
        }
    }

    fn threshold(&self) -> f64 {
        self.threshold
    }
}

/// How many meanings a text has, but for what every summary has.
fn telling(words: &[Weighted]) -> usize {
    words.iter().filter(|word| !word.word.common).map(|word| &word.concept).collect::<HashSet<_>>().len()
}

/// What of the words of one text is in another.
struct Shared<'a> {
    weight: f64,
    /// The meanings, but for what every summary has.
    telling: HashSet<&'a str>,
}

fn shared<'a>(one: &'a [Weighted], other: &[Weighted]) -> Shared<'a> {
    let mut shared = Shared { weight: 0.0, telling: HashSet::new() };
    for word in one {
        let best = other.iter().map(|other| near(&word.word, &other.word)).fold(0.0, f64::max);
        if best > 0.0 {
            shared.weight += word.weight * best;
            if !word.word.common {
                shared.telling.insert(&word.concept);
            }
        }
    }
    shared
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
    // Names, places, how it came about. In a small set it says little that a word is in one text only.
    let lone = if having > 1.0 { 1.0 } else { 1.0 - texts / (texts + UNSEEN) };
    rarity * lone * if word.common { COMMON } else { 1.0 }
}
