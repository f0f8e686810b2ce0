//! Who does not belong to a ticket's staff, or not even to its guild, whatever they press and type.

use e2e::{Outcome, world::GUILD};
use plugin_api::{Plugin, serenity::UserId};
use reqwest::Method;
use serde_json::{Value, json};

use super::{CLAIMED, FORGED, LISTS, close, has_status, now, open, press, scene, shows};
use crate::tickets::{
    channel,
    ticket::{Status, rating},
    topics,
};

#[tokio::test]
async fn outsiders_are_refused_whatever_they_press_and_type() {
    scene("")
        .play_on_both(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let finn = world.user("finn");
            // A message of the bot's: what is in it could be posted as a suggestion.
            let shown = world.user("ada").slash("ticket_stats", json!({ "public": true }), "general").await;
            for id in FORGED.iter().chain(LISTS) {
                let refused = finn.force(shown.message(), id).await.whisper();
                assert!(refused.contains("staff") && !refused.contains("projector"), "{id}: {refused}");
            }
            for (command, options) in [
                ("ticket_list", json!({})),
                ("ticket_claim", json!({ "id": "1" })),
                ("ticket_unclaim", json!({ "id": "1" })),
                ("ticket_close", json!({ "id": "1", "reason": "Mine" })),
                ("ticket_reopen", json!({ "id": "1" })),
                ("ticket_status", json!({ "id": "1", "status": "closed" })),
                ("ticket_status", json!({ "id": "1", "status": "open" })),
                ("ticket_transfer", json!({ "id": "1", "staff": "finn" })),
                ("ticket_priority", json!({ "id": "1", "priority": "urgent" })),
                ("ticket_note", json!({ "id": "1", "text": "Mine" })),
                ("ticket_note", json!({ "id": "1" })),
            ] {
                let refused = finn.slash(command, options, "general").await.whisper();
                assert!(refused.contains("staff") && !refused.contains("projector"), "/{command}: {refused}");
            }
            assert!(finn.autocomplete("ticket_close", "id", "").await.choices().is_empty());
            let row = now(world, 1).await;
            assert_eq!((row.status, row.priority.as_str(), row.claimed_by), (Status::Open, "normal", None));
        })
        .await;
}

#[tokio::test]
async fn a_member_does_with_their_own_ticket_what_is_not_for_staff() {
    scene("")
        .play(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            for label in ["Claim", "Escalate", "Suggest reply"] {
                let refused = press(world, "emma", &ticket, label).await.whisper();
                assert!(refused.contains("that is for the staff of ticket #1"), "{label}: {refused}");
            }
            let offered = world.user("emma").autocomplete("ticket_close", "id", "proj").await.choices();
            assert_eq!(offered, ["#1 · open · emma · The projector stays dark"]);
            let _ = press(world, "emma", &ticket, "Close").await.modal();
            world.user("emma").submit(json!({ "reason": "It works again" })).await;
            assert_eq!(
                has_status(world, 1, Status::Closed).await.closed_by.map(UserId::get),
                Some(200_000_000_000_000_005)
            );
        })
        .await;
}

#[tokio::test]
async fn whom_staff_added_goes_on_with_a_ticket_that_waits() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            press(world, "chloe", &ticket, "Claim").await;
            shows(world, &ticket, "Status: claimed", CLAIMED).await;
            press(world, "chloe", &ticket, "Wait for user").await;
            has_status(world, 1, Status::WaitingForUser).await;
            let finn = world.user("finn");
            let anywhere = finn.says("Hello", "general").await;
            let refused = finn.force(&anywhere, "tickets:resume:1").await.whisper();
            assert!(refused.contains("is not yours"), "{refused}");
            world.user("chloe").slash("ticket_add", json!({ "who": "finn", "id": "1" }), "general").await;
            finn.force(&anywhere, "tickets:resume:1").await;
            has_status(world, 1, Status::Claimed).await;
            let refused = finn.force(&anywhere, "tickets:claim:1").await.whisper();
            assert!(refused.contains("staff of ticket #1"), "{refused}");
        })
        .await;
}

/// What only who opened ticket #1 presses: while staff ask whether it may be closed, and once it is closed. A rating names its guild.
const ANSWERS: &[&str] = &["tickets:close_yes:1", "tickets:close_no:1"];
const RATINGS: &[&str] =
    &["tickets:rate:{guild}:1:5", "tickets:rate_comment:{guild}:1", "tickets:rate_form:{guild}:1"];

/// What only who may add to the FAQ presses under proposal 1.
const PROPOSAL: &[&str] =
    &["tickets:topic_add:1", "tickets:topic_save:1", "tickets:topic_later:1", "tickets:topic_never:1"];

/// What everybody presses to open a ticket of their own, or not to delete one.
const ANYBODYS: &[&str] =
    &["panel", "panel_pick", "new", "category", "form", "answered", "anyway", "delete_no"];

#[test]
fn every_button_is_pressed_by_outsiders() {
    let forged = [FORGED, LISTS, ANSWERS, RATINGS, PROPOSAL].concat();
    let forged = forged.iter().filter_map(|id| id.split(':').nth(1)).chain(ANYBODYS.iter().copied());
    let mut known: Vec<_> = forged.collect();
    known.sort_unstable();
    let components = tickets::Tickets::default().components();
    let mut all: Vec<_> = components.iter().map(|component| component.action.name()).collect();
    all.sort_unstable();
    assert_eq!(known, all);
}

/// Another guild that Finn owns.
fn other_guild() -> Value {
    json!({ "guilds": [{
        "id": SECOND.to_string(), "name": "Second", "owner": "finn", "roles": [{ "name": "Guildhall", "bot": true }],
        "members": [{ "user": "finn" }], "channels": [{ "name": "lobby" }],
    }] })
}

const SECOND: u64 = 300_000_000_000_000_777;

#[tokio::test]
async fn in_another_guild_there_is_no_such_ticket() {
    scene("")
        .with(other_guild())
        .play_on_both(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let finn = world.user("finn");
            let lobby = finn.says_in("Hello", "lobby", "Second").await;
            for id in FORGED.iter().chain(ANSWERS) {
                let refused = finn.force(&lobby, id).await.whisper();
                let gone = refused.contains("There is no ticket #1 in this server");
                assert!(gone && !refused.contains("projector"), "{id}: {refused}");
            }
            for (id, nothing) in LISTS.iter().zip(["No tickets found", "No ticket", "no tickets", "no tickets"]) {
                let shown = finn.force(&lobby, id).await.text();
                assert!(shown.contains(nothing) && !shown.contains("projector"), "{id}: {shown}");
            }
            let body = json!({ "guild": "Second", "channel": "lobby", "name": "ticket_claim", "options": { "id": "1" } });
            let refused = Outcome(world.post("users/finn/commands", body).await).whisper();
            assert!(refused.contains("There is no ticket #1 in this server"), "{refused}");
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}

#[tokio::test]
async fn only_who_opened_a_ticket_agrees_to_close_it_and_rates_it() {
    scene("")
        .with(other_guild())
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let anywhere = world.user("ada").says("Hello", "general").await;
            let lobby = world.user("finn").says_in("Hello", "lobby", "Second").await;
            let _ = press(world, "chloe", &ticket, "Close request").await.modal();
            world.user("chloe").submit(json!({ "reason": "A new lamp" })).await;
            world.user("emma").awaits("May ticket #1 be closed?", &channel(&ticket)).await;
            for id in ANSWERS {
                for user in ["finn", "chloe", "ada"] {
                    let refused = world.user(user).force(&anywhere, id).await.whisper();
                    assert!(refused.contains("Only who opened ticket #1"), "{user}, {id}: {refused}");
                }
                let refused = world.user("finn").force(&lobby, id).await.whisper();
                assert!(refused.contains("There is no ticket #1"), "{id}: {refused}");
            }
            let twice = json!({ "act": "request_close" });
            let (_, twice) = world.call(Method::POST, "tickets", "/1/acts", Some(&twice)).await;
            assert!(twice.contains("already"), "the member is still asked: {twice}");
            assert_eq!(now(world, 1).await.status, Status::Open);
            close(world, &ticket, "A new lamp").await;
            for id in RATINGS {
                let here = id.replace("{guild}", &GUILD.to_string());
                for user in ["finn", "chloe", "ada"] {
                    let refused = world.user(user).force(&anywhere, &here).await.whisper();
                    assert!(refused.contains("Only who opened ticket #1"), "{user}, {id}: {refused}");
                }
                let refused = world.user("finn").force(&lobby, &here).await.whisper();
                assert!(refused.contains("belongs to another server"), "{id}: {refused}");
                let there = id.replace("{guild}", &SECOND.to_string());
                let refused = world.user("finn").force(&lobby, &there).await.whisper();
                assert!(refused.contains("There is no ticket #1"), "{id}: {refused}");
                let refused = world.user("emma").force(&anywhere, &there).await.whisper();
                assert!(refused.contains("belongs to another server"), "{id}: {refused}");
            }
            assert!(rating(world, 1).await.is_none());
        })
        .await;
}

#[tokio::test]
async fn a_proposal_is_decided_on_in_its_guild_by_who_may_add_to_the_faq() {
    scene("")
        .with(other_guild())
        .play_on_both(async |world| {
            topics::three(world, 1).await;
            topics::proposed(world, 1).await;
            let anywhere = world.user("finn").says("Hello", "general").await;
            let lobby = world.user("finn").says_in("Hello", "lobby", "Second").await;
            for id in PROPOSAL {
                let refused = world.user("finn").force(&anywhere, id).await.whisper();
                assert!(refused.contains("Manage Messages"), "{id}: {refused}");
                let refused = world.user("finn").force(&lobby, id).await.whisper();
                assert!(refused.contains("no longer there"), "{id}: {refused}");
            }
            let _ = world.user("ada").force(&anywhere, "tickets:topic_add:1").await.modal();
        })
        .await;
}
