//! Parses Discord's ids in flags. The error says where to find the id.

use std::str::FromStr;

/// Parses the id of a guild.
pub(crate) fn parse_guild<T: FromStr>(text: &str) -> Result<T, &'static str> {
    parse(text, "a guild's id is digits, as Discord's Copy Server ID gives it")
}

/// Parses the id of a person.
pub(crate) fn parse_user<T: FromStr>(text: &str) -> Result<T, &'static str> {
    parse(text, "a person's id is digits, as Discord's Copy User ID gives it")
}

/// Parses the id of an application.
pub(super) fn parse_application<T: FromStr>(text: &str) -> Result<T, &'static str> {
    parse(
        text,
        "an application's id is digits, as General Information in Discord's developer portal gives it",
    )
}

fn parse<T: FromStr>(text: &str, error: &'static str) -> Result<T, &'static str> {
    text.trim().parse().map_err(|_| error)
}
