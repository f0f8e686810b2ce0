//! Sessions: opening, closing, resuming, sharding, and the events that they receive.

use flate2::{Decompress, FlushDecompress};
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{ALL_INTENTS, Bot, GENERAL, STAFF, Scene};

#[tokio::test]
async fn identify_is_refused_with_the_code_that_says_why() {
    let scene = Scene::new().await;
    let token = scene.emulator.token().to_owned();
    let valid = json!({ "token": token, "intents": 1, "properties": {} });
    let with = |key: &str, value: Value| {
        let mut data = valid.clone();
        data[key] = value;
        json!({ "op": 2, "d": data })
    };
    let cases = [
        ("a wrong token", with("token", json!("nonsense")), 4004),
        ("unknown intents", with("intents", json!(1_u64 << 40)), 4013),
        ("an impossible shard", with("shard", json!([2, 2])), 4010),
        ("not identified", json!({ "op": 8, "d": {} }), 4003),
        ("no object", json!({ "op": 2, "d": [] }), 4002),
    ];
    for (name, frame, code) in cases {
        let mut bot = Bot::connect(&scene).await;
        bot.send(frame).await;
        assert_eq!(bot.frame().await, Err(Some(code)), "{name}");
    }
}

#[tokio::test]
async fn a_privileged_intent_needs_the_applications_flag() {
    let scene = Scene::new().await;
    scene.control(Method::PATCH, "/application", json!({ "flags": 1 << 19 })).await;
    let cases = [("members", 1_u64 << 1, false), ("presences", 1 << 8, false), ("content", 1 << 15, true)];
    for (name, intent, granted) in cases {
        let mut bot = Bot::connect(&scene).await;
        bot.identify(scene.emulator.token(), intent, None).await;
        match bot.frame().await {
            Ok(frame) => assert!(granted && frame["t"] == "READY", "{name}"),
            Err(code) => assert!(!granted && code == Some(4014), "{name}: {code:?}"),
        }
    }
}

#[tokio::test]
async fn a_resumed_session_gets_what_it_missed() {
    let scene = Scene::new().await;
    let bot = scene.bot().await;
    let (session, seq) = (bot.session.clone(), bot.seq);
    drop(bot);
    scene.post("/users/daan/messages", json!({ "channel": "general", "content": "missed" })).await;
    let mut bot = Bot::connect(&scene).await;
    bot.resume(scene.emulator.token(), &session, seq).await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "missed");
    bot.event("RESUMED").await;
}

#[tokio::test]
async fn a_session_that_is_unknown_has_to_identify_again_on_the_same_connection() {
    let scene = Scene::new().await;
    let mut bot = Bot::connect(&scene).await;
    bot.resume(scene.emulator.token(), "unknown", 3).await;
    assert_eq!(bot.frame().await, Ok(json!({ "op": 9, "d": false })));
    bot.identify(scene.emulator.token(), 1, None).await;
    bot.event("READY").await;
}

#[tokio::test]
async fn a_guild_belongs_to_one_shard() {
    let scene = Scene::new().await;
    let guild: u64 = crate::scene::GUILD.parse().unwrap();
    let owner = (guild >> 22) % 3;
    for shard in 0..3 {
        let mut bot = Bot::connect(&scene).await;
        bot.identify(scene.emulator.token(), ALL_INTENTS, Some((shard, 3))).await;
        let ready = bot.event("READY").await;
        assert_eq!(ready["shard"], json!([shard, 3]));
        assert_eq!(ready["guilds"].as_array().unwrap().len(), usize::from(shard == owner));
    }
}

#[tokio::test]
async fn content_is_blank_without_its_intent() {
    let scene = Scene::new().await;
    let mut bot = Bot::connect(&scene).await;
    bot.identify(scene.emulator.token(), ALL_INTENTS & !(1 << 15), None).await;
    bot.event("READY").await;
    scene.post("/users/daan/messages", json!({ "channel": "general", "content": "secret" })).await;
    let message = bot.event("MESSAGE_CREATE").await;
    assert_eq!((&message["content"], &message["author"]["username"]), (&json!(""), &json!("daan")));
}

#[tokio::test]
async fn the_bot_receives_nothing_of_channels_that_it_cannot_see() {
    let scene = Scene::new().await;
    let overwrites = json!([{ "role": "Guildhall", "deny": ["VIEW_CHANNEL"] }, { "role": "Staff", "allow": ["VIEW_CHANNEL"] }]);
    let hidden = json!({ "overwrites": overwrites });
    let (status, answer) = scene.control(Method::PATCH, "/channels/staff", hidden).await;
    assert_eq!(status, 200, "{answer}");
    let mut bot = scene.bot().await;
    scene.post("/users/bram/messages", json!({ "channel": "staff", "content": "psst" })).await;
    assert_eq!(bot.events_until_heartbeat().await, Vec::<String>::new());
    let (status, error) = scene.api(Method::GET, &format!("/channels/{STAFF}"), Value::Null).await;
    assert_eq!((status, &error["code"]), (403, &json!(50001)));
}

#[tokio::test]
async fn a_compressed_stream_holds_the_same_frames() {
    let scene = Scene::new().await;
    let mut bot = Bot::connect_with(&scene, "/?v=10&encoding=json&compress=zlib-stream").await;
    let mut inflate = Decompress::new(true);
    let mut next = async |bot: &mut Bot| -> Value {
        let mut text = Vec::with_capacity(1 << 20);
        inflate.decompress_vec(&bot.bytes().await, &mut text, FlushDecompress::Sync).unwrap();
        serde_json::from_slice(&text).unwrap()
    };
    assert_eq!(next(&mut bot).await["op"], 10);
    bot.identify(scene.emulator.token(), 1, None).await;
    assert_eq!(next(&mut bot).await["t"], "READY");
    assert_eq!(next(&mut bot).await["t"], "GUILD_CREATE");
}

#[tokio::test]
async fn members_are_listed_on_request() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    let request = json!({ "guild_id": crate::scene::GUILD, "query": "", "limit": 0, "nonce": "n" });
    bot.send(json!({ "op": 8, "d": request })).await;
    let chunk = bot.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!((chunk["members"].as_array().unwrap().len(), &chunk["nonce"]), (7, &json!("n")));
}

#[tokio::test]
async fn the_gateway_fails_on_demand() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    scene.post("/gateway/faults", json!({ "reconnect": true })).await;
    assert_eq!(bot.frame().await.unwrap()["op"], 7);
    scene.post("/gateway/faults", json!({ "duplicate": "MESSAGE_CREATE" })).await;
    scene.send_message(GENERAL, json!({ "content": "once" })).await;
    assert_eq!(bot.events_until_heartbeat().await, ["MESSAGE_CREATE", "MESSAGE_CREATE"]);
    scene.post("/gateway/faults", json!({ "lose": "MESSAGE_CREATE" })).await;
    scene.send_message(GENERAL, json!({ "content": "never" })).await;
    assert_eq!(bot.events_until_heartbeat().await, Vec::<String>::new());
    scene.post("/gateway/faults", json!({ "close": 4000 })).await;
    assert_eq!(bot.frame().await, Err(Some(4000)));
    let mut again = Bot::connect(&scene).await;
    again.resume(scene.emulator.token(), &bot.session, bot.seq).await;
    again.event("RESUMED").await;
    scene.post("/gateway/faults", json!({ "invalid_session": false })).await;
    assert_eq!(again.frame().await, Ok(json!({ "op": 9, "d": false })));
    again.identify(scene.emulator.token(), 1, None).await;
    again.event("READY").await;
    scene.post("/gateway/faults", json!({ "drop": true })).await;
    while again.frame().await.is_ok() {}
}

#[tokio::test]
async fn an_invalid_session_that_can_be_resumed_is_resumed_on_the_same_connection() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    scene.post("/gateway/faults", json!({ "invalid_session": true })).await;
    assert_eq!(bot.frame().await, Ok(json!({ "op": 9, "d": true })));
    scene.post("/users/daan/messages", json!({ "channel": "general", "content": "missed" })).await;
    let (session, seq) = (bot.session.clone(), bot.seq);
    bot.resume(scene.emulator.token(), &session, seq).await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "missed");
    bot.event("RESUMED").await;
    bot.identify(scene.emulator.token(), 1, None).await;
    assert_eq!(bot.frame().await, Err(Some(4005)), "already authenticated");
}

#[tokio::test]
async fn a_second_session_within_five_seconds_is_refused_when_limits_are_strict() {
    let scene = Scene::new().await;
    let _first = scene.bot().await;
    for (strict, expected) in [(false, "READY"), (true, "INVALID_SESSION")] {
        scene.post("/limits", json!({ "strict": strict })).await;
        let mut second = Bot::connect(&scene).await;
        second.identify(scene.emulator.token(), 1, None).await;
        let frame = second.frame().await.unwrap();
        let seen = if frame["op"] == 9 { "INVALID_SESSION" } else { frame["t"].as_str().unwrap() };
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn all_members_are_listed_only_with_their_intent() {
    let scene = Scene::new().await;
    let mut bot = Bot::connect(&scene).await;
    bot.identify(scene.emulator.token(), ALL_INTENTS & !(1 << 1), None).await;
    bot.event("GUILD_CREATE").await;
    let ask = |query: &str| json!({ "op": 8, "d": { "guild_id": crate::scene::GUILD, "query": query, "limit": 0 } });
    bot.send(ask("")).await;
    assert_eq!(bot.events_until_heartbeat().await, Vec::<String>::new());
    bot.send(ask("da")).await;
    let chunk = bot.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"][0]["user"]["username"], "daan");
}

#[tokio::test]
async fn connections_end_with_the_emulator() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    scene.emulator.shutdown().await;
    assert_eq!(bot.frame().await, Err(None));
}

#[tokio::test]
async fn a_client_that_does_not_read_is_disconnected() {
    let scene = Scene::new().await;
    let mut bot = scene.bot().await;
    let guilds: Vec<_> =
        (0..4_100).map(|number| json!({ "name": format!("g{number}"), "owner": "ada" })).collect();
    scene.post("/world", json!({ "extend": true, "guilds": guilds })).await;
    let end = loop {
        if let Err(code) = bot.frame().await {
            break code;
        }
    };
    assert_eq!(end, Some(4000));
    let (_, gateway) = scene.control(Method::GET, "/gateway", Value::Null).await;
    assert_eq!(gateway["sessions"][0]["connected"], false);
}
