//! Localises names and descriptions of commands in every language of their owner's catalogue.
//!
//! `cmd-<name, with '-' for the space before a subcommand>` is the description, its attribute `.command-name` the command's own name in
//! that language, `.<option>` an option's description and `.<option>-name` its name.

use plugin_api::{Catalogue, Command, locale::FALLBACK};
use std::borrow::Cow;

/// Discord's locales of a language: it knows English only by country (<https://discord.com/developers/docs/reference#locales>).
fn discord_locales(language: &'static str) -> &'static [&'static str] {
    match language {
        "nl" => &["nl"],
        "de" => &["de"],
        "fr" => &["fr"],
        "es" => &["es-ES", "es-419"],
        // Our fallback is English, which Discord shows if it has no other.
        _ => &[],
    }
}

/// Fills in the texts of a command and its subcommands.
pub(super) fn localise(command: &mut Command, catalogue: &Catalogue) {
    let id = format!("cmd-{}", command.name);
    localise_as(command, catalogue, &id);
}

fn localise_as(command: &mut Command, catalogue: &Catalogue, id: &str) {
    if let Some(text) = catalogue.exact(FALLBACK, id) {
        command.description = Some(text.into());
    }
    command.description_localizations = collect(catalogue, |language| catalogue.exact(language, id));
    command.name_localizations =
        collect(catalogue, |language| catalogue.attribute(language, id, "command-name"));
    for parameter in &mut command.parameters {
        let option = parameter.name.to_string();
        if let Some(text) = catalogue.attribute(FALLBACK, id, &option) {
            parameter.description = Some(text.into());
        }
        parameter.description_localizations =
            collect(catalogue, |language| catalogue.attribute(language, id, &option));
        parameter.name_localizations =
            collect(catalogue, |language| catalogue.attribute(language, id, &format!("{option}-name")));
    }
    for subcommand in &mut command.subcommands {
        let id = format!("{id}-{}", subcommand.name);
        localise_as(subcommand, catalogue, &id);
    }
}

type Localised = Cow<'static, [(Cow<'static, str>, Cow<'static, str>)]>;

fn collect(catalogue: &Catalogue, text: impl Fn(&str) -> Option<String>) -> Localised {
    let mut found = Vec::new();
    for language in catalogue.languages().filter(|language| *language != FALLBACK) {
        if let Some(text) = text(language) {
            found.extend(
                discord_locales(language).iter().map(|locale| (Cow::from(*locale), Cow::from(text.clone()))),
            );
        }
    }
    found.into()
}
