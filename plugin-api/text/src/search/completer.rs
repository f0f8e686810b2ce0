//! What a member who is still typing may mean.

use std::collections::HashMap;

use super::Document;
use crate::words::{Letters, allowed_typos, is_stop_word, tokenize};

/// Only so many words of the input count.
const MAX_TYPED_WORDS: usize = 12;
/// How well the typed words have to match, on average.
const MIN_MATCH: f64 = 0.6;

/// The whole word.
const WHOLE: f64 = 1.0;
/// Its beginning; the longer, the nearer to [`WHOLE`].
const BEGINNING: f64 = 0.85;
/// Something inside it: the second half of a compound.
const INSIDE: f64 = 0.65;
/// Its beginning without a typo, with one, and with two.
const WITH_TYPOS: [f64; 3] = [BEGINNING, 0.7, 0.62];
/// Inside a word only input that is long enough to mean something counts.
const INSIDE_LETTERS: usize = 4;

const TITLE: f64 = 1.0;
const ALIAS: f64 = 0.97;
const KEYWORD: f64 = 0.94;
/// Words such as «how» and «de» decide little, but they decide among equals.
const STOP_WORD_WEIGHT: f64 = 0.1;
/// The bonus of a name that begins with the whole input.
const PREFIX_BONUS: f64 = 0.5;

/// Completes the names of documents: their titles, aliases and keywords.
#[derive(Debug)]
pub struct Completer {
    documents: Vec<DocumentNames>,
    words: Vec<NameWord>,
}

#[derive(Debug)]
struct DocumentNames {
    id: i64,
    /// Title and aliases, folded, and their weight.
    names: Vec<(String, f64)>,
}

/// A word of some names.
#[derive(Debug)]
struct NameWord {
    word: String,
    letters: Letters,
    /// The indices of the documents with this word, and the weight of the name that has it.
    documents: Vec<(usize, f64)>,
}

impl Completer {
    /// Reads the names of some documents; their texts are ignored.
    pub fn new<'a>(documents: impl IntoIterator<Item = Document<'a>>) -> Self {
        let documents: Vec<_> = documents.into_iter().collect();
        let mut words: HashMap<String, HashMap<usize, f64>> = HashMap::new();
        let mut add = |place: usize, name: &str, weight: f64| {
            for word in tokenize(name) {
                let known = words.entry(word).or_default().entry(place).or_default();
                *known = known.max(weight);
            }
        };
        for (place, document) in documents.iter().enumerate() {
            add(place, document.title, TITLE);
            document.aliases.iter().for_each(|alias| add(place, alias, ALIAS));
            document.keywords.iter().for_each(|keyword| add(place, keyword, KEYWORD));
        }
        let known = |(word, documents): (String, HashMap<usize, f64>)| NameWord {
            letters: Letters::new(&word),
            word,
            documents: documents.into_iter().collect(),
        };
        Self {
            documents: documents.iter().map(DocumentNames::new).collect(),
            words: words.into_iter().map(known).collect(),
        }
    }

    /// The documents that a member who typed this may mean, best first, of those for which `shown` is true: by the beginnings of the words
    /// of their names, typos forgiven. None for an empty input.
    pub fn complete(&self, typed: &str, limit: usize, shown: impl Fn(i64) -> bool) -> Vec<i64> {
        let (words, typed) = (tokenize(typed), normalise(typed));
        let words = &words[..words.len().min(MAX_TYPED_WORDS)];
        let (mut scores, mut whole) = (vec![0.0; self.documents.len()], 0.0);
        for word in words {
            let weight = if is_stop_word(word) { STOP_WORD_WEIGHT } else { 1.0 };
            whole += weight;
            for (score, found) in scores.iter_mut().zip(self.match_word(word)) {
                *score += weight * found;
            }
        }
        let mut found: Vec<_> = self
            .documents
            .iter()
            .zip(scores)
            .filter(|(document, score)| *score > 0.0 && *score >= MIN_MATCH * whole && shown(document.id))
            .map(|(document, score)| (score / whole + document.prefix_bonus(&typed), document))
            .collect();
        found.sort_by(|(left, one), (right, other)| right.total_cmp(left).then_with(|| one.compare(other)));
        found.into_iter().take(limit).map(|(_, document)| document.id).collect()
    }

    /// How well a typed word matches the names of each document.
    fn match_word(&self, typed: &str) -> Vec<f64> {
        let mut best = vec![0.0; self.documents.len()];
        let letters = Letters::new(typed);
        for known in &self.words {
            let found = match_name_word(typed, &letters, known);
            if found > 0.0 {
                for (place, weight) in &known.documents {
                    best[*place] = f64::max(best[*place], found * weight);
                }
            }
        }
        best
    }
}

impl DocumentNames {
    fn new(document: &Document<'_>) -> Self {
        let aliases = document.aliases.iter().map(|alias| (normalise(alias), ALIAS));
        Self {
            id: document.id,
            names: [(normalise(document.title), TITLE)].into_iter().chain(aliases).collect(),
        }
    }

    fn prefix_bonus(&self, typed: &str) -> f64 {
        let matching = self.names.iter().filter(|(name, _)| name.starts_with(typed));
        matching.map(|(_, weight)| PREFIX_BONUS * weight).fold(0.0, f64::max)
    }

    /// Among equals the shortest title is the nearest to the input.
    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let length = |named: &Self| named.names.first().map_or(0, |(title, _)| title.len());
        length(self).cmp(&length(other)).then(self.id.cmp(&other.id))
    }
}

/// The folded words, with one space between them.
fn normalise(text: &str) -> String {
    tokenize(text).join(" ")
}

fn match_name_word(typed: &str, letters: &Letters, known: &NameWord) -> f64 {
    if known.word.starts_with(typed) {
        #[expect(clippy::cast_precision_loss, reason = "words are short")]
        let share = typed.len() as f64 / known.word.len() as f64;
        return BEGINNING + (WHOLE - BEGINNING) * share;
    }
    if typed.len() >= INSIDE_LETTERS && known.word.contains(typed) {
        return INSIDE;
    }
    let allowed = allowed_typos(letters.count());
    if allowed == 0 || letters.has_digits() || letters.missing_in(&known.letters) > allowed {
        return 0.0;
    }
    let typos = count_typos(typed, letters.count(), &known.word);
    if typos <= allowed { WITH_TYPOS[typos] } else { 0.0 }
}

/// How many typos are between the input and the beginning of a word.
fn count_typos(typed: &str, count: usize, word: &str) -> usize {
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let lengths = ends.skip(count.saturating_sub(1)).take(3);
    lengths.map(|end| strsim::osa_distance(typed, &word[..end])).min().unwrap_or(usize::MAX)
}
