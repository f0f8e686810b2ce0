//! Where an error becomes a sentence for a member and a line in the log. The only such place for interactions.

use std::sync::LazyLock;

use plugin_api::{Catalogue, Error, Locale, error::reference, locale::FluentValue};

/// The host's own texts.
pub static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(&[
        ("en", include_str!("../locales/en/host.ftl")),
        ("nl", include_str!("../locales/nl/host.ftl")),
    ])
});

/// A text of the host.
#[must_use]
pub fn text(locale: &Locale, id: &str) -> String {
    TEXTS.text(locale, id)
}

/// A text of the host with variables.
#[must_use]
pub fn text_with(locale: &Locale, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
    TEXTS.text_with(locale, id, args)
}

/// Writes an error's cause to the log unless it is the member's to mend, and gives the one line that the member sees.
#[must_use]
pub fn explain(error: &Error, surface: &str, name: &str, locale: &Locale) -> String {
    if error.is_refusal() {
        return error.for_member(locale, "");
    }
    let reference = reference();
    tracing::error!(reference, surface, name, %error, "a member was told that something went wrong");
    error.for_member(locale, &reference)
}
