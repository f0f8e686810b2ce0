//! What Discord has not: the wire, faults, other worlds.

use e2e::{
    Scene,
    browser::{Page, What, button, heading, item, last, link, textbox},
    scene::openapi,
};
use serde_json::json;

use super::{GENERAL, ask_as_bot, command, go_to, make_reminder};

/// Opens the clock's panel; gives it.
async fn clock<'b>(page: &Page<'b>) -> Page<'b> {
    page.click(button("Move the clock:*")).await;
    page.within(("dialog", "Move the clock"))
}

/// Waits until a window's clock shows an instant.
async fn shows(page: &Page<'_>, instant: &str) {
    let script = format!("return document.querySelector('.clock time').dateTime === '{instant}'");
    page.until(&format!("the clock shows {instant}"), &script).await;
}

#[tokio::test]
async fn the_clock_is_moved_by_an_hour_and_a_day_stopped_and_let_go_in_every_window() {
    Scene::new()
        .browse(async |_, browser| {
            let emma = browser.open_as("emma", "general").await;
            let finn = browser.open_as("finn", "reminders").await;
            make_reminder(&emma, "Coffee").await;
            emma.click(button("+1 h")).await;
            shows(&finn, "2026-03-02T12:00:00.000Z").await;
            finn.click(button("+1 h")).await;
            shows(&emma, "2026-03-02T13:00:00.000Z").await;
            finn.message("Coffee").find(button("Snooze 10 min")).await;
            emma.click(button("Next day")).await;
            for page in [&emma, &finn] {
                shows(page, "2026-03-03T13:00:00.000Z").await;
                page.find(button("Move the clock:*frozen")).await;
            }
            clock(&emma).await.click(button("Let it run")).await;
            finn.misses(button("Move the clock:*frozen")).await;
            emma.until(
                "time passes",
                "return document.querySelector('.clock time').dateTime > '2026-03-03T13:00:00.000Z'",
            )
            .await;
            emma.within(("dialog", "Move the clock")).click(button("Freeze it")).await;
            finn.find(button("Move the clock:*frozen")).await;
        })
        .await;
}

#[tokio::test]
async fn what_is_refused_and_what_is_not_as_documented_stands_in_red_in_the_wire() {
    Scene::new()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            emma.click(button("Wire")).await;
            let wire = emma.within(("region", "Wire"));
            let (status, _) = ask_as_bot(world, &format!("channels/{GENERAL}/messages"), json!({ "content": "" })).await;
            assert_eq!(status, 400);
            let refused = last(item("POST /channels/"));
            wire.within(refused.clone()).reads("400").await;
            wire.click(refused.clone()).await;
            wire.within(refused).reads("Cannot send an empty message").await;
            let red = "const colour = (row) => getComputedStyle(row.querySelector('.wire-name')).color;
                       const [alarm, other] = ['.alarm', ':not(.alarm)'].map((which) => document.querySelector(`.wire-row${which}`));
                       return colour(alarm) !== colour(other)";
            emma.until("it is red", red).await;
            if openapi().is_none() {
                return wire.reads("No findings:").await;
            }
            let (status, _) = ask_as_bot(world, "users/@me/unicorns", json!({})).await;
            assert_eq!(status, 404);
            wire.find(item("/users/@me/unicorns: the request is not as documented")).await;
            emma.find(button("Wire 3 problems")).await;
            wire.reads("3 problems, in red.").await;
            assert_eq!(emma.barriers().await, [""; 0]);
            world.send(reqwest::Method::DELETE, "findings", None).await;
        })
        .await;
}

#[tokio::test]
async fn the_bots_light_goes_out_and_on_and_a_dropped_gateway_is_resumed() {
    Scene::new()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            let bot = |state: &str| What::role("status").with(state);
            emma.find(bot("Guildhall is online")).await;
            emma.click(button("Wire")).await;
            emma.click(button("Break something")).await;
            let menu = emma.within(("dialog", "Break something"));
            menu.click(button("Drop the gateway*")).await;
            emma.within(("region", "Wire")).find(item("RESUMED")).await;
            menu.click(button("Mute the gateway*")).await;
            emma.find(bot("Guildhall is muted")).await;
            menu.click(button("Unmute the gateway*")).await;
            emma.find(bot("Guildhall is online")).await;
            emma.click(button("Close the wire")).await;
            command(&emma, "probe").await.click(button("Send")).await;
            emma.message("Hello").reads("Only you can see this").await;

            world.stop_host().await;
            emma.find(bot("Guildhall is offline")).await;
            world.start_host().await;
            emma.find(bot("Guildhall is online")).await;
        })
        .await;
}

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
            // It is tried again, which the clock knows without being asked.
            emma.click(button("Next*Reminders: deliver in *")).await;
            go_to(&emma, "reminders").await;
            emma.message("Coffee").find(button("Snooze 10 min")).await;
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
            world.user("finn").says("Before", "general").await;
            let emma = browser.open_as("emma", "general").await;
            emma.messages().reads("Before").await;
            emma.click(button("World")).await;
            emma.within(("dialog", "World")).click(button("Start over*")).await;
            emma.within(("dialog", "Start over?")).click(button("Start over")).await;
            emma.messages().reads_no_more("Before").await;
            emma.find(textbox("Message #general")).await;

            let file = world.config_path().with_file_name("other.json");
            std::fs::write(&file, other.to_string()).unwrap();
            let finn = browser.open_as("finn", "general").await;
            finn.find(textbox("Message #general")).await;
            emma.click(button("World")).await;
            let seed = What::from(("button", "Seed file*"));
            emma.within(("dialog", "World")).types(seed, file.to_str().unwrap()).await;
            emma.find(heading("Elsewhere")).await;
            emma.find(textbox("Message #garden")).await;
            // Whoever looked on as somebody who is gone is told, and offered who is there.
            finn.reads("There is nobody called finn in this world.").await;
            finn.click(link("Zoe")).await;
            finn.find(textbox("Message #garden")).await;
        })
        .await;
}
