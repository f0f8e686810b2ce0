//! The choices of an autocomplete.

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};

use super::{embed::truncate, strip_bidi};

/// How many choices Discord takes
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-autocomplete>).
pub const CHOICES_LIMIT: usize = 25;

/// The longest name and value of a choice that Discord takes, in characters.
const LENGTH_LIMIT: usize = 100;

/// Offers choices, each a name and a value. A long name is cut; a value that Discord does not take is left out, and so is everything
/// beyond [`CHOICES_LIMIT`].
pub fn choices(choices: impl IntoIterator<Item = (String, String)>) -> CreateAutocompleteResponse {
    let usable = |(_, value): &(String, String)| (1..=LENGTH_LIMIT).contains(&value.chars().count());
    let choices = choices.into_iter().filter(usable).take(CHOICES_LIMIT);
    let choices = choices
        .map(|(name, value)| AutocompleteChoice::new(truncate(&strip_bidi(&name), LENGTH_LIMIT), value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_keep_to_discords_limits() {
        let many = (0..40).map(|number| ("é".repeat(200), number.to_string()));
        let offered =
            serde_json::json!(choices([("long".to_owned(), "x".repeat(101))].into_iter().chain(many)));
        let offered = offered["choices"].as_array().expect("a list");
        assert_eq!(offered.len(), CHOICES_LIMIT);
        assert_eq!(offered[0]["name"], format!("{}…", "é".repeat(99)));
        assert_eq!(offered[0]["value"], "0");
    }
}
