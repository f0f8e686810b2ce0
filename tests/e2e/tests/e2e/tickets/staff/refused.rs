//! What can't be done, and what is said then: races, outsiders, forged ids, states that do not allow it, reasons of any length.

use e2e::{Outcome, World, outcome};
use plugin_api::{
    Locale,
    serenity::{RoleId, UserId},
    sql,
};
use serde_json::{Value, json};
use tickets::{
    actions,
    domain::{Act, Priority, Status},
    rights::Actor,
    store,
};

use super::{CLAIMED, STAFF, channel, choose, close, now, open, press, scene, shows, stands};
use crate::tickets::card;
use e2e::world::GUILD;

/// The buttons that change something, as ids of ticket #1.
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
    "tickets:list:live:0:*:0",
];

async fn staff(world: &World, user: &str) -> Actor {
    let id =
        world.get("world").await["users"][user]["id"].as_str().expect("an id").parse().expect("a number");
    let role = RoleId::new(STAFF.parse().expect("a number"));
    Actor::member(world.host(), GUILD, UserId::new(id), vec![role], None).await.unwrap()
}

#[tokio::test]
async fn of_two_who_claim_at_once_one_wins_and_the_other_is_told_who() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let place = channel(&ticket);
            let shown = card(world, "chloe", &ticket).await;
            // Both are waiting for the ticket when it is let go.
            let (tx, _) = actions::locked(world.host(), GUILD, 1, &Locale::default()).await.unwrap();
            world.user("chloe").click_without_waiting(&shown, "Claim").await;
            world.user("bram").click_without_waiting(&shown, "Claim").await;
            tx.rollback().await.unwrap();
            let told = world
                .until("one of them is told who was first", async || {
                    for (user, says) in
                        [("chloe", "has ticket #1 in hand"), ("bram", "heeft ticket #1 in behandeling")]
                    {
                        let reads = world.user(user).reads(&place).await;
                        if let Some(text) = reads.into_iter().find(|text| text.contains(says)) {
                            return Some((user, text));
                        }
                    }
                    None
                })
                .await;
            let winner = now(world, 1).await.claimed_by.expect("it is claimed");
            let (loser, text) = told;
            let expected = if loser == "chloe" { 200_000_000_000_000_002 } else { 200_000_000_000_000_003 };
            assert_eq!(winner.get(), expected);
            assert!(text.contains(&format!("<@{winner}>")), "{text}");
            world.user("ada").awaits("claimed this ticket", &place).await;
            let lines = world.user("ada").reads(&place).await;
            assert_eq!(
                lines.iter().filter(|line| line.contains("claimed this ticket")).count(),
                1,
                "{lines:#?}"
            );
        })
        .await;
}

#[tokio::test]
async fn who_escalates_a_ticket_that_is_closed_meanwhile_is_told_by_whom() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let asked = press(world, "chloe", &ticket, "Escalate").await;
            let (bram, reader) = (staff(world, "bram").await, Locale::default());
            let (mut tx, before) = actions::locked(world.host(), GUILD, 1, &reader).await.unwrap();
            let act = Act::Close("Solved".to_owned());
            actions::change(&mut tx, world.host(), &before, &act, &bram, &reader).await.unwrap();
            let body = json!({ "channel": asked.message()["channel_id"], "message": asked.message()["id"],
                "custom_id": "tickets:escalate_to:1", "values": [STAFF], "wait": false });
            world.post("users/chloe/components", body).await;
            tx.commit().await.unwrap();
            let told = world
                .user("chloe")
                .awaits("ticket #1 is closed, by <@200000000000000002>", &channel(&ticket))
                .await;
            assert!(outcome::text(&told).contains("What can be done: reopen it"), "{told:#}");
            let row = now(world, 1).await;
            assert_eq!((row.status, row.escalated_to), (Status::Closed, None));
        })
        .await;
}

#[tokio::test]
async fn who_closes_a_ticket_that_is_escalated_meanwhile_closes_it() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let _ = press(world, "chloe", &ticket, "Close").await.modal();
            let reader = Locale::default();
            let bram = staff(world, "bram").await;
            let role = RoleId::new(STAFF.parse().unwrap());
            actions::escalate(world.host(), GUILD, 1, Some(role), &bram, &reader).await.unwrap();
            world.user("chloe").submit(json!({ "reason": "Solved" })).await;
            let row = stands(world, 1, Status::Closed).await;
            assert_eq!((row.escalated_to, row.close_reason.as_str()), (Some(role), "Solved"));
        })
        .await;
}

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
            stands(world, 1, Status::Open).await;
            let chloe = world.user("chloe");
            let closed = chloe.slash("ticket_close", json!({ "reason": reason }), &channel(&ticket)).await;
            assert!(closed.whisper().contains("is now closed"), "{closed}");
            assert_eq!(now(world, 1).await.close_reason, reason);
        })
        .await;
}

#[tokio::test]
async fn outsiders_are_refused_whatever_they_press_and_type() {
    scene("")
        .play_on_both(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let finn = world.user("finn");
            let anywhere = finn.says("Hello", "general").await;
            for id in FORGED {
                let refused = finn.force(&anywhere, id).await.whisper();
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
            assert_eq!((row.status, row.priority, row.claimed_by), (Status::Open, Priority::Normal, None));
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
                stands(world, 1, Status::Closed).await.closed_by.map(UserId::get),
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
            stands(world, 1, Status::WaitingForUser).await;
            let finn = world.user("finn");
            let anywhere = finn.says("Hello", "general").await;
            let refused = finn.force(&anywhere, "tickets:resume:1").await.whisper();
            assert!(refused.contains("is not yours"), "{refused}");
            let guest = tickets::domain::Guest::Member(UserId::new(200_000_000_000_000_006));
            store::people::add_guest(world.host().db(), GUILD, 1, guest).await.unwrap();
            finn.force(&anywhere, "tickets:resume:1").await;
            stands(world, 1, Status::Claimed).await;
            let refused = finn.force(&anywhere, "tickets:claim:1").await.whisper();
            assert!(refused.contains("staff of ticket #1"), "{refused}");
        })
        .await;
}

/// Another guild that Finn owns.
fn other_guild() -> Value {
    json!({ "guilds": [{
        "name": "Second", "owner": "finn", "roles": [{ "name": "Guildhall", "bot": true }],
        "members": [{ "user": "finn" }], "channels": [{ "name": "lobby" }],
    }] })
}

#[tokio::test]
async fn in_another_guild_there_is_no_such_ticket() {
    scene("")
        .with(other_guild())
        .play_on_both(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let finn = world.user("finn");
            let lobby = finn.says_in("Hello", "lobby", "Second").await;
            for id in FORGED.iter().filter(|id| !id.contains(":list:")) {
                let refused = finn.force(&lobby, id).await.whisper();
                assert!(refused.contains("There is no ticket #1 in this server"), "{id}: {refused}");
            }
            let list = finn.force(&lobby, "tickets:list:live:0:*:0").await;
            assert!(list.text().contains("There are none"), "{list}");
            let body = json!({ "guild": "Second", "channel": "lobby", "name": "ticket_claim", "options": { "id": "1" } });
            let refused = Outcome(world.post("users/finn/commands", body).await).whisper();
            assert!(refused.contains("There is no ticket #1 in this server"), "{refused}");
            assert_eq!(now(world, 1).await.status, Status::Open);
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
            sql("DELETE FROM support_tickets").run(world.host().db()).await.unwrap();
            for id in FORGED.iter().filter(|id| !id.contains(":list:")) {
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
                world.user("chloe").slash("ticket_status", options, "general").await.whisper()
            };
            let refused = status("waiting for the member").await;
            assert!(
                refused.contains("is open. What can be done: claim it, transfer it, escalate it, close it"),
                "{refused}"
            );
            assert!(status("archived").await.contains("is open. What can be done"));
            assert!(status("open").await.contains("is open already"));
            assert!(status("opening").await.contains("is open."));
            assert!(status("solved").await.contains("There is no such status. There are:"));
            assert!(status("escalated").await.contains("Name the role"));
            press(world, "bram", &ticket, "Claim").await;
            stands(world, 1, Status::Claimed).await;
            assert!(status("claimed").await.contains("is claimed already"));
            assert!(status("waiting_for_user").await.contains("<@200000000000000002> has ticket #1 in hand"));
            assert!(status("closed").await.contains("is now closed"));
            assert!(
                status("claimed")
                    .await
                    .contains("is closed, by <@200000000000000003>. What can be done: reopen it, archive it")
            );
            let twice =
                world.user("bram").slash("ticket_close", json!({ "id": "1" }), "general").await.whisper();
            assert!(twice.contains("<@200000000000000003>"), "who was first is named: {twice}");
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
            let _ = choose(world, "chloe", asked.message(), "tickets:escalate_to:1", STAFF).await;
            stands(world, 1, Status::Escalated).await;
        })
        .await;
}
