//! Splits a text into sentences, also chat messages, in which the next sentence may begin with a small letter.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::stems::stems;

/// A full stop after one of these does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "aub", "bijv", "blz", "bv", "ca", "dr", "dwz", "eg", "etc", "evt", "excl", "ie", "incl", "max", "maw",
    "min", "mr", "nl", "no", "nr", "oa", "resp", "st", "tel", "vs",
];

/// A sentence and the words that carry its topic.
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) stems: HashSet<String>,
}

/// The sentences of some texts that have letters or digits, each cut to `longest` characters.
pub(super) fn split_sentences<'t>(texts: impl IntoIterator<Item = &'t str>, longest: usize) -> Vec<Sentence> {
    let pieces = texts.into_iter().flat_map(split);
    let pieces = pieces.map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "));
    pieces
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .map(|piece| Sentence { stems: stems(&piece), text: truncate(&piece, longest) })
        .collect()
}

/// The sentences of a text, line by line.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(UnicodeSegmentation::unicode_sentences)
        .flat_map(|piece| ChatSentences { rest: piece })
}

/// Splits what Unicode's rules take for one sentence because no capital follows.
struct ChatSentences<'t> {
    rest: &'t str,
}

impl<'t> Iterator for ChatSentences<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let gaps = self.rest.match_indices(char::is_whitespace).map(|(at, _)| at);
        let end = gaps.into_iter().find(|at| is_end(&self.rest[..*at])).unwrap_or(self.rest.len());
        let (part, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        Some(part)
    }
}

/// Whether a sentence ends with this text.
fn is_end(text: &str) -> bool {
    let Some(before) = text.strip_suffix('.') else { return text.ends_with(['!', '?']) };
    let word: String =
        before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase().replace('.', "");
    word.chars().nth(1).is_some() && !ABBREVIATIONS.contains(&word.as_str())
}

/// At most this many characters, with an ellipsis if something was left off.
pub(super) fn truncate(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_people_end_it() {
        for (text, expected) in [
            ("It fails. Why?", vec!["It fails.", "Why?"]),
            (
                "het geld is weg. kan iemand helpen? bedankt!",
                vec!["het geld is weg.", "kan iemand helpen?", "bedankt!"],
            ),
            ("see e.g. the faq, or bijv. de site", vec!["see e.g. the faq, or bijv. de site"]),
            ("version 1.2 of a.b costs 3. euro", vec!["version 1.2 of a.b costs 3. euro"]),
            ("one\ntwo ", vec!["one", "two"]),
            ("", vec![]),
        ] {
            let found: Vec<_> = split(text).map(str::trim).filter(|piece| !piece.is_empty()).collect();
            assert_eq!(found, expected);
        }
    }
}
