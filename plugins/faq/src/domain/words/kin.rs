//! How near two words are: the same, of one meaning, of one family, a part of the other, or a slip of the finger away.

use super::Word;

/// Forms of one word.
pub const SAME: f64 = 1.0;
/// Words of one line of the thesaurus.
const MEANING: f64 = 0.85;
/// One grew from the other by an ending that the stemmers leave: verify, verificatie.
const FAMILY: f64 = 0.8;
/// One is a part of the other, or means what a part of the other means: wachtwoord, wachtwoordherstel.
const PART: f64 = 0.6;
/// One letter wrong, missing, too many, or two exchanged.
const ONE_SLIP: f64 = 0.8;
/// Two of these in a long word.
const TWO_SLIPS: f64 = 0.65;

/// A part of a compound needs so many letters, and so many must be left over.
const PART_LETTERS: usize = 5;
const REST_LETTERS: usize = 3;
/// What words of one family share at least.
const FAMILY_LETTERS: usize = 5;

/// How much of one word is in another, 0 to [`SAME`]. A misspelt word has no kin: see [`slip`].
#[must_use]
pub fn kinship(one: &Word, other: &Word) -> f64 {
    if one.stem == other.stem {
        SAME
    } else if shares(&one.senses, &other.senses) {
        MEANING
    } else if is_family(&one.stem, &other.stem) {
        FAMILY
    } else if is_part(one, other)
        || is_part(other, one)
        || shares(&one.part_senses, &other.senses)
        || shares(&one.senses, &other.part_senses)
        || shares(&one.part_senses, &other.part_senses)
    {
        PART
    } else {
        0.0
    }
}

/// What two words of any kinship share at least one of: finds kin among many words without comparing with all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The stem, which has its beginning and its end as well.
    Stem(String),
    /// A line of the thesaurus.
    Meaning(u16),
    /// How it begins.
    Head(String),
    /// How it ends.
    Tail(String),
}

/// By what the kin of a word are found.
#[must_use]
pub fn marks(word: &Word) -> Vec<Mark> {
    let meanings = word.senses.iter().chain(&word.part_senses).copied().map(Mark::Meaning);
    let ends = [cut(&word.stem, 0), cut(&word.surface, 0)].into_iter().flatten().map(Mark::Head);
    let tail = word.stem.len().checked_sub(PART_LETTERS).and_then(|at| cut(&word.stem, at)).map(Mark::Tail);
    [Mark::Stem(word.stem.clone())].into_iter().chain(meanings).chain(ends).chain(tail).collect()
}

/// The letters of a word from a place, as many as kin share; `None` where there are not so many.
fn cut(word: &str, at: usize) -> Option<String> {
    word.get(at..at + PART_LETTERS).map(str::to_owned)
}

/// How likely one word is the other with a slip of the finger, 0 to 1.
///
/// Short words and numbers are not forgiven: role and rule, 401 and 404 are different things. Nor is a wrong first letter,
/// which fingers get right nearly always: book is not look.
#[must_use]
pub fn slip(typed: &Word, meant: &Word) -> f64 {
    let (shorter, longer) =
        (typed.letters.count.min(meant.letters.count), typed.letters.count.max(meant.letters.count));
    let allowed = slips_allowed(shorter);
    let apart = longer - shorter > allowed || typed.letters.surely_apart(&meant.letters, allowed);
    if apart || typed.letters.digits || !begin_alike(&typed.surface, &meant.surface) {
        return 0.0;
    }
    match strsim::osa_distance(&typed.surface, &meant.surface) {
        1 if allowed >= 1 => ONE_SLIP,
        2 if allowed >= 2 => TWO_SLIPS,
        _ => 0.0,
    }
}

/// How many slips a word of so many letters may have.
#[must_use]
pub const fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Which letters a word has: tells without counting edits that two words are too far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letters {
    set: u64,
    count: usize,
    digits: bool,
}

impl Letters {
    /// The letters of a word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut letters = Self { set: 0, count: 0, digits: false };
        for letter in word.chars() {
            letters.set |= 1 << (u32::from(letter) % 64);
            letters.count += 1;
            letters.digits |= letter.is_numeric();
        }
        letters
    }

    /// How many letters the word has.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Whether digits are among them.
    #[must_use]
    pub const fn has_digits(&self) -> bool {
        self.digits
    }

    /// How many letters of this word another one lacks: at least so many slips are between it and any part of that word.
    #[must_use]
    pub const fn missing_in(&self, other: &Self) -> usize {
        (self.set & !other.set).count_ones() as usize
    }

    /// Whether two words differ by more than so many slips; false where only counting can tell.
    ///
    /// One slip takes one letter away and brings one, so it changes two places of the set at most.
    #[must_use]
    pub const fn surely_apart(&self, other: &Self, slips: usize) -> bool {
        (self.set ^ other.set).count_ones() as usize > 2 * slips
    }
}

/// The same first letter, or the first two exchanged.
fn begin_alike(one: &str, other: &str) -> bool {
    let (mut some, mut others) = (one.chars(), other.chars());
    let (first, second) = ((some.next(), others.next()), (some.next(), others.next()));
    first.0 == first.1 || (first.0 == second.1 && first.1 == second.0)
}

fn shares<T: PartialEq>(some: &[T], others: &[T]) -> bool {
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
