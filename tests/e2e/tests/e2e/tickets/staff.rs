//! What staff do with a ticket: buttons, commands, and what they and others are told where it can't be done.

mod bots;
mod hidden;
mod lists;
mod outsiders;
mod races;
mod reach;
mod refused;
mod suggestions;

use super::{
    card, channel, has_status, now, open, scene,
    ticket::{Status, Ticket},
};
use e2e::{Outcome, World, outcome};
use plugin_api::serenity::UserId;
use serde_json::{Value, json};

/// The role `Staff` of the demo guild.
const STAFF: &str = "400000000000000003";

/// The buttons and forms of staff, as ids of ticket #1.
const FORGED: &[&str] = &[
    "tickets:claim:1",
    "tickets:unclaim:1",
    "tickets:wait:1",
    "tickets:resume:1",
    "tickets:escalate:1",
    "tickets:escalate_usual:1",
    "tickets:escalate_to:1",
    "tickets:suggest:1",
    "tickets:close:1",
    "tickets:close_with:1",
    "tickets:reopen:1",
    "tickets:archive:1",
    "tickets:delete:1",
    "tickets:delete_yes:1",
    "tickets:notes:1:0",
    "tickets:post:1:0",
    "tickets:close_request:1",
    "tickets:close_request_form:1",
];

/// Those of staff that belong to no ticket.
const LISTS: &[&str] = &[
    "tickets:list:live:0:*:0",
    "tickets:search:projector:0",
    "tickets:numbers:7d",
    "tickets:numbers_refresh:7d",
];

/// Presses a button of a ticket's card once it is there. Its label is all of this: «Close» is not «Close request».
async fn press(world: &World, user: &str, ticket: &Ticket, label: &str) -> Outcome {
    let found = async || {
        let card = card(world, user, ticket).await;
        let rows = card["components"].as_array().into_iter().flatten();
        let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
        let id = buttons.find(|button| button["label"] == label)?["custom_id"].clone();
        Some(json!({ "channel": card["channel_id"], "message": card["id"], "custom_id": id }))
    };
    let body = world.until(&format!("there is a button '{label}'"), found).await;
    Outcome(world.post(&format!("users/{user}/components"), body).await)
}

/// Waits until the card of a ticket shows a text, and offers these buttons and no others.
async fn shows(world: &World, ticket: &Ticket, text: &str, buttons: &[&str]) {
    let what = format!("the card of ticket #{} shows '{text}' and {buttons:?}", ticket.id);
    let look = async || {
        let card = card(world, "ada", ticket).await;
        let rows = card["components"].as_array().into_iter().flatten();
        let labels = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
        let labels: Vec<_> = labels.filter_map(|button| button["label"].as_str()).collect();
        (outcome::text(&card).contains(text) && labels == buttons).then_some(())
    };
    world.until(&what, look).await;
}

/// Waits for a line in the ticket's channel and in the log channel.
async fn said(world: &World, ticket: &Ticket, here: &str, log: &str) {
    world.user("ada").awaits(here, &channel(ticket)).await;
    world.user("ada").awaits(log, "bot-log").await;
}

/// Chloe closes a ticket with its button.
async fn close(world: &World, ticket: &Ticket, reason: &str) {
    let _ = press(world, "chloe", ticket, "Close").await;
    world.user("chloe").submit(json!({ "reason": reason })).await;
    has_status(world, ticket.id, Status::Closed).await;
}

const CLAIMED: &[&str] =
    &["Wait for user", "Give back", "Escalate", "Suggest reply", "Close request", "Close"];

#[tokio::test]
async fn staff_take_a_ticket_through_its_states_with_restarts_between_the_steps() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            shows(
                world,
                &ticket,
                "Status: open",
                &["Claim", "Escalate", "Suggest reply", "Close request", "Close"],
            )
            .await;

            world.restart_host().await;
            press(world, "chloe", &ticket, "Claim").await;
            said(world, &ticket, "claimed this ticket", "claimed it").await;
            shows(world, &ticket, "In the hands of: <@200000000000000003>", CLAIMED).await;

            world.restart_host().await;
            press(world, "chloe", &ticket, "Wait for user").await;
            said(world, &ticket, "waits for your answer", "waits for the member").await;
            shows(
                world,
                &ticket,
                "Status: waiting for the member",
                &["Go on", "Give back", "Escalate", "Suggest reply", "Close request", "Close"],
            )
            .await;

            world.restart_host().await;
            press(world, "chloe", &ticket, "Go on").await;
            shows(world, &ticket, "Status: claimed", CLAIMED).await;

            let asked = press(world, "chloe", &ticket, "Escalate").await;
            assert_shown!(asked.render(), @"
            (ephemeral): To which role do you escalate ticket #1?
            <Choose a role>
            ");
            world.restart_host().await;
            let told = world.user("chloe").choose(asked.message(), "tickets:escalate_to:1", STAFF).await;
            assert_shown!(told.render(), @"(ephemeral): Ticket #1 is now escalated. Priority: normal. <#id-1>");
            said(world, &ticket, "escalated this ticket to <@&400000000000000003>", "escalated it").await;

            world.restart_host().await;
            press(world, "bram", &ticket, "Claim").await;
            shows(world, &ticket, "In the hands of: <@200000000000000002>", CLAIMED).await;
            let _ = press(world, "chloe", &ticket, "Close").await.modal();
            world.restart_host().await;
            world.user("chloe").submit(json!({ "reason": "A new **lamp**" })).await;
            world.user("ada").awaits("A new \\*\\*lamp\\*\\*", "bot-log").await;
            shows(world, &ticket, "Reason: A new \\*\\*lamp\\*\\*", &["Reopen", "Archive", "Delete"]).await;

            world.restart_host().await;
            press(world, "bram", &ticket, "Reopen").await;
            said(world, &ticket, "reopened this ticket", "reopened it").await;
            let open = now(world, 1).await;
            assert_eq!((open.status, open.close_reason.as_str(), open.claimed_by), (Status::Open, "", None));
        })
        .await;
}

#[tokio::test]
async fn a_closed_ticket_is_archived_and_deleted_only_once_its_transcript_is_stored() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let early =
                world.user("ada").force(&card(world, "ada", &ticket).await, "tickets:delete_yes:1").await;
            assert!(early.whisper().contains("is not closed"), "{early}");
            close(world, &ticket, "").await;
            let stored = async || now(world, 1).await.transcript_at.map(|_| ());
            world.until_looked("the transcript is stored", stored).await;
            press(world, "chloe", &ticket, "Archive").await;
            world.user("ada").awaits("archived it", "bot-log").await;
            let anywhere = world.user("emma").says("Hello", "general").await;
            let refused = world.user("emma").force(&anywhere, "tickets:delete:1").await;
            assert_shown!(refused.render(), @"(ephemeral): You can't delete its channel: that is for the staff of ticket #1.");
            let sure = press(world, "chloe", &ticket, "Delete").await;
            assert_shown!(sure.render(), @"
            (ephemeral): Delete the channel of ticket #1? Its transcript is stored and stays; the channel does not come back.
            [Yes] [Cancel]
            ");
            let kept = world.user("chloe").click(sure.message(), "Cancel").await;
            assert_shown!(kept.render(), @"(ephemeral): Nothing was changed.");
            let sure = press(world, "chloe", &ticket, "Delete").await;
            world.restart_host().await;
            world.user("chloe").click(sure.message(), "Yes").await;
            let gone = async || super::seen_channel(world, ticket.channel?).await.is_none().then_some(());
            world.until("the channel is gone", gone).await;
            let row = now(world, 1).await;
            assert_eq!(
                (row.status, row.description.as_str()),
                (Status::Archived, "The projector stays dark")
            );
            world.user("ada").awaits("has its channel deleted", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn a_channel_whose_transcript_is_not_stored_is_not_deleted() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            close(world, &ticket, "").await;
            let db = world.host().db();
            let unstored = plugin_api::sql("UPDATE support_tickets SET transcript_at = NULL");
            let stored = async || now(world, 1).await.transcript_at.map(|_| ());
            world.until_looked("the transcript is stored", stored).await;
            unstored.execute(db).await.unwrap();
            for id in ["tickets:delete:1", "tickets:delete_yes:1"] {
                let refused = world.user("chloe").force(&card(world, "chloe", &ticket).await, id).await;
                assert!(refused.whisper().contains("is not stored yet"), "{id}: {refused}");
            }
            assert_eq!(now(world, 1).await.status, Status::Closed);
        })
        .await;
}

#[tokio::test]
async fn the_same_is_done_with_commands_in_the_channel_and_by_number_elsewhere() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let (here, chloe) = (channel(&ticket), world.user("chloe"));
            let stands = async |command: &str, options: Value, place: &str, status: &str| {
                let told = chloe.slash(command, options, place).await.whisper();
                assert!(told.contains(&format!("Ticket #1 is now {status}")), "/{command}: {told}");
            };
            stands("ticket_claim", json!({}), &here, "claimed").await;
            stands("ticket_unclaim", json!({ "id": "#1" }), "general", "open").await;
            stands("ticket_transfer", json!({ "staff": "bram" }), &here, "claimed").await;
            assert_eq!(now(world, 1).await.claimed_by.map(UserId::get), Some(200_000_000_000_000_002));
            said(world, &ticket, "in the hands of <@200000000000000002>", "transferred it").await;
            stands("ticket_priority", json!({ "priority": "urgent", "id": "1" }), "general", "claimed").await;
            said(world, &ticket, "priority of this ticket: urgent", "its priority: urgent").await;
            stands(
                "ticket_status",
                json!({ "id": "1", "status": "escalated", "escalate_to": "Staff" }),
                "general",
                "escalated",
            )
            .await;
            stands("ticket_close", json!({ "reason": "Done" }), &here, "closed").await;
            stands("ticket_status", json!({ "id": "1", "status": "open" }), "general", "open").await;
            // Who opened it may close it and open it again.
            let emma = world.user("emma");
            let closed = emma.slash("ticket_close", json!({ "reason": "It works" }), &here).await;
            assert_shown!(closed.render(), @"(ephemeral): Ticket #1 is now closed. Priority: urgent. <#id-1>");
            assert_shown!(emma.slash("ticket_reopen", json!({}), &here).await.render(), @"(ephemeral): Ticket #1 is now open. Priority: urgent. <#id-1>");
        })
        .await;
}

#[tokio::test]
async fn notes_are_for_staff_and_shown_in_pages() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let (here, chloe) = (channel(&ticket), world.user("chloe"));
            assert_shown!(chloe.slash("ticket_note", json!({}), &here).await.render(), @"
            (ephemeral):
            | # Notes of ticket #1
            | Nobody noted anything yet. /ticket_note with a text does.
            ");
            for note in ["**First** @everyone", "Second", "Third"] {
                let kept = chloe.slash("ticket_note", json!({ "text": note }), &here).await.whisper();
                assert!(kept.contains("Only staff read it"), "{kept}");
            }
            let list = chloe.slash("ticket_note", json!({ "id": "1" }), "general").await;
            assert_shown!(list.render(), @r"
            (ephemeral):
            | # Notes of ticket #1
            | **1** · <@chloe> · <t:2026-03-02 11:00:f>
            | \*\*First\*\* @<ZWSP>everyone
            |
            | **2** · <@chloe> · <t:2026-03-02 11:00:f>
            | Second
            [Previous (disabled)] [Page 1 of 2 (disabled)] [Next]
            ");
            world.restart_host().await;
            let next = world.user("chloe").click(list.message(), "Next").await;
            assert_shown!(next.render(), @"
            (ephemeral):
            | # Notes of ticket #1
            | **3** · <@chloe> · <t:2026-03-02 11:00:f>
            | Third
            [Previous] [Page 2 of 2 (disabled)] [Next (disabled)]
            ");
            let emma = world.user("emma");
            for options in [json!({}), json!({ "text": "Mine" })] {
                let refused = emma.slash("ticket_note", options, &here).await.whisper();
                assert!(refused.contains("staff of ticket #1"), "{refused}");
            }
            let anywhere = emma.says("Hello", "general").await;
            assert!(
                emma.force(&anywhere, "tickets:notes:1:0").await.whisper().contains("staff of ticket #1")
            );
            let invisible = json!({ "text": "\u{200b}" });
            let blank = world.user("chloe").slash("ticket_note", invisible, &here).await;
            assert_shown!(blank.render(), @"(ephemeral): Write something; spaces and invisible characters alone do not count.");
            assert!(
                !emma.reads(&here).await.iter().any(|text| text.contains("First")),
                "members read no notes"
            );
        })
        .await;
}
