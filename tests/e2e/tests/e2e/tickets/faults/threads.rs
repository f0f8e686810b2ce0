//! What goes wrong while a ticket is opened in a private thread.

use e2e::World;
use serde_json::{Value, json};

use super::{
    super::{is_open, scene},
    opening::{ask, fails_once, is_undone},
};

const THREADS: &str = "/channels/*/threads";
pub(super) const SETTINGS: &str = "[guilds.300000000000000001.plugins.tickets.settings.categories.help]\n\
    place = \"thread\"\nparent = 500000000000000006";

async fn threads(world: &World) -> Vec<Value> {
    let seen = world.get("users/ada").await;
    seen["guilds"][0]["threads"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_thread_that_was_made_without_anybody_hearing_of_it_is_found_again() {
    scene(SETTINGS)
        .play_on_both(async |world| {
            world.fault("POST", THREADS, 1, json!({ "lose_response": true })).await;
            ask(world).await;
            fails_once(world).await;
            let ticket = is_open(world, "My bicycle").await;
            let all = threads(world).await;
            assert_eq!(all.len(), 1, "{all:#?}");
            assert_eq!(all[0]["id"], ticket.channel.unwrap().to_string().as_str());
        })
        .await;
}

#[tokio::test]
async fn of_two_tickets_whose_threads_are_called_alike_none_takes_the_others() {
    scene(&format!("{SETTINGS}\nname_pattern = \"{{category}}\"\nopen_per_member = 2"))
        .play_on_both(async |world| {
            let first = super::super::open(world, "emma", "The first").await;
            world.fault("POST", THREADS, 1, json!({ "status": 503 })).await;
            ask(world).await;
            fails_once(world).await;
            let second = is_open(world, "My bicycle").await;
            assert_ne!(first.channel, second.channel);
            assert_eq!(threads(world).await.len(), 2);
        })
        .await;
}

#[tokio::test]
async fn a_thread_that_nobody_heard_of_goes_with_the_ticket_that_is_undone() {
    scene(SETTINGS)
        .play_on_both(async |world| {
            world.fault("POST", THREADS, 1, json!({ "lose_response": true })).await;
            ask(world).await;
            world.fault("GET", "/guilds/*/threads/active", 7, json!({ "status": 503 })).await;
            for _ in 0..7 {
                fails_once(world).await;
            }
            is_undone(world, "Discord did not answer for too long").await;
            assert_eq!(threads(world).await, Vec::<Value>::new());
        })
        .await;
}
