//! Injected faults, and the log that proves what reached the emulator.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, Scene};

const MESSAGES: &str = "/channels/*/messages";

async fn add_fault(scene: &Scene, effect: Value) {
    let fault = json!({ "match": { "method": "POST", "path": MESSAGES }, "effect": effect });
    scene.post("/faults", fault).await;
}

async fn send(scene: &Scene) -> reqwest::Result<(u16, Value)> {
    scene.try_api(Method::POST, &format!("/channels/{GENERAL}/messages"), json!({ "content": "x" })).await
}

async fn count(scene: &Scene) -> usize {
    let (_, seen) = scene.control(Method::GET, "/users/daan/channels/general/messages", Value::Null).await;
    seen.as_array().unwrap().len()
}

#[tokio::test]
async fn a_fault_takes_effect_once_and_says_whether_the_request_did() {
    let cases = [
        ("a status", json!({ "status": 500 }), Some(500), 0),
        ("a rate limit", json!({ "retry_after": 1.5 }), Some(429), 0),
        ("a closed connection", json!({ "drop": true }), None, 0),
        ("a reset connection", json!({ "reset": true }), None, 0),
        ("a lost response", json!({ "lose_response": true }), None, 1),
    ];
    for (name, effect, status, sent) in cases {
        let scene = Scene::new().await;
        add_fault(&scene, effect).await;
        let answer = send(&scene).await;
        assert_eq!(answer.ok().map(|(status, _)| status), status, "{name}");
        assert_eq!(count(&scene).await, sent, "{name}");
        let (_, requests) = scene.control(Method::GET, "/requests?method=POST", Value::Null).await;
        assert_eq!(requests[0]["status"] == 200, sent == 1, "{name}: {requests}");
        assert_eq!(send(&scene).await.unwrap().0, 200, "{name}");
    }
}

#[tokio::test]
async fn a_delay_is_on_the_emulators_clock() {
    let scene = std::sync::Arc::new(Scene::new().await);
    add_fault(&scene, json!({ "delay_ms": 60_000 })).await;
    let sending = tokio::spawn({
        let scene = scene.clone();
        async move { send(&scene).await }
    });
    // The request is in the log as soon as it has arrived, unanswered.
    loop {
        let (_, requests) = scene.control(Method::GET, "/requests?method=POST", Value::Null).await;
        if requests.as_array().is_some_and(|list| !list.is_empty()) {
            assert_eq!(requests[0]["status"], Value::Null);
            break;
        }
    }
    assert_eq!(count(&scene).await, 0);
    scene.advance(60).await;
    assert_eq!(sending.await.unwrap().unwrap().0, 200);
    assert_eq!(count(&scene).await, 1);
}

#[tokio::test]
async fn strict_limits_answer_429_after_five_messages() {
    let scene = Scene::new().await;
    scene.post("/limits", json!({ "strict": true })).await;
    for _ in 0..5 {
        assert_eq!(send(&scene).await.unwrap().0, 200);
    }
    let (status, error) = send(&scene).await.unwrap();
    assert_eq!((status, &error["retry_after"]), (429, &json!(5.0)));
    scene.advance(5).await;
    assert_eq!(send(&scene).await.unwrap().0, 200);
}

#[tokio::test]
async fn what_no_clock_or_server_can_do_is_refused() {
    let scene = Scene::new().await;
    let clock = [
        json!({ "advance_ms": i64::MAX }),
        json!({ "advance_ms": i64::MIN }),
        json!({ "set": "1900-01-01T00:00:00Z" }),
        json!({ "set": "2150-01-01T00:00:00Z", "advance_ms": 200_000_000_000_i64 }),
    ];
    for body in clock {
        let (status, answer) = scene.control(Method::POST, "/clock", body.clone()).await;
        assert!(status == 400 && answer["error"].is_string(), "{body}: {answer}");
    }
    for effect in [json!({ "status": 99 }), json!({ "retry_after": -1 }), json!({ "retry_after": 1e300 })] {
        let (status, _) = scene.control(Method::POST, "/faults", json!({ "effect": effect })).await;
        assert_eq!(status, 400, "{effect}");
    }
}
