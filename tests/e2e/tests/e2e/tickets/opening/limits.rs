//! Who may open how many.

use chrono::TimeDelta;
use e2e::World;
use serde_json::json;

use super::{channel, open, scene};
use crate::tickets::ticket::all;

/// What a member is told who can't open a ticket.
async fn refused(world: &World, user: &str) -> String {
    world.user(user).slash("ticket", json!({ "description": "Another" }), "general").await.whisper()
}

fn category(settings: &str) -> String {
    format!("[guilds.300000000000000001.plugins.tickets.settings.categories.help]\n{settings}\n")
}

#[tokio::test]
async fn a_member_has_as_many_open_as_the_settings_allow_and_is_shown_where() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "First").await;
            let said = refused(world, "emma").await;
            assert!(
                said.contains("the most that you can have") && said.contains(&channel(&ticket)),
                "{said}"
            );
            open(world, "finn", "Somebody else's").await;
        })
        .await;
}

#[tokio::test]
async fn of_two_that_are_opened_at_once_at_the_limit_one_is() {
    scene("")
        .play_on_both(async |world| {
            let emma = world.user("emma");
            let options = json!({ "description": "At once" });
            // What is counted before anything is written lets both through: both have to wait for the number, and count again.
            let mut tx = world.host().db().begin().await.unwrap();
            plugin_api::db::next_number(&mut tx, "ticket", e2e::world::GUILD).await.unwrap();
            let one = emma.slash_without_waiting("ticket", options.clone(), "general").await;
            let two = emma.slash_without_waiting("ticket", options, "general").await;
            for interaction in [one, two] {
                let callback = format!("/interactions/{interaction}/*");
                let begun = async || {
                    world.advance(TimeDelta::seconds(2)).await;
                    (!world.requests("POST", &callback).await.is_empty()).then_some(())
                };
                world.until("it waits", begun).await;
            }
            tx.rollback().await.unwrap();
            emma.awaits("the most that you can have", "general").await;
            emma.awaits("is open", "general").await;
            assert_eq!(all(world).await.len(), 1);
        })
        .await;
}

#[tokio::test]
async fn no_more_are_open_in_all_than_the_settings_allow() {
    scene(&category("open_in_all = 1"))
        .play(async |world| {
            open(world, "emma", "First").await;
            let said = refused(world, "finn").await;
            assert!(said.contains("the most that staff take at a time"), "{said}");
        })
        .await;
}

#[tokio::test]
async fn who_just_opened_one_waits_before_the_next() {
    scene(&category("open_per_member = 5\ncooldown_minutes = 30"))
        .play_on_both(async |world| {
            open(world, "emma", "First").await;
            world.advance(TimeDelta::minutes(29)).await;
            let said = refused(world, "emma").await;
            assert!(said.contains("a short time ago") && said.contains(":R>"), "{said}");
            world.advance(TimeDelta::minutes(1)).await;
            open(world, "emma", "Second").await;
        })
        .await;
}

#[tokio::test]
async fn roles_decide_who_may_open_one() {
    scene(&category("required_roles = [400000000000000003]"))
        .play(async |world| {
            let said = refused(world, "emma").await;
            assert!(said.contains("<@&400000000000000003>"), "{said}");
            open(world, "chloe", "Staff need help too").await;
        })
        .await;
    scene(&category("blocked_roles = [400000000000000004]"))
        .play(async |world| {
            let said = refused(world, "emma").await;
            assert!(said.contains("one of your roles is kept from it"), "{said}");
        })
        .await;
}
