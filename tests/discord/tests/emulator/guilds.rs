//! Roles, members, bans and their hierarchy; the audit log.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{GENERAL, GUILD, Scene};

const ADA: &str = "200000000000000001";
const BRAM: &str = "200000000000000002";
const FINN: &str = "200000000000000006";
/// The role above the bot's.
const ADMIN: &str = "400000000000000001";
/// Roles below it.
const STAFF: &str = "400000000000000003";
const MEMBER: &str = "400000000000000004";

/// Gives the bot's role exactly these permissions.
async fn grant(scene: &Scene, permissions: Value) {
    let path = format!("/guilds/{GUILD}/roles/Guildhall");
    let (status, answer) = scene.control(Method::PATCH, &path, json!({ "permissions": permissions })).await;
    assert_eq!(status, 200, "{answer}");
}

/// Status and code of a request in the demo guild.
async fn code(scene: &Scene, method: Method, path: &str, body: Value) -> (u16, u64) {
    let (status, answer) = scene.api(method, &format!("/guilds/{GUILD}{path}"), body).await;
    (status, answer["code"].as_u64().unwrap_or(0))
}

#[tokio::test]
async fn nobody_acts_on_those_above_them() {
    let scene = Scene::new().await;
    grant(
        &scene,
        json!(["MANAGE_ROLES", "KICK_MEMBERS", "BAN_MEMBERS", "MODERATE_MEMBERS", "MANAGE_NICKNAMES"]),
    )
    .await;
    let until = json!({ "communication_disabled_until": "2026-03-12T13:00:00Z" });
    let cases = [
        ("kick the owner", Method::DELETE, format!("/members/{ADA}"), Value::Null, (403, 50013)),
        ("ban the owner", Method::PUT, format!("/bans/{ADA}"), json!({}), (403, 50013)),
        ("time out the owner", Method::PATCH, format!("/members/{ADA}"), until.clone(), (403, 50013)),
        (
            "give a higher role",
            Method::PUT,
            format!("/members/{FINN}/roles/{ADMIN}"),
            Value::Null,
            (403, 50013),
        ),
        (
            "change a higher role",
            Method::PATCH,
            format!("/roles/{ADMIN}"),
            json!({ "name": "x" }),
            (403, 50013),
        ),
        ("give a lower role", Method::PUT, format!("/members/{FINN}/roles/{STAFF}"), Value::Null, (204, 0)),
        ("time out a member", Method::PATCH, format!("/members/{FINN}"), until, (200, 0)),
        (
            "a role that is not there",
            Method::PUT,
            format!("/members/{FINN}/roles/1"),
            Value::Null,
            (404, 10011),
        ),
        ("a member that is not there", Method::DELETE, "/members/1".to_owned(), Value::Null, (404, 10007)),
        ("ban a member", Method::PUT, format!("/bans/{FINN}"), json!({}), (204, 0)),
        ("unban them", Method::DELETE, format!("/bans/{FINN}"), Value::Null, (204, 0)),
        ("unban them again", Method::DELETE, format!("/bans/{FINN}"), Value::Null, (404, 10026)),
    ];
    for (name, method, path, body, expected) in cases {
        assert_eq!(code(&scene, method, &path, body).await, expected, "{name}");
    }
}

#[tokio::test]
async fn nobody_grants_what_they_lack() {
    let scene = Scene::new().await;
    grant(&scene, json!(["MANAGE_ROLES", "MANAGE_CHANNELS", "VIEW_CHANNEL"])).await;
    let role = |bits: &str| json!({ "name": "r", "permissions": bits });
    assert_eq!(code(&scene, Method::POST, "/roles", role("1024")).await.0, 200);
    assert_eq!(code(&scene, Method::POST, "/roles", role("8")).await, (403, 50013));
    let channel = |allow: &str| json!({ "name": "c", "permission_overwrites": [{ "id": MEMBER, "type": 0, "allow": allow, "deny": "0" }] });
    assert_eq!(code(&scene, Method::POST, "/channels", channel("1024")).await.0, 201);
    assert_eq!(code(&scene, Method::POST, "/channels", channel("4")).await, (403, 50013));
}

#[tokio::test]
async fn a_deleted_role_is_taken_from_members_and_overwrites() {
    let scene = Scene::new().await;
    grant(&scene, json!(["ADMINISTRATOR"])).await;
    assert_eq!(code(&scene, Method::DELETE, &format!("/roles/{STAFF}"), Value::Null).await, (204, 0));
    let (_, bram) = scene.api(Method::GET, &format!("/guilds/{GUILD}/members/{BRAM}"), Value::Null).await;
    assert_eq!(bram["roles"], json!([]));
    let (status, _) = scene.control(Method::GET, "/users/bram/channels/staff/messages", Value::Null).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn a_ban_removes_the_member_and_what_they_wrote_lately() {
    let scene = Scene::new().await;
    grant(&scene, json!(["BAN_MEMBERS"])).await;
    scene.post("/users/finn/messages", json!({ "channel": "general", "content": "old" })).await;
    scene.advance(120).await;
    scene.post("/users/finn/messages", json!({ "channel": "general", "content": "new" })).await;
    let mut bot = scene.bot().await;
    let body = json!({ "delete_message_seconds": 60 });
    assert_eq!(code(&scene, Method::PUT, &format!("/bans/{FINN}"), body).await, (204, 0));
    assert_eq!(
        bot.events_until_heartbeat().await,
        ["GUILD_BAN_ADD", "GUILD_MEMBER_REMOVE", "MESSAGE_DELETE"]
    );
    let (_, left) = scene.control(Method::GET, "/users/ada/channels/general/messages", Value::Null).await;
    assert_eq!(left[0]["content"], "old");
    let (status, _) =
        scene.control(Method::POST, &format!("/guilds/{GUILD}/members"), json!({ "user": "finn" })).await;
    assert_eq!(status, 403, "who is banned cannot join");
}

#[tokio::test]
async fn a_timed_out_member_only_reads() {
    let scene = Scene::new().await;
    let path = format!("/guilds/{GUILD}/members/finn");
    scene.control(Method::PATCH, &path, json!({ "timeout_until": "2026-03-12T12:10:00Z" })).await;
    let say = json!({ "channel": "general", "content": "hm" });
    let (status, _) = scene.control(Method::POST, "/users/finn/messages", say.clone()).await;
    assert_eq!(status, 403);
    let (status, _) = scene.control(Method::GET, "/users/finn/channels/general/messages", Value::Null).await;
    assert_eq!(status, 200);
    scene.advance(601).await;
    scene.post("/users/finn/messages", say).await;
}

#[tokio::test]
async fn the_audit_log_says_who_did_what_and_why() {
    let scene = Scene::new().await;
    grant(&scene, json!(["VIEW_AUDIT_LOG", "MANAGE_CHANNELS"])).await;
    let change = json!({ "topic": "x", "reason": "asked for", "as": "bram" });
    scene.control(Method::PATCH, &format!("/channels/{GENERAL}"), change).await;
    let (_, log) = scene.api(Method::GET, &format!("/guilds/{GUILD}/audit-logs?limit=1"), Value::Null).await;
    let entry = &log["audit_log_entries"][0];
    assert_eq!((&entry["user_id"], &entry["reason"]), (&json!(BRAM), &json!("asked for")));
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(11), &json!(GENERAL)));
    assert_eq!(entry["changes"][0]["key"], "topic");
    let none = format!("/guilds/{GUILD}/audit-logs?action_type=72");
    assert_eq!(scene.api(Method::GET, &none, Value::Null).await.1["audit_log_entries"], json!([]));
}

#[tokio::test]
async fn moved_roles_invites_and_emojis_are_in_the_audit_log() {
    let scene = Scene::new().await;
    grant(&scene, json!(["ADMINISTRATOR"])).await;
    let in_guild = |path: &str| format!("/guilds/{GUILD}{path}");
    let (_, role) = scene.api(Method::POST, &in_guild("/roles"), json!({ "name": "new" })).await;
    let place = |position: Value| json!([{ "id": role["id"], "position": position }]);
    for position in [json!(i64::MIN), json!(-1), json!(i64::MAX), json!("x")] {
        let refused = code(&scene, Method::PATCH, "/roles", place(position.clone())).await;
        assert_eq!(refused, (400, 50035), "{position}");
    }
    assert_eq!(code(&scene, Method::PATCH, "/roles", place(json!(2))).await, (200, 0));
    let (_, invite) = scene.api(Method::POST, &format!("/channels/{GENERAL}/invites"), json!({})).await;
    let (status, _) = scene
        .api(Method::DELETE, &format!("/invites/{}", invite["code"].as_str().unwrap()), Value::Null)
        .await;
    assert_eq!(status, 200);
    let image = json!({ "name": "wave", "image": "data:image/png;base64,AAAA" });
    let (_, emoji) = scene.api(Method::POST, &in_guild("/emojis"), image).await;
    let path = in_guild(&format!("/emojis/{}", emoji["id"].as_str().unwrap()));
    let (_, renamed) = scene.api(Method::PATCH, &path, json!({ "name": "hello" })).await;
    assert_eq!(renamed["name"], "hello");
    assert_eq!(scene.api(Method::DELETE, &path, Value::Null).await.0, 204);
    let (_, log) = scene.api(Method::GET, &in_guild("/audit-logs"), Value::Null).await;
    let entries = log["audit_log_entries"].as_array().unwrap();
    let seen: Vec<_> = entries.iter().map(|entry| entry["action_type"].as_u64().unwrap()).collect();
    assert_eq!(seen[..5], [62, 61, 60, 42, 40]);
    let moved = entries.iter().find(|entry| entry["target_id"] == role["id"]).unwrap();
    assert_eq!(moved["changes"], json!([{ "key": "position", "old_value": 1, "new_value": 2 }]));
}
