//! The words of a text as search and similarity compare them: folded, without stop words, each with the stem that its forms share.

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

mod similarity;
mod stem;
#[cfg(test)]
mod tests;
mod thesaurus;
mod typo;

pub(crate) use similarity::{IndexKey, SAME_WORD, index_keys, similarity};
pub(crate) use typo::{Letters, allowed_typos, typo_similarity};

/// Longer runs of letters are no words, and would only cost time.
const LONGEST_WORD: usize = 40;

static STOP_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| read_words(include_str!("words/stop.txt")).collect());
static COMMON_STEMS: LazyLock<HashSet<String>> =
    LazyLock::new(|| read_words(include_str!("words/common.txt")).map(stem::stem).collect());

/// One word that carries a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written, folded. Two words joined by a hyphen if the thesaurus takes them for one (`log-in`).
    pub surface: String,
    /// What its inflections share.
    pub stem: String,
    /// Whether nearly every question has it, whatever the question is about.
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
        let common = COMMON_STEMS.contains(&stem);
        let letters = Letters::new(&surface);
        Self { surface, stem, common, senses, part_senses, letters }
    }

    /// A key that words of the same meaning share, to count them by.
    pub(crate) fn concept(&self) -> String {
        self.senses.first().map_or_else(|| self.stem.clone(), |sense| format!("#{sense}"))
    }
}

/// The words of a text that carry its topic, in order, with repetitions.
pub fn topic_words(text: &str) -> Vec<Word> {
    topic_tokens(text).into_iter().flat_map(compound_words).collect()
}

/// The same words as they are written. An index that meets most words again makes a [`Word`] of each only once.
pub(crate) fn topic_tokens(text: &str) -> Vec<String> {
    thesaurus::join_phrases(tokenize(text)).into_iter().filter(|token| has_topic(token)).collect()
}

/// The words that one of [`topic_tokens`] consists of: more than one if it is a compound of known words.
pub(crate) fn compound_words(token: String) -> Vec<Word> {
    thesaurus::split_compound(token).into_iter().map(Word::new).collect()
}

/// All words of a text, folded, with the stop words.
pub(crate) fn tokenize(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|token| !token.is_empty() && token.chars().nth(LONGEST_WORD).is_none())
        .map(str::to_owned)
        .collect()
}

/// Lower case, without accents and apostrophes, which people leave out when they are in a hurry.
pub fn fold(text: &str) -> String {
    let kept = |letter: &char| !matches!(letter, '\'' | '’' | '‘' | '`');
    if text.is_ascii() {
        return text.chars().filter(kept).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let lower = text.nfkd().flat_map(char::to_lowercase);
    lower.filter(|letter| kept(letter) && !is_combining_mark(*letter)).collect()
}

/// Whether a word is one of those that carry no topic.
pub(crate) fn is_stop_word(token: &str) -> bool {
    STOP_WORDS.contains(token)
}

/// Single letters and Discord's ids carry no topic either.
fn has_topic(token: &str) -> bool {
    let snowflake = token.len() >= 15 && token.bytes().all(|byte| byte.is_ascii_digit());
    !snowflake && token.chars().nth(1).is_some() && !is_stop_word(token)
}

/// The words of a list file: `#` begins a comment.
fn read_words(file: &'static str) -> impl Iterator<Item = &'static str> {
    read_lines(file).flat_map(str::split_whitespace)
}

fn read_lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default()).filter(|line| !line.trim().is_empty())
}
