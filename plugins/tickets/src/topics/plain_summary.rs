//! Plain text for summaries: sentences without addresses, mentions and code.

use linkify::{LinkFinder, LinkKind};

/// Removes blocks of code, addresses, mentions and emoji, which say nothing about a topic.
pub fn plain_summary(text: &str) -> String {
    let blocks: Vec<&str> = text.split("```").collect();
    // The last mark of an odd number closes nothing: what stands behind it is text.
    let closed = (blocks.len() - 1) / 2 * 2;
    let outside = blocks.iter().enumerate().filter(|(at, _)| at % 2 == 0 || *at >= closed);
    let plain = outside.map(|(_, block)| *block).collect::<Vec<_>>().join("\n");
    let lines =
        plain.lines().map(|line| strip_mentions(line).split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A line without addresses and mentions.
fn strip_mentions(line: &str) -> String {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let words: String =
        finder.spans(line).filter(|span| span.kind().is_none()).map(|span| span.as_str()).collect();
    let mut plain = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').filter(|end| *end == 1 || is_mention(&rest[1..*end]));
        if end.is_none() {
            plain.push('<');
        }
        rest = &rest[end.map_or(1, |end| end + 1)..];
    }
    plain.push_str(rest);
    plain.replace('`', "")
}

/// Whether the text between angle brackets mentions a member, role, channel or emoji, or is a time stamp.
fn is_mention(inside: &str) -> bool {
    let begins = ["@", "#", "t:", ":", "a:"].iter().any(|mark| inside.starts_with(mark));
    begins && inside.contains(|c: char| c.is_ascii_digit()) && !inside.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sentences_are_left() {
        for (text, left) in [
            ("Thanks <@200000000000000002> 🎉", "Thanks 🎉"),
            ("ask <@&4> in <#5> at <t:1795424523:f> <:wave:12>", "ask in at"),
            ("see https://example.org/a?b=c or <https://example.org> please", "see or please"),
            ("It fails:\n```rust\nlet a = 1;\n```\nsince today", "It fails:\nsince today"),
            ("`/remind` fails, 1 < 2 > 0, ``` is odd", "/remind fails, 1 < 2 > 0,\nis odd"),
            ("<@1>", ""),
        ] {
            assert_eq!(plain_summary(text), left, "{text}");
        }
    }
}
