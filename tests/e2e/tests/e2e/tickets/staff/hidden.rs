//! What claiming hides from other staff, and that nothing which they can do brings it back.

use super::{FORGED, close, has_status, now, press, scene};
use crate::tickets::ticket::{Status, Ticket};
use e2e::World;
use plugin_api::serenity::UserId;
use serde_json::{Value, json};

const HIDING: &str = r#"
categories.help = { name = "Help", claim_hides = true }
categories.other = { name = "Other" }
"#;

const BRAM: u64 = 200_000_000_000_000_002;

/// Emma's ticket that Bram has in hand, with a note of his.
async fn claimed(world: &World) -> Ticket {
    opened(world).await;
    claim(world).await
}

async fn opened(world: &World) {
    let options = json!({ "description": "The projector stays dark", "category": "help" });
    world.user("emma").slash("ticket", options, "general").await;
    super::super::is_open(world, "The projector stays dark").await;
}

async fn claim(world: &World) -> Ticket {
    let note = json!({ "text": "Her projector is ours", "id": "1" });
    world.user("bram").slash("ticket_note", note, "general").await;
    world.user("bram").slash("ticket_claim", json!({ "id": "1" }), "general").await;
    has_status(world, 1, Status::Claimed).await
}

async fn typed(world: &World, user: &str, command: &str, options: Value) -> String {
    world.user(user).slash(command, options, "general").await.whisper()
}

async fn table(world: &World, user: &str) -> String {
    let sent = world.user(user).slash("export_tickets", json!({}), "general").await;
    let bytes = world.download(sent.message()["attachments"][0]["url"].as_str().expect("a file")).await;
    String::from_utf8(bytes).expect("UTF-8")
}

#[tokio::test]
async fn other_staff_see_that_it_is_there_and_nothing_of_what_is_in_it() {
    scene(HIDING)
        .play_on_both(async |world| {
            let ticket = claimed(world).await;
            let words = json!({ "words": "projector" });
            let found = typed(world, "chloe", "ticket_search", words.clone()).await;
            assert!(found.contains("No ticket that you answer"), "{found}");
            let list = typed(world, "chloe", "ticket_list", json!({})).await;
            assert!(list.contains("**#1**") && !list.contains("projector"), "{list}");
            let offer = async |typed: &str| {
                world.user("chloe").autocomplete("ticket_close", "id", typed).await.choices()
            };
            for typed in ["", "1"] {
                assert_eq!(offer(typed).await, ["#1 · claimed · emma"]);
            }
            for typed in ["projector", "dark", "emma"] {
                assert!(offer(typed).await.is_empty(), "that it is offered for '{typed}' says what is in it");
            }
            let rows = table(world, "chloe").await;
            assert!(rows.contains("\n1,help,claimed,") && !rows.contains("projector"), "{rows}");
            assert!(table(world, "ada").await.contains("The projector stays dark"), "admins read everything");
            assert!(typed(world, "ada", "ticket_search", words.clone()).await.contains("**#1**"));
            let own = typed(world, "bram", "ticket_search", words.clone()).await;
            assert!(own.contains("**#1**"), "who has it in hand finds it: {own}");
            let offered = world.user("emma").autocomplete("ticket_close", "id", "projector").await.choices();
            assert_eq!(offered.len(), 1, "its member knows what it says");

            world.user("bram").slash("ticket_close", json!({ "id": "1" }), "general").await;
            has_status(world, ticket.id, Status::Closed).await;
            assert!(typed(world, "chloe", "ticket_search", words).await.contains("**#1**"));
            assert!(table(world, "chloe").await.contains("The projector stays dark"));
        })
        .await;
}

#[tokio::test]
async fn other_staff_do_nothing_with_it_that_would_show_it_to_them() {
    scene(HIDING)
        .play_on_both(async |world| {
            opened(world).await;
            let before = typed(world, "chloe", "ticket_add", json!({ "id": "1", "who": "chloe" })).await;
            assert!(before.contains("is in ticket #1 already"), "she would go on seeing it: {before}");
            claim(world).await;
            let refused = |what: &str, said: &str| {
                let who = said.contains(&format!("<@{BRAM}> is handling ticket #1"));
                assert!(who && !said.contains("projector"), "{what}: {said}");
            };
            for (command, options) in [
                ("ticket_claim", json!({ "id": "1" })),
                ("ticket_unclaim", json!({ "id": "1" })),
                ("ticket_close", json!({ "id": "1", "reason": "Mine" })),
                ("ticket_status", json!({ "id": "1", "status": "closed" })),
                ("ticket_status", json!({ "id": "1", "status": "open" })),
                ("ticket_status", json!({ "id": "1", "status": "waiting_for_user" })),
                ("ticket_status", json!({ "id": "1", "status": "escalated", "escalate_to": "Staff" })),
                ("ticket_transfer", json!({ "id": "1", "staff": "chloe" })),
                ("ticket_priority", json!({ "id": "1", "priority": "urgent" })),
                ("ticket_add", json!({ "id": "1", "who": "chloe" })),
                ("ticket_add", json!({ "id": "1", "who": "Staff" })),
                ("ticket_remove", json!({ "id": "1", "who": "emma" })),
                ("ticket_move", json!({ "id": "1", "category": "other" })),
                ("ticket_note", json!({ "id": "1", "text": "Mine" })),
                ("ticket_note", json!({ "id": "1" })),
            ] {
                refused(
                    &format!("{command} {options}"),
                    &typed(world, "chloe", command, options.clone()).await,
                );
            }
            let shown = world.user("ada").slash("ticket_stats", json!({ "public": true }), "general").await;
            // What was not closed is neither reopened, put away nor deleted.
            let closed = ["reopen", "archive", "delete", "delete_yes"].map(|act| format!("tickets:{act}:1"));
            for id in FORGED {
                let said = world.user("chloe").force(shown.message(), id).await.whisper();
                assert!(!said.contains("projector"), "{id}: {said}");
                if !closed.iter().any(|act| act == id) {
                    refused(id, &said);
                }
            }
            let row = now(world, 1).await;
            assert_eq!((row.status, row.claimed_by), (Status::Claimed, Some(UserId::new(BRAM))));
            let done = typed(world, "ada", "ticket_transfer", json!({ "id": "1", "staff": "chloe" })).await;
            assert!(done.contains("is now claimed"), "an admin may: {done}");
        })
        .await;
}

#[tokio::test]
async fn it_is_hidden_from_the_role_it_was_escalated_to_and_staff_keep_their_own() {
    scene(HIDING)
        .play_on_both(async |world| {
            let ticket = claimed(world).await;
            let place = super::channel(&ticket);
            let asked = press(world, "bram", &ticket, "Escalate").await;
            let _ = world
                .user("bram")
                .choose(asked.message(), "tickets:escalate_to:1", "400000000000000004")
                .await;
            world
                .until("Finn sees it", async || {
                    let path = format!("users/finn/channels/{place}/messages");
                    world.send(reqwest::Method::GET, &path, None).await.0.is_success().then_some(())
                })
                .await;
            world.user("bram").slash("ticket_claim", json!({ "id": "1" }), "general").await;
            world
                .until("Finn sees it no more", async || {
                    let path = format!("users/finn/channels/{place}/messages");
                    world.send(reqwest::Method::GET, &path, None).await.0.is_client_error().then_some(())
                })
                .await;
            let found = typed(world, "finn", "ticket_search", json!({ "words": "projector" })).await;
            assert!(found.contains("No ticket that you answer"), "{found}");

            let options = json!({ "description": "My screen flickers", "category": "help" });
            world.user("chloe").slash("ticket", options, "general").await;
            let own = super::super::is_open(world, "My screen flickers").await;
            world.user("bram").slash("ticket_claim", json!({ "id": "2" }), "general").await;
            has_status(world, 2, Status::Claimed).await;
            let refused =
                typed(world, "chloe", "ticket_transfer", json!({ "id": "2", "staff": "chloe" })).await;
            assert!(refused.contains("staff"), "in her own she is a member: {refused}");
            close(world, &own, "It stopped").await;
        })
        .await;
}
