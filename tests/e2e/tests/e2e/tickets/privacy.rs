//! What tickets keep about people, given to them and forgotten.

mod writes_on;

use e2e::{World, world::GUILD};
use guildhall::privacy::{Mode, erase, export};
use plugin_api::{serenity::UserId, sql};
use serde_json::json;

use super::{card, channel, now, open, scene, ticket};

const CHLOE: UserId = UserId::new(200_000_000_000_000_003);
const DAAN: UserId = UserId::new(200_000_000_000_000_004);
const EMMA: UserId = UserId::new(200_000_000_000_000_005);

/// What is kept of anybody in any table of tickets that holds words.
async fn words(world: &World) -> String {
    let statements = [
        "SELECT CAST(content AS TEXT) FROM ticket_messages",
        "SELECT embeds FROM ticket_messages",
        "SELECT author_name FROM ticket_messages",
        "SELECT content FROM ticket_edits",
        "SELECT name FROM ticket_attachments",
        "SELECT word FROM ticket_words",
        "SELECT summary FROM ticket_summaries",
        "SELECT description FROM support_tickets",
        "SELECT username FROM support_tickets",
        "SELECT comment FROM ticket_ratings",
    ];
    let mut all = Vec::new();
    for statement in statements {
        let rows: Vec<(String,)> = sql(statement).fetch_all(world.host().db()).await.unwrap();
        all.extend(rows.into_iter().map(|(text,)| text));
    }
    all.join("\n").to_lowercase()
}

#[tokio::test]
async fn who_asks_to_be_forgotten_leaves_no_word_in_transcripts_search_and_summaries() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My giraffe escaped").await;
            let said = world.user("emma").says("The zebra followed it", &channel(&ticket)).await;
            let id: u64 = said["id"].as_str().unwrap().parse().unwrap();
            let kept = async || ticket::message(world, 1, id).await;
            world.until_looked("it is kept", kept).await;
            world.user("bram").says("We look for them", &channel(&ticket)).await;
            world.user("bram").slash("ticket_close", json!({ "id": "1" }), "general").await;
            let summed_up = async || ticket::summary(world, 1).await;
            let summary = world.until_looked("it is summed up", summed_up).await;
            assert!(summary.contains("giraffe"), "{summary}");
            world.user("ada").awaits("Transcript of ticket #1", "bot-log").await;
            let before = words(world).await;
            assert!(before.contains("zebra") && before.contains("giraff"), "{before}");

            let (db, registry) = (world.host().db(), &world.runtime().registry);
            let given = json!(export(db, registry, world.host().clock(), EMMA, Some(GUILD)).await.unwrap());
            assert!(given.to_string().contains("The zebra followed it"), "{given:#}");
            erase(db, registry, EMMA, Some(GUILD), Mode::Erase).await.unwrap();

            let after = words(world).await;
            for word in ["zebra", "giraff", "escape", "emma"] {
                assert!(!after.contains(word), "'{word}' is still there: {after}");
            }
            assert!(after.contains("we look for them"), "what others said stays: {after}");
            let page = ticket::transcript(world, 1, "staff").await;
            assert!(page.contains("We look for them") && page.contains("asked to be forgotten"), "{page}");
            assert!(
                !page.to_lowercase().contains("zebra") && !page.to_lowercase().contains("giraffe"),
                "{page}"
            );
            let found =
                world.user("chloe").slash("ticket_search", json!({ "words": "zebra" }), "general").await;
            assert!(found.whisper().contains("No ticket"), "{found}");
        })
        .await;
}

#[tokio::test]
async fn neither_a_reason_nor_who_was_let_in_or_took_over_outlasts_them() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My giraffe escaped").await;
            let bram = world.user("bram");
            bram.slash("ticket_add", json!({ "who": "daan", "id": "1" }), "general").await;
            bram.slash("ticket_transfer", json!({ "staff": "chloe", "id": "1" }), "general").await;
            let card = card(world, "chloe", &ticket).await;
            let _ = world.user("chloe").click(&card, "Close request").await.modal();
            world.user("chloe").submit(json!({ "reason": "The walrus found it" })).await;
            world
                .user("emma")
                .slash("ticket_close", json!({ "id": "1", "reason": "The ostrich came" }), "general")
                .await;
            let row = now(world, 1).await;
            assert_eq!((row.closed_by, &*row.close_reason), (Some(EMMA), "The ostrich came"));
            assert!(history(world).await.contains(&DAAN.to_string()));

            let (db, registry) = (world.host().db(), &world.runtime().registry);
            let given = json!(export(db, registry, world.host().clock(), DAAN, Some(GUILD)).await.unwrap());
            assert!(given.to_string().contains("\"add\""), "who was let in is told so: {given:#}");
            for user in [EMMA, CHLOE, DAAN] {
                erase(db, registry, user, Some(GUILD), Mode::Erase).await.unwrap();
            }
            let after = history(world).await;
            let gone = ["walrus", "ostrich", &EMMA.to_string(), &CHLOE.to_string(), &DAAN.to_string()];
            for word in gone {
                assert!(!after.contains(word), "'{word}' is still there: {after}");
            }
        })
        .await;
}

/// What is kept of what was done with tickets, and why they were closed.
async fn history(world: &World) -> String {
    let mut all = Vec::new();
    for statement in [
        "SELECT kind || ' ' || detail || ' ' || COALESCE(CAST(user_id AS TEXT), '') || ' ' || COALESCE(CAST(target_id AS TEXT), '') FROM ticket_events",
        "SELECT close_reason FROM support_tickets",
        "SELECT reason FROM ticket_close_requests",
    ] {
        let rows: Vec<(String,)> = sql(statement).fetch_all(world.host().db()).await.unwrap();
        all.extend(rows.into_iter().map(|(text,)| text));
    }
    all.join("\n")
}
