//! Worlds from descriptions, and descriptions that are refused.

use std::{collections::HashSet, time::Duration};

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::Scene;

/// A guild with these messages in each of its channels.
fn guild(channels: &[&str], messages: &[Value]) -> Value {
    let channels: Vec<_> =
        channels.iter().map(|name| json!({ "name": name, "messages": messages })).collect();
    json!({ "guilds": [{ "name": "G", "owner": "zoe", "channels": channels }] })
}

async fn refusal(scene: &Scene, world: Value) -> String {
    let (status, error) = scene.control(Method::POST, "/world", world).await;
    assert_eq!(status, 400, "{error}");
    error["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn messages_of_the_same_minute_have_ids_of_their_own_in_every_channel() {
    let scene = Scene::new().await;
    let one = json!({ "author": "zoe", "content": "x", "minutes_ago": 7 });
    scene.post("/world", guild(&["a", "b"], &[one.clone(), one])).await;
    let mut ids = HashSet::new();
    for channel in ["a", "b"] {
        let path = format!("/users/zoe/channels/{channel}/messages");
        let (_, seen) = scene.control(Method::GET, &path, Value::Null).await;
        ids.extend(seen.as_array().unwrap().iter().map(|message| message["id"].to_string()));
    }
    assert_eq!(ids.len(), 4, "{ids:?}");
}

#[tokio::test]
async fn thousands_of_messages_are_there_in_seconds() {
    let scene = Scene::new().await;
    let messages: Vec<_> = (0..10_000)
        .map(|n| json!({ "author": "zoe", "content": n.to_string(), "minutes_ago": 1 + n % 600 }))
        .collect();
    let built = scene.post("/world", guild(&["a", "b", "c"], &messages));
    tokio::time::timeout(Duration::from_secs(30), built).await.expect("it takes a few seconds");
    let (_, seen) = scene.control(Method::GET, "/users/zoe/channels/c/messages?limit=1", Value::Null).await;
    assert_eq!(seen[0]["content"], "9600");
}

#[tokio::test]
async fn no_message_is_older_than_discords_ids() {
    let scene = Scene::new().await;
    let ancient = json!({ "author": "zoe", "content": "x", "minutes_ago": 4_000_000_000_u32 });
    let error = refusal(&scene, guild(&["a"], &[ancient])).await;
    assert!(error.contains("minutes_ago") && error.contains("2015"), "{error}");
}

#[tokio::test]
async fn a_seed_stands_alone_and_to_extend_is_yes_or_no() {
    let scene = Scene::new().await;
    let cases = [
        (json!({ "seed": "demo", "guilds": [] }), "`guilds`"),
        (json!({ "seed": "demo", "extend": "true" }), "`extend`"),
        (json!({ "users": [], "extend": 1 }), "`extend`"),
        (json!({ "seed": 1 }), "the seeds are"),
        (json!([]), "not valid"),
    ];
    for (world, expected) in cases {
        let error = refusal(&scene, world.clone()).await;
        assert!(error.contains(expected), "{world}: {error}");
    }
    let (_, map) = scene.control(Method::GET, "/world", Value::Null).await;
    assert_eq!(map["guilds"]["Demo"]["id"], crate::scene::GUILD, "nothing was replaced");
}
