//! Two who do something at once: one wins, and the other is told who did.

use e2e::{World, outcome, world::GUILD};
use plugin_api::{
    Locale,
    serenity::{RoleId, UserId},
};
use serde_json::json;
use tickets::{
    actions,
    domain::{Act, Status},
    rights::Actor,
};

use super::{STAFF, channel, now, open, press, scene, stands};
use crate::tickets::card;

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
                        [("chloe", "is handling ticket #1"), ("bram", "heeft ticket #1 in behandeling")]
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
