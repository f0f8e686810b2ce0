//! The catalogue of texts, and texts that several views share.

use plugin_api::{
    Locale,
    serenity::{Mentionable, UserId},
};

use crate::domain::InvalidInput;

plugin_api::catalogue!("en" => "../locales/en/faq.ftl", "nl" => "../locales/nl/faq.ftl");

/// Says what is wrong with a form.
pub(crate) fn invalid_input(locale: &Locale, invalid: InvalidInput) -> String {
    let field = |name: &str| text(locale, &format!("field-{name}"));
    match invalid {
        InvalidInput::Empty(name) => text_with(locale, "wrong-empty", &[("field", field(name).into())]),
        InvalidInput::TooLong(name, limit) => {
            text_with(locale, "wrong-too-long", &[("field", field(name).into()), ("limit", limit.into())])
        }
    }
}

/// Mentions a user; «somebody» if their data was erased.
pub(crate) fn mention(user: Option<UserId>, locale: &Locale) -> String {
    user.map_or_else(|| text(locale, "somebody"), |user| user.mention().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_dutch_have_the_same_texts() {
        let ids = |language| {
            TEXTS.ids(language).iter().filter(|id| !id.ends_with("name")).cloned().collect::<Vec<_>>()
        };
        assert_eq!(ids("en"), ids("nl"));
    }

    #[test]
    fn every_refusal_names_its_field() {
        for locale in ["en", "nl"].map(Locale::new) {
            for field in ["title", "text", "aliases", "alias", "keywords", "category"] {
                let text = invalid_input(&locale, InvalidInput::TooLong(field, 40));
                assert!(text.contains("40") && !text.contains("field-"), "{text}");
            }
        }
    }
}
