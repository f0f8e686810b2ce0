//! The HTTP side of the running host: who gets in, what everybody may see, and what the API says of itself.

use e2e::{Scene, World, world::GUILD};
use guildhall::api::tokens::{self, Scope, TokenCommand};
use plugin_api::chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const THING: &str = "/api/guilds/300000000000000001/plugins/probe/thing";

/// The status and the code of the problem, if it is one.
async fn call(world: &World, method: Method, path: &str, token: &str) -> (u16, Option<String>) {
    let response = world
        .api(method, path)
        .bearer_auth(token)
        .json(&json!({ "name": "x" }))
        .send()
        .await
        .expect("an answer");
    let status = response.status().as_u16();
    let is_problem = response.headers()["content-type"] == "application/problem+json";
    let body: Value = response.json().await.expect("JSON");
    (status, is_problem.then(|| body["code"].as_str().expect("a code").to_owned()))
}

async fn list(world: &World) -> String {
    let mut out = Vec::new();
    let (db, clock) = (world.host().db(), world.host().clock());
    tokens::run(TokenCommand::List, db, &world.runtime().registry, clock, &mut out).await.expect("a list");
    String::from_utf8(out).expect("text")
}

#[tokio::test]
async fn a_token_opens_what_it_names_until_it_is_revoked() {
    Scene::new()
        .play_on_both(async |world| {
            let token = world.token(&["probe"], &[Scope::Read]).await;
            assert!(list(world).await.contains("never"));
            let refused = |status, code: &str| (status, Some(code.to_owned()));
            let elsewhere = THING.replace(&GUILD.to_string(), "300000000000000009");
            let reminders = format!("/api/guilds/{GUILD}/plugins/reminders");
            assert_eq!(call(world, Method::GET, THING, &token).await, (200, None));
            assert_eq!(call(world, Method::PUT, THING, &token).await, refused(403, "missing_scope"));
            assert_eq!(call(world, Method::GET, &elsewhere, &token).await, refused(403, "wrong_guild"));
            assert_eq!(call(world, Method::GET, &reminders, &token).await, refused(403, "missing_scope"));
            assert_eq!(call(world, Method::GET, THING, "ghl_0").await, refused(401, "invalid_token"));
            world.advance(TimeDelta::minutes(5)).await;
            assert_eq!(call(world, Method::GET, THING, &token).await, (200, None));
            let used = list(world).await;
            assert!(used.contains("2026-03-02T11:05:00Z"), "{used}");

            let name = used.lines().nth(1).and_then(|line| line.split(' ').next()).expect("a name");
            tokens::revoke(world.host().db(), world.host().clock(), name).await.expect("it is in force");
            assert_eq!(call(world, Method::GET, THING, &token).await, refused(401, "invalid_token"));
        })
        .await;
}

#[tokio::test]
async fn every_route_of_every_linked_plugin_is_described() {
    Scene::new()
        .play(async |world| {
            let answer = world.api(Method::GET, "/api/openapi.json").send().await.expect("an answer");
            let description: Value = answer.json().await.expect("JSON");
            for entry in world.runtime().registry.iter() {
                let paths = entry.plugin.routes().into_parts().0.into_openapi().paths.paths;
                for path in paths.keys() {
                    let path = path.trim_end_matches('/');
                    let whole = format!("/api/guilds/{{guild_id}}/plugins/{}{path}", entry.id);
                    assert!(description["paths"][&whole].is_object(), "{whole} is not described");
                }
            }
            dangling(&description, &description);
        })
        .await;
}

/// Fails on a reference to a schema that is not there.
fn dangling(whole: &Value, part: &Value) {
    match part {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                let pointer = reference.trim_start_matches('#');
                assert!(whole.pointer(pointer).is_some(), "{reference} leads nowhere");
            }
            object.values().for_each(|value| dangling(whole, value));
        }
        Value::Array(items) => items.iter().for_each(|item| dangling(whole, item)),
        _ => {}
    }
}

#[tokio::test]
async fn health_metrics_and_the_docs_are_there_for_everybody() {
    Scene::new()
        .play(async |world| {
            let get = async |path: &str| {
                let answer = world.api(Method::GET, path).send().await.expect("an answer");
                (answer.status(), answer.text().await.expect("text"))
            };
            let (status, ready) = get("/readyz").await;
            assert_eq!(status, StatusCode::OK, "{ready}");
            let ready: Value = serde_json::from_str(&ready).expect("JSON");
            for check in ["database", "gateway", "config"] {
                assert_eq!(ready["checks"][check]["ready"], true, "{ready:#}");
            }
            assert_eq!(get("/healthz").await.0, StatusCode::OK);
            assert!(get("/api/docs").await.1.contains("swagger-ui"));
            let metrics = get("/metrics").await.1;
            assert!(
                metrics.contains("guildhall_jobs_waiting") && !metrics.contains(&GUILD.to_string()),
                "{metrics}"
            );
        })
        .await;
}
