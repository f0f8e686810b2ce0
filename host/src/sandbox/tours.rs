//! Converts the guided tours of the linked plugins into those that the emulator serves.

use discord_emulator::{Jump, Step, Target, Texts, Tour};
use plugin_api::{Catalogue, PluginId, TourTarget};

use crate::registry::Registry;

/// Translates the tours of all linked plugins, introductions first.
pub fn translate(registry: &Registry) -> Vec<Tour> {
    let mut tours: Vec<_> = registry
        .iter()
        .flat_map(|entry| entry.plugin.tours().into_iter().map(move |tour| (entry, tour)))
        .collect();
    tours.sort_by_key(|(_, tour)| !tour.introduction);
    // The registry takes no tour of a plugin without texts.
    tours
        .into_iter()
        .filter_map(|(entry, tour)| Some(translate_tour(entry.id, tour, entry.plugin.messages()?)))
        .collect()
}

fn translate_tour(plugin: PluginId, tour: plugin_api::Tour, catalogue: &Catalogue) -> Tour {
    let steps = tour.steps.into_iter();
    Tour {
        id: format!("{plugin}-{}", tour.id),
        title: texts(catalogue, tour.title),
        person: tour.person.map(str::to_owned),
        channel: tour.channel.map(str::to_owned),
        steps: steps
            .map(|step| Step { text: texts(catalogue, step.text), target: target(step.target) })
            .collect(),
    }
}

fn texts(catalogue: &Catalogue, id: &str) -> Texts {
    let languages = catalogue.languages();
    languages.filter_map(|language| Some((language.to_owned(), catalogue.exact(language, id)?))).collect()
}

fn target(target: TourTarget) -> Target {
    match target {
        TourTarget::Command(name, options) => Target::Command { command: name.to_owned(), options },
        TourTarget::Button(id, after) => {
            Target::Button { button: id.to_string(), after: after.map(|id| id.to_string()) }
        }
        TourTarget::ClockNext => Target::Clock { clock: Jump::Next },
        TourTarget::ClockBy(by) => Target::Clock { clock: Jump::By(by.num_milliseconds().unsigned_abs()) },
        TourTarget::Person(name) => Target::Person { person: name.to_owned() },
        TourTarget::Channel(name) => Target::Channel { channel: name.to_owned() },
    }
}
