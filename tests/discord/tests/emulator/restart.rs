//! Replacing the world: what ends with it, and what stays.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, Scene};

const HUSH: &str = r#"[{ "name": "hush", "description": "d" }]"#;

async fn start_over(scene: &Scene) {
    scene.post("/world", json!({ "seed": "start" })).await;
}

#[tokio::test]
async fn a_wait_for_an_answer_ends_when_none_will_come() {
    let scene = Scene::new().await;
    scene.register(serde_json::from_str(HUSH).unwrap()).await;
    let mut bot = scene.bot().await;
    let waits = scene.post("/users/daan/commands", json!({ "channel": "general", "name": "hush" }));
    let restarts = async {
        bot.event("INTERACTION_CREATE").await;
        start_over(&scene).await;
    };
    let both = async { tokio::join!(waits, restarts).0 };
    let outcome =
        tokio::time::timeout(std::time::Duration::from_secs(10), both).await.expect("nobody waits on");
    assert_eq!(
        (&outcome["state"], &outcome["error"]),
        (&json!("failed"), &json!("This interaction failed")),
        "{outcome}"
    );
    assert!(outcome["interaction"].is_string() && outcome["followups"] == json!([]), "{outcome}");
}

#[tokio::test]
async fn no_armed_fault_or_count_reaches_into_the_new_world() {
    let scene = Scene::new().await;
    let everything = json!({ "permissions": ["ADMINISTRATOR"] });
    scene.control(Method::PATCH, "/guilds/Demo/roles/Guildhall", everything).await;
    let (_, invite) = scene.api(Method::POST, &format!("/channels/{GENERAL}/invites"), json!({})).await;
    let code = invite["code"].as_str().unwrap();
    scene.control(Method::PATCH, "/application", json!({ "flags": 0 })).await;
    scene.post("/gateway/faults", json!({ "lose": "MESSAGE_CREATE" })).await;
    scene.post("/faults", json!({ "effect": { "status": 500 } })).await;

    // What is only added to disarms nothing.
    scene.post("/world", json!({ "extend": true })).await;
    let (_, armed) = scene.control(Method::GET, "/faults", Value::Null).await;
    assert_eq!(armed.as_array().unwrap().len(), 1, "{armed}");
    let (_, gateway) = scene.control(Method::GET, "/gateway", Value::Null).await;
    assert_eq!(gateway["faults"], 1);

    start_over(&scene).await;
    assert_eq!(scene.control(Method::GET, "/faults", Value::Null).await, (200, json!([])));
    let (_, gateway) = scene.control(Method::GET, "/gateway", Value::Null).await;
    assert_eq!(gateway["faults"], 0);
    assert_eq!(scene.api(Method::GET, &format!("/invites/{code}"), Value::Null).await.0, 404);
    let (_, map) = scene.control(Method::GET, "/world", Value::Null).await;
    assert_eq!(map["application"]["flags"], 565_248);
}

#[tokio::test]
async fn the_commands_of_a_day_are_counted_again_and_the_log_stays() {
    let scene = Scene::new().await;
    scene.post("/limits", json!({ "strict": true })).await;
    let batch = |round: u8| -> Value {
        (0..100).map(|n| json!({ "name": format!("c{round}-{n}"), "description": "d" })).collect()
    };
    scene.register(batch(1)).await;
    scene.register(batch(2)).await;
    start_over(&scene).await;
    scene.register(batch(3)).await;
    let (_, limits) = scene.control(Method::GET, "/limits", Value::Null).await;
    assert_eq!(limits["strict"], true);
    let (_, requests) = scene.control(Method::GET, "/requests", Value::Null).await;
    assert_eq!(requests.as_array().unwrap().len(), 3);
}
