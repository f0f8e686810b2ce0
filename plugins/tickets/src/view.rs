//! How tickets look and what is said about them.

mod card;
pub mod channel;
pub mod closing;
mod numbers;
pub mod opening;
mod said;
mod search;
mod staff;
mod suggestion;
mod topics;

use std::sync::LazyLock;

use plugin_api::{Catalogue, Locale, locale::FluentValue};

pub use card::{card, category_label, words};
pub use numbers::numbers;
pub use said::{announce, gone, log, log_text, no_staff_of, not_staff, refusal, same_priority, say};
pub use search::{Found, found};
pub use staff::{Tickets, choice, close_form, deletion, escalation, list, notes, stands};
pub use suggestion::{answered_by, suggestions};
pub use topics::{decided, proposal};

/// The texts, in English and Dutch, a file per area.
pub static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(&[
        (
            "en",
            concat!(
                include_str!("../locales/en/common.ftl"),
                "\n",
                include_str!("../locales/en/opening.ftl"),
                "\n",
                include_str!("../locales/en/staff.ftl"),
                "\n",
                include_str!("../locales/en/time.ftl"),
                "\n",
                include_str!("../locales/en/transcript.ftl"),
                "\n",
                include_str!("../locales/en/numbers.ftl"),
                "\n",
                include_str!("../locales/en/topics.ftl"),
            ),
        ),
        (
            "nl",
            concat!(
                include_str!("../locales/nl/common.ftl"),
                "\n",
                include_str!("../locales/nl/opening.ftl"),
                "\n",
                include_str!("../locales/nl/staff.ftl"),
                "\n",
                include_str!("../locales/nl/time.ftl"),
                "\n",
                include_str!("../locales/nl/transcript.ftl"),
                "\n",
                include_str!("../locales/nl/numbers.ftl"),
                "\n",
                include_str!("../locales/nl/topics.ftl"),
            ),
        ),
    ])
});

/// A text without variables.
#[must_use]
pub fn text(locale: &Locale, id: &str) -> String {
    TEXTS.text(locale, id)
}

/// A text with variables.
#[must_use]
pub fn text_with(locale: &Locale, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
    TEXTS.text_with(locale, id, args)
}
