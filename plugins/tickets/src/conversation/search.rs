//! Search: the stems of words by which tickets are found.

use std::collections::BTreeSet;

use plugin_api::{CustomId, Error, Locale, Result, text::words};

use crate::{names, texts};

/// How many words of a query are searched for.
pub const MAX_WORDS: usize = 5;

/// How many words of one message are indexed.
const MAX_WORDS_PER_MESSAGE: usize = 400;

/// The stems of the words of a text that carry its topic, English or Dutch, each once.
pub fn stems(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let stems = words::topic_words(text).into_iter().map(|word| word.stem);
    stems.filter(|stem| seen.insert(stem.clone())).take(MAX_WORDS_PER_MESSAGE).collect()
}

/// How long all words of a query may be together, in characters: they are part of a custom id.
const MAX_LENGTH: usize = 60;

/// Returns the stems to search for; none if the query has stop words only.
pub fn search_stems(question: &str) -> Vec<String> {
    let mut length = 0;
    let fits = |stem: &String| {
        length += stem.chars().count() + 1;
        length <= MAX_LENGTH
    };
    stems(question).into_iter().take(MAX_WORDS).take_while(fits).collect()
}

/// Returns the part of a text around the first match, with an ellipsis at each end that was cut.
pub fn excerpt(text: &str, wanted: &[String], max_length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= max_length {
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
    let first = at.saturating_sub(max_length / 3).min(letters.len() - max_length);
    let kept: String = letters[first..first + max_length].iter().collect();
    let (before, after) =
        (if first > 0 { "…" } else { "" }, if first + max_length < letters.len() { "…" } else { "" });
    format!("{before}{}{after}", kept.trim())
}

/// A query: the stems of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search(pub(crate) Vec<String>);

impl Search {
    /// Parses what a member typed.
    ///
    /// # Errors
    /// A message for the member if only stop words are left.
    pub fn parse(typed: &str, locale: &Locale) -> Result<Self> {
        let stems = search_stems(typed);
        if stems.is_empty() {
            return Err(Error::user(texts::text(locale, "search-no-words")));
        }
        Ok(Self(stems))
    }

    /// Builds the custom id of one of its pages.
    pub fn custom_id(&self, page: u32) -> CustomId {
        names::actions::SEARCH.id().with(self.0.join(" ")).with(page)
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
