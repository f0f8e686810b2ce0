//! Reminders over HTTP.

use e2e::{Scene, World, world::GUILD};
use guildhall::api::tokens::Scope;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const EMMA: &str = "200000000000000005";
const CHANNEL: &str = "500000000000000007";

fn path(rest: &str) -> String {
    format!("/api/guilds/{GUILD}/plugins/reminders{rest}")
}

/// A request with a token that may read and write reminders.
async fn call(world: &World, method: Method, rest: &str, body: Option<Value>) -> (StatusCode, Value) {
    let token = world.token(&["reminders"], &[Scope::Read, Scope::Write]).await;
    let mut request = world.api(method, &path(rest)).bearer_auth(token);
    if let Some(body) = body {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap_or(Value::Null))
}

fn body() -> Value {
    json!({ "name": "Stand-up", "channel_id": CHANNEL, "created_by": EMMA, "time": "14:00", "days": [0, 2] })
}

#[tokio::test]
async fn a_reminder_is_made_read_listed_replaced_and_deleted() {
    Scene::new()
        .play_on_both(async |world| {
            let (status, made) = call(world, Method::POST, "", Some(body())).await;
            assert_eq!(status, 201, "{made:#}");
            for (field, value) in [
                ("number", json!(1)),
                ("channel_id", json!(CHANNEL)),
                ("created_by", json!(EMMA)),
                ("days", json!([0, 2])),
            ] {
                assert_eq!(made[field], value, "{field}: ids are texts");
            }
            assert_eq!(call(world, Method::GET, "/1", None).await, (StatusCode::OK, made.clone()));
            for _ in 0..2 {
                call(world, Method::POST, "", Some(body())).await;
            }
            let (_, page) = call(world, Method::GET, "?limit=2", None).await;
            assert_eq!(
                (page["reminders"].as_array().map(Vec::len), &page["next"]),
                (Some(2), &json!(2)),
                "{page:#}"
            );
            let (_, rest) = call(world, Method::GET, "?limit=2&after=2", None).await;
            assert_eq!(
                (rest["reminders"][0]["number"].as_i64(), rest.get("next")),
                (Some(3), Some(&Value::Null)),
                "{rest:#}"
            );
            let other =
                json!({ "name": "Lunch", "channel_id": CHANNEL, "time": "12:30", "date": "2026-03-05" });
            let (status, replaced) = call(world, Method::PUT, "/1", Some(other)).await;
            assert_eq!(
                (status, &replaced["name"], &replaced["days"]),
                (StatusCode::OK, &json!("Lunch"), &json!([]))
            );
            assert_eq!(call(world, Method::DELETE, "/1", None).await.0, 204);
            assert_eq!(call(world, Method::GET, "/1", None).await.0, 404);
            world.user("ada").awaits("The API deleted it", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn a_repeated_request_with_one_key_has_its_effect_once() {
    Scene::new()
        .play_on_both(async |world| {
            let token = world.token(&["reminders"], &[Scope::Read, Scope::Write]).await;
            let send = async |body: Value| {
                let request = world
                    .api(Method::POST, &path(""))
                    .bearer_auth(&token)
                    .header("Idempotency-Key", "abc")
                    .json(&body);
                let response = request.send().await.unwrap();
                (response.status().as_u16(), response.json::<Value>().await.unwrap())
            };
            let first = send(body()).await;
            assert_eq!(first.0, 201);
            assert_eq!(send(body()).await, first);
            let mut other = body();
            other["name"] = json!("Other");
            let (status, problem) = send(other).await;
            assert!((409..=422).contains(&status), "another request under the same key: {problem:#}");
            let (_, page) = call(world, Method::GET, "", None).await;
            assert_eq!(page["reminders"].as_array().map(Vec::len), Some(1));
        })
        .await;
}

#[tokio::test]
async fn what_can_not_be_used_is_a_problem_that_names_the_field() {
    Scene::new()
        .play(async |world| {
            for (change, field) in [
                (json!({ "time": "25:00" }), "time"),
                (json!({ "days": [7] }), "days"),
                (json!({ "days": null, "date": "2026-02-30" }), "date"),
                (json!({ "channel_id": "1" }), "channel_id"),
                (json!({ "channel_id": 500_000_000_000_000_007_u64 }), "channel_id"),
                (json!({ "channel_id": "500000000000000009" }), "created_by"),
                (json!({ "created_by": "soon" }), "created_by"),
                (json!({ "lead_minutes": 4321 }), "lead_minutes"),
                (json!({ "message": "x".repeat(2001) }), "message"),
                (json!({ "colour": "red" }), "colour"),
                (json!({ "mention": { "type": "everyone" } }), "mention"),
                (json!({ "mention": { "type": "user", "id": "200000000000000999" } }), "mention.id"),
                (json!({ "mention": { "type": "role", "id": "400000000000000999" } }), "mention.id"),
                (json!({ "origin_channel_id": "999", "origin_message_id": "5" }), "origin_channel_id"),
                (json!({ "name": "\u{200b}\u{2060}" }), "name"),
            ] {
                let mut wrong = body();
                wrong.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
                let (status, problem) = call(world, Method::POST, "", Some(wrong)).await;
                assert_eq!(
                    (status.as_u16(), &problem["field"]),
                    (422, &json!(field)),
                    "{change}: {problem:#}"
                );
            }
            let (_, page) = call(world, Method::GET, "", None).await;
            assert_eq!(page["reminders"], json!([]));
        })
        .await;
}

#[tokio::test]
async fn one_reminder_too_many_is_a_problem_of_whose_it_is() {
    let one = format!(
        "{}\n[guilds.{GUILD}.plugins.reminders.settings]\nmax_active_per_member = 1\n",
        e2e::scene::CONFIG
    );
    Scene::new()
        .config(&one)
        .play(async |world| {
            assert_eq!(call(world, Method::POST, "", Some(body())).await.0, 201);
            let (status, problem) = call(world, Method::POST, "", Some(body())).await;
            assert_eq!((status.as_u16(), &problem["field"]), (422, &json!("created_by")), "{problem:#}");
        })
        .await;
}
