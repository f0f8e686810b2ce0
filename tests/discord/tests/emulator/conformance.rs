//! The emulator's answers against Discord's own description of its API, if that file is there.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use discord_emulator::Options;
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, GUILD, Scene};

const FINN: &str = "200000000000000006";
const FORUM: u8 = 15;

/// The document beside the repository, or where `DISCORD_OPENAPI` says.
fn openapi() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/discord-openapi.json");
    let path = std::env::var_os("DISCORD_OPENAPI").map_or_else(beside, PathBuf::from);
    if !path.exists() {
        // Straight to the terminal: the test runner hides what a passing test prints.
        let line = "*** THE EMULATOR IS NOT VALIDATED: set DISCORD_OPENAPI to Discord's openapi.json ***";
        let _ = writeln!(std::io::stderr(), "\n{line}\n");
        return None;
    }
    Some(path)
}

/// Requests in order; each may use the id in the answer to the one before as `{id}` and that of the first as `{first}`.
async fn run_requests(scene: &Scene, steps: Vec<(Method, &str, Value)>) {
    let (mut first, mut last) = (None, String::new());
    for (method, path, body) in steps {
        let path = path
            .replace("{guild}", GUILD)
            .replace("{general}", GENERAL)
            .replace("{first}", first.as_deref().unwrap_or_default())
            .replace("{id}", &last);
        let (status, answer) = scene.api(method.clone(), &path, body).await;
        assert!(status < 300, "{method} {path}: {status} {answer}");
        if let Some(id) = answer["id"].as_str() {
            id.clone_into(&mut last);
            first.get_or_insert_with(|| last.clone());
        }
    }
}

#[tokio::test]
async fn every_answer_is_as_discord_describes_it() {
    let Some(openapi) = openapi() else { return };
    let scene = Scene::with(Options { openapi: Some(openapi), ..Options::default() }).await;
    let role = format!("/guilds/{GUILD}/roles/Guildhall");
    scene.control(Method::PATCH, &role, json!({ "permissions": ["ADMINISTRATOR"] })).await;
    for steps in [readings(), messages(), channels(), threads(), people(), guild_settings(), commands()] {
        run_requests(&scene, steps).await;
    }
    refusals(&scene).await;
    let (_, findings) = scene.control(Method::GET, "/findings", Value::Null).await;
    assert_eq!(findings, json!([]), "{findings:#}");
}

#[tokio::test]
async fn a_finding_is_published_when_it_is_made() {
    let Some(openapi) = openapi() else { return };
    let scene = Scene::with(Options { openapi: Some(openapi), ..Options::default() }).await;
    let mut wire = scene.listen("/users/ada/events?wire=true").await;
    scene.api(Method::GET, "/users/@me?colour=red", Value::Null).await;
    let finding = wire.event("finding").await["finding"].take();
    assert_eq!((&finding["path"], &finding["direction"]), (&json!("/users/@me"), &json!("request")));
    assert!(finding["errors"][0].as_str().unwrap().contains("colour"), "{finding}");
}

fn get(path: &str) -> (Method, &str, Value) {
    (Method::GET, path, Value::Null)
}

fn put(path: &str) -> (Method, &str, Value) {
    (Method::PUT, path, Value::Null)
}

fn delete(path: &str) -> (Method, &str, Value) {
    (Method::DELETE, path, Value::Null)
}

fn post(path: &str, body: Value) -> (Method, &str, Value) {
    (Method::POST, path, body)
}

fn patch(path: &str, body: Value) -> (Method, &str, Value) {
    (Method::PATCH, path, body)
}

fn readings() -> Vec<(Method, &'static str, Value)> {
    [
        "/gateway",
        "/gateway/bot",
        "/users/@me",
        "/users/200000000000000006",
        "/users/@me/guilds",
        "/users/@me/guilds/{guild}/member",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/voice/regions",
        "/guilds/{guild}",
        "/guilds/{guild}?with_counts=true",
        "/guilds/{guild}/preview",
        "/guilds/{guild}/channels",
        "/guilds/{guild}/roles",
        "/guilds/{guild}/roles/member-counts",
        "/guilds/{guild}/members?limit=100",
        "/guilds/{guild}/members/search?query=fi&limit=5",
        "/guilds/{guild}/members/200000000000000006",
        "/guilds/{guild}/emojis",
        "/guilds/{guild}/stickers",
        "/guilds/{guild}/integrations",
        "/guilds/{guild}/scheduled-events",
        "/guilds/{guild}/threads/active",
        "/channels/{general}",
    ]
    .map(get)
    .to_vec()
}

fn messages() -> Vec<(Method, &'static str, Value)> {
    let buttons = json!([{ "type": 1, "components": [
        { "type": 2, "style": 1, "label": "x", "custom_id": "x", "emoji": { "name": "👍" } },
        { "type": 2, "style": 5, "label": "y", "url": "https://example.org" },
    ] }, { "type": 1, "components": [
        { "type": 3, "custom_id": "s", "options": [{ "label": "a", "value": "a" }] },
    ] }, { "type": 1, "components": [{ "type": 5, "custom_id": "u" }] }]);
    let embed = json!({
        "title": "t", "description": "d", "url": "https://example.org", "color": 255, "timestamp": "2026-03-12T12:00:00Z",
        "author": { "name": "a", "icon_url": "https://example.org/a.png" }, "footer": { "text": "f" },
        "fields": [{ "name": "n", "value": "v", "inline": true }], "image": { "url": "https://example.org/i.png" },
    });
    let new = json!([{ "type": 17, "components": [
        { "type": 10, "content": "text" }, { "type": 14 },
        { "type": 12, "items": [{ "media": { "url": "https://example.org/i.png" } }] },
    ] }]);
    let reply = json!({ "content": "<@200000000000000006>", "message_reference": { "message_id": null } });
    vec![
        post(
            "/channels/{general}/messages",
            json!({ "content": "x", "embeds": [embed], "components": buttons, "nonce": "1" }),
        ),
        patch("/channels/{general}/messages/{id}", json!({ "content": "y" })),
        get("/channels/{general}/messages/{id}"),
        put("/channels/{general}/messages/{id}/reactions/%F0%9F%91%8D/@me"),
        get("/channels/{general}/messages/{id}/reactions/%F0%9F%91%8D"),
        put("/channels/{general}/messages/pins/{id}"),
        get("/channels/{general}/messages/pins"),
        get("/channels/{general}/pins"),
        delete("/channels/{general}/messages/{id}/reactions"),
        delete("/channels/{general}/messages/pins/{id}"),
        post("/channels/{general}/messages", json!({ "flags": 1 << 15, "components": new })),
        post("/channels/{general}/messages", json!({ "content": reply["content"] })),
        get("/channels/{general}/messages?limit=50"),
        post("/channels/{general}/typing", Value::Null),
        delete("/channels/{general}/messages/{id}"),
        post("/channels/500000000000000004/messages", json!({ "content": "news" })),
        post("/channels/500000000000000004/messages/{id}/crosspost", Value::Null),
        post("/users/@me/channels", json!({ "recipient_id": FINN })),
        post("/channels/{id}/messages", json!({ "content": "psst" })),
    ]
}

fn channels() -> Vec<(Method, &'static str, Value)> {
    let overwrite = json!({ "type": 0, "allow": "1024", "deny": "0" });
    vec![
        post("/guilds/{guild}/channels", json!({ "name": "c", "type": 4 })),
        post("/guilds/{guild}/channels", json!({ "name": "t", "parent_id": null, "topic": "x" })),
        patch("/channels/{id}", json!({ "name": "u", "rate_limit_per_user": 5 })),
        (Method::PUT, "/channels/{id}/permissions/400000000000000004", overwrite),
        get("/channels/{id}"),
        delete("/channels/{id}/permissions/400000000000000004"),
        delete("/channels/{id}"),
        post("/guilds/{guild}/channels", json!({ "name": "v", "type": 2 })),
        (Method::PATCH, "/guilds/{guild}/channels", json!([{ "id": GENERAL, "position": 1 }])),
        post("/channels/{general}/webhooks", json!({ "name": "hook" })),
        get("/webhooks/{id}"),
        patch("/webhooks/{id}", json!({ "name": "hook two" })),
        get("/channels/{general}/webhooks"),
        get("/guilds/{guild}/webhooks"),
        delete("/webhooks/{id}"),
        post("/channels/{general}/invites", json!({})),
        get("/channels/{general}/invites"),
        get("/guilds/{guild}/invites"),
    ]
}

fn threads() -> Vec<(Method, &'static str, Value)> {
    vec![
        post("/channels/{general}/messages", json!({ "content": "x" })),
        post("/channels/{general}/messages/{id}/threads", json!({ "name": "t" })),
        post("/channels/{first}/messages", json!({ "content": "in it" })),
        get("/channels/{first}/messages"),
        put("/channels/{first}/thread-members/200000000000000006"),
        get("/channels/{first}/thread-members"),
        get("/channels/{first}/thread-members/200000000000000006?with_member=true"),
        delete("/channels/{first}/thread-members/200000000000000006"),
        get("/guilds/{guild}/threads/active"),
        patch("/channels/{first}", json!({ "archived": true })),
        get("/channels/{general}/threads/archived/public"),
        post("/channels/{general}/threads", json!({ "name": "p", "type": 12 })),
        get("/channels/{general}/threads/archived/private"),
        post("/guilds/{guild}/channels", json!({ "name": "f", "type": FORUM })),
        post("/channels/{id}/threads", json!({ "name": "post", "message": { "content": "first" } })),
        get("/guilds/{guild}/channels"),
    ]
}

fn people() -> Vec<(Method, &'static str, Value)> {
    let until = json!({ "nick": "F", "communication_disabled_until": null });
    vec![
        post("/guilds/{guild}/roles", json!({ "name": "r", "permissions": "1024", "color": 255 })),
        patch("/guilds/{guild}/roles/{id}", json!({ "hoist": true })),
        get("/guilds/{guild}/roles/{id}"),
        put("/guilds/{guild}/members/200000000000000006/roles/{id}"),
        patch("/guilds/{guild}/members/200000000000000006", until),
        delete("/guilds/{guild}/members/200000000000000006/roles/{first}"),
        delete("/guilds/{guild}/roles/{first}"),
        patch("/guilds/{guild}/members/@me", json!({ "nick": "Bot" })),
        (Method::PUT, "/guilds/{guild}/bans/200000000000000006", json!({})),
        get("/guilds/{guild}/bans"),
        get("/guilds/{guild}/bans/200000000000000006"),
        delete("/guilds/{guild}/bans/200000000000000006"),
        post("/guilds/{guild}/bulk-ban", json!({ "user_ids": [FINN] })),
        delete("/guilds/{guild}/members/200000000000000005"),
        get("/guilds/{guild}/audit-logs?limit=100"),
    ]
}

fn guild_settings() -> Vec<(Method, &'static str, Value)> {
    let image = "data:image/png;base64,iVBORw0KGgo=";
    vec![
        patch("/guilds/{guild}", json!({ "description": "d" })),
        post("/guilds/{guild}/emojis", json!({ "name": "smile", "image": image })),
        get("/guilds/{guild}/emojis/{id}"),
        delete("/guilds/{guild}/emojis/{id}"),
    ]
}

fn commands() -> Vec<(Method, &'static str, Value)> {
    let options = json!([
        { "type": 3, "name": "text", "description": "d", "required": true, "max_length": 10 },
        { "type": 4, "name": "number", "description": "d", "choices": [{ "name": "one", "value": 1 }] },
        { "type": 7, "name": "where", "description": "d", "channel_types": [0] },
    ]);
    let nested = json!([{ "type": 1, "name": "sub", "description": "d", "options": options }]);
    let all = json!([
        { "name": "plain", "description": "d", "options": options, "default_member_permissions": "32" },
        { "name": "nested", "description": "d", "options": nested, "name_localizations": { "nl": "genest" } },
        { "name": "Report", "type": 3 },
    ]);
    vec![
        (Method::PUT, "/applications/100000000000000001/guilds/{guild}/commands", all.clone()),
        get("/applications/100000000000000001/guilds/{guild}/commands?with_localizations=true"),
        (Method::PUT, "/applications/100000000000000001/commands", all),
        post("/applications/100000000000000001/commands", json!({ "name": "one", "description": "d" })),
        get("/applications/100000000000000001/commands/{id}"),
        patch("/applications/100000000000000001/commands/{id}", json!({ "description": "e" })),
        delete("/applications/100000000000000001/commands/{id}"),
    ]
}

/// Errors have bodies that are described too.
async fn refusals(scene: &Scene) {
    let button = json!({ "type": 2, "style": 1, "label": "x", "custom_id": "twice" });
    let row = json!({ "type": 1, "components": [button, button] });
    let cases = [
        (Method::GET, "/channels/1".to_owned(), Value::Null, 404),
        (Method::POST, format!("/channels/{GENERAL}/messages"), json!({ "content": "" }), 400),
        (Method::PATCH, format!("/guilds/{GUILD}/members/1"), json!({ "nick": "x" }), 404),
        (Method::POST, format!("/channels/{GENERAL}/messages"), json!({ "components": [row] }), 400),
    ];
    for (method, path, body, expected) in cases {
        let (status, answer) = scene.api(method, &path, body).await;
        assert_eq!(status, expected, "{path}: {answer}");
    }
    let limit = json!({ "match": { "path": "/users/@me" }, "effect": { "retry_after": 0.1 } });
    scene.post("/faults", limit).await;
    assert_eq!(scene.api(Method::GET, "/users/@me", Value::Null).await.0, 429);
}
