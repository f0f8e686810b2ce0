//! Texts in the language of whoever reads them, from Fluent catalogues.

use std::{collections::BTreeMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue;

/// This crate's own texts: permissions, confirmations, pages.
pub static OWN: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(&[("en", include_str!("../locales/en.ftl")), ("nl", include_str!("../locales/nl.ftl"))])
});

/// Defines a plugin's catalogue `TEXTS`, and `text` and `text_with` that look texts up in it:
/// `plugin_api::catalogue!("en" => "../locales/en/tickets.ftl", "nl" => "../locales/nl/tickets.ftl");`, with paths relative
/// to the file that calls it. Several files of a language are written in brackets: `"en" => ["../locales/en/staff.ftl", "../locales/en/time.ftl"]`.
#[macro_export]
macro_rules! catalogue {
    ($($language:literal => $path:literal),+ $(,)?) => {
        $crate::locale::catalogue!($($language => [$path]),+);
    };
    ($($language:literal => [$($path:literal),+ $(,)?]),+ $(,)?) => {
        /// The texts, in each language.
        pub static TEXTS: ::std::sync::LazyLock<$crate::Catalogue> =
            ::std::sync::LazyLock::new(|| $crate::Catalogue::new(&[$(($language, concat!($(include_str!($path), "\n"),+))),+]));

        /// A text without variables.
        pub fn text(locale: &$crate::Locale, id: &str) -> ::std::string::String {
            TEXTS.text(locale, id)
        }

        /// A text with variables.
        #[must_use]
        pub fn text_with(
            locale: &$crate::Locale,
            id: &str,
            args: &[(&str, $crate::locale::FluentValue<'_>)],
        ) -> ::std::string::String {
            TEXTS.text_with(locale, id, args)
        }
    };
}

pub use catalogue;

/// The language that catalogues fall back to, and the only one that they must have.
pub const FALLBACK: &str = "en";

/// A language: the primary subtag of a BCP 47 tag or a Discord locale (`nl`, `en` from `en-US`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locale(String);

impl Locale {
    /// Reads a language tag; anything unreadable is English.
    pub fn new(tag: &str) -> Self {
        match tag.parse::<LanguageIdentifier>() {
            Ok(id) => Self(id.language.as_str().to_owned()),
            Err(_) => Self(FALLBACK.to_owned()),
        }
    }

    /// The language's code, such as `nl`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self(FALLBACK.to_owned())
    }
}

/// One owner's texts in all its languages. Parsed once; lookups take no lock.
pub struct Catalogue {
    bundles: BTreeMap<&'static str, Language>,
}

struct Language {
    bundle: FluentBundle<FluentResource>,
    ids: Vec<String>,
}

impl Catalogue {
    /// Parses Fluent sources, one for each language: `&[("en", include_str!("../locales/en/tickets.ftl")), ..]`.
    ///
    /// # Panics
    /// If a source is not valid Fluent, names a message twice, or English is missing: the texts are part of the program.
    pub fn new(sources: &[(&'static str, &str)]) -> Self {
        let bundles: BTreeMap<_, _> =
            sources.iter().map(|(tag, source)| (*tag, Language::parse(tag, source))).collect();
        assert!(bundles.contains_key(FALLBACK), "a catalogue needs English, which others fall back to");
        Self { bundles }
    }

    /// A text without variables.
    pub fn text(&self, locale: &Locale, id: &str) -> String {
        self.text_with(locale, id, &[])
    }

    /// A text with variables. Values are inserted as they are: they can't be read as Fluent.
    ///
    /// An unknown `id` gives the id itself and an error in the log, so that a member sees something.
    pub fn text_with(&self, locale: &Locale, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.find(locale.as_str(), id, None, args)
            .or_else(|| self.find(FALLBACK, id, None, args))
            .unwrap_or_else(|| {
                tracing::error!(id, "a text is missing from the catalogue");
                id.to_owned()
            })
    }

    /// An attribute of a message in exactly this language, if it is there: `.time` of `cmd-add_reminder`.
    pub fn attribute(&self, language: &str, id: &str, attribute: &str) -> Option<String> {
        self.find(language, id, Some(attribute), &[])
    }

    /// A message in exactly this language, if it is there.
    pub fn exact(&self, language: &str, id: &str) -> Option<String> {
        self.find(language, id, None, &[])
    }

    /// Its languages, in order.
    pub fn languages(&self) -> impl Iterator<Item = &'static str> {
        self.bundles.keys().copied()
    }

    /// The ids of a language's messages, each attribute as `message.attribute`, sorted.
    pub fn ids(&self, language: &str) -> &[String] {
        self.bundles.get(language).map_or(&[], |l| &l.ids)
    }

    fn find(
        &self,
        language: &str,
        id: &str,
        attribute: Option<&str>,
        args: &[(&str, FluentValue<'_>)],
    ) -> Option<String> {
        let bundle = &self.bundles.get(language)?.bundle;
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        for error in errors {
            tracing::error!(id, %error, "a text could not be formatted");
        }
        Some(text)
    }
}

impl Language {
    fn parse(tag: &str, source: &str) -> Self {
        let resource = FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("the {tag} catalogue is not valid Fluent: {errors:?}"));
        let mut ids = Vec::new();
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                ids.extend(message.value.iter().map(|_| message.id.name.to_owned()));
                ids.extend(message.attributes.iter().map(|a| format!("{}.{}", message.id.name, a.id.name)));
            }
        }
        ids.sort();
        let id = tag.parse().unwrap_or_else(|_| panic!("'{tag}' is no language tag"));
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks would break mentions, links and time stamps, which Discord reads by their exact characters.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("the {tag} catalogue: {errors:?}"));
        Self { bundle, ids }
    }
}
