//! What the program under test supplies: its next task, its tours, and how it restarts.

use std::sync::{
    Arc, Mutex, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use discord_emulator::{Clock, Jump, Options, Step, Target, Texts, Tour, UpcomingTask, WorldFile};
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{Bot, Scene};

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_316_800, 0).unwrap()
}

/// An emulator at noon whose program has these tasks.
async fn with_tasks(tasks: &Arc<Mutex<Vec<UpcomingTask>>>) -> Scene {
    let list = Arc::clone(tasks);
    let next_task: discord_emulator::NextTask = Box::new(move || {
        let first = list.lock().unwrap().first().cloned();
        Box::pin(async { first })
    });
    Scene::with(Options { clock: Clock::frozen_at(noon()), next_task: Some(next_task), ..Options::default() })
        .await
}

async fn clock(scene: &Scene) -> Value {
    scene.control(Method::GET, "/clock", Value::Null).await.1
}

#[tokio::test]
async fn the_clock_is_moved_to_the_next_task() {
    let tea = UpcomingTask { at: noon() + TimeDelta::hours(4), what: "Kettle: boil".to_owned() };
    let tasks = Arc::new(Mutex::new(vec![tea]));
    let scene = with_tasks(&tasks).await;
    let expected = json!({ "at": "2026-03-12T16:00:00.000000+00:00", "what": "Kettle: boil" });
    assert_eq!(clock(&scene).await["next"], expected);
    let moved = scene.post("/clock", json!({ "next": true })).await;
    assert_eq!(moved["now"], expected["at"]);

    // It is due now, and then overdue: the clock is not moved.
    let next = json!({ "next": true, "wait": false });
    assert_eq!(scene.post("/clock", next.clone()).await["now"], expected["at"]);
    scene.post("/clock", json!({ "advance_ms": 60_000, "wait": false })).await;
    assert_eq!(scene.post("/clock", next).await["now"], "2026-03-12T16:01:00.000000+00:00");

    tasks.lock().unwrap().clear();
    assert_eq!(clock(&scene).await["next"], Value::Null);
    let (status, error) = scene.control(Method::POST, "/clock", json!({ "next": true })).await;
    assert_eq!(status, 404);
    assert!(error["error"].as_str().unwrap().contains("no task is scheduled"), "{error}");
    let (status, _) = scene.control(Method::POST, "/clock", json!({ "next": true, "advance_ms": 1 })).await;
    assert_eq!(status, 400);
}

/// An emulator at noon whose program is busy with a task that is due, until it was asked this often, and has tea at four.
async fn with_busy_program(glances: usize) -> Scene {
    let asked = AtomicUsize::new(0);
    let next_task: discord_emulator::NextTask = Box::new(move || {
        let hours = if asked.fetch_add(1, Ordering::SeqCst) < glances { 0 } else { 4 };
        let tea = UpcomingTask { at: noon() + TimeDelta::hours(hours), what: "Kettle: boil".to_owned() };
        Box::pin(async { Some(tea) })
    });
    Scene::with(Options { clock: Clock::frozen_at(noon()), next_task: Some(next_task), ..Options::default() })
        .await
}

#[tokio::test]
async fn the_clock_is_held_until_what_is_due_is_done() {
    for (step, then) in [
        (json!({ "next": true }), "2026-03-12T16:00:00.000000+00:00"),
        (json!({ "advance_ms": 3_600_000 }), "2026-03-12T13:00:00.000000+00:00"),
        (json!({ "set": "2026-03-12T14:00:00Z" }), "2026-03-12T14:00:00.000000+00:00"),
    ] {
        let scene = with_busy_program(3).await;
        let moved = scene.post("/clock", step).await;
        assert_eq!(moved["now"], then);
        assert_eq!(moved["next"]["at"], "2026-03-12T16:00:00.000000+00:00", "it was asked until it was done");
    }
}

#[tokio::test]
async fn the_clock_is_held_while_the_program_answers_an_event() {
    let glances = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&glances);
    let is_busy: discord_emulator::IsBusy = Box::new(move || asked.fetch_add(1, Ordering::SeqCst) < 3);
    let options = Options { clock: Clock::frozen_at(noon()), is_busy: Some(is_busy), ..Options::default() };
    let scene = Scene::with(options).await;
    let moved = scene.post("/clock", json!({ "advance_ms": 60_000 })).await;
    assert_eq!(moved["now"], "2026-03-12T12:01:00.000000+00:00");
    assert!(glances.load(Ordering::SeqCst) > 3, "it was asked until it was done");
}

#[tokio::test]
async fn a_program_that_is_never_done_does_not_hold_the_clock_for_ever() {
    let scene = with_busy_program(usize::MAX).await;
    let moved = scene.post("/clock", json!({ "advance_ms": 60_000 })).await;
    assert_eq!(moved["now"], "2026-03-12T12:01:00.000000+00:00");
}

#[tokio::test]
async fn tours_are_given_as_they_were_supplied() {
    let text = |text: &str| Texts::from([("en".to_owned(), text.to_owned())]);
    let steps = vec![
        Step {
            text: text("Say hello"),
            target: Target::Command { command: "hello".to_owned(), options: serde_json::Map::new() },
        },
        Step { text: text("Wait"), target: Target::Clock { clock: Jump::Next } },
    ];
    let tour = Tour {
        id: "hello".to_owned(),
        title: text("Hello"),
        person: Some("ada".to_owned()),
        channel: None,
        steps,
    };
    let scene = Scene::with(Options { tours: vec![tour], ..Options::default() }).await;
    let (_, tours) = scene.control(Method::GET, "/tours", Value::Null).await;
    let expected = json!([{
        "id": "hello", "title": { "en": "Hello" }, "person": "ada", "channel": null,
        "steps": [
            { "text": { "en": "Say hello" }, "target": { "command": "hello", "options": {} } },
            { "text": { "en": "Wait" }, "target": { "clock": "next" } },
        ],
    }]);
    assert_eq!(tours, expected);
}

async fn guilds(client: &reqwest::Client, url: &str) -> Vec<String> {
    let world = client.get(format!("{url}/control/world")).send().await.unwrap();
    let world: Value = world.json().await.unwrap();
    world["guilds"].as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn a_program_stops_before_its_world_is_replaced_and_starts_after_it() {
    let (url, seen) = (Arc::new(OnceLock::<String>::new()), Arc::new(Mutex::new(Vec::new())));
    let (asked, sights) = (Arc::clone(&url), Arc::clone(&seen));
    let on_reset: discord_emulator::OnReset = Box::new(move |replace| {
        let (url, sights) = (asked.get().unwrap().clone(), Arc::clone(&sights));
        Box::pin(async move {
            let client = reqwest::Client::new();
            let before = guilds(&client, &url).await;
            replace();
            let after = guilds(&client, &url).await;
            sights.lock().unwrap().push((before, after));
            Ok(())
        })
    });
    let scene = Scene::with(Options { on_reset: Some(on_reset), ..Options::default() }).await;
    url.set(scene.emulator.url()).unwrap();
    scene.post("/world", json!({ "extend": true, "users": [{ "name": "gus" }] })).await;
    let (status, _) = scene.control(Method::POST, "/world", json!({ "guild": [] })).await;
    assert_eq!(status, 400);
    assert_eq!(*seen.lock().unwrap(), [], "nothing was replaced");
    scene.post("/world", json!({ "guilds": [{ "name": "Chess", "owner": "rook" }] })).await;
    assert_eq!(*seen.lock().unwrap(), [(vec!["Demo".to_owned()], vec!["Chess".to_owned()])]);
}

#[tokio::test]
async fn a_program_that_does_not_start_in_the_new_world_says_why() {
    let on_reset: discord_emulator::OnReset = Box::new(|replace| {
        replace();
        Box::pin(async { Err("the kettle is gone; buy one".to_owned()) })
    });
    let scene = Scene::with(Options { on_reset: Some(on_reset), ..Options::default() }).await;
    let (status, error) = scene.control(Method::POST, "/world", json!({ "seed": "empty" })).await;
    assert_eq!((status, error), (503, json!({ "error": "the kettle is gone; buy one" })));
    let (_, world) = scene.control(Method::GET, "/world", Value::Null).await;
    assert_eq!(world["guilds"], json!({}), "the world is there");
}

#[tokio::test]
async fn a_session_that_lost_its_connection_is_not_resumed_into_another_world() {
    let scene = Scene::new().await;
    let bot = scene.bot().await;
    scene.post("/gateway/faults", json!({ "drop": true })).await;
    scene.post("/world", json!({ "seed": "start" })).await;
    assert_eq!(scene.control(Method::GET, "/gateway", Value::Null).await.1["sessions"], json!([]));
    let mut again = Bot::connect(&scene).await;
    again.resume(scene.emulator.token(), &bot.session, bot.seq).await;
    assert_eq!(again.frame().await.unwrap(), json!({ "op": 9, "d": false }));
}

#[tokio::test]
async fn a_world_goes_back_to_its_start() {
    let chess = r#"{ "guilds": [{ "name": "Chess", "owner": "rook", "channels": [{ "name": "board" }] }] }"#;
    let world = WorldFile::from_json(chess).unwrap();
    let scene = Scene::with(Options { world, ..Options::default() }).await;
    let map = scene.post("/world", json!({ "seed": "demo" })).await;
    assert_eq!(map["guilds"]["Chess"], Value::Null);
    let map = scene.post("/world", json!({ "seed": "start" })).await;
    assert!(map["guilds"]["Chess"]["channels"]["board"].is_object(), "{map}");
    assert_eq!(map["guilds"]["Demo"], Value::Null);
}
