//! A question as it is kept where nothing fitted: without what names a person.

use plugin_api::ui::unturned;

use super::{entry::key, similarity_key};

/// The most characters of a question that are kept.
pub const QUESTION_LIMIT: usize = 200;

/// This many digits in a row are an id, a telephone or an account number.
const LONG_NUMBER: usize = 6;

/// A question fit to be kept: one line, cut, and without mentions, addresses and long numbers.
#[must_use]
pub fn kept(question: &str) -> String {
    let words = question.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let words: Vec<_> = words.map(|word| if names_somebody(word) { "…" } else { word }).collect();
    let line: String = unturned(&words.join(" "));
    line.chars().take(QUESTION_LIMIT).collect()
}

/// By what two wordings of a question are taken for one.
#[must_use]
pub fn question_key(question: &str) -> String {
    let topic = similarity_key(question);
    if topic.is_empty() { key(question) } else { topic }
}

fn names_somebody(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= LONG_NUMBER || word.chars().skip(1).any(|c| c == '@') || word.starts_with('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_person_is_left_out() {
        assert_eq!(
            kept("does <@200000000000000005> answer\nemma@example.org or @emma on 0470/12.34.56 about 2026?"),
            "does … answer … or … on … about 2026?"
        );
        assert_eq!(kept(&"é".repeat(300)).chars().count(), QUESTION_LIMIT);
    }
}
