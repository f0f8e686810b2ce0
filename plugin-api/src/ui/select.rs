//! Selects.

use serenity::all::{CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};

use super::{embed::truncate, strip_bidi};
use crate::{CustomId, Result};

/// How many options a select has at most
/// (<https://discord.com/developers/docs/components/reference#string-select>).
pub const OPTIONS_LIMIT: usize = 25;

/// Discord's limit on an option's name and on a placeholder, in characters.
const NAME_LIMIT: usize = 100;

/// A row with a select of one thing by its name; an option is a name and a value. What goes beyond [`OPTIONS_LIMIT`] is left out.
pub fn select(
    id: &CustomId,
    placeholder: &str,
    options: impl IntoIterator<Item = (String, String)>,
) -> Result<CreateActionRow> {
    let options = options
        .into_iter()
        .take(OPTIONS_LIMIT)
        .map(|(name, value)| CreateSelectMenuOption::new(truncate(&strip_bidi(&name), NAME_LIMIT), value))
        .collect();
    let menu = CreateSelectMenu::new(id.build()?, CreateSelectMenuKind::String { options });
    Ok(CreateActionRow::SelectMenu(menu.placeholder(truncate(placeholder, NAME_LIMIT))))
}
