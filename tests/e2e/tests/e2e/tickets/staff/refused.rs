//! What can't be done, and what is said then: ids and states that do not allow it, tickets that are gone, reasons of any length.

use super::{FORGED, STAFF, channel, close, has_status, now, open, press, scene};
use crate::tickets::{card, ticket::Status};
use e2e::{World, outcome, world::GUILD};
use plugin_api::sql;
use serde_json::json;

#[tokio::test]
async fn a_reason_of_4000_characters_is_kept_whole_and_shown_cut() {
    scene("")
        .play_on_both(async |world| {
            let reason: String = "**@everyone** é:| \u{202e}".chars().cycle().take(4_000).collect();
            let ticket = open(world, "emma", "The projector stays dark").await;
            close(world, &ticket, &reason).await;
            assert_eq!(now(world, 1).await.close_reason, reason.trim());
            let shown = world
                .until("the card shows the reason", async || {
                    let card = card(world, "emma", &ticket).await;
                    outcome::text(&card).contains("Reason").then_some(card)
                })
                .await;
            let text = outcome::text(&shown);
            assert!(text.contains('…') && !text.contains("@everyone"), "{text}");
            for row in shown["components"].as_array().unwrap() {
                for button in row["components"].as_array().unwrap() {
                    let id = button["custom_id"].as_str().unwrap();
                    assert!(id.len() <= 100 && !id.contains('é'), "{id}");
                }
            }
            press(world, "chloe", &ticket, "Reopen").await;
            has_status(world, 1, Status::Open).await;
            let chloe = world.user("chloe");
            let closed = chloe.slash("ticket_close", json!({ "reason": reason }), &channel(&ticket)).await;
            assert!(closed.whisper().contains("is now closed"), "{closed}");
            assert_eq!(now(world, 1).await.close_reason, reason);
        })
        .await;
}

#[tokio::test]
async fn a_button_of_a_ticket_that_is_gone_says_so() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let chloe = world.user("chloe");
            let anywhere = chloe.says("Hello", "general").await;
            let (status, answer) = world
                .send(reqwest::Method::DELETE, &format!("channels/{}", channel(&ticket)), Some(json!({})))
                .await;
            assert!(status.is_success(), "{answer:#}");
            let forgotten = async || now(world, 1).await.channel.is_none().then_some(());
            world.until_looked("the ticket has no channel any more", forgotten).await;
            close_anywhere(world).await;
            let gone = chloe.slash("ticket_reopen", json!({ "id": "1" }), "general").await.whisper();
            assert!(gone.contains("is gone, so it can't go on"), "{gone}");
            let gone = chloe.force(&anywhere, "tickets:delete:1").await.whisper();
            assert!(gone.contains("is gone already"), "{gone}");
            sql("DELETE FROM support_tickets").execute(world.host().db()).await.unwrap();
            for id in FORGED {
                let refused = chloe.force(&anywhere, id).await.whisper();
                assert!(refused.contains("There is no ticket #1"), "{id}: {refused}");
            }
        })
        .await;
}

/// Closes ticket #1 by its number, unless that its channel is gone has done it.
async fn close_anywhere(world: &World) {
    if now(world, 1).await.status.is_live() {
        let closed = world.user("chloe").slash("ticket_close", json!({ "id": "1" }), "general").await;
        assert!(closed.whisper().contains("closed"), "{closed}");
    }
}

#[tokio::test]
async fn ids_that_are_no_numbers_are_refused_kindly() {
    scene("")
        .play(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let chloe = world.user("chloe");
            for typed in ["one", "#", "1; DROP TABLE support_tickets", "1.5", "99999999999999999999", "١"] {
                let refused = chloe.slash("ticket_claim", json!({ "id": typed }), "general").await.whisper();
                assert!(refused.contains("by its number"), "{typed}: {refused}");
            }
            for (typed, id) in [("0", 0), ("-1", -1), ("2", 2), ("#9223372036854775807", i64::MAX)] {
                let refused = chloe.slash("ticket_claim", json!({ "id": typed }), "general").await.whisper();
                assert!(refused.contains(&format!("There is no ticket #{id}")), "{typed}: {refused}");
            }
            let refused = chloe.slash("ticket_claim", json!({}), "general").await.whisper();
            assert!(refused.contains("This channel is no ticket"), "{refused}");
            let anywhere = chloe.says("Hello", "general").await;
            for id in [
                "tickets:claim:one",
                "tickets:claim",
                "tickets:claim:1:2",
                "tickets:post:1:x",
                "tickets:list:live:0:0",
            ] {
                let outdated = chloe.force(&anywhere, id).await.whisper();
                assert!(!outdated.is_empty() && !outdated.contains("reference"), "{id}: {outdated}");
            }
        })
        .await;
}

#[tokio::test]
async fn a_status_that_is_not_possible_says_why_and_what_is() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let status = async |status: &str| {
                let options = json!({ "id": "1", "status": status });
                world.user("chloe").slash("ticket_status", options, "general").await.render()
            };
            assert_shown!(status("waiting for the member").await, @"(ephemeral): That can't be done now: ticket #1 is open. What can be done: claim it, transfer it, escalate it, close it.");
            assert_shown!(status("archived").await, @"(ephemeral): That can't be done now: ticket #1 is open. What can be done: claim it, transfer it, escalate it, close it.");
            assert_shown!(status("open").await, @"(ephemeral): Ticket #1 is open already.");
            assert_shown!(status("opening").await, @"(ephemeral): That can't be done now: ticket #1 is open. What can be done: claim it, transfer it, escalate it, close it.");
            assert_shown!(status("solved").await, @"(ephemeral): There is no such status. There are: being opened, open, claimed, waiting for the member, escalated, closed, archived.");
            assert_shown!(status("escalated").await, @"(ephemeral): Name the role that it is escalated to: the settings of its category name none.");
            press(world, "bram", &ticket, "Claim").await;
            has_status(world, 1, Status::Claimed).await;
            assert_shown!(status("claimed").await, @"(ephemeral): Ticket #1 is claimed already.");
            assert_shown!(status("waiting_for_user").await, @"(ephemeral): <@bram> is handling ticket #1.");
            assert_shown!(status("closed").await, @"(ephemeral): Ticket #1 is now closed, in the hands of <@bram>. Priority: normal. <#id-1>");
            assert_shown!(status("claimed").await, @"(ephemeral): That can't be done now: ticket #1 is closed, by <@chloe>. What can be done: reopen it, archive it.");
            // Whoever was first is named.
            let twice = world.user("bram").slash("ticket_close", json!({ "id": "1" }), "general").await;
            assert_shown!(twice.render(), @"(ephemeral): Ticket #1 is al gesloten: <@chloe> was je voor.");
        })
        .await;
}

#[tokio::test]
async fn a_ticket_goes_to_no_role_of_everybodys_and_to_nobody_outside_of_its_staff() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let asked = press(world, "chloe", &ticket, "Escalate").await;
            for role in [GUILD.to_string(), "400000000000000099".to_owned()] {
                let body = json!({ "channel": asked.message()["channel_id"], "message": asked.message()["id"],
                    "custom_id": "tickets:escalate_to:1", "values": [role], "force": true });
                let (_, answer) =
                    world.send(reqwest::Method::POST, "users/chloe/components", Some(body)).await;
                let told = answer.to_string();
                assert!(!told.contains("is now escalated"), "{told}");
            }
            let everybody = json!({ "id": "1", "status": "escalated", "escalate_to": "@everyone" });
            let refused = world.user("chloe").slash("ticket_status", everybody, "general").await.whisper();
            assert!(refused.contains("can't be escalated to this role"), "{refused}");
            for staff in ["emma", "finn", "Guildhall"] {
                let options = json!({ "staff": staff, "id": "1" });
                let refused =
                    world.user("chloe").slash("ticket_transfer", options, "general").await.whisper();
                assert!(refused.contains("does not belong to the staff of ticket #1"), "{staff}: {refused}");
            }
            let ada = json!({ "staff": "ada", "id": "1" });
            let done = world.user("chloe").slash("ticket_transfer", ada, "general").await.whisper();
            assert!(done.contains("is now claimed"), "who manages the guild is staff: {done}");
            let again = world
                .user("chloe")
                .slash("ticket_transfer", json!({ "staff": "ada", "id": "1" }), "general")
                .await;
            assert!(again.whisper().contains("<@200000000000000001>"), "{again}");
            assert_eq!(now(world, 1).await.escalated_to, None);
            let _ = world.user("chloe").choose(asked.message(), "tickets:escalate_to:1", STAFF).await;
            has_status(world, 1, Status::Escalated).await;
        })
        .await;
}
