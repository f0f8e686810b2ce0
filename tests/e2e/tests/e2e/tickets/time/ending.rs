//! What becomes of a closed ticket's channel and of what was said in it.

use chrono::TimeDelta;
use e2e::World;
use plugin_api::sql;
use reqwest::Method;
use serde_json::json;

use super::{card, channel, is_due, is_not_due, logged, now, open, scene};
use crate::tickets::{
    is_settled, seen_channel,
    ticket::{Status, Ticket, rating},
};

const SOON: &str = "archive_after_hours = 2\ndelete_after_hours = 3";

/// Chloe closes a ticket of Emma's, and its transcript is stored.
async fn closed(world: &World) -> Ticket {
    let ticket = open(world, "emma", "It stays dark").await;
    world.user("chloe").slash("ticket_close", json!({ "reason": "A new lamp" }), &channel(&ticket)).await;
    is_settled(world, world.host().db()).await;
    assert!(now(world, 1).await.transcript_at.is_some());
    ticket
}

async fn is_archived(world: &World) {
    let archived = async || (now(world, 1).await.status == Status::Archived).then_some(());
    world.until_looked("it is archived", archived).await;
}

#[tokio::test]
async fn a_closed_ticket_is_archived_and_then_its_channel_is_deleted_and_the_row_stays() {
    scene(SOON)
        .play_on_both(async |world| {
            let ticket = closed(world).await;
            let farewell = world.user("emma").awaits("Ticket #1 is closed", &channel(&ticket)).await;
            assert!(e2e::outcome::text(&farewell).contains("A new lamp"), "{farewell:#}");
            is_due(world, "archive", "", "2026-03-02T13:00:00Z").await;
            world.restart_host().await;
            world.set_clock("2026-03-02T13:00:00Z").await;
            is_archived(world).await;
            is_due(world, "delete", "", "2026-03-02T16:00:00Z").await;
            world.restart_host().await;
            world.set_clock("2026-03-02T16:00:00Z").await;
            let gone = async || seen_channel(world, ticket.channel?).await.is_none().then_some(());
            world.until("the channel is gone", gone).await;
            world.user("ada").awaits("Its channel was deleted", "bot-log").await;
            let row = now(world, 1).await;
            assert_eq!(
                (row.status, row.channel, row.description.as_str()),
                (Status::Archived, None, "It stays dark")
            );
        })
        .await;
}

#[tokio::test]
async fn what_is_reopened_is_neither_archived_nor_deleted() {
    scene(SOON)
        .play_on_both(async |world| {
            closed(world).await;
            world.user("chloe").slash("ticket_reopen", json!({ "id": "1" }), "general").await;
            is_not_due(world, "archive", "").await;
            world.advance(TimeDelta::days(2)).await;
            world.restart_host().await;
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}

#[tokio::test]
async fn a_channel_is_not_deleted_before_its_transcript_is_stored() {
    scene(SOON)
        .play_on_both(async |world| {
            let ticket = closed(world).await;
            world.set_clock("2026-03-02T13:00:00Z").await;
            is_archived(world).await;
            sql("UPDATE support_tickets SET transcript_at = NULL").execute(world.host().db()).await.unwrap();
            // Discord does not give what was said at first.
            let before = world.last_request().await;
            let said = format!("/channels/{}/messages", channel(&ticket));
            world.fault("GET", &said, 1, json!({ "status": 503 })).await;
            world.set_clock("2026-03-02T16:00:00Z").await;
            world.user("ada").awaits("Its channel is not deleted yet", "bot-log").await;
            let failed =
                async || (!world.requests_since(before, "GET", &said).await.is_empty()).then_some(());
            world.until_looked("the transcript is tried", failed).await;
            assert!(seen_channel(world, ticket.channel.unwrap()).await.is_some());
            world.advance(TimeDelta::seconds(5)).await;
            // The transcript is made anew, and then the channel goes.
            let gone = async || seen_channel(world, ticket.channel?).await.is_none().then_some(());
            world.until("the channel is gone", gone).await;
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_a_moderator_deletes_ends_the_ticket_and_not_the_row() {
    scene(SOON)
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            let path = format!("channels/{}", channel(&ticket));
            let (status, answer) = world.send(Method::DELETE, &path, Some(json!({}))).await;
            assert!(status.is_success(), "{answer:#}");
            let ended = async || (now(world, 1).await.status == Status::Closed).then_some(());
            world.until_looked("it is closed", ended).await;
            let asked = world.user("emma").awaits("How did we help you?", "dm").await;
            assert!(e2e::outcome::text(&asked).contains("#1"), "{asked:#}");
            is_settled(world, world.host().db()).await;
            world.advance(TimeDelta::hours(2)).await;
            is_archived(world).await;
            is_not_due(world, "delete", "").await;
            world.advance(TimeDelta::hours(4)).await;
            assert!(logged(world, "The transcript is kept").await.is_empty(), "there was none to delete");
            assert_eq!(now(world, 1).await.description, "It stays dark");
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_discord_does_not_let_go_is_told_to_staff_who_can_delete_it_again() {
    scene(SOON)
        .play_on_both(async |world| {
            let ticket = closed(world).await;
            world.set_clock("2026-03-02T13:00:00Z").await;
            is_archived(world).await;
            let path = format!("/channels/{}", channel(&ticket));
            world.fault("DELETE", &path, 1, json!({ "status": 403, "code": 50013 })).await;
            world.set_clock("2026-03-02T16:00:00Z").await;
            world.user("ada").awaits("Its channel could not be deleted", "bot-log").await;
            is_not_due(world, "delete", "").await;
            let card = card(world, "chloe", &ticket).await;
            world.user("chloe").force(&card, "tickets:delete_yes:1").await;
            let gone = async || seen_channel(world, ticket.channel?).await.is_none().then_some(());
            world.until("the channel is gone", gone).await;
        })
        .await;
}

#[tokio::test]
async fn a_thread_is_said_farewell_in_and_deleted_like_a_channel() {
    let threads = "categories.support.place = \"thread\"\ncategories.support.parent = \"500000000000000006\"";
    scene(&format!("{SOON}\n{threads}"))
        .play_on_both(async |world| {
            let ticket = closed(world).await;
            world.user("emma").awaits("Ticket #1 is closed", &channel(&ticket)).await;
            world.set_clock("2026-03-02T13:00:00Z").await;
            is_archived(world).await;
            is_due(world, "delete", "", "2026-03-02T16:00:00Z").await;
            world.set_clock("2026-03-02T16:00:00Z").await;
            world.user("ada").awaits("The transcript is kept", "bot-log").await;
            assert_eq!(now(world, 1).await.channel, None);
        })
        .await;
}

async fn rows(world: &World, table: &'static str) -> i64 {
    let statement = match table {
        "ticket_messages" => "SELECT COUNT(*) FROM ticket_messages",
        "ticket_words" => "SELECT COUNT(*) FROM ticket_words",
        _ => "SELECT COUNT(*) FROM ticket_events",
    };
    let (count,): (i64,) = sql(statement).fetch_one(world.host().db()).await.unwrap();
    count
}

/// Emma gives four stars to ticket #1 and writes a comment.
async fn rate(world: &World, comment: &str) {
    let emma = world.user("emma");
    let letter = emma.awaits("How did we help you?", "dm").await;
    emma.click(&letter, "4 ★").await;
    let letter = emma.awaits("★★★★☆", "dm").await;
    let _ = emma.click(&letter, "Write something").await.modal();
    emma.submit(json!({ "comment": comment })).await;
    assert_eq!(rating(world, 1).await, Some((4, comment.to_owned())));
}

#[tokio::test]
async fn what_was_said_is_removed_at_night_once_it_was_kept_for_long_enough() {
    scene(&format!("{SOON}\nretention_days = 3"))
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            world.user("emma").says("Very dark", &channel(&ticket)).await;
            let heard = async || now(world, 1).await.last_member_at;
            world.until_looked("it is heard", heard).await;
            world
                .user("chloe")
                .slash("ticket_close", json!({ "id": "1", "reason": "Solved?" }), "general")
                .await;
            is_settled(world, world.host().db()).await;
            rate(world, "Thanks").await;
            world.advance(TimeDelta::hours(2)).await;
            is_archived(world).await;
            world.advance(TimeDelta::hours(3)).await;
            let gone = async || now(world, 1).await.channel.is_none().then_some(());
            world.until_looked("the channel is gone", gone).await;
            assert!(rows(world, "ticket_messages").await > 0);
            world.set_clock("2026-03-06T03:00:00Z").await;
            let purged = async || now(world, 1).await.description.is_empty().then_some(());
            world.until_looked("it is purged", purged).await;
            assert_eq!((rows(world, "ticket_messages").await, rows(world, "ticket_words").await), (0, 0));
            assert_eq!(now(world, 1).await.username, "");
            assert!(rows(world, "ticket_events").await > 0, "the numbers need the history");
            let details: Vec<(String,)> =
                sql("SELECT detail FROM ticket_events").fetch_all(world.host().db()).await.unwrap();
            assert!(details.iter().all(|(detail,)| detail != "Solved?"), "{details:?}");
            let stars = Some((4, String::new()));
            assert_eq!(rating(world, 1).await, stars, "the numbers need the stars");
        })
        .await;
}
