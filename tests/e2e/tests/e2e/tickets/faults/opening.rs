//! What goes wrong while a ticket is opened: it is complete or undone in the end, and no channel is left without a ticket.

use chrono::{DateTime, TimeDelta, Utc};
use e2e::{World, outcome, world::GUILD};
use plugin_api::sql;
use serde_json::{Value, json};
use tickets::Tickets;

use super::super::{is_open, now, open, scene, seen_channel, ticket::messages_after};

const CHANNELS: &str = "/guilds/*/channels";

/// The channels of tickets that there are.
async fn channels(world: &World) -> Vec<Value> {
    let all = world.get(&format!("users/ada/guilds/{GUILD}/channels")).await;
    let all = all.as_array().into_iter().flatten();
    all.filter(|one| one["topic"].as_str().is_some_and(|topic| topic.starts_with("Ticket #")))
        .cloned()
        .collect()
}

/// How many rows of tickets there are.
async fn rows(world: &World) -> i64 {
    let (count,): (i64,) =
        sql("SELECT COUNT(*) FROM support_tickets").fetch_one(world.host().db()).await.unwrap();
    count
}

/// Emma asks for a ticket.
pub(super) async fn ask(world: &World) {
    let said = world.user("emma").slash("ticket", json!({ "description": "My bicycle" }), "general").await;
    assert!(said.whisper().contains("open"), "{said}");
}

/// Waits until a try of the opening has failed, and lets the pause after it pass.
pub(super) async fn fails_once(world: &World) {
    let until = failed(world).await;
    world.advance(until - world.host().clock().now()).await;
}

/// Waits until a try of the opening has failed; gives when the next one is.
async fn failed(world: &World) -> DateTime<Utc> {
    let failed = async || {
        let row: Option<(DateTime<Utc>,)> =
            sql("SELECT claimable_at FROM jobs WHERE plugin = 'tickets' AND kind = 'open' \
             AND lease IS NULL AND attempts > 0")
            .fetch_optional(world.host().db())
            .await
            .unwrap();
        row.filter(|(until,)| *until > world.host().clock().now())
    };
    world.until_looked("the try has failed", failed).await.0
}

/// Emma reads why it was not opened, with her words, in the place of the first answer.
pub(super) async fn is_undone(world: &World, why: &str) {
    let told = world.user("emma").awaits(why, "general").await;
    assert!(outcome::text(&told).contains("My bicycle"), "words are given back: {told:#}");
    assert_eq!((rows(world).await, channels(world).await.len()), (0, 0));
    world.user("ada").awaits("Not opened", "bot-log").await;
}

#[tokio::test]
async fn a_channel_that_was_made_without_anybody_hearing_of_it_is_found_again() {
    scene("")
        .play_on_both(async |world| {
            world.fault("POST", CHANNELS, 1, json!({ "lose_response": true })).await;
            ask(world).await;
            fails_once(world).await;
            let ticket = is_open(world, "My bicycle").await;
            let all = channels(world).await;
            assert_eq!(all.len(), 1, "{all:#?}");
            assert_eq!(all[0]["id"], ticket.channel.unwrap().to_string().as_str());
        })
        .await;
}

#[tokio::test]
async fn what_is_said_in_a_channel_that_was_taken_for_no_tickets_is_kept() {
    scene("")
        .play_on_both(async |world| {
            world.fault("POST", CHANNELS, 1, json!({ "lose_response": true })).await;
            ask(world).await;
            failed(world).await;
            let made = channels(world).await.pop().expect("the channel is made");
            let place = made["id"].as_str().unwrap().to_owned();
            world.fault("GET", CHANNELS, 1, json!({ "status": 503 })).await;
            world.advance(TimeDelta::minutes(61)).await;
            failed(world).await;
            world.user("ada").says("Whose is this?", &place).await;
            let elsewhere = async || {
                let tickets = Tickets::from_host(world.host()).unwrap();
                tickets.non_ticket_channels.contains(place.parse().unwrap()).then_some(())
            };
            world.until("it is taken for no ticket's", elsewhere).await;
            fails_once(world).await;
            let ticket = is_open(world, "My bicycle").await;
            assert_eq!(ticket.channel.unwrap().to_string(), place);
            world.user("emma").says("It is mine", &place).await;
            let kept = async || {
                let all = messages_after(world, ticket.id, 0).await;
                all.into_iter().find(|message| message.content == "It is mine")
            };
            world.until_looked("her words are kept", kept).await;
        })
        .await;
}

#[tokio::test]
async fn a_first_message_that_was_sent_without_anybody_hearing_of_it_is_not_sent_again() {
    scene("")
        .play_on_both(async |world| {
            world.fault("POST", "/channels/*/messages", 1, json!({ "lose_response": true })).await;
            ask(world).await;
            // Discord has forgotten the nonce by then.
            fails_once(world).await;
            let ticket = is_open(world, "My bicycle").await;
            let seen = world.user("emma").sees(&ticket.channel.unwrap().to_string()).await;
            assert_eq!(seen.len(), 1, "{seen:#?}");
        })
        .await;
}

#[tokio::test]
async fn where_discord_refuses_the_channel_nothing_is_left_and_the_words_are_given_back() {
    scene("")
        .play_on_both(async |world| {
            let body = json!({ "code": 50013, "message": "Missing Permissions" });
            world.fault("POST", CHANNELS, 1, json!({ "status": 403, "body": body })).await;
            ask(world).await;
            is_undone(world, "I lack a permission").await;
            open(world, "emma", "It does not count against the limit").await;
        })
        .await;
}

#[tokio::test]
async fn where_the_first_message_is_refused_the_channel_goes_too() {
    scene("")
        .play(async |world| {
            let body = json!({ "code": 50013, "message": "Missing Permissions" });
            world.fault("POST", "/channels/*/messages", 1, json!({ "status": 403, "body": body })).await;
            ask(world).await;
            is_undone(world, "I lack a permission").await;
        })
        .await;
}

#[tokio::test]
async fn where_discord_fails_for_too_long_it_is_undone_and_the_member_hears_it() {
    scene("")
        .play_on_both(async |world| {
            world.fault("POST", "/channels/*/messages", 8, json!({ "status": 503 })).await;
            ask(world).await;
            for _ in 0..7 {
                fails_once(world).await;
            }
            is_undone(world, "Discord did not answer for too long").await;
        })
        .await;
}

#[tokio::test]
async fn who_can_not_be_told_in_place_any_more_is_told_in_a_direct_message() {
    scene("")
        .play(async |world| {
            world.fault("POST", CHANNELS, 1, json!({ "status": 503 })).await;
            ask(world).await;
            failed(world).await;
            let body = json!({ "code": 50013, "message": "Missing Permissions" });
            world.fault("POST", CHANNELS, 1, json!({ "status": 403, "body": body })).await;
            world.advance(TimeDelta::minutes(20)).await;
            let told = async || {
                let dms = world.get("users/emma/dms").await;
                let mut dms = dms.as_array().into_iter().flatten();
                dms.any(|one| outcome::text(one).contains("I lack a permission")).then_some(())
            };
            world.until("Emma is told", told).await;
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_is_deleted_before_it_is_open_is_made_again() {
    scene("")
        .play(async |world| {
            world.fault("POST", "/channels/*/messages", 1, json!({ "status": 503 })).await;
            ask(world).await;
            failed(world).await;
            let made = async || channels(world).await.pop();
            let first = world.until("the channel is made", made).await;
            let path = format!("channels/{}", first["id"].as_str().unwrap());
            world.send(reqwest::Method::DELETE, &path, Some(json!({}))).await;
            let ticket = is_open(world, "My bicycle").await;
            assert_eq!(channels(world).await.len(), 1);
            assert!(seen_channel(world, ticket.channel.unwrap()).await.is_some());
        })
        .await;
}

#[tokio::test]
async fn an_empty_channel_of_no_ticket_is_removed_at_start_and_one_with_words_is_told() {
    scene("")
        .play_on_both(async |world| {
            open(world, "emma", "Mine").await;
            world.stop_host().await;
            for (name, topic) in [
                ("left", "Ticket #7 (reference 64c0f2a1b2c30)"),
                ("said", "Ticket #8 (reference 64c0f2a1b2c31)"),
            ] {
                world.post("guilds/Demo/channels", json!({ "name": name, "topic": topic })).await;
            }
            world.user("finn").says("Hello?", "said").await;
            world.start_host().await;
            let told = world.user("ada").awaits("Channels without a ticket", "bot-log").await;
            let left = channels(world).await;
            let names: Vec<_> = left.iter().filter_map(|one| one["name"].as_str()).collect();
            assert!(names.contains(&"said") && names.contains(&"ticket-1"), "{names:?}");
            assert!(!names.contains(&"left"), "{names:?} {told:#}");
        })
        .await;
}

#[tokio::test]
async fn a_full_category_gives_way_to_the_overflow_and_then_says_so() {
    const SETTINGS: &str = "[guilds.300000000000000001.plugins.tickets.settings.categories.help]\n\
        parent = 500000000000000001\noverflow = 500000000000000005\nopen_per_member = 9";
    scene(SETTINGS)
        .play(async |world| {
            for (parent, there) in [("Information", 3), ("Community", 3)] {
                for number in there..50 {
                    let channel = json!({ "name": format!("{parent}-{number}"), "parent": parent });
                    world.post("guilds/Demo/channels", channel).await;
                }
                if parent == "Information" {
                    let ticket = open(world, "emma", "Overflowing").await;
                    let seen = seen_channel(world, ticket.channel.unwrap()).await.unwrap();
                    assert_eq!(seen["parent_id"], "500000000000000005");
                    let path = format!("channels/{}", ticket.channel.unwrap());
                    world.send(reqwest::Method::DELETE, &path, Some(json!({}))).await;
                }
            }
            ask(world).await;
            let told = world.user("emma").awaits("as many channels as Discord allows", "general").await;
            assert!(outcome::text(&told).contains("My bicycle"), "{told:#}");
            let logged = world.user("ada").awaits("for want of room", "bot-log").await;
            let logged = outcome::text(&logged);
            assert!(logged.contains("<#500000000000000001>") && logged.contains("overflow"), "{logged}");
        })
        .await;
}

#[tokio::test]
async fn a_role_or_a_category_of_the_settings_that_is_gone_keeps_nobody_from_help() {
    const SETTINGS: &str = "[guilds.300000000000000001.plugins.tickets.settings.categories.help]\n\
        parent = 599999999999999999\nstaff_roles = [400000000000000003, 499999999999999999]";
    scene(SETTINGS)
        .play(async |world| {
            let ticket = open(world, "emma", "Help").await;
            let place = ticket.channel.unwrap().to_string();
            assert!(!world.user("bram").sees(&place).await.is_empty());
            let log = world.user("ada").awaits("names roles that are gone", "bot-log").await;
            assert!(outcome::text(&log).contains("499999999999999999"), "{log:#}");
            world.user("ada").awaits("Set its `parent` or `overflow` anew", "bot-log").await;
            assert_eq!(now(world, 1).await.id, 1);
        })
        .await;
}
