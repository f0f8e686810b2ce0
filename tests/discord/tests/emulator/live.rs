//! The state of a person's client, and its event stream.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, GUILD, STAFF, Scene};

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_client_knows_what_its_person_may_see() {
    let scene = Scene::new().await;
    scene.register(json!([{ "name": "kick", "description": "d", "default_member_permissions": "2" }])).await;
    let (_, bram) = scene.control(Method::GET, "/users/bram", Value::Null).await;
    let (_, daan) = scene.control(Method::GET, "/users/daan", Value::Null).await;
    assert_eq!((&bram["user"]["locale"], &bram["user"]["accepts_dms"]), (&json!("nl"), &json!(true)));
    assert_eq!(bram["people"].as_array().unwrap().len(), 6);
    assert_eq!(bram["application"]["name"], "Guildhall");
    assert_eq!(bram["bot"]["bot"], true);
    let guild = &bram["guilds"][0];
    assert_eq!((&guild["id"], guild["members"].as_array().unwrap().len()), (&json!(GUILD), 7));
    let (all, some) = (names(&guild["channels"]), names(&daan["guilds"][0]["channels"]));
    assert_eq!(all[..2], ["Information", "rules"]);
    assert!(all.contains(&"staff") && !some.contains(&"staff"), "{some:?}");
    assert!(guild["channels"][0]["permissions"].is_string() && guild["permissions"].is_string());
    assert_eq!(names(&guild["commands"]), ["kick"]);
    assert!(names(&daan["guilds"][0]["commands"]).is_empty());
    assert_eq!((&daan["dms"], &daan["dm_commands"]), (&json!([]), &json!([])));
    let unsaid = scene.control(Method::GET, "/users/daan/channels/dm/messages", Value::Null).await;
    assert_eq!(unsaid, (200, json!([])));
    scene.post("/users/daan/messages", json!({ "channel": "dm", "content": "hi" })).await;
    let (_, daan) = scene.control(Method::GET, "/users/daan", Value::Null).await;
    assert_eq!(daan["dms"][0]["recipients"][0]["id"], daan["bot"]["id"]);
    let (status, error) = scene.control(Method::GET, "/users/nobody", Value::Null).await;
    assert_eq!(status, 404, "{error}");
}

#[tokio::test]
async fn threads_are_known_with_their_persons_own_membership() {
    let scene = Scene::new().await;
    let path = format!("/channels/{GENERAL}/threads");
    scene.api(Method::POST, &path, json!({ "name": "open", "type": 11 })).await;
    scene.api(Method::POST, &path, json!({ "name": "closed", "type": 12 })).await;
    let (_, daan) = scene.control(Method::GET, "/users/daan", Value::Null).await;
    let threads = &daan["guilds"][0]["threads"];
    assert_eq!(names(threads), ["open"]);
    assert_eq!((threads[0].get("member"), threads[0]["permissions"].is_string()), (None, true));
}

#[tokio::test]
async fn messages_are_paged_as_discord_pages_them() {
    let scene = Scene::new().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(scene.send_message(GENERAL, json!({ "content": number.to_string() })).await);
    }
    let cases = [
        ("limit=2".to_owned(), vec!["4", "3"]),
        (format!("before={}&limit=2", ids[3]), vec!["2", "1"]),
        (format!("after={}&limit=2", ids[0]), vec!["2", "1"]),
        (format!("around={}&limit=3", ids[2]), vec!["3", "2", "1"]),
    ];
    for (query, expected) in cases {
        let path = format!("/users/daan/channels/general/messages?{query}");
        let (_, page) = scene.control(Method::GET, &path, Value::Null).await;
        let contents: Vec<_> =
            page.as_array().unwrap().iter().map(|one| one["content"].as_str().unwrap()).collect();
        assert_eq!(contents, expected, "{query}");
    }
    for query in ["limit=0", "limit=101", "limit=many", "before=then"] {
        let path = format!("/users/daan/channels/general/messages?{query}");
        let (status, error) = scene.control(Method::GET, &path, Value::Null).await;
        assert_eq!((status, error["error"].is_string()), (400, true), "{query}: {error}");
    }
}

#[tokio::test]
async fn reactions_say_whose_they_are() {
    let scene = Scene::new().await;
    let message = scene.send_message(GENERAL, json!({ "content": "x" })).await;
    let mut daan = scene.listen("/users/daan/events").await;
    let react = json!({ "channel": "general", "message": message, "emoji": "👍" });
    scene.control(Method::PUT, "/users/daan/reactions", react).await;
    assert_eq!(daan.event("message").await["message"]["reactions"][0]["me"], true);
    for (user, mine) in [("daan", true), ("emma", false)] {
        let path = format!("/users/{user}/channels/general/messages");
        let (_, seen) = scene.control(Method::GET, &path, Value::Null).await;
        assert_eq!(seen[0]["reactions"][0]["me"], mine, "{user}");
    }
}

#[tokio::test]
async fn a_person_receives_messages_that_are_written_changed_and_deleted() {
    let scene = Scene::new().await;
    let mut daan = scene.listen("/users/daan/events").await;
    let first = scene.send_message(GENERAL, json!({ "content": "one" })).await;
    let heard = daan.event("message").await;
    assert_eq!((&heard["channel"], &heard["message"]["content"]), (&json!(GENERAL), &json!("one")));
    assert_eq!((&heard["kind"], heard["at"].is_string()), (&json!("message"), true));
    let path = format!("/channels/{GENERAL}/messages/{first}");
    scene.api(Method::PATCH, &path, json!({ "content": "two" })).await;
    assert_eq!(daan.event("message").await["message"]["content"], "two");
    scene.api(Method::POST, &format!("/channels/{GENERAL}/typing"), Value::Null).await;
    let typing = daan.event("typing").await;
    assert_eq!((&typing["channel"], &typing["user"]), (&json!(GENERAL), &json!("100000000000000001")));
    scene.api(Method::DELETE, &path, Value::Null).await;
    assert_eq!(daan.event("message_delete").await["ids"], json!([first]));
    scene.post("/users/daan/messages", json!({ "channel": "dm", "content": "psst" })).await;
    assert_eq!(daan.event("message").await["message"]["content"], "psst");
}

#[tokio::test]
async fn no_event_reaches_a_person_from_a_channel_that_they_may_not_see() {
    let scene = Scene::new().await;
    let mut daan = scene.listen("/users/daan/events").await;
    let mut bram = scene.listen("/users/bram/events").await;
    let secret = scene.send_message(STAFF, json!({ "content": "secret" })).await;
    assert_eq!(bram.event("message").await["message"]["id"], json!(secret));
    let path = format!("/channels/{STAFF}/messages/{secret}");
    scene.api(Method::PATCH, &path, json!({ "content": "secret too" })).await;
    let reaction = format!("{path}/reactions/%F0%9F%91%8D/@me");
    scene.api(Method::PUT, &reaction, Value::Null).await;
    scene.api(Method::POST, &format!("/channels/{STAFF}/typing"), Value::Null).await;
    scene.api(Method::DELETE, &path, Value::Null).await;
    bram.event("message_delete").await;
    scene.post("/users/emma/messages", json!({ "channel": "dm", "content": "between us" })).await;
    scene.send_message(GENERAL, json!({ "content": "the end" })).await;
    let mut heard = Vec::new();
    loop {
        let (kind, event) = daan.next().await;
        if event["message"]["content"] == "the end" {
            break;
        }
        heard.push((kind, event));
    }
    assert!(heard.iter().all(|(kind, _)| kind == "state"), "{heard:?}");
}

#[tokio::test]
async fn people_receive_events_of_channels_that_the_bot_does_not_see() {
    let scene = Scene::new().await;
    let hidden =
        json!({ "name": "people-only", "overwrites": [{ "member": "Guildhall", "deny": ["VIEW_CHANNEL"] }] });
    let channel = scene.post("/guilds/Demo/channels", hidden).await;
    let mut bot = scene.bot().await;
    let mut daan = scene.listen("/users/daan/events").await;
    scene.post("/users/emma/messages", json!({ "channel": channel["id"], "content": "among us" })).await;
    assert_eq!(daan.event("message").await["message"]["content"], "among us");
    assert!(bot.events_until_heartbeat().await.is_empty());
}

#[tokio::test]
async fn an_ephemeral_answer_and_its_outcome_reach_only_their_user() {
    let scene = Scene::new().await;
    scene.register(json!([{ "name": "hush", "description": "d" }])).await;
    let mut bot = scene.bot().await;
    let mut daan = scene.listen("/users/daan/events").await;
    let mut emma = scene.listen("/users/emma/events").await;
    let used = json!({ "channel": "general", "name": "hush", "wait": false });
    let begun = scene.post("/users/daan/commands", used).await;
    let interaction = bot.event("INTERACTION_CREATE").await;
    scene.answer(&interaction, json!({ "type": 4, "data": { "content": "for you", "flags": 64 } })).await;
    let message = daan.event("message").await;
    assert_eq!(
        (&message["message"]["content"], &message["message"]["ephemeral"]),
        (&json!("for you"), &json!(true))
    );
    let outcome = daan.event("interaction").await["outcome"].take();
    assert_eq!((&outcome["interaction"], &outcome["state"]), (&begun["interaction"], &json!("answered")));
    let token = interaction["token"].as_str().unwrap();
    let application = scene.emulator.application_id();
    let hook = format!("/webhooks/{application}/{token}");
    // The public follow-up replies to what only Daan sees.
    scene.api(Method::POST, &hook, json!({ "content": "for all" })).await;
    let heard = emma.event("message").await;
    assert_eq!(heard["message"]["content"], "for all");
    assert_eq!(heard["message"]["referenced_message"], Value::Null);
    assert_eq!(daan.event("message").await["message"]["referenced_message"]["content"], "for you");
    assert_eq!(daan.event("interaction").await["outcome"]["followups"][0]["content"], "for all");
    scene.api(Method::DELETE, &format!("{hook}/messages/@original"), Value::Null).await;
    assert_eq!(daan.event("message_delete").await["ids"], json!([message["message"]["id"]]));
}

#[tokio::test]
async fn an_interaction_that_nobody_answers_fails_in_the_stream() {
    let scene = Scene::new().await;
    scene.register(json!([{ "name": "hush", "description": "d" }])).await;
    let mut daan = scene.listen("/users/daan/events").await;
    let used = json!({ "channel": "general", "name": "hush", "wait": false });
    scene.post("/users/daan/commands", used.clone()).await;
    assert_eq!(daan.event("interaction").await["outcome"]["error"], "The application did not respond");
    let _bot = scene.bot().await;
    scene.post("/users/daan/commands", used).await;
    scene.advance(3).await;
    assert_eq!(daan.event("interaction").await["outcome"]["state"], "failed");
}

#[tokio::test]
async fn changes_of_what_a_client_knows_are_published() {
    let scene = Scene::new().await;
    let mut daan = scene.listen("/users/daan/events").await;
    let hide = json!({ "overwrites": [{ "member": "daan", "deny": ["VIEW_CHANNEL"] }] });
    scene.control(Method::PATCH, "/channels/general", hide).await;
    daan.event("state").await;
    let (_, known) = scene.control(Method::GET, "/users/daan", Value::Null).await;
    assert!(!names(&known["guilds"][0]["channels"]).contains(&"general"));
    scene.register(json!([{ "name": "new", "description": "d" }])).await;
    daan.event("state").await;
    scene.control(Method::PATCH, "/guilds/Demo/members/daan", json!({ "roles": ["Staff"] })).await;
    daan.event("state").await;
    scene.post("/users", json!({ "name": "gus" })).await;
    daan.event("state").await;
    scene.post("/world", json!({ "seed": "demo" })).await;
    daan.event("lagged").await;
    scene.send_message(GENERAL, json!({ "content": "a new beginning" })).await;
    assert_eq!(daan.event("message").await["message"]["content"], "a new beginning");
    scene.post("/world", json!({ "seed": "empty" })).await;
    assert_eq!(daan.next().await.0, "gone", "there is nothing of theirs to fetch");
}

#[tokio::test]
async fn the_wire_is_streamed_on_request() {
    let scene = Scene::new().await;
    let mut quiet = scene.listen("/users/daan/events").await;
    let mut wire = scene.listen("/users/daan/events?wire=true").await;
    let _bot = scene.bot().await;
    let identify = wire.event_where("gateway", |event| event["frame"]["op"] == 2).await;
    assert_eq!(
        (&identify["direction"], &identify["frame"]["d"]["token"]),
        (&json!("in"), &json!("redacted"))
    );
    let ready = wire.event_where("gateway", |event| event["frame"]["t"] == "READY").await;
    assert!(ready["seq"].is_u64() && ready["session"].is_string() && ready["direction"] == "out", "{ready}");
    scene.send_message(GENERAL, json!({ "content": "x" })).await;
    let request = wire.event("request").await["request"].take();
    assert_eq!((&request["method"], &request["status"]), (&json!("POST"), &json!(200)));
    assert_eq!(quiet.next().await.0, "message");
}

#[tokio::test]
async fn streams_are_for_people_that_there_are_and_not_without_end() {
    let scene = Scene::new().await;
    let (status, _) = scene.control(Method::GET, "/users/nobody/events", Value::Null).await;
    assert_eq!(status, 404);
    let mut open = Vec::new();
    for _ in 0..64 {
        open.push(scene.listen("/users/daan/events").await);
    }
    let (status, error) = scene.control(Method::GET, "/users/daan/events", Value::Null).await;
    assert_eq!((status, error["error"].is_string()), (503, true), "{error}");
}

#[tokio::test]
async fn a_listener_that_falls_behind_is_notified() {
    let scene = Scene::new().await;
    let long = json!({ "content": "🐢".repeat(2000), "embeds": [{ "description": "🐢".repeat(4000) }] });
    let message = scene.send_message(GENERAL, long).await;
    let mut slow = scene.listen("/users/daan/events").await;
    let react = json!({ "channel": "general", "message": message, "emoji": "👍" });
    // Each says the whole message again: more than the socket's buffers and the feed hold together.
    for _ in 0..1000 {
        scene.control(Method::PUT, "/users/daan/reactions", react.clone()).await;
        scene.control(Method::DELETE, "/users/daan/reactions", react.clone()).await;
    }
    slow.event("lagged").await;
}
