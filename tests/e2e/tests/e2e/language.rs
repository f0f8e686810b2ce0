//! Language models: what they are given, what is taken from them, and what happens without them.

mod budget;
mod faults;
mod injection;
mod offline;
mod served;

use chrono::TimeDelta;
use e2e::{Model, Scene, World, world::GUILD};
use plugin_api::{
    Language, Locale,
    language::{ChatMessage, Conversation, Note, Unavailable},
};

/// The demo guild with a language model and these settings of it.
fn scene(model: &Model, settings: &str) -> Scene {
    Scene::new().language(model).config(&config(settings))
}

fn config(settings: &str) -> String {
    format!("{}\n[guilds.{GUILD}.language]\nenabled = true\n{settings}\n", e2e::scene::CONFIG)
}

fn language(world: &World) -> Language {
    world.host().language(GUILD)
}

fn conversation() -> Conversation {
    let messages = vec![
        ChatMessage::bot("A ticket was opened."),
        ChatMessage::member("My parcel with the headphones never arrived."),
        ChatMessage::staff("The courier lost the parcel, so we have sent new headphones today."),
    ];
    Conversation { locale: Locale::new("en"), messages }
}

/// What the offline way makes of the same.
const OFFLINE: &str = "My parcel with the headphones never arrived. The courier lost the parcel, so we have sent new headphones today.";

/// Sums the conversation up while the clock goes on in small steps; gives the text and why it was done offline, if it was.
async fn summary(world: &World) -> (String, Option<Unavailable>) {
    let language = language(world);
    let conversation = conversation();
    let time = async {
        loop {
            world.advance(TimeDelta::milliseconds(20)).await;
        }
    };
    let summary = tokio::select! {
        biased;
        summary = language.summarise(&conversation) => summary.expect("people said something"),
        () = time => unreachable!("it goes on for ever"),
    };
    (summary.text, summary.note.map(Note::why))
}

/// What `/guildhall status` says.
async fn status(world: &World) -> String {
    world.user("ada").slash("guildhall status", serde_json::json!({}), "general").await.whisper()
}
