//! The catalogue, and what texts have in common.

use plugin_api::ui::{self, embed::truncate};

use crate::settings::TicketSettings;

plugin_api::catalogue!(
    "en" => [
        "../locales/en/common.ftl",
        "../locales/en/opening.ftl",
        "../locales/en/staff.ftl",
        "../locales/en/time.ftl",
        "../locales/en/transcript.ftl",
        "../locales/en/numbers.ftl",
        "../locales/en/topics.ftl",
    ],
    "nl" => [
        "../locales/nl/common.ftl",
        "../locales/nl/opening.ftl",
        "../locales/nl/staff.ftl",
        "../locales/nl/time.ftl",
        "../locales/nl/transcript.ftl",
        "../locales/nl/numbers.ftl",
        "../locales/nl/topics.ftl",
    ],
);

/// What people read of a category: its emoji and name; its key where it has no name or was taken out of the settings.
#[must_use]
pub fn category_label(settings: &TicketSettings, key: &str) -> String {
    let Some(category) = settings.category(key) else { return key.to_owned() };
    let name = if category.name.is_empty() { key } else { category.name.as_str() };
    format!("{} {name}", category.emoji).trim().to_owned()
}

/// Somebody's words with their lines, without Markdown and mentions, cut.
#[must_use]
pub fn words(said: &str, most: usize) -> String {
    truncate(&said.lines().map(ui::escape_markdown).collect::<Vec<_>>().join("\n"), most)
}
