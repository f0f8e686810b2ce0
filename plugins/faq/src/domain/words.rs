//! Words as search and likeness see them: folded, without stop words, each with the stem that its forms share.

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

mod kin;
mod stem;
#[cfg(test)]
mod tests;
mod thesaurus;

pub use kin::{Letters, Mark, SAME, kinship, marks, slip, slips_allowed};

/// Longer runs of letters are no words; they would only cost time.
const LONGEST: usize = 40;

static STOP: LazyLock<HashSet<&str>> = LazyLock::new(|| listed(include_str!("words/stop.txt")).collect());
static COMMON: LazyLock<HashSet<String>> =
    LazyLock::new(|| listed(include_str!("words/common.txt")).map(stem::stem).collect());

/// One word that carries a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written, folded. Two joined by a hyphen where the thesaurus takes them for one (`log-in`).
    pub surface: String,
    /// What its inflections share.
    pub stem: String,
    /// Whether nearly every question has it, whatever it is about.
    pub common: bool,
    senses: Vec<thesaurus::Sense>,
    part_senses: Vec<thesaurus::Sense>,
    letters: Letters,
}

impl Word {
    fn new(surface: String) -> Self {
        let stem = stem::stem(&surface);
        let senses = thesaurus::senses(&surface, &stem);
        let part_senses = if senses.is_empty() { thesaurus::part_senses(&surface) } else { Vec::new() };
        let common = COMMON.contains(&stem);
        let letters = Letters::of(&surface);
        Self { surface, stem, common, senses, part_senses, letters }
    }

    /// What words that mean the same have in common: a key to count them by.
    #[must_use]
    pub fn concept(&self) -> String {
        self.senses.first().map_or_else(|| self.stem.clone(), |sense| format!("#{sense}"))
    }
}

/// The words of a text that carry its topic, in order, with repetitions.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    written(text).into_iter().flat_map(parts).collect()
}

/// The same as written: for who reads much and meets most words again.
#[must_use]
pub fn written(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    thesaurus::joined(tokens).into_iter().filter(|token| carries(token)).collect()
}

/// The words that one of [`written`] is made of: a compound of known words is as many as these.
#[must_use]
pub fn parts(written: String) -> Vec<Word> {
    thesaurus::parted(written).into_iter().map(Word::new).collect()
}

/// All words of a text, folded, stop words too.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|token| !token.is_empty() && token.chars().nth(LONGEST).is_none())
        .map(str::to_owned)
        .collect()
}

/// Lower case, without accents and apostrophes: what people leave out when they are in a hurry.
#[must_use]
pub fn fold(text: &str) -> String {
    let kept = |letter: &char| !matches!(letter, '\'' | '’' | '‘' | '`');
    if text.is_ascii() {
        return text.chars().filter(kept).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let lower = text.nfkd().flat_map(char::to_lowercase);
    lower.filter(|letter| kept(letter) && !is_combining_mark(*letter)).collect()
}

/// Whether a word is one of those that carry no topic.
#[must_use]
pub fn is_stop(token: &str) -> bool {
    STOP.contains(token)
}

/// Single letters and the numbers of members, channels and messages say nothing either.
fn carries(token: &str) -> bool {
    let snowflake = token.len() >= 15 && token.bytes().all(|byte| byte.is_ascii_digit());
    !snowflake && token.chars().nth(1).is_some() && !is_stop(token)
}

/// The words of a list file: `#` begins a comment.
fn listed(file: &'static str) -> impl Iterator<Item = &'static str> {
    lines(file).flat_map(str::split_whitespace)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default()).filter(|line| !line.trim().is_empty())
}
