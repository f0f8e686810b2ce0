//! A person's client while that person's permissions change.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, Listener, Scene};

/// All events until one contains this text: kind and event.
async fn events_until(listener: &mut Listener, text: &str) -> Vec<(String, Value)> {
    let mut heard = Vec::new();
    loop {
        let (kind, event) = listener.next().await;
        if event["message"]["content"] == text {
            return heard;
        }
        heard.push((kind, event));
    }
}

async fn threads_of(scene: &Scene, user: &str) -> Vec<Value> {
    let (_, known) = scene.control(Method::GET, &format!("/users/{user}"), Value::Null).await;
    known["guilds"][0]["threads"].as_array().unwrap().clone()
}

async fn open_thread(scene: &Scene, name: &str, kind: u8) -> String {
    let thread = json!({ "name": name, "type": kind, "auto_archive_duration": 60 });
    let (status, thread) = scene.api(Method::POST, &format!("/channels/{GENERAL}/threads"), thread).await;
    assert_eq!(status, 201, "{thread}");
    thread["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_private_thread_reaches_those_who_were_added_to_it() {
    let scene = Scene::new().await;
    let (_, world) = scene.control(Method::GET, "/world", Value::Null).await;
    let emma = world["users"]["emma"]["id"].as_str().unwrap();
    let thread = open_thread(&scene, "quiet", 12).await;
    scene.api(Method::PUT, &format!("/channels/{thread}/thread-members/{emma}"), Value::Null).await;
    let mut emma = scene.listen("/users/emma/events").await;
    let mut daan = scene.listen("/users/daan/events").await;
    scene.send_message(&thread, json!({ "content": "between us" })).await;
    scene.send_message(GENERAL, json!({ "content": "the end" })).await;
    assert_eq!(emma.event("message").await["message"]["content"], "between us");
    let heard = events_until(&mut daan, "the end").await;
    assert!(heard.iter().all(|(kind, _)| kind == "state"), "{heard:?}");
    assert_eq!(threads_of(&scene, "daan").await, Vec::<Value>::new());
    let known = threads_of(&scene, "emma").await;
    assert_eq!((&known[0]["id"], known[0]["member"].is_object()), (&json!(thread), true));
}

#[tokio::test]
async fn a_message_shows_its_thread_with_the_viewers_own_membership() {
    let scene = Scene::new().await;
    let message = scene.send_message(GENERAL, json!({ "content": "x" })).await;
    let path = format!("/channels/{GENERAL}/messages/{message}");
    scene.api(Method::POST, &format!("{path}/threads"), json!({ "name": "more" })).await;
    let (_, bot) = scene.api(Method::GET, &path, Value::Null).await;
    assert_eq!(bot["thread"]["member"]["user_id"], scene.emulator.application_id().to_string());
    let (_, world) = scene.control(Method::GET, "/world", Value::Null).await;
    let emma = &world["users"]["emma"]["id"];
    let joined = format!("/channels/{message}/thread-members/{}", emma.as_str().unwrap());
    scene.api(Method::PUT, &joined, Value::Null).await;
    for (user, expected) in [("emma", emma), ("daan", &Value::Null)] {
        let path = format!("/users/{user}/channels/general/messages");
        let (_, seen) = scene.control(Method::GET, &path, Value::Null).await;
        let shown = seen.as_array().unwrap().iter().find(|one| one["id"] == json!(message)).unwrap();
        assert_eq!(&shown["thread"]["member"]["user_id"], expected, "{user}: {shown}");
    }
}

#[tokio::test]
async fn of_archived_threads_a_client_knows_the_newest() {
    let scene = Scene::new().await;
    open_thread(&scene, "oldest", 11).await;
    scene.advance(60).await;
    for number in 0..100 {
        open_thread(&scene, &number.to_string(), 11).await;
    }
    scene.advance(7200).await;
    open_thread(&scene, "open", 11).await;
    let known = threads_of(&scene, "daan").await;
    let archived = known.iter().filter(|one| one["thread_metadata"]["archived"] == true).count();
    assert_eq!((archived, known.len()), (100, 101));
    assert!(!known.iter().any(|one| one["name"] == "oldest"));
}

#[tokio::test]
async fn a_channel_that_was_lost_is_silent_until_it_is_regained() {
    let scene = Scene::new().await;
    let mut daan = scene.listen("/users/daan/events").await;
    let messages = "/users/daan/channels/general/messages";
    let deny = json!({ "overwrites": [{ "member": "daan", "deny": ["VIEW_CHANNEL"] }] });
    scene.control(Method::PATCH, "/channels/general", deny).await;
    let missed = scene.send_message(GENERAL, json!({ "content": "missed" })).await;
    assert_eq!(scene.control(Method::GET, messages, Value::Null).await.0, 403);
    scene.control(Method::PATCH, "/channels/general", json!({ "overwrites": [] })).await;
    scene.send_message(GENERAL, json!({ "content": "back" })).await;
    let heard = events_until(&mut daan, "back").await;
    assert!(heard.iter().any(|(kind, _)| kind == "state"), "{heard:?}");
    assert!(heard.iter().all(|(kind, _)| kind == "state"), "{heard:?}");
    let (_, seen) = scene.control(Method::GET, messages, Value::Null).await;
    assert_eq!(seen[1]["id"], json!(missed), "what was missed is there to be read");
}

#[tokio::test]
async fn many_messages_are_deleted_in_one_event() {
    let scene = Scene::new().await;
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(scene.send_message(GENERAL, json!({ "content": number.to_string() })).await);
    }
    let mut daan = scene.listen("/users/daan/events").await;
    let path = format!("/channels/{GENERAL}/messages/bulk-delete");
    assert_eq!(scene.api(Method::POST, &path, json!({ "messages": ids })).await.0, 204);
    let deleted = daan.event("message_delete").await;
    assert_eq!((&deleted["channel"], &deleted["ids"]), (&json!(GENERAL), &json!(ids)));
}
