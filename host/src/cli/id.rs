//! Discord's ids as flags: what is none is refused in words that say where to find one.

use std::str::FromStr;

/// The id of a guild.
pub(crate) fn guild<T: FromStr>(text: &str) -> Result<T, &'static str> {
    read(text, "a guild's id is digits, as Discord's Copy Server ID gives it")
}

/// The id of a person.
pub(crate) fn user<T: FromStr>(text: &str) -> Result<T, &'static str> {
    read(text, "a person's id is digits, as Discord's Copy User ID gives it")
}

/// The id of an application.
pub(super) fn application<T: FromStr>(text: &str) -> Result<T, &'static str> {
    read(text, "an application's id is digits, as General Information in Discord's developer portal gives it")
}

fn read<T: FromStr>(text: &str, otherwise: &'static str) -> Result<T, &'static str> {
    text.trim().parse().map_err(|_| otherwise)
}
