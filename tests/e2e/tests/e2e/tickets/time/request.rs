//! Asking the member whether a ticket may be closed.

use chrono::TimeDelta;
use e2e::{World, outcome};
use plugin_api::sql;
use serde_json::{Value, json};

use super::{channel, is_due, is_not_due, logged, now, open, press, scene};
use crate::tickets::ticket::{Status, Ticket};

/// Chloe has the member asked, and the question is there.
async fn asked(world: &World, ticket: &Ticket, reason: &str) -> Value {
    let form = press(world, ticket, "Close request").await;
    assert!(form.modal()["title"].as_str().is_some_and(|title| title.contains("#1")), "{form}");
    let told = world.user("chloe").submit(json!({ "reason": reason })).await;
    assert!(told.whisper().contains("is asked whether ticket #1 may be closed"), "{told}");
    let question = question(world, ticket).await;
    let kept = async || {
        let question = sql("SELECT message_id FROM ticket_close_requests WHERE message_id IS NOT NULL");
        let message: Option<(i64,)> = question.fetch_optional(world.host().db()).await.unwrap();
        message
    };
    world.until_looked("it is kept that the member is asked", kept).await;
    question
}

async fn question(world: &World, ticket: &Ticket) -> Value {
    world.user("emma").awaits("May ticket #1 be closed?", &channel(ticket)).await
}

#[tokio::test]
async fn a_member_who_agrees_closes_the_ticket_with_the_reason_that_staff_gave() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            let question = asked(world, &ticket, "A new **lamp**").await;
            assert_eq!(question["mentions"][0]["username"], "emma", "{question:#}");
            assert!(outcome::text(&question).contains("\\*\\*lamp\\*\\*"), "{question:#}");
            world.restart_host().await;
            let told = world.user("emma").click(&question, "Yes").await;
            assert!(
                told.text().contains("it is closed") && told.message()["components"] == json!([]),
                "{told}"
            );
            let row = now(world, 1).await;
            assert_eq!(
                (row.status, row.closed_by, row.close_reason.as_str()),
                (Status::Closed, row.opener, "A new **lamp**")
            );
            is_not_due(world, "close_request", "").await;
        })
        .await;
}

#[tokio::test]
async fn a_member_who_does_not_agree_keeps_it_open_and_staff_can_ask_again() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            let first = asked(world, &ticket, "").await;
            world.restart_host().await;
            let told = world.user("emma").click(&first, "No").await;
            assert!(told.text().contains("stays open"), "{told}");
            world.user("ada").awaits("does not want it closed yet", "bot-log").await;
            is_not_due(world, "close_request", "").await;
            assert_eq!(now(world, 1).await.status, Status::Open);
            let late = world.user("emma").force(&first, "tickets:close_yes:1").await;
            assert!(late.whisper().contains("no longer asked"), "{late}");
            asked(world, &ticket, "").await;
        })
        .await;
}

#[tokio::test]
async fn silence_is_a_yes_after_the_time_that_the_settings_give_also_over_a_restart() {
    scene("close_request_hours = 6")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            asked(world, &ticket, "").await;
            is_due(world, "close_request", "", "2026-03-02T17:00:00Z").await;
            world.stop_host().await;
            world.set_clock("2026-03-02T17:00:00Z").await;
            world.start_host().await;
            world.user("emma").awaits("Nobody answered: it is closed", &channel(&ticket)).await;
            let row = now(world, 1).await;
            assert_eq!((row.status, row.closed_by), (Status::Closed, None));
            assert!(row.close_reason.contains("did not answer whether"), "{}", row.close_reason);
        })
        .await;
}

#[tokio::test]
async fn who_writes_instead_of_answering_does_not_agree() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            asked(world, &ticket, "").await;
            world.advance(TimeDelta::hours(1)).await;
            world.user("emma").says("It flickers now", &channel(&ticket)).await;
            let noticed = async || now(world, 1).await.last_member_at;
            world.until_looked("the word is noticed", noticed).await;
            world.advance(TimeDelta::hours(23)).await;
            world.user("emma").awaits("The member wrote instead", &channel(&ticket)).await;
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}

#[tokio::test]
async fn who_wrote_while_nobody_listened_does_not_agree_either() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            asked(world, &ticket, "").await;
            world.stop_host().await;
            world.advance(TimeDelta::hours(1)).await;
            world.user("emma").says("It flickers now", &channel(&ticket)).await;
            world.advance(TimeDelta::hours(30)).await;
            world.start_host().await;
            world.user("emma").awaits("The member wrote instead", &channel(&ticket)).await;
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}

#[tokio::test]
async fn only_the_member_answers_and_only_staff_ask_once() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            let question = asked(world, &ticket, "").await;
            let refused = world.user("chloe").click(&question, "Yes").await;
            assert!(refused.whisper().contains("Only who opened ticket #1"), "{refused}");
            let again = press(world, &ticket, "Close request").await;
            let again = if again.0.get("modal").is_some() {
                world.user("chloe").submit(json!({})).await
            } else {
                again
            };
            assert!(again.whisper().contains("asked the member already"), "{again}");
            let own = world.user("emma").force(&question, "tickets:close_request:1").await;
            assert!(own.whisper().contains("staff of ticket #1"), "{own}");
            let gone = world.user("emma").force(&question, "tickets:close_yes:99").await;
            assert!(gone.whisper().contains("no ticket #99"), "{gone}");
        })
        .await;
}

#[tokio::test]
async fn closing_by_hand_takes_the_question_back() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            let question = asked(world, &ticket, "").await;
            world.user("chloe").slash("ticket_close", json!({ "id": "1" }), "general").await;
            is_not_due(world, "close_request", "").await;
            let late = world.user("emma").click(&question, "No").await;
            assert!(late.whisper().contains("no longer asked"), "{late}");
            // Opened again, it is not closed by the old question.
            world.user("chloe").slash("ticket_reopen", json!({ "id": "1" }), "general").await;
            world.advance(TimeDelta::hours(25)).await;
            assert!(logged(world, "Nobody answered").await.is_empty());
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}
