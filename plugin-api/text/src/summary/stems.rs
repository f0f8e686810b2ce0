//! The words of a sentence that carry its topic, English and Dutch alike.

use std::{collections::HashSet, sync::LazyLock};

use rust_stemmers::{Algorithm, Stemmer};
use stop_words::Language;
use unicode_segmentation::UnicodeSegmentation;

/// Longer runs of letters are no words, and would only cost time.
const LONGEST_WORD: usize = 40;

static STOP_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    [Language::English, Language::Dutch].into_iter().flat_map(stop_words::get).copied().collect()
});

/// The stems of the words of a text that carry its topic. Both stemmers, Dutch then English: members mix the two, and three words do not
/// tell their language.
pub(super) fn stems(text: &str) -> HashSet<String> {
    let (dutch, english) = (Stemmer::create(Algorithm::Dutch), Stemmer::create(Algorithm::English));
    let lower = text.to_lowercase().replace('’', "'");
    lower
        .unicode_words()
        .filter(|word| has_topic(word))
        .map(|word| english.stem(&dutch.stem(word)).into_owned())
        .collect()
}

/// Function words, single letters and numbers say nothing of the topic.
fn has_topic(word: &str) -> bool {
    let mut letters = word.chars().filter(|character| character.is_alphabetic());
    word.len() <= LONGEST_WORD && letters.nth(1).is_some() && !STOP_WORDS.contains(word)
}
