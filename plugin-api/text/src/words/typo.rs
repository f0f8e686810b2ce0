//! Which words are misspellings of which.

use super::Word;

/// One letter wrong, missing, too many, or two exchanged.
const ONE_TYPO: f64 = 0.8;
/// Two of these in a long word.
const TWO_TYPOS: f64 = 0.65;

/// How likely a word is a misspelling of the other, 0 to 1.
///
/// Short words and numbers are never taken for misspellings: role and rule, 401 and 404 are different things. Nor are words with another
/// first letter, which people nearly always get right: book is not look.
pub(crate) fn typo_similarity(typed: &Word, meant: &Word) -> f64 {
    let (shorter, longer) =
        (typed.letters.count.min(meant.letters.count), typed.letters.count.max(meant.letters.count));
    let allowed = allowed_typos(shorter);
    let apart = longer - shorter > allowed || typed.letters.differs_by_more_than(&meant.letters, allowed);
    if apart || typed.letters.digits || !same_start(&typed.surface, &meant.surface) {
        return 0.0;
    }
    match strsim::osa_distance(&typed.surface, &meant.surface) {
        1 if allowed >= 1 => ONE_TYPO,
        2 if allowed >= 2 => TWO_TYPOS,
        _ => 0.0,
    }
}

/// How many typos a word of so many letters may have.
pub(crate) const fn allowed_typos(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Which letters a word has: shows without counting edits that two words are too far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters {
    set: u64,
    count: usize,
    digits: bool,
}

impl Letters {
    pub(crate) fn new(word: &str) -> Self {
        let mut letters = Self { set: 0, count: 0, digits: false };
        for letter in word.chars() {
            letters.set |= 1 << (u32::from(letter) % 64);
            letters.count += 1;
            letters.digits |= letter.is_numeric();
        }
        letters
    }

    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    pub(crate) const fn has_digits(&self) -> bool {
        self.digits
    }

    /// How many letters of this word the other one lacks: a lower bound of the typos between it and any part of the other.
    pub(crate) const fn missing_in(&self, other: &Self) -> usize {
        (self.set & !other.set).count_ones() as usize
    }

    /// Whether two words surely differ by more than so many typos; false if only counting can tell.
    ///
    /// One typo removes one letter and adds one, so it changes at most two bits of the set.
    const fn differs_by_more_than(&self, other: &Self, typos: usize) -> bool {
        (self.set ^ other.set).count_ones() as usize > 2 * typos
    }
}

/// The same first letter, or the first two exchanged.
fn same_start(one: &str, other: &str) -> bool {
    let (mut some, mut others) = (one.chars(), other.chars());
    let (first, second) = ((some.next(), others.next()), (some.next(), others.next()));
    first.0 == first.1 || (first.0 == second.1 && first.1 == second.0)
}
