//! Channels, members and buttons that are not where they were.

use e2e::World;
use reqwest::Method;
use serde_json::json;

use super::super::{channel, now, open, scene, ticket::Status};

async fn sees(world: &World, user: &str, channel: &str) -> bool {
    let path = format!("users/{user}/channels/{channel}/messages");
    world.send(Method::GET, &path, None).await.0.is_success()
}

async fn delete(world: &World, channel: &str) {
    let (status, answer) = world.send(Method::DELETE, &format!("channels/{channel}"), Some(json!({}))).await;
    assert!(status.is_success(), "{answer:#}");
}

#[tokio::test]
async fn a_ticket_outlives_its_channel_that_a_moderator_deletes() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My bicycle").await;
            delete(world, &channel(&ticket)).await;
            let closed = async || Some(now(world, 1).await).filter(|ticket| ticket.status == Status::Closed);
            let ticket = world.until_looked("it is closed", closed).await;
            assert_eq!(ticket.channel, None);
            assert_eq!(ticket.close_reason, "Its channel was deleted.");
            assert_eq!(ticket.description, "My bicycle");
            open(world, "emma", "The next one").await;
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_was_deleted_while_nobody_looked_is_noticed_at_start() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My bicycle").await;
            world.stop_host().await;
            delete(world, &channel(&ticket)).await;
            world.start_host().await;
            let closed = async || Some(now(world, 1).await).filter(|ticket| ticket.status == Status::Closed);
            assert_eq!(world.until_looked("it is closed", closed).await.channel, None);
        })
        .await;
}

#[tokio::test]
async fn threads_of_a_channel_that_is_deleted_are_gone_with_it() {
    let settings = "[guilds.300000000000000001.plugins.tickets.settings.categories.help]\n\
        place = \"thread\"\nparent = 500000000000000006";
    scene(settings)
        .play(async |world| {
            let _ = open(world, "emma", "My bicycle").await;
            delete(world, "general").await;
            let closed = async || Some(now(world, 1).await).filter(|ticket| ticket.status == Status::Closed);
            assert_eq!(world.until_looked("it is closed", closed).await.channel, None);
        })
        .await;
}

#[tokio::test]
async fn a_member_who_leaves_keeps_their_ticket_and_finds_it_when_they_come_back() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My bicycle").await;
            let place = channel(&ticket);
            world.send(Method::DELETE, "guilds/Demo/members/emma", Some(json!({}))).await;
            world.user("bram").awaits("left the server", &place).await;
            // Discord forgets what a member who left may in a channel.
            let overwrites = json!({ "overwrites": [
                { "role": "@everyone", "deny": ["VIEW_CHANNEL"] }, { "role": "Staff", "allow": ["VIEW_CHANNEL"] },
                { "role": "Guildhall", "allow": ["VIEW_CHANNEL"] }] });
            world.send(Method::PATCH, &format!("channels/{place}"), Some(overwrites)).await;
            world.post("guilds/Demo/members", json!({ "user": "emma" })).await;
            let back = async || sees(world, "emma", &place).await.then_some(());
            world.until("she sees her ticket again", back).await;
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}

#[tokio::test]
async fn buttons_that_open_tickets_mean_nothing_to_outsiders_and_in_another_guild() {
    let other = json!({
        "guilds": [{ "id": "300000000000000002", "name": "Other", "owner": "ada",
            "channels": [{ "id": "500000000000000099", "name": "hall" }],
            "members": [{ "user": "ada" }, { "user": "emma" }] }]
    });
    scene(
        "[guilds.300000000000000001.plugins.tickets.settings.categories.one]\n\
           [guilds.300000000000000001.plugins.tickets.settings.categories.two]",
    )
    .with(other)
    .play(async |world| {
        let asked = world.user("emma").slash("ticket", json!({ "description": "Mine" }), "general").await;
        assert!(asked.whisper().contains("What is it about?"), "{asked}");
        let said = world.user("finn").says("Hello", "general").await;
        for id in ["tickets:form:1", "tickets:anyway:1", "tickets:answered:1:1"] {
            let outcome = world.user("finn").force(&said, id).await;
            assert!(outcome.text().contains("Begin again"), "{id}: {outcome}");
        }
        let elsewhere = world.user("ada").says_in("Hello", "hall", "Other").await;
        let outcome = world.user("emma").force(&elsewhere, "tickets:anyway:1").await;
        assert!(outcome.text().contains("Begin again"), "{outcome}");
        let outcome = world.user("emma").force(&elsewhere, "tickets:panel:one").await;
        // A button of no category here is like one of an old panel: it asks for what there is here.
        assert!(!outcome.modal().to_string().contains("tickets:new:one"), "{outcome}");
        let gone = world.user("emma").force(&said, "tickets:panel:cats**").await;
        assert!(gone.whisper().contains("What is it about?"), "{gone}");
    })
    .await;
}
