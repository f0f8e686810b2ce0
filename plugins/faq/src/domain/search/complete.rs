//! What somebody may mean who is still typing.

use std::collections::HashMap;

use super::Document;
use crate::domain::words::{Letters, is_stop, slips_allowed, tokens};

/// Of what is typed only so many words count.
const WORDS_TYPED: usize = 12;
/// How well the words that are typed have to be found, on average.
const ENOUGH: f64 = 0.6;

/// The whole word.
const WHOLE: f64 = 1.0;
/// Its beginning; the longer, the nearer to [`WHOLE`].
const BEGINNING: f64 = 0.85;
/// Something inside it: the second half of a compound.
const INSIDE: f64 = 0.65;
/// Its beginning with a slip of the finger, and with two.
const SLIPS: [f64; 3] = [BEGINNING, 0.7, 0.62];
/// Inside a word only what is long enough to mean something counts.
const INSIDE_LETTERS: usize = 4;

const TITLE: f64 = 1.0;
const ALIAS: f64 = 0.97;
const KEYWORD: f64 = 0.94;
/// Words such as «how» and «de» decide little, but they decide among equals.
const STOP_WORD: f64 = 0.1;
/// What a name gains that begins with all that was typed.
const BEGINS_SO: f64 = 0.5;

/// The names of entries, ready to be completed: titles, aliases and keywords.
#[derive(Debug)]
pub struct Names {
    documents: Vec<Named>,
    words: Vec<Known>,
}

#[derive(Debug)]
struct Named {
    id: i64,
    /// Title and aliases, folded, and their weight.
    names: Vec<(String, f64)>,
}

/// A word of some names.
#[derive(Debug)]
struct Known {
    word: String,
    letters: Letters,
    /// The places of the documents that are named so, and the weight of the name.
    named: Vec<(usize, f64)>,
}

impl Names {
    /// The names of some documents; their texts are not looked at.
    #[must_use]
    pub fn of<'a>(documents: impl IntoIterator<Item = Document<'a>>) -> Self {
        let documents: Vec<_> = documents.into_iter().collect();
        let mut words: HashMap<String, HashMap<usize, f64>> = HashMap::new();
        let mut add = |place: usize, name: &str, weight: f64| {
            for word in tokens(name) {
                let known = words.entry(word).or_default().entry(place).or_default();
                *known = known.max(weight);
            }
        };
        for (place, document) in documents.iter().enumerate() {
            add(place, document.title, TITLE);
            document.aliases.iter().for_each(|alias| add(place, alias, ALIAS));
            document.keywords.iter().for_each(|keyword| add(place, keyword, KEYWORD));
        }
        let known = |(word, named): (String, HashMap<usize, f64>)| Known {
            letters: Letters::of(&word),
            word,
            named: named.into_iter().collect(),
        };
        Self {
            documents: documents.iter().map(Named::of).collect(),
            words: words.into_iter().map(known).collect(),
        }
    }

    /// The documents that somebody who typed so much may mean, best first, of those that are to be `shown`: by the beginnings of the words
    /// of their names, slips of the finger forgiven. Nothing for nothing.
    #[must_use]
    pub fn complete(&self, typed: &str, limit: usize, shown: impl Fn(i64) -> bool) -> Vec<i64> {
        let (words, typed) = (tokens(typed), plain(typed));
        let words = &words[..words.len().min(WORDS_TYPED)];
        let (mut scores, mut whole) = (vec![0.0; self.documents.len()], 0.0);
        for word in words {
            let weight = if is_stop(word) { STOP_WORD } else { 1.0 };
            whole += weight;
            for (score, found) in scores.iter_mut().zip(self.found(word)) {
                *score += weight * found;
            }
        }
        let mut found: Vec<_> = self
            .documents
            .iter()
            .zip(scores)
            .filter(|(document, score)| *score > 0.0 && *score >= ENOUGH * whole && shown(document.id))
            .map(|(document, score)| (score / whole + document.begins(&typed), document))
            .collect();
        found.sort_by(|(left, one), (right, other)| right.total_cmp(left).then_with(|| one.order(other)));
        found.into_iter().take(limit).map(|(_, document)| document.id).collect()
    }

    /// How well a typed word is found in the names of each document.
    fn found(&self, typed: &str) -> Vec<f64> {
        let mut best = vec![0.0; self.documents.len()];
        let letters = Letters::of(typed);
        for known in &self.words {
            let found = found_in(typed, &letters, known);
            if found > 0.0 {
                for (place, weight) in &known.named {
                    best[*place] = f64::max(best[*place], found * weight);
                }
            }
        }
        best
    }
}

impl Named {
    fn of(document: &Document<'_>) -> Self {
        let aliases = document.aliases.iter().map(|alias| (plain(alias), ALIAS));
        Self { id: document.id, names: [(plain(document.title), TITLE)].into_iter().chain(aliases).collect() }
    }

    fn begins(&self, typed: &str) -> f64 {
        let begun = self.names.iter().filter(|(name, _)| name.starts_with(typed));
        begun.map(|(_, weight)| BEGINS_SO * weight).fold(0.0, f64::max)
    }

    /// Among equals the shortest title is the nearest to what was typed.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let length = |named: &Self| named.names.first().map_or(0, |(title, _)| title.len());
        length(self).cmp(&length(other)).then(self.id.cmp(&other.id))
    }
}

/// One space between the words, and nothing but words.
fn plain(text: &str) -> String {
    tokens(text).join(" ")
}

fn found_in(typed: &str, letters: &Letters, known: &Known) -> f64 {
    if known.word.starts_with(typed) {
        #[expect(clippy::cast_precision_loss, reason = "words are short")]
        let share = typed.len() as f64 / known.word.len() as f64;
        return BEGINNING + (WHOLE - BEGINNING) * share;
    }
    if typed.len() >= INSIDE_LETTERS && known.word.contains(typed) {
        return INSIDE;
    }
    let allowed = slips_allowed(letters.count());
    if allowed == 0 || letters.has_digits() || letters.missing_in(&known.letters) > allowed {
        return 0.0;
    }
    let slips = slips(typed, letters.count(), &known.word);
    if slips <= allowed { SLIPS[slips] } else { 0.0 }
}

/// How many slips make what was typed of the beginning of a word.
fn slips(typed: &str, count: usize, word: &str) -> usize {
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let lengths = ends.skip(count.saturating_sub(1)).take(3);
    lengths.map(|end| strsim::osa_distance(typed, &word[..end])).min().unwrap_or(usize::MAX)
}
