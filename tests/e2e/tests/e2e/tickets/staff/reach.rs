//! Who sees which tickets: staff those that they answer, however many there are of others.

use super::{has_status, lists::many, open, press, scene};
use crate::tickets::ticket::Status;
use e2e::world::GUILD;
use plugin_api::sql;
use serde_json::json;

const BILLS_AND_EVENTS: &str = r#"
categories.bills = { name = "Bills", staff_roles = ["400000000000000003"] }
categories.events = { name = "Events", staff_roles = ["400000000000000099"] }
"#;

#[tokio::test]
async fn a_search_finds_what_somebody_may_read_below_hundreds_that_they_may_not() {
    scene(BILLS_AND_EVENTS)
        .play_on_both(async |world| {
            many(world, "bills", 1).await;
            many(world, "events", 205).await;
            sql("INSERT INTO ticket_words (guild_id, ticket_id, message_id, user_id, word) \
                 SELECT guild_id, id, 0, user_id, 'lamp' FROM support_tickets WHERE guild_id = $1")
            .bind(GUILD)
            .execute(world.host().db())
            .await
            .unwrap();
            let find = async |user: &str| {
                world.user(user).slash("ticket_search", json!({ "words": "lamp" }), "general").await.whisper()
            };
            let found = find("chloe").await;
            assert!(found.contains("1 ticket") && found.contains("**#1**"), "{found}");
            assert!(!found.contains("events"), "{found}");
            assert!(find("ada").await.contains("200 tickets"), "who manages the guild finds the newest");
        })
        .await;
}

#[tokio::test]
async fn who_has_only_the_role_that_a_ticket_was_escalated_to_lists_and_finds_it() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            open(world, "daan", "The projector is loud").await;
            let finn = world.user("finn");
            let list = async || finn.slash("ticket_list", json!({}), "general").await.whisper();
            let find = async || {
                let words = json!({ "words": "projector" });
                finn.slash("ticket_search", words, "general").await.whisper()
            };
            assert!(list().await.contains("Only staff") && find().await.contains("Only staff"));
            let asked = press(world, "chloe", &ticket, "Escalate").await;
            let _ = world
                .user("chloe")
                .choose(asked.message(), "tickets:escalate_to:1", "400000000000000004")
                .await;
            has_status(world, 1, Status::Escalated).await;
            for shown in [list().await, find().await] {
                assert!(shown.contains("**#1**") && shown.contains("stays dark"), "{shown}");
                assert!(!shown.contains("**#2**") && !shown.contains("loud"), "{shown}");
            }
            let numbers = finn.slash("ticket_stats", json!({}), "general").await.whisper();
            assert!(numbers.contains("for staff"), "the numbers are of all tickets: {numbers}");
        })
        .await;
}
