//! How similar two words are: forms of one word, of one meaning, of one family, or one a part of the other.

use super::Word;

/// Forms of one word.
pub(crate) const SAME_WORD: f64 = 1.0;
/// Words of one line of the thesaurus.
const SAME_MEANING: f64 = 0.85;
/// One comes from the other by an ending that the stemmers do not take off: verify, verificatie.
const SAME_FAMILY: f64 = 0.8;
/// One is a part of the other, or means what a part of the other means: wachtwoord, wachtwoordherstel.
const COMPOUND_PART: f64 = 0.6;
/// A part of a compound has at least so many letters, and at least so many are left over.
const PART_LETTERS: usize = 5;
const REST_LETTERS: usize = 3;
/// Words of one family begin with at least so many letters in common.
const FAMILY_LETTERS: usize = 5;

/// How similar two words are, 0 to [`SAME_WORD`]. Misspellings are for [`typo_similarity`](super::typo_similarity) to see.
pub(crate) fn similarity(one: &Word, other: &Word) -> f64 {
    if one.stem == other.stem {
        SAME_WORD
    } else if intersects(&one.senses, &other.senses) {
        SAME_MEANING
    } else if is_family(&one.stem, &other.stem) {
        SAME_FAMILY
    } else if is_part(one, other)
        || is_part(other, one)
        || intersects(&one.part_senses, &other.senses)
        || intersects(&one.senses, &other.part_senses)
        || intersects(&one.part_senses, &other.part_senses)
    {
        COMPOUND_PART
    } else {
        0.0
    }
}

/// Similar words share at least one of these: an index finds them among many without comparing with all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum IndexKey {
    /// The stem.
    Stem(String),
    /// A line of the thesaurus.
    Meaning(u16),
    /// How it begins.
    Prefix(String),
    /// How it ends.
    Suffix(String),
}

/// The keys under which similar words are found.
pub(crate) fn index_keys(word: &Word) -> Vec<IndexKey> {
    let meanings = word.senses.iter().chain(&word.part_senses).copied().map(IndexKey::Meaning);
    let ends =
        [fragment(&word.stem, 0), fragment(&word.surface, 0)].into_iter().flatten().map(IndexKey::Prefix);
    let tail = word
        .stem
        .len()
        .checked_sub(PART_LETTERS)
        .and_then(|at| fragment(&word.stem, at))
        .map(IndexKey::Suffix);
    [IndexKey::Stem(word.stem.clone())].into_iter().chain(meanings).chain(ends).chain(tail).collect()
}

/// As many letters of a word, from a byte on, as similar words share; `None` if there are fewer.
fn fragment(word: &str, at: usize) -> Option<String> {
    word.get(at..at + PART_LETTERS).map(str::to_owned)
}

fn intersects<T: PartialEq>(some: &[T], others: &[T]) -> bool {
    some.iter().any(|one| others.contains(one))
}

fn is_part(part: &Word, whole: &Word) -> bool {
    part.stem.len() >= PART_LETTERS
        && whole.stem.len() >= part.stem.len() + REST_LETTERS
        && (whole.surface.starts_with(&part.stem) || whole.stem.ends_with(&part.stem))
}

fn is_family(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let rest = |stem: &str| stem.chars().count() - shared;
    let (less, more) = (rest(one).min(rest(other)), rest(one).max(rest(other)));
    (shared >= FAMILY_LETTERS && less <= 1 && more <= 4) || (shared >= FAMILY_LETTERS + 2 && more <= 3)
}
