//! Names and descriptions of commands, options and choices, in every language.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::validate::form::{Form, present};

/// Locales that Discord's clients have. <https://discord.com/developers/docs/reference#locales>
const LOCALES: [&str; 34] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
    "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko", "ar", "he",
];

/// Whether a chat-input command or option may be called so: letters, digits, `-`, `_` and `'` of any script, 1 to 32
/// of them, in lower case if the script has one. (Discord: `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`.)
pub(crate) fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'') || is_devanagari_or_thai(c);
    (1..=32).contains(&name.chars().count()) && name.chars().all(allowed) && name.to_lowercase() == name
}

/// Marks and signs of the two scripts that are neither letters nor digits.
fn is_devanagari_or_thai(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}' | '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e5b}')
}

/// How strict a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameRule {
    /// Chat-input commands and options.
    Strict,
    /// Context menus (up to 32 characters) and choices (up to 100).
    Free(usize),
}

/// Reads `name` and `name_localizations`; returns the longest of them in characters, which counts towards the
/// command's size.
pub(crate) fn read_names(form: &mut Form, object: &Map<String, Value>, rule: NameRule) -> usize {
    let length = match rule {
        NameRule::Strict => 1..=32,
        NameRule::Free(max) => 1..=max,
    };
    let name = form.required_text(object, "name", length.clone());
    if let Some(name) = name {
        form.at("name", |form| check_name(form, name, rule));
    }
    let text = LocalisedText { original: name, key: "name_localizations", length };
    read_localisations(form, object, text, |form, name| check_name(form, name, rule))
}

/// Reads `description` (1 to 100 characters) and its localisations; returns the longest.
pub(crate) fn read_descriptions(form: &mut Form, object: &Map<String, Value>) -> usize {
    let description = form.required_text(object, "description", 1..=100);
    let text = LocalisedText { original: description, key: "description_localizations", length: 1..=100 };
    read_localisations(form, object, text, |_, _| ())
}

fn check_name(form: &mut Form, name: &str, rule: NameRule) {
    // A wrong length is reported as such already.
    if rule == NameRule::Strict && (1..=32).contains(&name.chars().count()) && !is_name(name) {
        form.error("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

/// A text, and the key of its localisations.
struct LocalisedText<'t> {
    original: Option<&'t str>,
    /// The key of the localisations.
    key: &'static str,
    length: RangeInclusive<usize>,
}

/// Reads the localisations of a text, each by `check`; returns the length of the longest, the original included.
fn read_localisations(
    form: &mut Form,
    object: &Map<String, Value>,
    text: LocalisedText<'_>,
    check: impl Fn(&mut Form, &str),
) -> usize {
    let LocalisedText { original, key, length } = text;
    let mut most = original.map_or(0, |text| text.chars().count());
    let Some(value) = present(object, key) else { return most };
    form.at(key, |form| {
        let Some(map) = form.object(value) else { return };
        for (locale, text) in map {
            if !LOCALES.contains(&locale.as_str()) {
                form.error("ENUM_TYPE_COERCE", &format!("Value \"{locale}\" is not a valid enum value."));
                continue;
            }
            form.at(locale, |form| {
                let Some(text) = form.text_here(text, length.clone()) else { return };
                check(form, text);
                most = most.max(text.chars().count());
            });
        }
    });
    most
}

/// Adds `name_localized` and `description_localized` to a command, its options and choices if they are translated
/// to `locale`. <https://discord.com/developers/docs/interactions/application-commands#retrieving-localized-commands>
pub(crate) fn localise(view: &mut Value, locale: &str) {
    for (all, one) in
        [("name_localizations", "name_localized"), ("description_localizations", "description_localized")]
    {
        let text = view.get(all).and_then(|texts| texts.get(locale)).cloned();
        if let Some(text) = text {
            view[one] = text;
        }
    }
    for inner in ["options", "choices"] {
        let list = view.get_mut(inner).and_then(Value::as_array_mut);
        list.into_iter().flatten().for_each(|one| localise(one, locale));
    }
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_are_lower_case_letters_digits_dashes_of_any_script() {
        for good in ["add_reminder", "a", "x-1", "herinnering", "напомни", "提醒", "สวัสดี", "नमस्ते", "l'eau"]
        {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "Add", "two words", "a.b", "a/b", "ÉTÉ", "x\u{200b}", "😀", &"x".repeat(33)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
