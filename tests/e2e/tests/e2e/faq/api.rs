//! The FAQ over HTTP, for programs.

use e2e::{World, world::GUILD};
use guildhall::api::tokens::Scope;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{add, is_added, scene};

async fn get(world: &World, rest: &str) -> (StatusCode, String) {
    let token = world.token(&["faq"], &[Scope::Read]).await;
    let path = format!("/api/guilds/{GUILD}/plugins/faq{rest}");
    let response = world.api(Method::GET, &path).bearer_auth(token).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn json_of(world: &World, rest: &str) -> Value {
    let (status, text) = get(world, rest).await;
    assert_eq!(status, 200, "{rest}: {text}");
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn entries_are_listed_read_and_searched() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join the club?", "Press Join.").await;
            is_added(world, "Where is the party?", "In the garden.").await;
            world
                .user("ada")
                .slash("faq publish", json!({ "entry": "2", "published": false }), "general")
                .await;
            let page = json_of(world, "?limit=1").await;
            assert_eq!((&page["entries"][0]["id"], &page["next"]), (&json!(1), &Value::Null), "{page:#}");
            let page = json_of(world, "?limit=1&drafts=true").await;
            assert_eq!(page["next"], json!(1));
            assert_eq!(json_of(world, "?after=1&drafts=true").await["entries"][0]["published"], json!(false));
            assert_eq!(json_of(world, "/1").await["text"], json!("Press Join."));
            let found = json_of(world, "/search?q=how+to+join+the+clubb").await;
            assert_eq!(found["found"][0]["entry"]["id"], json!(1), "{found:#}");
            assert_eq!(json_of(world, "/search?q=party").await["found"], json!([]), "drafts are not found");
            assert_eq!(get(world, "/9").await.0, 404);
            assert_eq!(get(world, "?limit=101").await.0, 422);
        })
        .await;
}

#[tokio::test]
async fn the_table_holds_every_entry_and_no_formula() {
    scene("")
        .play_on_both(async |world| {
            let formula = "=HYPERLINK(\"https://example.org\")";
            assert!(add(world, formula, "+1\n\"x\", y", json!({ "keywords": "-a, @b" })).await.whisper().contains("is added"));
            let (status, table) = get(world, "/export.csv").await;
            assert_eq!(status, 200);
            let head = "id,title,text,aliases,keywords,category,published,revision,views,helped,not_helped,created_at";
            assert!(table.starts_with(head), "{table}");
            let row = "1,\"'=HYPERLINK(\"\"https://example.org\"\")\",\"'+1\n\"\"x\"\", y\",,\"'-a, @b\",,true,1,";
            assert!(table.contains(row), "{table}");
            let sent = world.user("ada").slash("export_faq", json!({}), "general").await;
            let file = &sent.message()["attachments"][0];
            assert_eq!(file["filename"], json!("faq.csv"), "{sent}");
        })
        .await;
}
