//! What was said while the host was down, before an instant that it slept through as well.

use chrono::TimeDelta;
use e2e::World;

use super::{SILENCE, TARGETS, channel, is_not_due, logged, now, open, open_in, scene, waits};
use crate::tickets::ticket::{Status, Ticket};

/// Somebody writes an hour after the host went down; it comes back days later.
async fn missed(world: &mut World, user: &str, ticket: &Ticket, later: &str) {
    world.stop_host().await;
    world.advance(TimeDelta::hours(1)).await;
    world.user(user).says("The other socket is dark too", &channel(ticket)).await;
    world.set_clock(later).await;
    world.start_host().await;
}

async fn an_answer_counts(settings: &str) {
    scene(settings)
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            waits(world, &ticket).await;
            missed(world, "emma", &ticket, "2026-03-05T11:00:00Z").await;
            let decided =
                async || Some(now(world, 1).await.status).filter(|now| *now != Status::WaitingForUser);
            let status = world.until_looked("it is known whether they answered", decided).await;
            assert_eq!(status, Status::Claimed);
            is_not_due(world, "inactive", "").await;
            is_not_due(world, "remind", "").await;
            let said = world.user("emma").reads(&channel(&ticket)).await.join("\n");
            assert!(!said.contains("wait for your answer"), "{said}");
        })
        .await;
}

#[tokio::test]
async fn who_answered_while_nobody_listened_is_neither_reminded_nor_closed() {
    an_answer_counts(SILENCE).await;
}

#[tokio::test]
async fn nor_is_who_answered_where_no_words_are_kept() {
    an_answer_counts(&format!("keep_messages = false\n{SILENCE}")).await;
}

#[tokio::test]
async fn a_host_that_keeps_no_words_notices_at_start_who_answered() {
    scene("keep_messages = false")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            waits(world, &ticket).await;
            missed(world, "emma", &ticket, "2026-03-05T11:00:00Z").await;
            let goes_on = async || (now(world, 1).await.status == Status::Claimed).then_some(());
            world.until_looked("the member's word is noticed", goes_on).await;
        })
        .await;
}

#[tokio::test]
async fn an_answer_of_staff_that_nobody_heard_stops_the_first_clock() {
    scene(TARGETS)
        .play_on_both(async |world| {
            let ticket = open_in(world, "support").await;
            missed(world, "chloe", &ticket, "2026-03-02T12:30:00Z").await;
            let answered = async || now(world, 1).await.first_response_at;
            world.until_looked("the answer is noticed", answered).await;
            is_not_due(world, "sla", ":first_response:warning").await;
            is_not_due(world, "sla", ":first_response:breach").await;
            assert!(logged(world, "first answer").await.is_empty());
        })
        .await;
}
