//! «Are you sure?»

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use crate::{CustomId, Locale, Result, locale::OWN};

/// A row with a red Yes and a grey Cancel.
pub fn confirm(locale: &Locale, yes: &CustomId, cancel: &CustomId) -> Result<CreateActionRow> {
    Ok(CreateActionRow::Buttons(vec![
        CreateButton::new(yes.build()?).style(ButtonStyle::Danger).label(OWN.text(locale, "confirm-yes")),
        CreateButton::new(cancel.build()?)
            .style(ButtonStyle::Secondary)
            .label(OWN.text(locale, "confirm-cancel")),
    ]))
}
