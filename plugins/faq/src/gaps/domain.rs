//! How a question without an answer is stored: without what identifies a person.

use plugin_api::{
    text::{mask, words::topic_words},
    ui::strip_bidi,
};

use crate::domain::entry::comparison_key;

/// The most characters of a question that are stored.
const QUESTION_LIMIT: usize = 200;

/// One line of at most 200 characters without mentions, links, addresses, telephone and account numbers. Anything else that members write of
/// themselves stays in it.
pub(crate) fn anonymise(question: &str) -> String {
    let masked = mask(question);
    let words = masked.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let words: Vec<_> = words.map(|word| if identifies_person(word) { "…" } else { word }).collect();
    let line: String = strip_bidi(&words.join(" "));
    line.chars().take(QUESTION_LIMIT).collect()
}

/// The key that wordings of the same question share: the stems of its words, in whatever order.
pub(crate) fn question_key(question: &str) -> String {
    let mut stems: Vec<_> = topic_words(question).into_iter().map(|word| word.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    if stems.is_empty() { comparison_key(question) } else { stems.join(" ") }
}

/// A handle, or a link, which may be to a profile.
fn identifies_person(word: &str) -> bool {
    let handle = word.strip_prefix('@').is_some_and(|name| !name.is_empty());
    handle || word.contains("://") || word.starts_with("www.") || word.contains("discord.gg/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_a_person_is_left_out() {
        for (asked, gone) in [
            ("does <@200000000000000005> answer", "2000"),
            ("write to emma@example.org", "emma"),
            ("or to finn (at) example.org", "finn"),
            ("or @emma", "emma"),
            ("call 0470/12.34.56", "12"),
            ("call 0470 12 34 56", "12 34"),
            ("call +32 470 12 34 56", "470"),
            ("pay to BE68 5390 0754 7034", "5390"),
            ("see https://example.org/users/emma now", "emma"),
        ] {
            let stored = anonymise(asked);
            assert!(!stored.contains(gone), "{asked}: {stored}");
        }
        assert_eq!(anonymise("is it\nopen in 2026?"), "is it open in 2026?");
        assert_eq!(anonymise(&"é".repeat(300)).chars().count(), QUESTION_LIMIT);
    }

    #[test]
    fn other_words_are_another_question_and_another_order_is_not() {
        assert_ne!(question_key("What is the PvP rule"), question_key("What is the AFK rule"));
        assert_ne!(question_key("Is VIP refundable"), question_key("Is PvP refundable"));
        assert_eq!(question_key("Is a giraffe allowed?"), question_key("giraffes ALLOWED"));
        assert_eq!(question_key("?!"), "?!");
    }
}
