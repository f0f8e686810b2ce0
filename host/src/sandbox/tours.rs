//! The guided tours of the linked plugins, as the emulator serves them.

use discord_emulator::{Jump, Step, Target, Texts, Tour};
use plugin_api::{Catalogue, TourTarget};

use crate::registry::{Entry, Registry};

/// The tours of all linked plugins.
#[must_use]
pub fn of(registry: &Registry) -> Vec<Tour> {
    registry.iter().flat_map(of_plugin).collect()
}

fn of_plugin(entry: &Entry) -> Vec<Tour> {
    // The registry takes no tour of a plugin without texts.
    let Some(catalogue) = entry.plugin.messages() else { return Vec::new() };
    let tours = entry.plugin.tours().into_iter().map(|tour| Tour {
        id: format!("{}-{}", entry.id, tour.id),
        title: texts(catalogue, tour.title),
        person: tour.person.map(str::to_owned),
        channel: tour.channel.map(str::to_owned),
        steps: tour
            .steps
            .into_iter()
            .map(|step| Step { text: texts(catalogue, step.text), target: target(step.target) })
            .collect(),
    });
    tours.collect()
}

fn texts(catalogue: &Catalogue, id: &str) -> Texts {
    let languages = catalogue.languages();
    languages.filter_map(|language| Some((language.to_owned(), catalogue.exact(language, id)?))).collect()
}

fn target(target: TourTarget) -> Target {
    match target {
        TourTarget::Command(name, options) => Target::Command { command: name.to_owned(), options },
        TourTarget::Button(id) => Target::Button { button: id.to_string() },
        TourTarget::ClockNext => Target::Clock { clock: Jump::Next },
        TourTarget::ClockBy(by) => Target::Clock { clock: Jump::By(by.num_milliseconds().unsigned_abs()) },
        TourTarget::Person(name) => Target::Person { person: name.to_owned() },
        TourTarget::Channel(name) => Target::Channel { channel: name.to_owned() },
    }
}
