//! A `parent` of the settings in which a ticket can't stand as it should.

use e2e::World;
use serde_json::json;

use super::{is_open, places::category, scene, seen_channel};
use crate::tickets::ticket::all;

/// A member asks for a ticket that is not opened; the log channel says why, and nothing of it remains.
async fn is_refused(world: &World, told: &str, logged: &str) {
    world.user("emma").slash("ticket", json!({ "description": "Help" }), "general").await;
    world.user("ada").awaits(logged, "bot-log").await;
    world.user("emma").awaits(told, "general").await;
    let kept = all(world).await;
    assert!(kept.is_empty(), "{kept:#?}");
    let seen = world.get("users/ada").await;
    let threads = seen["guilds"][0]["threads"].as_array().cloned().unwrap_or_default();
    assert!(threads.is_empty(), "{threads:#?}");
}

#[tokio::test]
async fn no_ticket_is_opened_in_a_thread_that_everybody_reads() {
    scene(&category("place = \"thread\"\nparent = 500000000000000004"))
        .play_on_both(async |world| {
            is_refused(world, "everybody would read it", "has to be a text channel").await;
        })
        .await;
}

#[tokio::test]
async fn a_thread_in_a_channel_hidden_from_the_member_is_refused_with_the_reason() {
    scene(&category("place = \"thread\"\nparent = 500000000000000009"))
        .play(async |world| {
            is_refused(world, "is hidden from you", "does not see <#500000000000000009>").await;
        })
        .await;
}

#[tokio::test]
async fn a_parent_that_is_no_discord_category_is_called_that() {
    scene(&category("parent = 500000000000000006"))
        .play(async |world| {
            world.user("emma").slash("ticket", json!({ "description": "Help" }), "general").await;
            let ticket = is_open(world, "Help").await;
            let seen = seen_channel(world, ticket.channel.unwrap()).await.unwrap();
            assert_eq!(seen["parent_id"], serde_json::Value::Null);
            world.user("ada").awaits("is no Discord category", "bot-log").await;
        })
        .await;
}
