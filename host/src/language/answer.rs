//! Validates what a language model answers. It is untrusted text: it is shown only if it has the form that was asked for, mentions nobody
//! and has no link of its own.

use std::{collections::HashSet, sync::LazyLock};

use linkify::LinkFinder;
use plugin_api::language::{LONGEST_ENTRY, LONGEST_REPLY, LONGEST_SUMMARY, LONGEST_TITLE, Unavailable};

/// The most dimensions that a vector may have.
const MAX_DIMENSIONS: usize = 8_192;

static LINKS: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
});

/// Returns a summary if it can be shown.
pub(super) fn validate_summary(text: &str, quoted: &[String]) -> Result<String, Unavailable> {
    validate_text(text, LONGEST_SUMMARY, quoted)
}

/// Returns a reply if it can be shown.
pub(super) fn validate_reply(text: &str, quoted: &[String]) -> Result<String, Unavailable> {
    validate_text(text, LONGEST_REPLY, quoted)
}

/// Returns the title and the text of an entry if they can be shown.
pub(super) fn validate_entry(text: &str, quoted: &[String]) -> Result<(String, String), Unavailable> {
    let text = text.trim();
    let (title, text) = text.split_once('\n').ok_or(Unavailable::Unusable)?;
    let title = validate_text(title.trim_start_matches('#'), LONGEST_TITLE, quoted)?;
    Ok((title, validate_text(text, LONGEST_ENTRY, quoted)?))
}

/// Returns the vectors if there is one for each text and all are finite, not zero, and of one length.
pub(super) fn validate_vectors(vectors: Vec<Vec<f32>>, texts: usize) -> Result<Vec<Vec<f32>>, Unavailable> {
    let width = vectors.first().map_or(0, Vec::len);
    let is_valid = |vector: &Vec<f32>| {
        vector.len() == width
            && vector.iter().all(|number| number.is_finite())
            && vector.iter().any(|number| *number != 0.0)
    };
    let usable =
        vectors.len() == texts && (1..=MAX_DIMENSIONS).contains(&width) && vectors.iter().all(is_valid);
    if usable { Ok(vectors) } else { Err(reject("its vectors are not what was asked for")) }
}

fn validate_text(text: &str, max_length: usize, quoted: &[String]) -> Result<String, Unavailable> {
    let text: String =
        text.chars().filter(|character| *character == '\n' || is_visible(*character)).collect();
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 {
        return Err(reject("it is empty"));
    }
    if length > max_length {
        return Err(reject("it is too long"));
    }
    if has_mention(text) {
        return Err(reject("it has a mention"));
    }
    let known: HashSet<_> = quoted.iter().flat_map(|text| find_links(text)).collect();
    if find_links(text).any(|link| !known.contains(link)) {
        return Err(reject("it has a link that nobody wrote"));
    }
    Ok(text.to_owned())
}

fn reject(why: &'static str) -> Unavailable {
    tracing::warn!(why, "the language model's answer is not shown");
    Unavailable::Unusable
}

/// Control characters, invisible characters and those that change the direction of text are removed.
fn is_visible(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Discord's mentions: `<@1>`, `<#1>`, `</ask:1>`, `<id:guide>`, @everyone.
fn has_mention(text: &str) -> bool {
    let opens = |start: &str| text.match_indices(start).any(|(at, _)| text[at..].contains('>'));
    let lower = text.to_lowercase();
    ["@everyone", "@here"].iter().any(|word| lower.contains(word))
        || ["<@", "<#", "</", "<id:"].iter().any(|start| opens(start))
}

/// Finds the addresses of pages and mailboxes, as they are written.
fn find_links(text: &str) -> impl Iterator<Item = &str> {
    LINKS.links(text).map(|link| link.as_str().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted() -> Vec<String> {
        vec!["See https://help.example.com/reset/ and https://bank.company.com.".to_owned()]
    }

    #[test]
    fn a_plain_answer_is_taken_without_what_is_invisible() {
        for (answer, shown) in [
            (" It works now.\n", "It works now."),
            (
                "One.\nTwo: see https://help.example.com/reset.",
                "One.\nTwo: see https://help.example.com/reset.",
            ),
            ("a\u{202e}b\u{200b}c\u{0007}d\r\ne", "abcd\ne"),
            (
                "Use 3 < 4 and a <b> tag; mail [e-mail] at 10:30, e.g. today.",
                "Use 3 < 4 and a <b> tag; mail [e-mail] at 10:30, e.g. today.",
            ),
        ] {
            assert_eq!(validate_summary(answer, &quoted()).as_deref(), Ok(shown));
        }
    }

    #[test]
    fn what_would_ping_or_lead_away_or_is_no_answer_is_not_taken() {
        let endless = "word ".repeat(400);
        for bad in [
            "",
            " \n\u{200b}\u{0000}",
            endless.as_str(),
            "Ask <@123456789012345678>.",
            "Ask <@&123456789012345678>.",
            "See <#123456789012345678>, or </ask:123456789012345678>, or <id:guide>.",
            "Hello @everyone",
            "Hello @Here",
            "Hello @every\u{200b}one",
            "Log in at https://evil.example/login",
            "Log in [here](https://evil.example)",
            "Log in at evil.example/login",
            "Join discord.gg/abcdef",
            "Mail help@evil.example",
            "Log in at https://bank.co",
            "Log in at https://help.example.com/reset/now",
            "Open steam://run/1",
        ] {
            assert_eq!(validate_summary(bad, &quoted()), Err(Unavailable::Unusable), "{bad:?}");
        }
    }

    #[test]
    fn an_entry_is_a_title_and_a_text() {
        let good = validate_entry("# How do I reset it?\n\nPress the button.\nWait.", &[]);
        assert_eq!(good, Ok(("How do I reset it?".to_owned(), "Press the button.\nWait.".to_owned())));
        for bad in [
            "A title alone",
            "\n\n",
            &format!("{}\n\nText", "long ".repeat(30)),
            "Title\n\nSee https://evil.example",
        ] {
            assert_eq!(validate_entry(bad, &[]), Err(Unavailable::Unusable), "{bad:?}");
        }
    }

    #[test]
    fn vectors_are_as_many_as_texts_and_made_of_numbers() {
        let good = vec![vec![0.1, 0.2], vec![0.0, 1.0]];
        assert_eq!(validate_vectors(good.clone(), 2), Ok(good.clone()));
        for bad in [
            vec![],
            good[..1].to_vec(),
            vec![vec![], vec![]],
            vec![vec![1.0], vec![1.0, 2.0]],
            vec![vec![f32::NAN, 1.0], vec![1.0, 1.0]],
            vec![vec![0.0, 0.0], vec![1.0, 1.0]],
            vec![vec![1.0; MAX_DIMENSIONS + 1]; 2],
        ] {
            assert_eq!(validate_vectors(bad, 2), Err(Unavailable::Unusable));
        }
    }
}
