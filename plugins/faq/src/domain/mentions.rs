//! Discord's notation of mentions, in a text that is read outside of Discord.

use chrono::DateTime;

/// Nothing between `<` and `>` is longer than this, in characters.
const LONGEST: usize = 100;

/// Replaces Discord's mentions, which have ids that visitors should not see, and no names.
pub fn strip_mentions(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        plain.push_str(before);
        let end = from.char_indices().take(LONGEST).find(|(_, c)| *c == '>').map(|(end, _)| end);
        let shown = end.and_then(|end| Some((end, replacement(&from[1..end])?)));
        let taken = if let Some((end, shown)) = shown {
            plain.push_str(&shown);
            end + 1
        } else {
            plain.push('<');
            1
        };
        rest = &from[taken..];
    }
    plain.push_str(rest);
    plain
}

/// What is shown instead (<https://discord.com/developers/docs/reference#message-formatting>); `None` if it is not a mention.
fn replacement(inside: &str) -> Option<String> {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(who) = inside.strip_prefix('@') {
        return is_id(who.trim_start_matches(['!', '&'])).then(|| "@…".to_owned());
    }
    if let Some(channel) = inside.strip_prefix('#') {
        return is_id(channel).then(|| "#…".to_owned());
    }
    let mut parts = inside.split(':');
    let shown = match (parts.next()?, parts.next()?, parts.next()) {
        ("" | "a", name, Some(id)) if is_id(id) => format!(":{name}:"),
        ("t", seconds, _) => {
            DateTime::from_timestamp(seconds.parse().ok()?, 0)?.format("%Y-%m-%d %H:%M UTC").to_string()
        }
        ("id", page, _) => format!("#{page}"),
        (command, id, None) if command.starts_with('/') && is_id(id) => command.to_owned(),
        _ => return None,
    };
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_signs_and_names_and_instants_are_read() {
        for (text, plain) in [
            ("ask <@200000000000000005>, <@!1> or <@&2>", "ask @…, @… or @…"),
            ("in <#500000000000000006>!", "in #…!"),
            ("<:wave:1> <a:dance:22>", ":wave: :dance:"),
            ("at <t:0:R> or <t:86400>", "at 1970-01-01 00:00 UTC or 1970-01-02 00:00 UTC"),
            ("use </ticket open:123> or <id:browse>", "use /ticket open or #browse"),
            (
                "<b> & <@everyone> <https://example.org> a < b",
                "<b> & <@everyone> <https://example.org> a < b",
            ),
            ("<<@1>", "<@…"),
            ("<t:x> <", "<t:x> <"),
        ] {
            assert_eq!(strip_mentions(text), plain);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[<>@#!&:ta/0-9é ]{0,60}") {
            let _ = strip_mentions(&text);
        }
    }
}
