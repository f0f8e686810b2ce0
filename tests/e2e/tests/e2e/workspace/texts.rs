//! Every text is there in every language.

use std::collections::BTreeSet;

use guildhall::registry::Registry;
use plugin_api::Catalogue;

use super::sources::Source;

/// The catalogues, and the folder of the code that uses each.
fn catalogues() -> Vec<(String, &'static Catalogue)> {
    let mut all = vec![
        ("plugin-api".to_owned(), &*plugin_api::locale::OWN),
        ("host".to_owned(), &*guildhall::errors::TEXTS),
    ];
    for entry in
        Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together").iter()
    {
        all.extend(entry.plugin.messages().map(|texts| (format!("plugins/{}", entry.id), texts)));
    }
    all.retain(|(folder, _)| super::sources::root().join(folder).is_dir());
    all
}

#[test]
fn english_and_dutch_say_the_same_things() {
    for (owner, catalogue) in catalogues() {
        let ids = |language| catalogue.ids(language).iter().cloned().collect::<BTreeSet<String>>();
        assert!(!ids("en").is_empty(), "{owner} has no English");
        let (english, dutch) = (ids("en"), ids("nl"));
        let differ: Vec<_> =
            english.symmetric_difference(&dutch).filter(|id| !id.ends_with("name")).collect();
        assert!(differ.is_empty(), "{owner} says only in one language: {differ:?}");
    }
}

#[test]
fn every_text_that_the_code_asks_for_exists() {
    let asks = ["text", "text_with", "say", "say_with", "refuse", "refusal"];
    let product = Source::product();
    for (folder, catalogue) in catalogues() {
        let known: BTreeSet<_> = catalogue.ids("en").iter().map(String::as_str).collect();
        let mut checked = 0;
        let folder = format!("{folder}/");
        for source in product.iter().filter(|source| source.path.starts_with(&folder)) {
            for call in source
                .tokens
                .windows(2)
                .enumerate()
                .filter(|(_, pair)| pair[1].text == "(" && asks.contains(&pair[0].text.as_str()))
            {
                let arguments = source.tokens[call.0 + 2..].iter().take(12);
                let id = arguments
                    .take_while(|t| t.text != ";")
                    .filter_map(|t| t.text.strip_prefix('"')?.strip_suffix('"'))
                    .next();
                let Some(id) = id.filter(|id| id.contains('-') && !id.contains(' ')) else { continue };
                checked += 1;
                // An id may be put together: `wrong-{}`.
                let exists = match id.split_once('{') {
                    Some((start, _)) => known.iter().any(|one| one.starts_with(start)),
                    None => known.contains(id),
                };
                assert!(exists, "{}:{}: there is no text '{id}'", source.path, call.1[0].line);
            }
        }
        assert!(checked > 0, "{folder}: no call that asks for a text was recognised");
    }
}
