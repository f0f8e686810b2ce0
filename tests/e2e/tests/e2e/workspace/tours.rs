//! Whoever follows a tour finds its people, channels and roles in the demo world, and its commands, buttons and texts in its plugin.

use discord_emulator::{Emulator, Options};
use guildhall::{
    registry::{Entry, Registry},
    sandbox,
};
use plugin_api::{Command, Tour, TourTarget};
use serde_json::Value;

/// What a tour names in the world: where it is in the description of a guild, and its name. What is filled in for an option is by the
/// option's type (<https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type>).
fn named(entry: &Entry, tour: &Tour) -> Vec<(&'static str, String)> {
    let mut named = Vec::new();
    named.extend(tour.person.map(|person| ("members", person.to_owned())));
    named.extend(tour.channel.map(|channel| ("channels", channel.to_owned())));
    for step in &tour.steps {
        match &step.target {
            TourTarget::Person(person) => named.push(("members", (*person).to_owned())),
            TourTarget::Channel(channel) => named.push(("channels", (*channel).to_owned())),
            TourTarget::Command(command, options) => {
                let commands = entry.plugin.commands();
                for (option, value) in options {
                    let kind = match option_type(&commands, command, option) {
                        6 => "members",
                        7 => "channels",
                        8 => "roles",
                        9 => panic!(
                            "{option} of {command}: a test does not know whether that is a person or a role"
                        ),
                        _ => continue,
                    };
                    named.push((kind, value.as_str().expect("a name").to_owned()));
                }
            }
            TourTarget::Button(..) | TourTarget::ClockNext | TourTarget::ClockBy(_) => {}
        }
    }
    named
}

/// The type of an option as it is registered.
fn option_type(commands: &[Command], name: &str, option: &str) -> u64 {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let command = commands.iter().find(|command| command.name == first).expect("the registry has looked");
    if !rest.is_empty() {
        return option_type(&command.subcommands, rest, option);
    }
    let parameter = command.parameters.iter().find(|parameter| parameter.name == option);
    let built = parameter.and_then(plugin_api::poise::CommandParameter::create_as_slash_command_option);
    let built = serde_json::to_value(built.expect("the registry has looked")).expect("it is JSON");
    built["type"].as_u64().expect("a number")
}

fn registry() -> Registry {
    let registry = Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
    assert_eq!(registry.tour_conflicts(), Vec::<String>::new());
    registry
}

#[tokio::test]
async fn the_demo_world_has_whom_and_what_every_tour_names() {
    let registry = registry();
    let tours = sandbox::tours::translate(&registry);
    let emulator = Emulator::start(Options { tours, ..Default::default() }).await;
    let emulator = emulator.expect("the emulator takes every tour");
    let world = reqwest::get(format!("{}/control/world", emulator.url())).await.expect("it answers");
    let world: Value = world.json().await.expect("JSON");
    let mut seen = Vec::new();
    for entry in registry.iter() {
        for tour in entry.plugin.tours() {
            for (kind, name) in named(entry, &tour) {
                let there = world["guilds"]["Demo"][kind][&name].is_object();
                assert!(there, "the tour {} of {}: no {name} among the {kind}", tour.id, entry.id);
                seen.push((entry.id.as_str(), kind, name));
            }
        }
    }
    let channel = ("reminders", "channels", "reminders".to_owned());
    assert!(seen.contains(&channel), "what is filled in for an option is looked for: {seen:?}");
    emulator.shutdown().await;
}

/// The first visit starts the first tour, so that a later plugin's does not take its place by its name.
#[test]
fn the_tour_for_newcomers_comes_first() {
    let ids: Vec<_> = sandbox::tours::translate(&registry()).into_iter().map(|tour| tour.id).collect();
    assert_eq!(ids.first().map(String::as_str), Some("reminders-make"), "{ids:?}");
}
