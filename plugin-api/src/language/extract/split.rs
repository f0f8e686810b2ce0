//! Where a sentence ends, also in chat, where the next one begins with a small letter.

use unicode_segmentation::UnicodeSegmentation;

/// A full stop after these ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "aub", "bijv", "blz", "bv", "ca", "dr", "dwz", "eg", "etc", "evt", "excl", "ie", "incl", "max", "maw",
    "min", "mr", "nl", "no", "nr", "oa", "resp", "st", "tel", "vs",
];

/// The sentences of a text, line by line.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(UnicodeSegmentation::unicode_sentences).flat_map(|piece| Parts { rest: piece })
}

/// What Unicode's rules take for one sentence since no capital follows.
struct Parts<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let gaps = self.rest.match_indices(char::is_whitespace).map(|(at, _)| at);
        let end = gaps.into_iter().find(|at| ends(&self.rest[..*at])).unwrap_or(self.rest.len());
        let (part, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        Some(part)
    }
}

/// Whether a sentence ends with this text.
fn ends(text: &str) -> bool {
    let Some(before) = text.strip_suffix('.') else { return text.ends_with(['!', '?']) };
    let word: String =
        before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase().replace('.', "");
    word.chars().nth(1).is_some() && !ABBREVIATIONS.contains(&word.as_str())
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
            let found: Vec<_> = sentences(text).map(str::trim).filter(|piece| !piece.is_empty()).collect();
            assert_eq!(found, expected);
        }
    }
}
