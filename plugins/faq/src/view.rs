//! How entries look, and the texts about them.

mod answer;
mod entry;
mod form;
mod list;

use plugin_api::{
    Host, Locale, LogEntry, LogKind,
    serenity::{Mentionable, UserId},
    ui,
};

use crate::{
    domain::Entry,
    names::ID,
    texts::{text, text_with},
};

pub(crate) use answer::{nothing_found, search_results};
pub(crate) use entry::{Headline, confirm_removal, embed, entry, rejected};
pub(crate) use form::{add_form, edit_form, new_entry_form};
pub(crate) use list::{list, title_choice};

/// What the log channel says about an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogNote<'a> {
    /// The id of the text.
    pub(crate) text: &'a str,
    /// The names of the fields that were changed.
    pub(crate) fields: &'a [&'static str],
}

impl<'a> LogNote<'a> {
    /// A text about the entry as a whole.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, fields: &[] }
    }
}

/// Posts what was done with an entry to the log channel of its guild.
pub(crate) fn log(host: &Host, kind: LogKind, entry: &Entry, by: UserId, note: LogNote<'_>) {
    let locale = host.guild(entry.guild).locale;
    let fields: Vec<_> = note.fields.iter().map(|field| text(&locale, &format!("field-{field}"))).collect();
    let text = text_with(
        &locale,
        note.text,
        &[("who", by.mention().to_string().into()), ("what", fields.join(", ").into())],
    );
    host.log(entry.guild).post(LogEntry::new(kind, ID, title(&locale, entry), text));
}

/// `FAQ #3, How do I join?`
fn title(locale: &Locale, entry: &Entry) -> String {
    let args =
        [("id", entry.id.to_string().into()), ("title", ui::escape_markdown(&entry.content.title).into())];
    text_with(locale, "log-title", &args)
}
