//! Whoever follows a tour finds its people and channels in the demo world. That its commands, buttons and texts are there is asked when a
//! host starts.

use discord_emulator::{Emulator, Options, Target, Tour};
use guildhall::{registry::Registry, sandbox};
use serde_json::Value;

/// The people and the channels that a tour names, those that it fills in for a channel option among them.
fn named(tour: &Tour) -> (Vec<&str>, Vec<&str>) {
    let (mut people, mut channels) = (Vec::new(), Vec::new());
    people.extend(tour.person.as_deref());
    channels.extend(tour.channel.as_deref());
    for step in &tour.steps {
        match &step.target {
            Target::Person { person } => people.push(person),
            Target::Channel { channel } => channels.push(channel),
            Target::Command { options, .. } => {
                channels.extend(options.get("channel").and_then(Value::as_str));
            }
            Target::Button { .. } | Target::Clock { .. } => {}
        }
    }
    (people, channels)
}

#[tokio::test]
async fn the_demo_world_has_the_people_and_channels_of_every_tour() {
    let registry = Registry::linked().expect("the linked plugins fit together");
    let tours = sandbox::tours::of(&registry);
    assert!(!tours.is_empty(), "reminders have one");
    let emulator = Emulator::start(Options { tours: tours.clone(), ..Default::default() }).await;
    let emulator = emulator.expect("the emulator takes every tour");
    let world = reqwest::get(format!("{}/control/world", emulator.url())).await.expect("it answers");
    let world: Value = world.json().await.expect("JSON");
    let demo = &world["guilds"]["Demo"];
    for tour in &tours {
        let (people, channels) = named(tour);
        for (kind, names) in [("members", people), ("channels", channels)] {
            for name in names {
                assert!(demo[kind][name].is_object(), "the tour {}: no {name} among the {kind}", tour.id);
            }
        }
    }
    emulator.shutdown().await;
}

/// The first visit starts the first tour, so that a later plugin's does not take its place by its name.
#[test]
fn the_tour_for_newcomers_comes_first() {
    let registry = Registry::linked().expect("the linked plugins fit together");
    let ids: Vec<_> = sandbox::tours::of(&registry).into_iter().map(|tour| tour.id).collect();
    assert_eq!(ids.first().map(String::as_str), Some("reminders-make"), "{ids:?}");
}
