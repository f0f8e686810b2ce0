//! Which texts of a set are about one topic, such as the summaries of closed tickets.

use std::collections::{HashMap, HashSet};

use crate::words::{self, Word, similarity, typo_similarity};

mod key;
#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
mod vectors;

pub use key::similarity_key;
pub use vectors::VectorSimilarity;

/// The average similarity within a topic: from here on, precision on the tuning sets is high enough that three similar summaries make a
/// proposal worth reading.
pub const THRESHOLD: f64 = 0.26;
/// Words that nearly every summary has count so much of what others count.
const COMMON_WEIGHT: f64 = 0.2;
/// Summaries that share only one word are less similar than those that share more: a word has more than one use.
const SINGLE_WORD_WEIGHT: f64 = 0.7;
/// Summaries that the set is taken to have besides, with none of the words: so three similar ones are similar by themselves.
const UNSEEN: f64 = 10.0;

/// How similar the texts of a set are: by their words in [`WordSimilarity`], by their embeddings in [`VectorSimilarity`].
pub trait Similarity {
    /// How many texts there are. They are named by their index.
    fn count(&self) -> usize;

    /// How similar two texts are, 0 to 1.
    fn similarity(&self, one: usize, other: usize) -> f64;

    /// How similar a text is at least, on average, to those about its topic.
    fn threshold(&self) -> f64;

    /// The texts about the topic of one of them, the most similar first, without itself.
    ///
    /// The topic grows: next comes the text that is most similar to those already in it, on average. So a paraphrase that shares nothing with
    /// the first is found by way of another, and one that is similar to the first by chance is not.
    fn similar_to(&self, one: usize) -> Vec<usize> {
        let mut others: Vec<_> = (0..self.count())
            .filter(|other| *other != one)
            .map(|other| (other, self.similarity(one, other)))
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
            others.iter_mut().for_each(|(other, sum)| *sum += self.similarity(nearest, *other));
        }
        topic
    }
}

/// Texts are as similar as the words that they share, above all rare ones. Forms, synonyms in English and Dutch, parts of compounds and
/// misspellings count in part.
#[derive(Debug)]
pub struct WordSimilarity {
    texts: Vec<Vec<Weighted>>,
    threshold: f64,
}

#[derive(Debug)]
struct Weighted {
    word: Word,
    concept: String,
    weight: f64,
}

impl WordSimilarity {
    /// Compares some texts with each other. The more there are, the better it knows which words are rare.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::with_threshold(texts, THRESHOLD)
    }

    /// The same with another threshold than [`THRESHOLD`].
    pub fn with_threshold<'a>(texts: impl IntoIterator<Item = &'a str>, threshold: f64) -> Self {
        Self::from_words(texts.into_iter().map(distinct_words).collect(), threshold)
    }

    fn from_words(texts: Vec<Vec<Word>>, threshold: f64) -> Self {
        let mut frequency: HashMap<String, usize> = HashMap::new();
        for words in &texts {
            for concept in words.iter().map(Word::concept).collect::<HashSet<_>>() {
                *frequency.entry(concept).or_default() += 1;
            }
        }
        let count = texts.len();
        let weighted = |word: Word| {
            let concept = word.concept();
            Weighted { weight: weight(&word, frequency[&concept], count), concept, word }
        };
        let texts = texts.into_iter().map(|words| words.into_iter().map(weighted).collect()).collect();
        Self { texts, threshold }
    }
}

impl Similarity for WordSimilarity {
    fn count(&self) -> usize {
        self.texts.len()
    }

    fn similarity(&self, one: usize, other: usize) -> f64 {
        let (one, other) = (&self.texts[one], &self.texts[other]);
        let whole: f64 = one.iter().chain(other).map(|word| word.weight).sum();
        let (here, there) = (shared(one, other), shared(other, one));
        let share = (here.weight + there.weight) / whole;
        match here.distinctive.len().min(there.distinctive.len()) {
            0 => 0.0,
            1 if distinctive_count(one).max(distinctive_count(other)) > 1 => SINGLE_WORD_WEIGHT * share,
            _ => share,
        }
    }

    fn threshold(&self) -> f64 {
        self.threshold
    }
}

/// How many meanings a text has, without those that every summary has.
fn distinctive_count(words: &[Weighted]) -> usize {
    words.iter().filter(|word| !word.word.common).map(|word| &word.concept).collect::<HashSet<_>>().len()
}

/// The words of one text that are in another.
struct Shared<'a> {
    weight: f64,
    /// The meanings, without those that every summary has.
    distinctive: HashSet<&'a str>,
}

fn shared<'a>(one: &'a [Weighted], other: &[Weighted]) -> Shared<'a> {
    let mut shared = Shared { weight: 0.0, distinctive: HashSet::new() };
    for word in one {
        let best = other.iter().map(|other| word_similarity(&word.word, &other.word)).fold(0.0, f64::max);
        if best > 0.0 {
            shared.weight += word.weight * best;
            if !word.word.common {
                shared.distinctive.insert(&word.concept);
            }
        }
    }
    shared
}

fn word_similarity(one: &Word, other: &Word) -> f64 {
    similarity(one, other).max(typo_similarity(one, other))
}

fn distinct_words(text: &str) -> Vec<Word> {
    let mut seen = HashSet::new();
    words::topic_words(text).into_iter().filter(|word| seen.insert(word.stem.clone())).collect()
}

#[expect(clippy::cast_precision_loss, reason = "nobody compares so many texts")]
fn weight(word: &Word, frequency: usize, texts: usize) -> f64 {
    let (frequency, texts) = (frequency as f64, texts as f64);
    let rarity = ((texts + UNSEEN + 1.0) / (frequency + 1.0)).ln();
    // Names, places, circumstances: in a small set it says little that a word is in one text only.
    let lone = if frequency > 1.0 { 1.0 } else { 1.0 - texts / (texts + UNSEEN) };
    rarity * lone * if word.common { COMMON_WEIGHT } else { 1.0 }
}
