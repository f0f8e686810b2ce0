//! What is said in tickets, kept and read.

mod files;
mod kept;
mod page;
mod programs;
mod search;

use e2e::World;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    channel, now, open, scene,
    ticket::{self, Message, Ticket},
};

/// Somebody writes in a ticket's channel; the message's id.
async fn write(world: &World, user: &str, ticket: &Ticket, body: Value) -> u64 {
    let mut message = json!({ "guild": "Demo", "channel": channel(ticket) });
    message.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    let written = world.post(&format!("users/{user}/messages"), message).await;
    written["id"].as_str().unwrap().parse().unwrap()
}

/// The same with a text alone, and it is kept.
async fn says(world: &World, user: &str, ticket: &Ticket, text: &str) -> u64 {
    let id = write(world, user, ticket, json!({ "content": text })).await;
    kept(world, ticket, id, |_| true).await;
    id
}

/// Changes or deletes a message.
async fn change(world: &World, user: &str, method: Method, message: u64, body: Option<Value>) {
    let (status, answer) = world.send(method, &format!("users/{user}/messages/{message}"), body).await;
    assert!(status.is_success(), "{answer:#}");
}

/// Waits until a message is kept, and so.
async fn kept(world: &World, ticket: &Ticket, id: u64, so: impl Fn(&Message) -> bool) -> Message {
    let look = async || ticket::message(world, ticket.id, id).await.filter(|message| so(message));
    world.until_looked(&format!("message {id} is kept as it should be"), look).await
}

/// Bram closes a ticket and its transcript reaches the log channel; its name and what is in it.
async fn closed(world: &World, ticket: &Ticket, reason: &str) -> (String, String) {
    let options = json!({ "id": ticket.id.to_string(), "reason": reason });
    world.user("bram").slash("ticket_close", options, "general").await;
    let posted = world.user("ada").awaits(&format!("Transcript of ticket #{}", ticket.id), "bot-log").await;
    let file = &posted["attachments"][0];
    let response = reqwest::get(file["url"].as_str().expect("a file")).await.unwrap();
    (file["filename"].as_str().unwrap().to_owned(), response.text().await.unwrap())
}

/// What a route of the API answers to a token that may read and write.
async fn call(world: &World, method: Method, rest: &str, body: Option<Value>) -> (u16, String) {
    let (status, text) = world.call(method, "tickets", rest, body.as_ref()).await;
    (status.as_u16(), text)
}

/// The same where it answers with JSON.
async fn json_of(world: &World, method: Method, rest: &str, body: Option<Value>) -> Value {
    let (status, text) = call(world, method, rest, body).await;
    assert!((200..300).contains(&status), "{rest}: {status} {text}");
    serde_json::from_str(&text).unwrap()
}
