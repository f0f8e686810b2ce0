//! The clocks of tickets: targets in working hours, members who do not answer, and what follows a closing in time.

mod ending;
mod missed;
mod rating;
mod request;

use chrono::{DateTime, TimeDelta, Utc};
use e2e::{World, outcome};
use plugin_api::sql;
use serde_json::{Value, json};

use super::{
    card, channel, now, open, scene,
    ticket::{Status, Ticket},
};

/// Nine to five on weekdays, an hour to the first answer and ten to the solution; urgent ones a quarter of that.
const TARGETS: &str = r#"
categories.support.hours.monday = ["09:00-17:00"]
categories.support.hours.tuesday = ["09:00-17:00"]
categories.support.hours.friday = ["09:00-17:00"]
categories.support.alert_role = "400000000000000003"
categories.support.targets.normal = { first_response_minutes = 60, resolution_minutes = 600 }
categories.support.targets.urgent = { first_response_minutes = 15, resolution_minutes = 150 }
categories.billing.targets.normal = { first_response_minutes = 240 }
"#;

/// A day to a reminder, two to the end.
const SILENCE: &str = r"
categories.support.remind_after_hours = 24
categories.support.close_after_hours = 48
";

/// When a timer of ticket #1 is due: a kind of job, and what its key has besides the number.
async fn due(world: &World, kind: &str, of: &str) -> Option<DateTime<Utc>> {
    let row: Option<(DateTime<Utc>,)> =
        sql("SELECT due_at FROM jobs WHERE plugin = 'tickets' AND kind = $1 AND key = $2 AND lease IS NULL")
            .bind(kind)
            .bind(format!("1{of}"))
            .fetch_optional(world.host().db())
            .await
            .unwrap();
    row.map(|(due,)| due)
}

/// Waits until a timer of ticket #1 is due at an instant.
async fn is_due(world: &World, kind: &str, of: &str, at: &str) {
    let instant: DateTime<Utc> = at.parse().unwrap();
    let found = async || due(world, kind, of).await.filter(|due| *due == instant);
    world.until_looked(&format!("{kind}{of} is due at {at}"), found).await;
}

/// Waits until ticket #1 has no such timer.
async fn is_not_due(world: &World, kind: &str, of: &str) {
    let none = async || due(world, kind, of).await.is_none().then_some(());
    world.until_looked(&format!("{kind}{of} is not due"), none).await;
}

/// Opens a ticket of Emma's in a category.
async fn open_in(world: &World, category: &str) -> Ticket {
    let options = json!({ "category": category, "description": "It stays dark" });
    world.user("emma").slash("ticket", options, "general").await;
    super::is_open(world, "It stays dark").await
}

/// Chloe presses a button of a ticket's card.
async fn press(world: &World, ticket: &Ticket, label: &str) -> e2e::Outcome {
    let card = card(world, "chloe", ticket).await;
    world.user("chloe").click(&card, label).await
}

/// Chloe takes a ticket and waits for its member.
async fn waits(world: &World, ticket: &Ticket) {
    world.user("chloe").slash("ticket_claim", json!({}), &channel(ticket)).await;
    let told = world
        .user("chloe")
        .slash("ticket_status", json!({ "id": "1", "status": "waiting_for_user" }), "general")
        .await;
    assert_eq!(now(world, 1).await.status, Status::WaitingForUser, "{told}");
}

/// The messages in the log channel that have a text.
async fn logged(world: &World, text: &str) -> Vec<Value> {
    let all = world.user("ada").sees("bot-log").await;
    all.into_iter().filter(|message| outcome::text(message).contains(text)).collect()
}

#[tokio::test]
async fn staff_are_warned_in_working_hours_over_a_weekend_with_a_change_of_the_clock() {
    scene(TARGETS)
        .at("2026-03-27T15:30:00Z")
        .play_on_both(async |world| {
            open_in(world, "support").await;
            is_due(world, "sla", ":first_response:warning", "2026-03-30T07:18:00Z").await;
            is_due(world, "sla", ":resolution:breach", "2026-03-31T08:30:00Z").await;
            world.set_clock("2026-03-30T07:17:59Z").await;
            world.restart_host().await;
            world.set_clock("2026-03-30T07:18:00Z").await;
            let warning = world.user("chloe").awaits("waits for a first answer: due", "bot-log").await;
            assert!(outcome::text(&warning).starts_with("<@&400000000000000003>"), "{warning:#}");
            assert_eq!(warning["mention_roles"], json!(["400000000000000003"]), "{warning:#}");
            is_due(world, "sla", ":first_response:breach", "2026-03-30T07:30:00Z").await;
            world.set_clock("2026-03-30T07:30:00Z").await;
            world.user("chloe").awaits("still waits for a first answer", "bot-log").await;
            // What was said is not said again when the ticket changes.
            is_not_due(world, "sla", ":first_response:breach").await;
            world.user("chloe").slash("ticket_claim", json!({ "id": "1" }), "general").await;
            is_not_due(world, "sla", ":first_response:breach").await;
            assert_eq!(logged(world, "first answer").await.len(), 2);
        })
        .await;
}

#[tokio::test]
async fn who_was_not_there_for_the_warning_is_told_that_the_target_is_missed_and_no_more() {
    scene(TARGETS)
        .play_on_both(async |world| {
            open_in(world, "support").await;
            world.stop_host().await;
            world.set_clock("2026-03-02T13:00:00Z").await;
            world.start_host().await;
            world.user("chloe").awaits("still waits for a first answer", "bot-log").await;
            is_not_due(world, "sla", ":first_response:warning").await;
            assert_eq!(logged(world, "first answer").await.len(), 1);
        })
        .await;
}

#[tokio::test]
async fn an_answer_of_staff_stops_the_first_clock() {
    scene(TARGETS)
        .play_on_both(async |world| {
            let ticket = open_in(world, "support").await;
            world.user("chloe").says("Have you tried the other socket?", &channel(&ticket)).await;
            let answered = async || now(world, 1).await.first_response_at;
            world.until_looked("the answer is noticed", answered).await;
            world.set_clock("2026-03-02T14:00:00Z").await;
            is_not_due(world, "sla", ":first_response:breach").await;
            assert!(logged(world, "first answer").await.is_empty());
        })
        .await;
}

#[tokio::test]
async fn another_priority_and_another_category_move_the_targets() {
    scene(TARGETS)
        .play_on_both(async |world| {
            open_in(world, "support").await;
            is_due(world, "sla", ":first_response:breach", "2026-03-02T12:00:00Z").await;
            let chloe = world.user("chloe");
            chloe.slash("ticket_priority", json!({ "id": "1", "priority": "urgent" }), "general").await;
            is_due(world, "sla", ":first_response:breach", "2026-03-02T11:15:00Z").await;
            is_due(world, "sla", ":resolution:breach", "2026-03-02T13:30:00Z").await;
            chloe.slash("ticket_priority", json!({ "id": "1", "priority": "normal" }), "general").await;
            chloe.slash("ticket_move", json!({ "id": "1", "category": "billing" }), "general").await;
            is_due(world, "sla", ":first_response:breach", "2026-03-02T15:00:00Z").await;
            is_not_due(world, "sla", ":resolution:breach").await;
        })
        .await;
}

#[tokio::test]
async fn a_priority_whose_target_is_missed_already_is_told_at_once() {
    scene(TARGETS)
        .play(async |world| {
            open_in(world, "support").await;
            world.set_clock("2026-03-02T11:30:00Z").await;
            world
                .user("chloe")
                .slash("ticket_priority", json!({ "id": "1", "priority": "urgent" }), "general")
                .await;
            world.user("chloe").awaits("still waits for a first answer", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn time_in_which_staff_wait_for_the_member_is_given_back() {
    scene(TARGETS)
        .play_on_both(async |world| {
            let ticket = open_in(world, "support").await;
            waits(world, &ticket).await;
            is_not_due(world, "sla", ":resolution:breach").await;
            // Three hours, of the ten that the target has from noon on: five are left on this day and eight on the next.
            world.set_clock("2026-03-02T14:00:00Z").await;
            world
                .user("chloe")
                .slash("ticket_status", json!({ "id": "1", "status": "claimed" }), "general")
                .await;
            is_due(world, "sla", ":resolution:breach", "2026-03-03T16:00:00Z").await;
        })
        .await;
}

#[tokio::test]
async fn a_member_who_does_not_answer_is_reminded_and_then_the_ticket_is_closed() {
    scene(SILENCE)
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            waits(world, &ticket).await;
            is_due(world, "remind", "", "2026-03-03T11:00:00Z").await;
            world.restart_host().await;
            world.set_clock("2026-03-03T11:00:00Z").await;
            let reminder =
                world.user("emma").awaits("staff wait for your answer here", &channel(&ticket)).await;
            assert_eq!(reminder["mentions"][0]["username"], "emma", "{reminder:#}");
            is_not_due(world, "remind", "").await;
            // What changes meanwhile does not remind again.
            world
                .user("chloe")
                .slash("ticket_priority", json!({ "id": "1", "priority": "low" }), "general")
                .await;
            is_not_due(world, "remind", "").await;
            is_due(world, "inactive", "", "2026-03-04T11:00:00Z").await;
            world.set_clock("2026-03-04T11:00:00Z").await;
            world.user("emma").awaits("did not answer for 48 hours", &channel(&ticket)).await;
            let row = now(world, 1).await;
            assert_eq!((row.status, row.closed_by), (Status::Closed, None));
        })
        .await;
}

#[tokio::test]
async fn who_waits_for_staff_is_never_closed() {
    scene(SILENCE)
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            is_not_due(world, "inactive", "").await;
            waits(world, &ticket).await;
            is_due(world, "inactive", "", "2026-03-04T11:00:00Z").await;
            world.advance(TimeDelta::hours(1)).await;
            world.user("emma").says("The other socket is dark too", &channel(&ticket)).await;
            let goes_on = async || (now(world, 1).await.status == Status::Claimed).then_some(());
            world.until_looked("the member's word is noticed", goes_on).await;
            is_not_due(world, "remind", "").await;
            is_not_due(world, "inactive", "").await;
            world.advance(TimeDelta::days(30)).await;
            world.restart_host().await;
            assert_eq!(now(world, 1).await.status, Status::Claimed);
        })
        .await;
}
