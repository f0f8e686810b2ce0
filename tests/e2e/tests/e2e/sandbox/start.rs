//! With which world and on which ports a sandbox starts, and what it refuses.

use serde_json::{Value, json};

use super::{Sandbox, sandbox, sandbox_on};

#[tokio::test]
async fn another_port_is_taken_where_the_usual_one_of_the_api_is_taken() {
    // Whoever has it, it is taken.
    let _taken = std::net::TcpListener::bind("127.0.0.1:8080");
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::run(sandbox_on(&[], folder.path()), folder).await;
    let http = sandbox.http().to_owned();
    assert!(!http.ends_with(":8080"), "{http}");
    let status = async || sandbox.client.get(format!("{http}/healthz")).send().await.unwrap().status();
    assert_eq!(status().await, 200);
    assert_eq!(sandbox.starts_over().await.0, 200);
    assert_eq!(status().await, 200, "it is where it was");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_world_file_that_is_wrong_is_refused_with_its_name_and_the_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("typo.json"), "{\n  \"guild\": []\n}").unwrap();
    let lost =
        r#"{ "guilds": [{ "name": "G", "owner": "o", "members": [{ "user": "m", "roles": ["X"] }] }] }"#;
    std::fs::write(folder.path().join("lost.json"), lost).unwrap();
    for (file, parts) in [
        ("typo.json", ["typo.json", "unknown field `guild`", "line 2"]),
        ("lost.json", ["lost.json", "no role \"X\"", "G"]),
        ("none.json", ["none.json", "can't be read", "name a JSON file"]),
    ] {
        let output = sandbox(&["--seed", file], folder.path()).output().await.unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    }
}

#[tokio::test]
async fn a_binary_that_cannot_validate_traffic_says_how_to_build_one_that_can() {
    let folder = tempfile::tempdir().unwrap();
    let output = sandbox(&["--openapi", "openapi.json"], folder.path()).output().await.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("--features conformance"), "{error}");
}

#[tokio::test]
async fn another_world_is_played_with_its_own_people() {
    let folder = tempfile::tempdir().unwrap();
    let guild = json!({ "name": "Chess", "owner": "rook", "channels": [{ "name": "board" }] });
    let world = json!({ "guilds": [guild] }).to_string();
    std::fs::write(folder.path().join("world.json"), world).unwrap();
    let sandbox = Sandbox::start_with(&["--seed", "world.json", "--no-open"], folder).await;
    let world = sandbox.get("world").await;
    assert!(world["guilds"]["Chess"]["channels"]["board"].is_object(), "{world:#}");
    assert_eq!(world["guilds"]["Demo"], Value::Null);
    let guild = world["guilds"]["Chess"]["id"].as_str().unwrap();
    let token = format!("guildhall token create --guild {guild} ");
    assert!(sandbox.greeting.contains(&token), "{}", sandbox.greeting);
}
