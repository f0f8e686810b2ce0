//! The clock's events, by whichever way it is moved.

use chrono::{TimeDelta, Utc};
use discord_emulator::Options;
use reqwest::Method;
use serde_json::json;

use crate::scene::Scene;

#[tokio::test]
async fn a_move_by_the_program_itself_is_published() {
    let scene = Scene::new().await;
    let mut daan = scene.listen("/users/daan/events").await;
    scene.emulator.clock().advance(TimeDelta::hours(1));
    let told = daan.event("clock").await;
    assert_eq!(told["clock"]["now"], "2026-03-12T13:00:00.000000+00:00");
    assert_eq!((&told["clock"]["frozen"], &told["clock"]["next"]), (&json!(true), &json!(null)));
}

#[tokio::test]
async fn two_windows_that_move_the_clock_at_once_both_move_it_and_agree() {
    let scene = Scene::new().await;
    let mut daan = scene.listen("/users/daan/events").await;
    let mut emma = scene.listen("/users/emma/events").await;
    let minute = || scene.post("/clock", json!({ "advance_ms": 60_000 }));
    tokio::join!(minute(), minute());
    for window in [&mut daan, &mut emma] {
        window
            .event_where("clock", |event| event["clock"]["now"] == "2026-03-12T12:02:00.000000+00:00")
            .await;
    }
}

#[tokio::test]
async fn the_end_of_a_time_out_is_published_while_the_clock_runs() {
    let scene = Scene::with(Options::default()).await;
    let mut daan = scene.listen("/users/daan/events").await;
    let until = json!({ "timeout_until": (Utc::now() + TimeDelta::seconds(2)).to_rfc3339() });
    let (status, answer) = scene.control(Method::PATCH, "/guilds/Demo/members/daan", until).await;
    assert_eq!(status, 200, "{answer}");
    daan.event("state").await;
    daan.event("state").await;
    scene.post("/users/daan/messages", json!({ "channel": "general", "content": "back" })).await;
}
