//! Authentication, authorization and rate limits.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{StatusCode, header},
};
use chrono::TimeDelta;

use super::{Answer, GUILD, OTHER_GUILD, Scene, path, rate, request};
use crate::api::{
    RateLimits, store,
    tokens::{self, Scope},
};

#[tokio::test]
async fn a_missing_a_malformed_and_an_unknown_token_are_401_with_a_challenge() {
    let scene = Scene::new().await;
    let unknown = format!("ghl_{}", "0".repeat(64));
    for (token, code) in [("", "missing_token"), ("x", "invalid_token"), (unknown.as_str(), "invalid_token")]
    {
        let answer = scene.get(&path("/7"), token).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::UNAUTHORIZED, code));
        assert!(answer.headers[header::WWW_AUTHENTICATE].to_str().expect("text").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn a_token_of_another_guild_is_403() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    let answer = scene.get(&format!("/api/guilds/{OTHER_GUILD}/plugins/sample/7"), &token).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "wrong_guild"));
}

#[tokio::test]
async fn reading_needs_the_scope_read_and_everything_else_write() {
    let scene = Scene::new().await;
    let (read, write) = (scene.token(&[Scope::Read], "r").await, scene.token(&[Scope::Write], "w").await);
    assert_eq!(scene.get(&path("/7"), &read).await.status, StatusCode::OK);
    assert_eq!(scene.get(&path("/7"), &write).await.code(), "missing_scope");
    let body = r#"{"name":"x"}"#;
    assert_eq!(scene.send(request("POST", &path(""), &write, body)).await.status, StatusCode::CREATED);
    let refused = scene.send(request("POST", &path(""), &read, body)).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "missing_scope"));
}

#[tokio::test]
async fn a_token_for_other_plugins_is_403() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    // As an operator's edit, or a token of a plugin that is no longer linked, would leave it.
    plugin_api::sql("UPDATE api_tokens SET plugins = 'tickets'").execute(&scene.db).await.expect("an update");
    let answer = scene.get(&path("/7"), &token).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "missing_scope"));
}

#[tokio::test]
async fn a_plugin_that_is_off_is_404_until_it_is_on() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    scene.switch_off(GUILD);
    let answer = scene.get(&path("/7"), &token).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "plugin_disabled"));
    scene.configure(super::ON);
    assert_eq!(scene.get(&path("/7"), &token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_revoked_token_is_401_from_the_next_request_on() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    assert_eq!(scene.get(&path("/7"), &token).await.status, StatusCode::OK);
    tokens::revoke(&scene.db, &scene.clock, "t").await.expect("it is in force");
    assert_eq!(scene.get(&path("/7"), &token).await.code(), "invalid_token");
}

#[tokio::test]
async fn the_last_use_is_kept_at_most_once_a_minute() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    let begin = scene.clock.now();
    let last_use = async || store::fetch_all(&scene.db).await.expect("rows")[0].last_used_at;
    assert_eq!(last_use().await, None);
    let mut seen = Vec::new();
    for _ in 0..3 {
        scene.get(&path("/7"), &token).await;
        seen.push(last_use().await.expect("used") - begin);
        scene.clock.advance(TimeDelta::seconds(40));
    }
    assert_eq!(seen, [0, 0, 80].map(TimeDelta::seconds));
}

#[tokio::test]
async fn a_token_that_calls_too_often_is_429_and_others_are_not() {
    let scene = Scene::with_limits(RateLimits::new(rate(1000, 1000), rate(1, 2))).await;
    let (busy, calm) = (scene.token(&[Scope::Read], "busy").await, scene.token(&[Scope::Read], "calm").await);
    let mut last = scene.get(&path("/7"), &busy).await;
    // One request a second is allowed again, so more than that in a second reach the limit.
    while last.status == StatusCode::OK {
        last = scene.get(&path("/7"), &busy).await;
    }
    assert_eq!((last.status, last.code()), (StatusCode::TOO_MANY_REQUESTS, "rate_limited"));
    assert_eq!(last.headers[header::RETRY_AFTER], "1");
    assert_eq!(scene.get(&path("/7"), &calm).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_that_calls_too_often_is_429_on_every_route_and_others_are_not() {
    let scene = Scene::with_limits(RateLimits::new(rate(1, 2), rate(1000, 1000))).await;
    let from = async |address: &str, path: &str| -> Answer {
        let mut request = request("GET", path, "", "");
        let peer: SocketAddr = address.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        scene.send(request).await
    };
    let own = path("/7");
    for route in ["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs/", "/nothing", &own] {
        // One request a second is allowed again, so more than that in a second reach the limit.
        let mut last = from("192.0.2.7:1", route).await;
        while last.status != StatusCode::TOO_MANY_REQUESTS {
            last = from("192.0.2.7:2", route).await;
        }
        assert_eq!(
            (last.code(), &last.headers[header::RETRY_AFTER]),
            ("rate_limited", &"1".parse().expect("a value"))
        );
    }
    assert_eq!(from("192.0.2.8:1", &own).await.code(), "missing_token");
}

#[tokio::test]
async fn a_path_without_a_guilds_id_is_400_with_the_parameter() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    for guild in ["0", "guild", "-1"] {
        let answer = scene.get(&format!("/api/guilds/{guild}/plugins/sample/7"), &token).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::BAD_REQUEST, "bad_request"));
        assert_eq!(answer.body["field"], "guild_id");
    }
}
