//! The words by which tickets are found.

use std::collections::BTreeSet;

use plugin_api::{CustomId, Error, Locale, Result, text::words};

use crate::{names::ID, texts};

/// How many words of a question are looked for.
pub const WORDS: usize = 5;

/// How many words of one message can be found.
const MOST: usize = 400;

/// The stems of the words of a text that carry its topic, English or Dutch, each once.
#[must_use]
pub fn stems(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let stems = words::topic_words(text).into_iter().map(|word| word.stem);
    stems.filter(|stem| seen.insert(stem.clone())).take(MOST).collect()
}

/// How long all words of a question together may be, in characters: they stand in a custom id.
const LONGEST: usize = 60;

/// The stems that are looked for; none where a question has small words only.
#[must_use]
pub fn wanted(question: &str) -> Vec<String> {
    let mut length = 0;
    let fits = |stem: &String| {
        length += stem.chars().count() + 1;
        length <= LONGEST
    };
    stems(question).into_iter().take(WORDS).take_while(fits).collect()
}

/// The part of a text around the first of some words, with an ellipsis where something was left off.
#[must_use]
pub fn excerpt(text: &str, wanted: &[String], most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= most {
        return text;
    }
    let mut at = 0;
    for word in text.split(' ') {
        if stems(word).iter().any(|stem| wanted.contains(stem)) {
            break;
        }
        at += word.chars().count() + 1;
    }
    let at = if at >= letters.len() { 0 } else { at };
    let first = at.saturating_sub(most / 3).min(letters.len() - most);
    let kept: String = letters[first..first + most].iter().collect();
    let (before, after) =
        (if first > 0 { "…" } else { "" }, if first + most < letters.len() { "…" } else { "" });
    format!("{before}{}{after}", kept.trim())
}

/// What is looked for: the stems of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search(pub(crate) Vec<String>);

impl Search {
    /// Takes the words that carry a topic out of what somebody typed.
    ///
    /// # Errors
    /// A sentence where there is none.
    pub fn of(typed: &str, reader: &Locale) -> Result<Self> {
        let stems = wanted(typed);
        if stems.is_empty() {
            return Err(Error::user(texts::text(reader, "search-no-words")));
        }
        Ok(Self(stems))
    }

    /// The id of one of its pages.
    #[must_use]
    pub fn id(&self, page: u32) -> CustomId {
        CustomId::new(ID, "search").with(self.0.join(" ")).with(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem_and_stop_words_none() {
        assert_eq!(stems("The payments are failing"), stems("payment fails"));
        assert_eq!(stems("Mijn betalingen mislukken"), stems("mijn betaling mislukken"));
        assert!(stems("the and of de het een").is_empty());
        assert!(stems("\u{200b}\u{202e} ").is_empty());
    }

    #[test]
    fn an_excerpt_shows_what_was_looked_for() {
        let text = format!("{} the payment failed {}", "lorem ipsum ".repeat(40), "dolor sit ".repeat(40));
        let shown = excerpt(&text, &stems("payments"), 80);
        assert!(shown.contains("payment failed"), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.chars().count() <= 82, "{shown}");
        assert_eq!(excerpt("short  text", &stems("text"), 80), "short text");
    }
}
