//! Around messages: pages, bulk deletion, pins, reactions, files, threads and webhooks.

use chrono::TimeDelta;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::scene::{GENERAL, GUILD, Scene};

/// Lets the bot do everything.
async fn powerful() -> Scene {
    let scene = Scene::new().await;
    let path = format!("/guilds/{GUILD}/roles/Guildhall");
    scene.control(Method::PATCH, &path, json!({ "permissions": ["ADMINISTRATOR"] })).await;
    scene
}

fn channel(rest: &str) -> String {
    format!("/channels/{GENERAL}{rest}")
}

async fn contents(scene: &Scene, query: &str) -> Vec<String> {
    let (_, page) = scene.api(Method::GET, &channel(&format!("/messages{query}")), Value::Null).await;
    let messages = page.as_array().unwrap();
    messages.iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn history_is_paged_and_deleted_in_bulk() {
    let scene = powerful().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(scene.send_message(GENERAL, json!({ "content": number.to_string() })).await);
    }
    assert_eq!(contents(&scene, "?limit=2").await, ["4", "3"]);
    assert_eq!(contents(&scene, &format!("?before={}&limit=2", ids[2])).await, ["1", "0"]);
    assert_eq!(contents(&scene, &format!("?after={}&limit=1", ids[2])).await, ["3"]);
    let (status, error) = scene.api(Method::GET, &channel("/messages?limit=101"), Value::Null).await;
    assert_eq!((status, &error["code"]), (400, &json!(50035)));
    let bulk = |ids: &[String]| json!({ "messages": ids });
    let path = channel("/messages/bulk-delete");
    assert_eq!(scene.api(Method::POST, &path, bulk(&ids[..1])).await.1["code"], 50016);
    assert_eq!(scene.api(Method::POST, &path, bulk(&ids[..4])).await.0, 204);
    assert_eq!(contents(&scene, "").await, ["4"]);
    let last = scene.send_message(GENERAL, json!({ "content": "5" })).await;
    scene.emulator.clock().advance(TimeDelta::days(15));
    let old = bulk(&[ids[4].clone(), last]);
    assert_eq!(scene.api(Method::POST, &path, old).await.1["code"], 50034);
}

#[tokio::test]
async fn pins_need_their_own_permission_and_are_announced() {
    let scene = Scene::new().await;
    let id = scene.send_message(GENERAL, json!({ "content": "x" })).await;
    let role = format!("/guilds/{GUILD}/roles/Guildhall");
    scene.control(Method::PATCH, &role, json!({ "permissions": ["MANAGE_MESSAGES"] })).await;
    let pin = channel(&format!("/messages/pins/{id}"));
    assert_eq!(scene.api(Method::PUT, &pin, Value::Null).await.1["code"], 50013);
    scene.control(Method::PATCH, &role, json!({ "permissions": ["PIN_MESSAGES"] })).await;
    let mut bot = scene.bot().await;
    assert_eq!(scene.api(Method::PUT, &pin, Value::Null).await.0, 204);
    assert_eq!(
        bot.events_until_heartbeat().await,
        ["MESSAGE_UPDATE", "CHANNEL_PINS_UPDATE", "MESSAGE_CREATE"]
    );
    let (_, pins) = scene.api(Method::GET, &channel("/messages/pins"), Value::Null).await;
    assert_eq!((&pins["items"][0]["message"]["id"], &pins["has_more"]), (&json!(id), &json!(false)));
    let (_, old) = scene.api(Method::GET, &channel("/pins"), Value::Null).await;
    assert_eq!(old[0]["id"], json!(id));
}

#[tokio::test]
async fn reactions_are_counted_by_emoji() {
    let scene = powerful().await;
    let id = scene.send_message(GENERAL, json!({ "content": "x" })).await;
    let thumb = channel(&format!("/messages/{id}/reactions/%F0%9F%91%8D"));
    assert_eq!(scene.api(Method::PUT, &format!("{thumb}/@me"), Value::Null).await.0, 204);
    let react = json!({ "channel": "general", "message": id, "emoji": "👍" });
    scene.control(Method::PUT, "/users/daan/reactions", react).await;
    let (_, message) = scene.api(Method::GET, &channel(&format!("/messages/{id}")), Value::Null).await;
    let reaction = &message["reactions"][0];
    assert_eq!((&reaction["count"], &reaction["me"]), (&json!(2), &json!(true)));
    let unknown = channel(&format!("/messages/{id}/reactions/nope/@me"));
    assert_eq!(scene.api(Method::PUT, &unknown, Value::Null).await.1["code"], 10014);
    assert_eq!(scene.api(Method::DELETE, &thumb, Value::Null).await.0, 204);
    let (_, users) = scene.api(Method::GET, &thumb, Value::Null).await;
    assert_eq!(users, json!([]));
}

#[tokio::test]
async fn uploaded_files_are_downloaded_from_their_address() {
    let scene = powerful().await;
    let about = json!({ "embeds": [{ "image": { "url": "attachment://a_b.txt" } }],
                        "attachments": [{ "id": 0, "description": "letters" }] });
    let form = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{about}\r\n--limit\r\n\
         Content-Disposition: form-data; name=\"files[0]\"; filename=\"a b.txt\"\r\n\
         Content-Type: text/plain\r\n\r\nabc\r\n--limit--\r\n"
    );
    let url = format!("{}/api/v10{}", scene.emulator.url(), channel("/messages"));
    let token = format!("Bot {}", scene.emulator.token());
    let request = Client::new().post(url).header("authorization", token);
    let request = request.header("content-type", "multipart/form-data; boundary=limit").body(form);
    let sent = request.send().await.unwrap();
    let message: Value = serde_json::from_slice(&sent.bytes().await.unwrap()).unwrap();
    let attachment = &message["attachments"][0];
    assert_eq!((&attachment["size"], &attachment["description"]), (&json!(3), &json!("letters")));
    assert_eq!(message["embeds"][0]["image"]["url"], attachment["url"]);
    let file = reqwest::get(attachment["url"].as_str().unwrap()).await.unwrap();
    assert_eq!(file.headers()["content-type"], "text/plain");
    assert_eq!(file.bytes().await.unwrap(), "abc");
}

#[tokio::test]
async fn a_thread_has_the_id_of_its_message_and_its_own_permissions() {
    let scene = powerful().await;
    let id = scene.send_message(GENERAL, json!({ "content": "x" })).await;
    let start = channel(&format!("/messages/{id}/threads"));
    let (status, thread) = scene.api(Method::POST, &start, json!({ "name": "t" })).await;
    assert_eq!((status, &thread["id"]), (201, &json!(id)));
    assert_eq!(scene.api(Method::POST, &start, json!({ "name": "t" })).await.1["code"], 160_004);
    let archive = json!({ "archived": true, "locked": true });
    assert_eq!(scene.api(Method::PATCH, &format!("/channels/{id}"), archive).await.0, 200);
    let (status, _) =
        scene.control(Method::POST, "/users/daan/messages", json!({ "channel": id, "content": "hm" })).await;
    assert_eq!(status, 400, "a locked thread stays shut");
    let open = json!({ "archived": false, "locked": false });
    assert_eq!(scene.api(Method::PATCH, &format!("/channels/{id}"), open).await.0, 200);
    scene.post("/users/daan/messages", json!({ "channel": id, "content": "in" })).await;
    let member = format!("/channels/{id}/thread-members/200000000000000004");
    assert_eq!(scene.api(Method::GET, &member, Value::Null).await.0, 200, "who writes has joined");
    let private = json!({ "name": "p", "type": 12 });
    let (_, private) = scene.api(Method::POST, &channel("/threads"), private).await;
    let private = private["id"].as_str().unwrap();
    let seen = format!("/users/daan/channels/{private}/messages");
    assert_eq!(scene.control(Method::GET, &seen, Value::Null).await.0, 403);
    let add = format!("/channels/{private}/thread-members/200000000000000004");
    assert_eq!(scene.api(Method::PUT, &add, Value::Null).await.0, 204);
    assert_eq!(scene.control(Method::GET, &seen, Value::Null).await.0, 200);
}

#[tokio::test]
async fn a_webhook_writes_with_its_secret_alone() {
    let scene = powerful().await;
    let (_, webhook) = scene.api(Method::POST, &channel("/webhooks"), json!({ "name": "hook" })).await;
    let url = webhook["url"].as_str().unwrap().to_owned();
    let http = Client::new();
    let said = http.post(format!("{url}?wait=true")).json(&json!({ "content": "hi", "username": "Bob" }));
    let said: Value = said.send().await.unwrap().json().await.unwrap();
    assert_eq!((&said["author"]["username"], &said["webhook_id"]), (&json!("Bob"), &webhook["id"]));
    let message = format!("{url}/messages/{}", said["id"].as_str().unwrap());
    let edited = http.patch(&message).json(&json!({ "content": "ho" })).send().await.unwrap();
    assert_eq!(edited.status(), 200);
    let forged = format!("{url}x");
    let refused = http.post(forged).json(&json!({ "content": "hi" })).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(http.delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(http.post(&url).json(&json!({ "content": "hi" })).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_thread_archives_itself_when_its_time_without_a_message_is_over() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    let thread = json!({ "name": "t", "type": 11, "auto_archive_duration": 60 });
    let (_, thread) = scene.api(Method::POST, &format!("/channels/{GENERAL}/threads"), thread).await;
    let id = thread["id"].as_str().unwrap();
    scene.advance(59 * 60).await;
    scene.send_message(id, json!({ "content": "awake" })).await;
    scene.advance(59 * 60).await;
    assert!(!bot.events_until_heartbeat().await.contains(&"THREAD_UPDATE".to_owned()));
    scene.advance(60).await;
    let seen = bot.event("THREAD_UPDATE").await;
    assert_eq!((&seen["id"], &seen["thread_metadata"]["archived"]), (&thread["id"], &json!(true)));
    let (_, archived) =
        scene.api(Method::GET, &format!("/channels/{GENERAL}/threads/archived/public"), Value::Null).await;
    assert_eq!(archived["threads"][0]["id"], thread["id"]);
}
