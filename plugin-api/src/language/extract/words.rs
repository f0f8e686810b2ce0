//! The words of a sentence that carry its topic, English and Dutch alike.

use std::{collections::HashSet, sync::LazyLock};

use rust_stemmers::{Algorithm, Stemmer};
use stop_words::Language;
use unicode_segmentation::UnicodeSegmentation;

/// Longer runs of letters are no words; they would only cost time.
const LONGEST: usize = 40;

static STOP: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    [Language::English, Language::Dutch].into_iter().flat_map(stop_words::get).copied().collect()
});

/// What the words of a text share with their inflections. Both stemmers, Dutch then English: members mix the two, and three words do not
/// say which language they are in.
pub(super) fn stems(text: &str) -> HashSet<String> {
    let (dutch, english) = (Stemmer::create(Algorithm::Dutch), Stemmer::create(Algorithm::English));
    let lower = text.to_lowercase().replace('’', "'");
    lower
        .unicode_words()
        .filter(|word| carries(word))
        .map(|word| english.stem(&dutch.stem(word)).into_owned())
        .collect()
}

/// Function words, single letters and numbers say nothing of the topic.
fn carries(word: &str) -> bool {
    let mut letters = word.chars().filter(|character| character.is_alphabetic());
    word.len() <= LONGEST && letters.nth(1).is_some() && !STOP.contains(word)
}
