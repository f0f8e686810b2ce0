//! What members think of the help.

use e2e::{World, outcome};
use reqwest::Method;
use serde_json::{Value, json};

use super::{channel, logged, open, scene};
use crate::tickets::ticket::{Ticket, rating};

/// Chloe closes a ticket of Emma's.
async fn closed(world: &World) -> Ticket {
    let ticket = open(world, "emma", "It stays dark").await;
    world.user("chloe").slash("ticket_close", json!({ "reason": "A new lamp" }), &channel(&ticket)).await;
    ticket
}

async fn control(world: &World, method: Method, path: &str, body: Value) {
    let (status, answer) = world.send(method, path, Some(body)).await;
    assert!(status.is_success(), "{answer:#}");
}

#[tokio::test]
async fn a_member_is_asked_in_a_direct_message_and_may_change_their_mind() {
    scene("")
        .play_on_both(async |world| {
            closed(world).await;
            let letter = world.user("emma").awaits("How did we help you?", "dm").await;
            assert!(outcome::text(&letter).contains("Ticket #1 is closed"), "{letter:#}");
            assert_eq!(letter["attachments"].as_array().map(Vec::len), Some(1), "the transcript: {letter:#}");
            world.restart_host().await;
            let thanks = world.user("emma").click(&letter, "4 ★").await;
            assert!(thanks.text().contains("★★★★☆"), "{thanks}");
            world.restart_host().await;
            let letter = world.user("emma").awaits("★★★★☆", "dm").await;
            world.user("emma").click(&letter, "5 ★").await;
            let _ = world.user("emma").click(&letter, "Write something").await.modal();
            world.restart_host().await;
            let thanks = world.user("emma").submit(json!({ "comment": "Quick and @everyone kind" })).await;
            assert!(thanks.text().contains("★★★★★") && thanks.text().contains("Quick and"), "{thanks}");
            assert_eq!(rating(world, 1).await, Some((5, "Quick and @everyone kind".to_owned())));
            let told = world.user("ada").awaits("Quick and", "bot-log").await;
            assert!(!outcome::text(&told).contains("@everyone"), "{told:#}");
        })
        .await;
}

#[tokio::test]
async fn who_takes_no_direct_messages_is_asked_in_the_channel() {
    scene("")
        .play_on_both(async |world| {
            control(world, Method::PATCH, "users/emma", json!({ "accepts_dms": false })).await;
            let ticket = closed(world).await;
            let request = world.user("emma").awaits("How did we help you?", &channel(&ticket)).await;
            assert_eq!(request["mentions"][0]["username"], "emma", "{request:#}");
            let other = world.user("chloe").click(&request, "1 ★").await;
            assert!(other.whisper().contains("Only who opened ticket #1"), "{other}");
            world.user("emma").click(&request, "3 ★").await;
            assert_eq!(rating(world, 1).await.map(|(stars, _)| stars), Some(3));
        })
        .await;
}

#[tokio::test]
async fn who_has_left_the_server_is_not_asked() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            control(world, Method::DELETE, "guilds/Demo/members/emma", json!({})).await;
            world.user("chloe").slash("ticket_close", json!({}), &channel(&ticket)).await;
            world.user("ada").awaits("was not asked for a rating", "bot-log").await;
            let asked = world.requests("POST", "/users/@me/channels").await;
            assert!(asked.is_empty(), "{asked:#?}");
        })
        .await;
}

#[tokio::test]
async fn nobody_is_asked_where_the_settings_say_so_nor_twice() {
    scene("ratings = false\ntranscript_to_member = false")
        .play_on_both(async |world| {
            closed(world).await;
            let stored = async || super::now(world, 1).await.transcript_at;
            world.until_looked("the transcript is stored", stored).await;
            assert!(world.requests("POST", "/users/@me/channels").await.is_empty());
            assert!(logged(world, "asked for a rating").await.is_empty());
        })
        .await;
}

#[tokio::test]
async fn forged_and_early_ratings_are_refused() {
    scene("")
        .play_on_both(async |world| {
            closed(world).await;
            let letter = world.user("emma").awaits("How did we help you?", "dm").await;
            for (forged, says) in [
                ("tickets:rate:300000000000000001:1:9", "older version"),
                ("tickets:rate:300000000000000001:1:0", "older version"),
                ("tickets:rate:300000000000000001:7:5", "no ticket #7"),
                ("tickets:rate_comment:300000000000000001:7", "no ticket #7"),
            ] {
                let refused = world.user("emma").force(&letter, forged).await;
                assert!(refused.text().contains(says), "{forged}: {refused}");
            }
            assert_eq!(rating(world, 1).await, None);
            world.user("chloe").slash("ticket_reopen", json!({ "id": "1" }), "general").await;
            let early = world.user("emma").click(&letter, "1 ★").await;
            assert!(early.text().contains("can be rated once it is closed"), "{early}");
        })
        .await;
}
