//! Two who do something at once: one wins, and the other is told who did.

use e2e::outcome;
use plugin_api::{serenity::RoleId, sql};
use serde_json::json;

use super::{STAFF, channel, has_status, now, open, press, scene};
use crate::tickets::{
    card,
    ticket::{Status, lock},
};

const BRAM: i64 = 200_000_000_000_000_002;

#[tokio::test]
async fn of_two_who_claim_at_once_one_wins_and_the_other_is_told_who() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let place = channel(&ticket);
            let shown = card(world, "chloe", &ticket).await;
            // Both are waiting for the ticket when it is let go.
            let tx = lock(world).await;
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
            let mut tx = lock(world).await;
            let closed = sql(
                "UPDATE support_tickets SET status = 'closed', revision = revision + 1, closed_at = updated_at, \
                 closed_by = $1",
            );
            closed.bind(BRAM).execute(&mut tx).await.unwrap();
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
            let options = json!({ "id": "1", "status": "escalated", "escalate_to": "Staff" });
            world.user("bram").slash("ticket_status", options, "general").await;
            let role = RoleId::new(STAFF.parse().unwrap());
            world.user("chloe").submit(json!({ "reason": "Solved" })).await;
            let row = has_status(world, 1, Status::Closed).await;
            assert_eq!((row.escalated_to, row.close_reason.as_str()), (Some(role), "Solved"));
        })
        .await;
}
