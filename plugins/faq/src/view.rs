//! How entries look and what is said about them.

mod answer;
mod entry;
mod form;
mod lists;

use plugin_api::{
    Host, Locale, LogEntry, LogKind,
    serenity::{Mentionable, UserId},
    ui,
};

use crate::{
    ID,
    domain::{Entry, Wrong},
};

pub use answer::{found, nothing, suggestion, thanks};
pub use entry::{Headline, entry, given_back, removal, revision};
pub use form::{add, edit, form};
pub use lists::{choice, gap, gaps, history, list};

plugin_api::catalogue!("en" => "../locales/en/faq.ftl", "nl" => "../locales/nl/faq.ftl");

/// Says what is wrong with what somebody wrote.
#[must_use]
pub fn wrong(locale: &Locale, wrong: Wrong) -> String {
    let field = |name: &str| text(locale, &format!("field-{name}"));
    match wrong {
        Wrong::Empty(name) => text_with(locale, "wrong-empty", &[("field", field(name).into())]),
        Wrong::TooLong(name, limit) => {
            text_with(locale, "wrong-too-long", &[("field", field(name).into()), ("limit", limit.into())])
        }
    }
}

/// Posts an entry about an entry to its guild's log channel. `fields` are those that were changed.
pub fn log(host: &Host, kind: LogKind, entry: &Entry, id: &str, by: UserId, fields: &[&str]) {
    let locale = host.guild(entry.guild).locale;
    let fields: Vec<_> = fields.iter().map(|field| text(&locale, &format!("field-{field}"))).collect();
    let said = text_with(
        &locale,
        id,
        &[("who", by.mention().to_string().into()), ("what", fields.join(", ").into())],
    );
    host.log(entry.guild).post(LogEntry::new(kind, ID, title(&locale, entry), said));
}

/// The user's mention, or a word for somebody who was forgotten.
fn whom(user: Option<UserId>, locale: &Locale) -> String {
    user.map_or_else(|| text(locale, "somebody"), |user| user.mention().to_string())
}

/// `FAQ #3, How do I join?`
fn title(locale: &Locale, entry: &Entry) -> String {
    let args = [("id", entry.id.to_string().into()), ("title", ui::plain(&entry.draft.title).into())];
    text_with(locale, "log-title", &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_dutch_have_the_same_texts() {
        let ids = |language| {
            TEXTS.ids(language).iter().filter(|id| !id.ends_with("name")).cloned().collect::<Vec<_>>()
        };
        assert_eq!(ids("en"), ids("nl"));
    }

    #[test]
    fn every_refusal_names_its_field() {
        for locale in ["en", "nl"].map(Locale::new) {
            for field in ["title", "text", "aliases", "alias", "keywords", "category"] {
                let said = wrong(&locale, Wrong::TooLong(field, 40));
                assert!(said.contains("40") && !said.contains("field-"), "{said}");
            }
        }
    }
}
