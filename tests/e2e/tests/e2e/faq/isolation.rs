//! Two guilds whose entries and questions have the same numbers: neither sees or changes anything of the other.

use e2e::{Outcome, Scene, World};
use guildhall::api::tokens::Scope;
use plugin_api::serenity::GuildId;
use reqwest::Method;
use serde_json::{Value, json};

use super::{add, config, is_added};

const OTHER: GuildId = GuildId::new(300_000_000_000_000_002);

/// Ada is admin of both.
async fn there(world: &World, what: &str, mut body: Value) -> Outcome {
    body["guild"] = json!("Other");
    body["channel"] = json!("hall");
    Outcome(world.post(&format!("users/ada/{what}"), body).await)
}

async fn slash_there(world: &World, name: &str, options: Value) -> Outcome {
    there(world, "commands", json!({ "name": name, "options": options })).await
}

/// Entry #1, a draft #2 and question #1 in each guild.
async fn furnish(world: &World) {
    is_added(world, "How do I join the demo?", "Demo words.").await;
    let category = json!({ "category": "Demo heading" });
    assert!(add(world, "The demo draft", "Demo words.", category).await.whisper().contains("is added"));
    let take_back = json!({ "entry": "2", "published": false });
    let _ = world.user("ada").slash("faq publish", take_back.clone(), "general").await;
    let ask = json!({ "question": "may giraffes swim in the zoo of the demo" });
    let _ = world.user("ada").slash("faq search", ask, "general").await.whisper();

    for (title, category) in [("How do I join the other?", ""), ("The other draft", "Other heading")] {
        let _ = slash_there(world, "faq add", json!({})).await.modal();
        let fields = json!({ "title": title, "text": "Other words.", "category": category });
        let added = world.user("ada").submit(fields).await;
        assert!(added.whisper().contains("is added"), "{added}");
    }
    let _ = slash_there(world, "faq publish", take_back).await;
    let ask = json!({ "question": "may giraffes swim in that other zoo" });
    let _ = slash_there(world, "faq search", ask).await.whisper();
}

fn is_of_there(what: &str, said: &str) {
    assert!(!said.to_lowercase().contains("demo"), "{what}: {said}");
    assert!(said.to_lowercase().contains("other"), "{what}: {said}");
}

async fn commands_there(world: &World) {
    for (name, options) in [
        ("faq list", json!({})),
        ("faq list", json!({ "category": "Other heading" })),
        ("faq view", json!({ "entry": "1" })),
        ("faq view", json!({ "entry": "join" })),
        ("faq search", json!({ "question": "how do I join" })),
        ("faq history", json!({ "entry": "1" })),
        ("faq gaps", json!({})),
        ("faq remove", json!({ "entry": "1" })),
    ] {
        is_of_there(name, &slash_there(world, name, options).await.whisper());
    }
    is_of_there("edit", &slash_there(world, "faq edit", json!({ "entry": "1" })).await.modal().to_string());
    for (name, option, typed) in
        [("faq view", "entry", "join"), ("faq view", "entry", ""), ("faq list", "category", "")]
    {
        let body = json!({ "name": name, "options": { option: typed }, "focused": option });
        is_of_there(name, &there(world, "autocomplete", body).await.choices().join(" "));
    }
}

async fn buttons_there(world: &World) {
    let ada = world.user("ada");
    let shown = slash_there(world, "faq view", json!({ "entry": "1" })).await;
    let shown = shown.message();
    for id in ["faq:edit:1", "faq:restore:1:1", "faq:gap_add:1"] {
        is_of_there(id, &ada.force(shown, id).await.modal().to_string());
    }
    for id in ["faq:remove:1", "faq:history:1:0", "faq:list::0", "faq:gaps:0"] {
        is_of_there(id, &ada.force(shown, id).await.text());
    }
    let list = slash_there(world, "faq list", json!({})).await;
    is_of_there("open", &world.user("ada").choose(list.message(), "faq:open", "1").await.whisper());
    let history = slash_there(world, "faq history", json!({ "entry": "1" })).await;
    let old = world.user("ada").choose(history.message(), "faq:revision:1", "1").await;
    is_of_there("revision", &old.whisper());
    let gaps = slash_there(world, "faq gaps", json!({})).await;
    is_of_there("gap", &world.user("ada").choose(gaps.message(), "faq:gap", "1").await.whisper());
}

async fn routes_there(world: &World) {
    let token = world.token_of(OTHER, &["faq"], &[Scope::Read]).await;
    for rest in ["", "/1", "/2", "?drafts=true", "/search?q=how+do+I+join", "/export.csv"] {
        let path = format!("/api/guilds/{OTHER}/plugins/faq{rest}");
        let answer = world.api(Method::GET, &path).bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{rest}");
        is_of_there(rest, &answer.text().await.unwrap());
    }
    for rest in ["", "?q=how+do+I+join"] {
        let page = world.api(Method::GET, &format!("/guilds/{OTHER}/faq{rest}")).send().await.unwrap();
        is_of_there(rest, &page.text().await.unwrap());
    }
}

/// Changes and removes all there is in the other guild.
async fn upset_there(world: &World) {
    let ada = world.user("ada");
    let shown = slash_there(world, "faq view", json!({ "entry": "1" })).await;
    let shown = shown.message();
    let _ = ada.force(shown, "faq:edit:1").await.modal();
    assert!(ada.submit(json!({ "text": "Yet other words." })).await.whisper().contains("is saved"));
    assert!(ada.force(shown, "faq:unpublish:1:2").await.text().contains("draft again"));
    assert!(ada.force(shown, "faq:remove_yes:1:3").await.text().contains("is removed"));
    assert!(ada.force(shown, "faq:gap_drop:1").await.text().contains("is deleted"));
}

#[tokio::test]
async fn what_has_the_same_number_in_another_guild_is_neither_seen_nor_touched() {
    let other = json!({
        "guilds": [{ "id": OTHER.to_string(), "name": "Other", "owner": "ada",
            "channels": [{ "id": "500000000000000099", "name": "hall" }],
            "members": [{ "user": "ada" }, { "user": "emma" }] }]
    });
    let both = format!(
        "{}\n[guilds.{OTHER}.plugins.faq.settings]\npublic_page = true\n",
        config("public_page = true")
    );
    Scene::new()
        .config(&both)
        .with(other)
        .play_on_both(async |world| {
            furnish(world).await;
            commands_there(world).await;
            buttons_there(world).await;
            routes_there(world).await;
            upset_there(world).await;
            let here = super::entry(world, 1).await;
            assert_eq!((&here["revision"], &here["published"]), (&json!(1), &json!(true)));
            assert_eq!(here["text"], "Demo words.");
            let ada = world.user("ada");
            assert_shown!(ada.slash("faq history", json!({ "entry": "1" }), "general").await.render(), @"
            (ephemeral):
            | # History of entry #1
            | **1** · <t:2026-03-02 11:00:f> · <@ada> added it · How do I join the demo?
            <Choose a change to read: After change 1>
            ");
            assert_shown!(ada.slash("faq gaps", json!({}), "general").await.render(), @"
            (ephemeral):
            | # Questions without an answer
            | • may giraffes swim in the zoo of the demo · asked once, last <t:2026-03-02 11:00:R>
            <Choose a question to answer: may giraffes swim in the zoo of the demo>
            ");
            let there = json!({ "guild": "Other", "channel": "hall", "name": "faq gaps", "options": {} });
            let there = Outcome(world.post("users/ada/commands", there).await);
            assert_shown!(there.render(), @"
            (ephemeral):
            | # Questions without an answer
            | Every question that was asked found an answer.
            ");
            let found =
                world.user("emma").slash("faq search", json!({ "question": "how to join" }), "general").await;
            assert!(found.whisper().contains("Demo words."), "{found}");
        })
        .await;
}
