//! Commands, components, modals and their time limits.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::{Bot, Scene};

/// A scene with a connected bot and one command that takes an option of every kind that matters here.
async fn scene_with_command() -> (Scene, Bot) {
    let scene = Scene::new().await;
    let option = |kind: u8, name: &str, extra: Value| {
        let mut option = json!({ "type": kind, "name": name, "description": "An option" });
        option.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        option
    };
    scene
        .register(json!([
            { "name": "ping", "description": "Answers", "options": [
                option(3, "text", json!({ "min_length": 2, "max_length": 5 })),
                option(4, "number", json!({ "min_value": 1, "max_value": 9 })),
                option(6, "who", json!({})),
                option(7, "where", json!({ "channel_types": [0] })),
                option(3, "colour", json!({ "choices": [{ "name": "Red", "value": "r" }] })),
                option(3, "typed", json!({ "autocomplete": true })),
            ] },
            { "name": "admin", "description": "For few", "default_member_permissions": "32", "options": [
                { "type": 1, "name": "list", "description": "Lists", "options": [option(5, "all", json!({ "required": true }))] },
            ] },
        ]))
        .await;
    let bot = scene.bot().await;
    (scene, bot)
}

/// Uses `/ping` without waiting, and returns the interaction as the bot gets it.
async fn ping(scene: &Scene, bot: &mut Bot) -> Value {
    scene.post("/users/daan/commands", json!({ "channel": "general", "name": "ping", "wait": false })).await;
    bot.event("INTERACTION_CREATE").await
}

async fn outcome(scene: &Scene, interaction: &Value) -> Value {
    let path = format!("/interactions/{}?wait=true", interaction["id"].as_str().unwrap());
    scene.control(Method::GET, &path, Value::Null).await.1
}

fn original(scene: &Scene, interaction: &Value) -> String {
    let token = interaction["token"].as_str().unwrap();
    format!("/webhooks/{}/{token}/messages/@original", scene.emulator.application_id())
}

#[tokio::test]
async fn an_ephemeral_answer_is_seen_by_one_user_only() {
    let (scene, mut bot) = scene_with_command().await;
    let interaction = ping(&scene, &mut bot).await;
    let (status, _) =
        scene.answer(&interaction, json!({ "type": 4, "data": { "content": "pong", "flags": 64 } })).await;
    assert_eq!(status, 204);
    let outcome = outcome(&scene, &interaction).await;
    assert_eq!((&outcome["state"], &outcome["message"]["ephemeral"]), (&json!("answered"), &json!(true)));
    assert_eq!(bot.events_until_heartbeat().await, Vec::<String>::new());
    for (user, expected) in [("daan", 1), ("emma", 0)] {
        let path = format!("/users/{user}/channels/general/messages");
        let (_, seen) = scene.control(Method::GET, &path, Value::Null).await;
        assert_eq!(seen.as_array().unwrap().len(), expected, "{user}");
    }
}

#[tokio::test]
async fn three_seconds_are_three_seconds_on_the_clock() {
    let (scene, mut bot) = scene_with_command().await;
    let interaction = ping(&scene, &mut bot).await;
    scene.advance(3).await;
    let outcome = outcome(&scene, &interaction).await;
    assert_eq!(
        (&outcome["state"], &outcome["error"]),
        (&json!("failed"), &json!("The application did not respond"))
    );
    let (status, error) =
        scene.answer(&interaction, json!({ "type": 4, "data": { "content": "late" } })).await;
    assert_eq!((status, &error["code"]), (404, &json!(10062)));
}

#[tokio::test]
async fn a_deferred_answer_can_be_completed_for_fifteen_minutes() {
    let (scene, mut bot) = scene_with_command().await;
    let interaction = ping(&scene, &mut bot).await;
    scene.answer(&interaction, json!({ "type": 5 })).await;
    let (status, error) = scene.answer(&interaction, json!({ "type": 5 })).await;
    assert_eq!((status, &error["code"]), (400, &json!(40060)));
    scene.advance(14 * 60).await;
    let path = original(&scene, &interaction);
    let (status, _) = scene.api(Method::PATCH, &path, json!({ "content": "done" })).await;
    assert_eq!(status, 200);
    assert_eq!(outcome(&scene, &interaction).await["message"]["content"], "done");
    scene.advance(60).await;
    let (status, error) = scene.api(Method::PATCH, &path, json!({ "content": "late" })).await;
    assert_eq!((status, &error["code"]), (401, &json!(50027)));
}

#[tokio::test]
async fn the_first_follow_up_completes_a_deferral_and_the_next_ones_are_new() {
    let (scene, mut bot) = scene_with_command().await;
    let interaction = ping(&scene, &mut bot).await;
    scene.answer(&interaction, json!({ "type": 5, "data": { "flags": 64 } })).await;
    let path = original(&scene, &interaction).replace("/messages/@original", "");
    for content in ["first", "second"] {
        scene.api(Method::POST, &path, json!({ "content": content })).await;
    }
    let outcome = outcome(&scene, &interaction).await;
    assert_eq!(outcome["message"]["content"], "first");
    assert_eq!(outcome["message"]["ephemeral"], true);
    assert_eq!(outcome["followups"][0]["content"], "second");
}

#[tokio::test]
async fn a_button_changes_its_message_and_forged_ids_are_sent_only_by_force() {
    let (scene, mut bot) = scene_with_command().await;
    let button =
        json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Go", "custom_id": "go" }] }]);
    let message =
        scene.send_message(crate::scene::GENERAL, json!({ "content": "press", "components": button })).await;
    let press = |id: &str, force: bool| json!({ "channel": "general", "message": message, "custom_id": id, "force": force, "wait": false });
    let (status, _) = scene.control(Method::POST, "/users/daan/components", press("forged", false)).await;
    assert_eq!(status, 404);
    scene.post("/users/daan/components", press("forged", true)).await;
    assert_eq!(bot.event("INTERACTION_CREATE").await["data"]["custom_id"], "forged");
    scene.post("/users/daan/components", press("g*", false)).await;
    let interaction = bot.event("INTERACTION_CREATE").await;
    assert_eq!(interaction["message"]["id"], json!(message));
    scene
        .answer(&interaction, json!({ "type": 7, "data": { "content": "pressed", "components": [] } }))
        .await;
    let outcome = outcome(&scene, &interaction).await;
    assert_eq!((&outcome["updated"]["content"], outcome.get("message")), (&json!("pressed"), None));
    let (status, _) = scene.control(Method::POST, "/users/daan/components", press("go", false)).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_deferred_update_is_there_when_its_message_goes() {
    let (scene, mut bot) = scene_with_command().await;
    let button = json!([{ "type": 1, "components": [{ "type": 2, "style": 4, "label": "Delete", "custom_id": "x" }] }]);
    let message = scene
        .send_message(crate::scene::GENERAL, json!({ "content": "gone soon", "components": button }))
        .await;
    let press = json!({ "channel": "general", "custom_id": "x", "wait": false });
    scene.post("/users/daan/components", press).await;
    let interaction = bot.event("INTERACTION_CREATE").await;
    scene.answer(&interaction, json!({ "type": 6 })).await;
    let path = format!("/channels/{}/messages/{message}", crate::scene::GENERAL);
    assert_eq!(scene.api(Method::DELETE, &path, Value::Null).await.0, 204);
    assert_eq!(outcome(&scene, &interaction).await["state"], "answered");
}

#[tokio::test]
async fn a_deferred_update_without_a_change_is_answered() {
    let (scene, mut bot) = scene_with_command().await;
    let button =
        json!([{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Quiet", "custom_id": "q" }] }]);
    scene.send_message(crate::scene::GENERAL, json!({ "content": "stays", "components": button })).await;
    let press = json!({ "channel": "general", "custom_id": "q", "wait": false });
    scene.post("/users/daan/components", press).await;
    let interaction = bot.event("INTERACTION_CREATE").await;
    scene.answer(&interaction, json!({ "type": 6 })).await;
    let waited = outcome(&scene, &interaction);
    scene.advance(15 * 60).await;
    let outcome = waited.await;
    assert_eq!((&outcome["state"], outcome.get("updated")), (&json!("answered"), None));
}

#[tokio::test]
async fn a_modal_is_filled_in_as_its_fields_demand() {
    let (scene, mut bot) = scene_with_command().await;
    let interaction = ping(&scene, &mut bot).await;
    let input = json!({ "type": 4, "custom_id": "name", "label": "Name", "style": 1, "min_length": 3 });
    let modal =
        json!({ "custom_id": "m", "title": "M", "components": [{ "type": 1, "components": [input] }] });
    scene.answer(&interaction, json!({ "type": 9, "data": modal })).await;
    assert_eq!(outcome(&scene, &interaction).await["modal"]["title"], "M");
    for fields in [json!({}), json!({ "name": "x" }), json!({ "name": "long", "more": "x" })] {
        let body = json!({ "custom_id": "m", "fields": fields, "wait": false });
        assert_eq!(scene.control(Method::POST, "/users/daan/modals", body).await.0, 400, "{fields}");
    }
    let body = json!({ "custom_id": "m", "fields": { "name": "long" }, "wait": false });
    scene.post("/users/daan/modals", body).await;
    let submitted = bot.event("INTERACTION_CREATE").await;
    assert_eq!(
        (&submitted["type"], &submitted["data"]["components"][0]["components"][0]["value"]),
        (&json!(5), &json!("long"))
    );
}

#[tokio::test]
async fn autocomplete_gets_choices() {
    let (scene, mut bot) = scene_with_command().await;
    let body =
        json!({ "channel": "general", "name": "ping", "options": { "typed": "a" }, "focused": "typed" });
    let (answer, ()) = tokio::join!(scene.post("/users/daan/autocomplete", body), async {
        let interaction = bot.event("INTERACTION_CREATE").await;
        assert_eq!(interaction["type"], 4);
        let choices = json!([{ "name": "A", "value": "a" }]);
        scene.answer(&interaction, json!({ "type": 8, "data": { "choices": choices } })).await;
    });
    assert_eq!(answer["choices"], json!([{ "name": "A", "value": "a" }]));
}

#[tokio::test]
async fn options_are_refused_as_a_client_would() {
    let (scene, mut bot) = scene_with_command().await;
    let cases = [
        ("too short", json!({ "text": "x" })),
        ("too long", json!({ "text": "xxxxxx" })),
        ("out of range", json!({ "number": 10 })),
        ("not whole", json!({ "number": 1.5 })),
        ("no such user", json!({ "who": "nobody" })),
        ("a channel that the user does not see", json!({ "where": "staff" })),
        ("a channel of another type", json!({ "where": "lounge" })),
        ("no choice", json!({ "colour": "blue" })),
        ("unknown", json!({ "other": 1 })),
    ];
    for (name, options) in cases {
        let body = json!({ "channel": "general", "name": "ping", "options": options, "wait": false });
        let (status, error) = scene.control(Method::POST, "/users/daan/commands", body).await;
        assert_eq!(status, 400, "{name}: {error}");
    }
    let options = json!({ "text": "abc", "number": 9, "who": "emma", "where": "general", "colour": "Red" });
    let body = json!({ "channel": "general", "name": "ping", "options": options, "wait": false });
    scene.post("/users/daan/commands", body).await;
    let data = bot.event("INTERACTION_CREATE").await["data"].take();
    assert_eq!(data["options"][4]["value"], "r");
    assert_eq!(data["resolved"]["users"]["200000000000000005"]["username"], "emma");
    assert!(data["resolved"]["members"]["200000000000000005"]["permissions"].is_string());
}

#[tokio::test]
async fn commands_are_offered_to_those_who_may_use_them() {
    let (scene, mut bot) = scene_with_command().await;
    let body =
        json!({ "channel": "general", "name": "admin list", "options": { "all": true }, "wait": false });
    assert_eq!(scene.control(Method::POST, "/users/daan/commands", body.clone()).await.0, 404);
    scene.post("/users/ada/commands", body).await;
    let data = bot.event("INTERACTION_CREATE").await["data"].take();
    assert_eq!(data["options"][0]["options"][0]["value"], true);
    for (user, expected) in [("daan", 1), ("ada", 2)] {
        let path = format!("/users/{user}/guilds/Demo/commands");
        let (_, listed) = scene.control(Method::GET, &path, Value::Null).await;
        assert_eq!(listed.as_array().unwrap().len(), expected, "{user}");
    }
}

#[tokio::test]
async fn with_no_bot_connected_an_interaction_fails_at_once() {
    let scene = Scene::new().await;
    scene.register(json!([{ "name": "ping", "description": "Answers" }])).await;
    let outcome = scene.post("/users/daan/commands", json!({ "channel": "general", "name": "ping" })).await;
    assert_eq!(outcome["state"], "failed");
}

#[tokio::test]
async fn commands_are_listed_in_the_language_of_the_user() {
    let scene = Scene::new().await;
    let choices = json!([{ "name": "Red", "value": "r", "name_localizations": { "nl": "Rood" } }]);
    scene
        .register(json!([{
            "name": "remind", "description": "Reminds", "name_localizations": { "nl": "herinner" },
            "description_localizations": { "nl": "Herinnert" },
            "options": [{ "type": 3, "name": "colour", "description": "One", "choices": choices }],
        }]))
        .await;
    for (user, name, choice) in
        [("daan", json!("herinner"), json!("Rood")), ("emma", Value::Null, Value::Null)]
    {
        let path = format!("/users/{user}/guilds/Demo/commands");
        let (_, listed) = scene.control(Method::GET, &path, Value::Null).await;
        let seen = &listed[0]["options"][0]["choices"][0]["name_localized"];
        assert_eq!((&listed[0]["name_localized"], seen), (&name, &choice), "{user}");
    }
}

#[tokio::test]
async fn an_activity_is_launched_by_applications_that_have_one() {
    let (scene, mut bot) = scene_with_command().await;
    let interaction = ping(&scene, &mut bot).await;
    let (status, error) = scene.answer(&interaction, json!({ "type": 12 })).await;
    assert_eq!((status, &error["code"]), (400, &json!(50035)));
    scene.control(Method::PATCH, "/application", json!({ "flags": 565_248 | 1 << 17 })).await;
    assert_eq!(scene.answer(&interaction, json!({ "type": 12 })).await.0, 204);
    let outcome = outcome(&scene, &interaction).await;
    assert_eq!((&outcome["state"], outcome["activity"]["id"].is_string()), (&json!("answered"), true));
}
