//! The FAQ, from the form to the answer.

mod api;
mod failures;
mod isolation;
mod life;
mod page;
mod pages;
mod privacy;
mod rights;
mod search;
mod shared;
mod suggest;

use e2e::{Outcome, Scene, World, world::GUILD};
use serde_json::{Value, json};

/// The demo guild with the FAQ on and these settings.
fn scene(settings: &str) -> Scene {
    Scene::new().config(&config(settings))
}

fn config(settings: &str) -> String {
    format!("{}\n[guilds.{GUILD}.plugins.faq.settings]\n{settings}\n", e2e::scene::CONFIG)
}

/// Ada, who may, adds an entry in the form, with further fields.
async fn add(world: &World, title: &str, text: &str, more: Value) -> Outcome {
    let ada = world.user("ada");
    let _ = ada.slash("faq add", json!({}), "general").await.modal();
    let mut fields = json!({ "title": title, "text": text });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ada.submit(fields).await
}

/// The same, and it is accepted.
async fn is_added(world: &World, title: &str, text: &str) {
    let said = add(world, title, text, json!({})).await.whisper();
    assert!(said.contains("is added"), "{said}");
}

/// An entry, drafts too, as the HTTP API shows it.
async fn entry(world: &World, id: i64) -> Value {
    world.read("faq", &format!("/{id}")).await.expect("the entry is there")
}

/// Waits for the log channel's line.
async fn logged(world: &World, text: &str) {
    world.user("ada").awaits(text, "bot-log").await;
}
