//! Building worlds, joining and leaving them, and watching them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::Scene;

#[tokio::test]
async fn a_world_is_replaced_and_the_bot_sees_the_guilds_go_and_come() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    let world = json!({ "guilds": [{
        "name": "Other", "owner": "zoe",
        "roles": [{ "name": "Helper", "permissions": ["MANAGE_MESSAGES"] }],
        "members": [{ "user": "yan", "roles": ["Helper"], "nick": "Y" }],
        "channels": [
            { "name": "Rooms", "type": "category" },
            { "name": "talk", "parent": "Rooms", "overwrites": [{ "member": "yan", "deny": ["SEND_MESSAGES"] }] },
        ],
    }] });
    let map = scene.post("/world", world).await;
    assert_eq!(map["guilds"]["Other"]["members"]["yan"]["roles"], json!(["Helper"]));
    assert_eq!(bot.event("GUILD_DELETE").await["id"], crate::scene::GUILD);
    assert_eq!(bot.event("GUILD_CREATE").await["name"], "Other");
    let (status, _) = scene
        .control(Method::POST, "/users/yan/messages", json!({ "channel": "talk", "content": "x" }))
        .await;
    assert_eq!(status, 403);
    let map = scene.post("/world", json!({ "seed": "demo" })).await;
    assert!(map["guilds"]["Demo"]["channels"]["general"]["id"].is_string());
}

#[tokio::test]
async fn a_wrong_world_is_refused_and_changes_nothing() {
    let scene = Scene::new().await;
    let cases = [
        ("an unknown key", json!({ "guild": [] }), "unknown field"),
        (
            "an unknown role",
            json!({ "guilds": [{ "name": "G", "owner": "o", "members": [{ "user": "m", "roles": ["X"] }] }] }),
            "no role \"X\"",
        ),
        (
            "an unknown permission",
            json!({ "guilds": [{ "name": "G", "owner": "o", "everyone": ["FLY"] }] }),
            "FLY",
        ),
        ("a name that is taken", json!({ "users": [{ "name": "ada" }], "extend": true }), "unique"),
    ];
    for (name, world, expected) in cases {
        let (status, error) = scene.control(Method::POST, "/world", world).await;
        assert_eq!(status, 400, "{name}");
        assert!(error["error"].as_str().unwrap().contains(expected), "{name}: {error}");
    }
    let (_, map) = scene.control(Method::GET, "/world", Value::Null).await;
    assert_eq!(map["users"].as_object().unwrap().len(), 7);
}

#[tokio::test]
async fn people_and_the_bot_join_and_leave() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    scene.post("/users", json!({ "name": "gus" })).await;
    scene.post("/guilds/Demo/members", json!({ "user": "gus" })).await;
    assert_eq!(bot.event("GUILD_MEMBER_ADD").await["user"]["username"], "gus");
    assert_eq!(bot.event("MESSAGE_CREATE").await["type"], 7);
    scene.control(Method::DELETE, "/guilds/Demo/members/gus", Value::Null).await;
    assert_eq!(bot.event("GUILD_MEMBER_REMOVE").await["user"]["username"], "gus");
    scene.control(Method::DELETE, "/guilds/Demo/members/bot", Value::Null).await;
    assert_eq!(bot.event("GUILD_DELETE").await["id"], crate::scene::GUILD);
    scene.post("/guilds/Demo/members", json!({ "user": "bot" })).await;
    bot.event("GUILD_CREATE").await;
}

#[tokio::test]
async fn an_outage_hides_a_guild_and_ends() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    scene.control(Method::PATCH, "/guilds/Demo", json!({ "unavailable": true })).await;
    let gone = bot.event("GUILD_DELETE").await;
    assert_eq!(gone["unavailable"], true);
    scene.post("/users/daan/messages", json!({ "channel": "general", "content": "unheard" })).await;
    scene.control(Method::PATCH, "/guilds/Demo", json!({ "unavailable": false })).await;
    assert_eq!(bot.events_until_heartbeat().await, ["GUILD_CREATE"]);
}

#[tokio::test]
async fn with_strict_limits_two_hundred_commands_are_created_in_a_day() {
    let scene = Scene::new().await;
    scene.post("/limits", json!({ "strict": true })).await;
    let batch = |round: u8| -> Value {
        (0..100).map(|n| json!({ "name": format!("c{round}-{n}"), "description": "d" })).collect()
    };
    scene.register(batch(1)).await;
    scene.register(batch(2)).await;
    scene.register(batch(2)).await;
    let application = scene.emulator.application_id();
    let path = format!("/applications/{application}/guilds/{}/commands", crate::scene::GUILD);
    let (status, error) = scene.api(Method::PUT, &path, batch(3)).await;
    assert_eq!((status, &error["code"]), (400, &json!(30034)));
    scene.advance(86_400).await;
    scene.register(batch(3)).await;
}

#[tokio::test]
async fn a_time_out_ends_by_itself() {
    let scene = Scene::new().await;
    let until = json!({ "timeout_until": "2026-03-12T12:10:00Z" });
    let (status, answer) = scene.control(Method::PATCH, "/guilds/Demo/members/daan", until).await;
    assert_eq!(status, 200, "{answer}");
    let say = json!({ "channel": "general", "content": "x" });
    assert_eq!(scene.control(Method::POST, "/users/daan/messages", say.clone()).await.0, 403);
    scene.advance(3600).await;
    assert_eq!(scene.control(Method::POST, "/users/daan/messages", say).await.0, 200);
}

#[tokio::test]
async fn everything_that_happens_is_streamed() {
    let scene = Scene::new().await;
    let url = format!("{}/control/events", scene.emulator.url());
    let mut events = reqwest::get(url).await.unwrap();
    scene.advance(5).await;
    scene.send_message(crate::scene::GENERAL, json!({ "content": "seen" })).await;
    let mut text = String::new();
    while !text.contains("event: request") {
        text += std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap();
    }
    assert!(text.contains("event: clock") && text.contains("event: dispatch"), "{text}");
}

#[tokio::test]
async fn a_moved_clock_has_called_its_hooks_when_the_request_returns() {
    let scene = Scene::new().await;
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    scene.emulator.clock().on_move({
        let seen = seen.clone();
        move |reading| seen.lock().unwrap().push(reading.now.timestamp())
    });
    scene.advance(90).await;
    scene.post("/clock", json!({ "set": "2026-03-12T20:00:00+01:00" })).await;
    assert_eq!(*seen.lock().unwrap(), [1_773_316_890, 1_773_342_000]);
}

#[tokio::test]
async fn messages_of_a_seed_are_there_in_their_order() {
    let scene = Scene::new().await;
    let messages = json!([
        { "author": "zoe", "content": "later", "minutes_ago": 5 },
        { "author": "yan", "content": "earlier **bold**", "minutes_ago": 60, "embeds": [{ "title": "T" }] },
        { "author": "zoe", "content": "now" },
    ]);
    let world = json!({ "guilds": [{
        "name": "G", "owner": "zoe", "members": [{ "user": "yan" }],
        "channels": [{ "name": "talk", "messages": messages }],
    }] });
    scene.post("/world", world).await;
    let (_, seen) = scene.control(Method::GET, "/users/yan/channels/talk/messages", Value::Null).await;
    let contents: Vec<_> = seen.as_array().unwrap().iter().map(|one| &one["content"]).collect();
    assert_eq!(contents, ["now", "later", "earlier **bold**"]);
    assert_eq!(seen[2]["timestamp"], "2026-03-12T11:00:00.000000+00:00");
    assert_eq!(
        (&seen[2]["embeds"][0]["title"], &seen[2]["author"]["username"]),
        (&json!("T"), &json!("yan"))
    );
    scene.post("/users/yan/messages", json!({ "channel": "talk", "content": "last" })).await;
    let (_, seen) = scene.control(Method::GET, "/users/yan/channels/talk/messages", Value::Null).await;
    assert_eq!(seen[0]["content"], "last");
    let wrong = [
        (json!({ "author": "nobody", "content": "x" }), "nobody"),
        (json!({ "author": "zoe", "content": "x".repeat(2001) }), "2000"),
        (json!({ "author": "zoe" }), "empty message"),
    ];
    for (message, expected) in wrong {
        let channel = json!({ "name": "talk", "messages": [message] });
        let world = json!({ "guilds": [{ "name": "G", "owner": "zoe", "channels": [channel] }] });
        let (status, error) = scene.control(Method::POST, "/world", world).await;
        assert_eq!(status, 400);
        assert!(error["error"].as_str().unwrap().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn an_empty_world_holds_the_bot_alone() {
    let scene = Scene::new().await;
    let map = scene.post("/world", json!({ "seed": "empty" })).await;
    assert_eq!((map["users"].as_object().unwrap().len(), &map["guilds"]), (1, &json!({})));
    let (_, error) = scene.control(Method::POST, "/world", json!({ "seed": "full" })).await;
    assert!(error["error"].as_str().unwrap().contains("empty"), "{error}");
}
