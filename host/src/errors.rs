//! Converts an error into a sentence for a member and a line in the log. The only such place for interactions.

use plugin_api::{Error, Locale, error::new_reference};

plugin_api::catalogue!("en" => "../locales/en/host.ftl", "nl" => "../locales/nl/host.ftl");

/// Logs the cause of an error unless the member can mend it, and returns the one line that the member sees.
pub fn explain(error: &Error, surface: &str, name: &str, locale: &Locale) -> String {
    if error.is_refusal() {
        return error.for_member(locale, "");
    }
    let reference = new_reference();
    tracing::error!(reference, surface, name, %error, "a member was told that something went wrong");
    error.for_member(locale, &reference)
}
