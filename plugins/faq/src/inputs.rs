//! Reads what a member selected or wrote in a form.

use plugin_api::{ComponentInteraction, Error, Result};

use crate::{domain::EntryInput, texts};

/// The number that was selected.
pub(crate) fn selected_id(interaction: &ComponentInteraction) -> Result<i64> {
    let id = interaction.values().first().and_then(|value| value.parse().ok());
    id.ok_or_else(|| Error::user(texts::text(&interaction.member_locale(), "refused-unknown")))
}

/// The fields of the form of an entry.
pub(crate) fn entry_input(interaction: &ComponentInteraction) -> EntryInput {
    let field = |name| interaction.field(name).unwrap_or_default().to_owned();
    EntryInput {
        title: field("title"),
        text: field("text"),
        aliases: field("aliases"),
        keywords: field("keywords"),
        category: field("category"),
    }
}
