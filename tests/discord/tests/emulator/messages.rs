//! Messages, nonces, conversations and the limits around them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, GUILD, Scene};

#[tokio::test]
async fn an_enforced_nonce_sends_once() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    let body = json!({ "content": "once", "nonce": "abc", "enforce_nonce": true });
    let first = scene.send_message(GENERAL, body.clone()).await;
    let second = scene.send_message(GENERAL, body.clone()).await;
    assert_eq!(first, second);
    assert_eq!(bot.events_until_heartbeat().await, ["MESSAGE_CREATE"]);
    let free = json!({ "content": "again", "nonce": "abc" });
    assert_ne!(scene.send_message(GENERAL, free).await, first);
    scene.advance(600).await;
    assert_ne!(scene.send_message(GENERAL, body).await, first);
}

#[tokio::test]
async fn members_see_only_what_they_may_see() {
    let scene = Scene::new().await;
    scene.post("/users/bram/messages", json!({ "channel": "staff", "content": "psst" })).await;
    let (status, _) = scene.control(Method::GET, "/users/daan/channels/staff/messages", Value::Null).await;
    assert_eq!(status, 403);
    let (_, seen) = scene.control(Method::GET, "/users/chloe/channels/staff/messages", Value::Null).await;
    assert_eq!(seen[0]["content"], "psst");
    let (status, error) = scene
        .control(Method::POST, "/users/daan/messages", json!({ "channel": "announcements", "content": "x" }))
        .await;
    assert_eq!((status, &error["discord"]["code"]), (403, &json!(50013)));
}

#[tokio::test]
async fn the_bot_needs_its_permissions() {
    let scene = Scene::new().await;
    let role = format!("/guilds/{GUILD}/roles/Guildhall");
    scene.control(Method::PATCH, &role, json!({ "permissions": [] })).await;
    let cases = [
        ("manage channels", Method::POST, format!("/guilds/{GUILD}/channels"), json!({ "name": "x" })),
        ("manage roles", Method::POST, format!("/guilds/{GUILD}/roles"), json!({ "name": "x" })),
        ("audit log", Method::GET, format!("/guilds/{GUILD}/audit-logs"), Value::Null),
    ];
    for (name, method, path, body) in cases {
        let (status, error) = scene.api(method, &path, body).await;
        assert_eq!((status, &error["code"]), (403, &json!(50013)), "{name}");
    }
}

#[tokio::test]
async fn users_who_take_no_messages_get_none() {
    let scene = Scene::new().await;
    let open = json!({ "recipient_id": "200000000000000004" });
    let (_, channel) = scene.api(Method::POST, "/users/@me/channels", open).await;
    let path = format!("/channels/{}/messages", channel["id"].as_str().unwrap());
    let (status, _) = scene.api(Method::POST, &path, json!({ "content": "hi" })).await;
    assert_eq!(status, 200);
    let (_, seen) = scene.control(Method::GET, "/users/daan/dms", Value::Null).await;
    assert_eq!(seen[0]["content"], "hi");
    scene.control(Method::PATCH, "/users/daan", json!({ "accepts_dms": false })).await;
    let (status, error) = scene.api(Method::POST, &path, json!({ "content": "hi" })).await;
    assert_eq!((status, &error["code"]), (403, &json!(50007)));
}

#[tokio::test]
async fn a_channel_is_renamed_twice_in_ten_minutes() {
    let scene = Scene::new().await;
    let path = format!("/channels/{GENERAL}");
    for (name, seconds, expected) in [("a", 0, 200), ("b", 1, 200), ("c", 1, 429), ("c", 600, 200)] {
        scene.advance(seconds).await;
        let (status, answer) = scene.api(Method::PATCH, &path, json!({ "name": name })).await;
        assert_eq!(status, expected, "{answer}");
    }
    let (status, _) = scene.api(Method::PATCH, &path, json!({ "nsfw": true })).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_category_holds_fifty_channels() {
    let scene = Scene::new().await;
    let channels = format!("/guilds/{GUILD}/channels");
    let (_, category) = scene.api(Method::POST, &channels, json!({ "name": "Full", "type": 4 })).await;
    for number in 0..50 {
        let body = json!({ "name": format!("c{number}"), "parent_id": category["id"] });
        let (status, answer) = scene.api(Method::POST, &channels, body).await;
        assert_eq!(status, 201, "{answer}");
    }
    let (status, error) =
        scene.api(Method::POST, &channels, json!({ "name": "one-more", "parent_id": category["id"] })).await;
    let code = &error["errors"]["parent_id"]["_errors"][0]["code"];
    assert_eq!((status, code), (400, &json!("CHANNEL_PARENT_MAX_CHANNELS")));
}

#[tokio::test]
async fn requests_without_the_token_are_unauthorized() {
    let scene = Scene::new().await;
    let url = format!("{}/api/v10/users/@me", scene.emulator.url());
    let response =
        reqwest::Client::new().get(url).header("authorization", "Bot nonsense").send().await.unwrap();
    assert_eq!(response.status(), 401);
    let (_, requests) = scene.control(Method::GET, "/requests?path=/users/@me", Value::Null).await;
    assert_eq!(
        (&requests[0]["status"], &requests[0]["headers"]["authorization"]),
        (&json!(401), &json!("redacted"))
    );
}

#[tokio::test]
async fn what_is_not_emulated_is_refused_rather_than_dropped() {
    let scene = Scene::new().await;
    let poll = json!({ "question": { "text": "?" }, "answers": [{ "poll_media": { "text": "a" } }] });
    for body in [json!({ "poll": poll }), json!({ "content": "x", "sticker_ids": ["1"] })] {
        let (status, error) =
            scene.api(Method::POST, &format!("/channels/{GENERAL}/messages"), body.clone()).await;
        assert_eq!((status, &error["code"]), (400, &json!(50035)), "{body}");
    }
}
