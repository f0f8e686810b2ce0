//! One stem for the forms of a word, English or Dutch.

use rust_stemmers::{Algorithm, Stemmer};

/// Real words need two or three rounds.
const MAX_ROUNDS: usize = 4;

/// Both stemmers, Dutch then English, until nothing changes.
///
/// The language of a text is not detected: titles and searches have three words, and Dutch players write half of them in English («mijn
/// account is gehackt»). A guess would often be wrong, and then the same word would have one stem in the question and another in the
/// entry. One way for all is rarely wrong (listen and list become one), and consistently so. Until nothing changes, because one stemmer
/// may uncover what the other takes off (tokens, token, tok).
pub(super) fn stem(word: &str) -> String {
    let (dutch, english) = (Stemmer::create(Algorithm::Dutch), Stemmer::create(Algorithm::English));
    let mut stem = word.to_owned();
    for _ in 0..MAX_ROUNDS {
        let next = english.stem(&dutch.stem(&stem)).into_owned();
        // A stem of one or two letters has lost the word.
        if next == stem || next.chars().count() < 3 {
            break;
        }
        stem = next;
    }
    stem
}
