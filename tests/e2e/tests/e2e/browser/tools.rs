//! What Discord has not: the wire, faults, other worlds.

use e2e::{
    Scene,
    browser::{What, button, heading, item, last, textbox},
};
use serde_json::json;

use super::{command, make_reminder};

#[tokio::test]
async fn the_wire_shows_what_the_bot_and_discord_say_and_is_searched() {
    Scene::new()
        .browse(async |_, browser| {
            let emma = browser.open_as("emma", "general").await;
            emma.click(button("Wire*")).await;
            command(&emma, "probe").await.click(button("Send")).await;
            let wire = emma.within(("region", "Wire"));
            wire.find(last(item("POST /interactions/"))).await;
            wire.reads("GUILD_CREATE").await;
            wire.types(("searchbox", "Search the wire"), "INTERACTION_CREATE").await;
            wire.reads_no_more("GUILD_CREATE").await;
            wire.click(last(item("INTERACTION_CREATE"))).await;
            wire.within(last(item("INTERACTION_CREATE"))).reads("\"name\": \"probe\"").await;
        })
        .await;
}

#[tokio::test]
async fn a_fault_is_armed_with_one_press_and_shows_what_the_bot_makes_of_it() {
    Scene::new()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            make_reminder(&emma, "Coffee").await;
            emma.click(button("Break something")).await;
            let menu = emma.within(("dialog", "Break something*"));
            menu.click(button("Answer 500 to its next message*")).await;
            menu.find(button("Cancel: 500: *")).await;
            emma.find(button("Break something, 1 armed")).await;
            assert_eq!(emma.barriers().await, [""; 0]);
            emma.click(button("Next*Reminders: deliver*")).await;
            emma.find(button("Break something")).await;
            let tried = world.requests("POST", "/channels/*/messages").await;
            assert!(tried.iter().any(|request| request["status"] == 500), "{tried:#?}");
        })
        .await;
}

#[tokio::test]
async fn the_world_begins_anew_and_another_one_is_loaded() {
    let other = json!({
        "users": [{ "name": "zoe", "display_name": "Zoe" }],
        "guilds": [{ "name": "Elsewhere", "owner": "zoe", "channels": [{ "name": "garden" }] }],
    });
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            // The person whose window it is may be gone with the world.
            browser.expect_error("404 (Not Found)");
            world.user("finn").says("Before", "general").await;
            let emma = browser.open_as("emma", "general").await;
            emma.messages().reads("Before").await;
            emma.click(button("World")).await;
            emma.within(("dialog", "World")).click(button("Start over*")).await;
            emma.within(("dialog", "Start over?")).click(button("Start over")).await;
            emma.messages().reads_no_more("Before").await;
            // A tour starts with a new world.
            emma.click(button("Skip")).await;

            let file = world.config_path().with_file_name("other.json");
            std::fs::write(&file, other.to_string()).unwrap();
            emma.click(button("World")).await;
            let seed = What::from(("button", "Seed file*"));
            emma.within(("dialog", "World")).types(seed, file.to_str().unwrap()).await;
            emma.find(heading("Elsewhere")).await;
            emma.find(textbox("Message #garden")).await;
        })
        .await;
}
