//! The channel or thread: its name, its place, and who is in it.

use chrono::TimeDelta;
use e2e::World;
use plugin_api::sql;
use reqwest::Method;
use serde_json::json;

use super::{channel, now, open, scene, seen_channel};
use crate::tickets::ticket::{Ticket, act};

pub(super) fn category(settings: &str) -> String {
    format!("[guilds.300000000000000001.plugins.tickets.settings.categories.help]\n{settings}\n")
}

/// Whether a member sees a channel.
pub(super) async fn sees(world: &World, user: &str, channel: &str) -> bool {
    let path = format!("users/{user}/channels/{channel}/messages");
    world.send(Method::GET, &path, None).await.0.is_success()
}

/// Waits until a member sees a channel, or does not any more.
pub(super) async fn comes_to_see(world: &World, user: &str, channel: &str, wanted: bool) {
    let look = async || (sees(world, user, channel).await == wanted).then_some(());
    world.until(&format!("{user} sees #{channel}: {wanted}"), look).await;
}

/// What a ticket's channel is called.
async fn name(world: &World, ticket: &Ticket) -> String {
    let channel = ticket.channel.expect("it has a channel");
    let seen = seen_channel(world, channel).await.expect("its owner sees it");
    seen["name"].as_str().unwrap_or_default().to_owned()
}

async fn is_called(world: &World, ticket: &Ticket, wanted: &str) {
    let look = async || (name(world, ticket).await == wanted).then_some(());
    world.until(&format!("the channel is called {wanted}"), look).await;
}

#[tokio::test]
async fn a_channel_stands_where_the_settings_say_under_the_name_they_say() {
    scene(&category("parent = 500000000000000005\nname_pattern = \"{category} {number} {user}\""))
        .play(async |world| {
            let ticket = open(world, "emma", "Help").await;
            is_called(world, &ticket, "help-1-emma").await;
            let seen = seen_channel(world, ticket.channel.unwrap()).await.unwrap();
            assert_eq!(seen["parent_id"], "500000000000000005");
        })
        .await;
}

#[tokio::test]
async fn a_third_name_within_ten_minutes_waits_and_permissions_do_not() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "Help").await;
            let place = channel(&ticket);
            act(world, ticket.id, json!({ "act": "close" })).await;
            is_called(world, &ticket, "closed-ticket-1").await;
            act(world, ticket.id, json!({ "act": "reopen" })).await;
            is_called(world, &ticket, "ticket-1").await;
            let before = world.last_request().await;
            act(world, ticket.id, json!({ "act": "close", "reason": "Done" })).await;
            let locked = async || {
                let says = json!({ "guild": "Demo", "channel": place, "content": "Still there?" });
                let (status, _) = world.send(Method::POST, "users/emma/messages", Some(says)).await;
                (status == 403).then_some(())
            };
            world.until("the channel is locked", locked).await;
            assert_eq!(name(world, &ticket).await, "ticket-1");
            let asked = world.requests_since(before, "PATCH", "/channels/*").await;
            assert!(asked.iter().all(|one| one["status"] != 429), "{asked:#?}");
            // Not in the middle of it: ten minutes are longer than it may take.
            let noted = async || {
                let (waiting,): (i64,) =
                    sql("SELECT COUNT(*) FROM support_tickets WHERE applied LIKE '%\"locked\":true%'")
                        .fetch_one(world.host().db())
                        .await
                        .unwrap();
                (waiting == 1).then_some(())
            };
            world.until_looked("it is noted that a name waits", noted).await;
            world.advance(TimeDelta::minutes(10)).await;
            is_called(world, &ticket, "closed-ticket-1").await;
        })
        .await;
}

#[tokio::test]
async fn a_claimed_ticket_may_be_hidden_from_other_staff() {
    scene(&category("claim_hides = true"))
        .play(async |world| {
            let ticket = open(world, "emma", "Help").await;
            let place = channel(&ticket);
            assert!(sees(world, "bram", &place).await && sees(world, "chloe", &place).await);
            let said = world.user("bram").slash("ticket_claim", json!({ "id": "1" }), "general").await;
            comes_to_see(world, "chloe", &place, false).await;
            assert!(sees(world, "bram", &place).await && sees(world, "emma", &place).await, "{said}");
        })
        .await;
}

#[tokio::test]
async fn staff_let_somebody_in_and_out_and_members_can_not() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "Help").await;
            let (place, bram) = (channel(&ticket), world.user("bram"));
            let id = json!({ "who": "daan", "id": "1" });
            let refused = world.user("emma").slash("ticket_add", id.clone(), "general").await.whisper();
            assert!(!refused.contains("is in ticket"), "{refused}");
            let said = bram.slash("ticket_add", id.clone(), "general").await;
            assert!(said.whisper().contains("<@200000000000000004>"), "{said}");
            comes_to_see(world, "daan", &place, true).await;
            let twice = bram.slash("ticket_add", id.clone(), "general").await;
            assert!(twice.whisper().contains("al in ticket"), "{twice}");
            bram.slash("ticket_remove", id.clone(), "general").await;
            comes_to_see(world, "daan", &place, false).await;
            let twice = bram.slash("ticket_remove", id, "general").await;
            assert!(twice.whisper().contains("niet toegevoegd"), "{twice}");
            let role = json!({ "who": "Member", "id": "1" });
            bram.slash("ticket_add", role, "general").await;
            comes_to_see(world, "finn", &place, true).await;
        })
        .await;
}

#[tokio::test]
async fn a_ticket_moves_to_another_category_with_its_channel() {
    let two = "[guilds.300000000000000001.plugins.tickets.settings.categories.one]\nname = \"One\"\n\
               [guilds.300000000000000001.plugins.tickets.settings.categories.two]\nname = \"Two\"\nparent = 500000000000000005\n\
               name_pattern = \"two-{number}\"";
    scene(two)
        .play_on_both(async |world| {
            let options = json!({ "description": "Help", "category": "one" });
            world.user("emma").slash("ticket", options, "general").await;
            let ticket = super::is_open(world, "Help").await;
            let chloe = world.user("chloe");
            let said = chloe.slash("ticket_move", json!({ "category": "Two", "id": "1" }), "general").await;
            assert!(said.whisper().contains("category Two"), "{said}");
            is_called(world, &ticket, "two-1").await;
            let seen = seen_channel(world, ticket.channel.unwrap()).await.unwrap();
            assert_eq!(seen["parent_id"], "500000000000000005");
            assert_eq!(now(world, 1).await.category, "two");
            let twice = chloe.slash("ticket_move", json!({ "category": "two", "id": "1" }), "general").await;
            assert!(twice.whisper().contains("already"), "{twice}");
        })
        .await;
}

#[tokio::test]
async fn in_thread_mode_a_ticket_is_a_private_thread() {
    scene(&category("place = \"thread\"\nparent = 500000000000000006\nname_pattern = \"help {user}\""))
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "Help").await;
            let place = channel(&ticket);
            assert!(sees(world, "emma", &place).await && sees(world, "bram", &place).await);
            assert!(!sees(world, "daan", &place).await);
            world.user("bram").slash("ticket_add", json!({ "who": "daan", "id": "1" }), "general").await;
            comes_to_see(world, "daan", &place, true).await;
            act(world, ticket.id, json!({ "act": "close" })).await;
            let put_away = async || {
                let seen = world.get("users/ada").await;
                let threads = seen["guilds"][0]["threads"].as_array().cloned().unwrap_or_default();
                let thread = threads.into_iter().find(|one| one["id"] == place.as_str())?;
                let about = &thread["thread_metadata"];
                (about["locked"] == true && about["archived"] == true).then_some(())
            };
            world.until("the thread is put away", put_away).await;
            act(world, ticket.id, json!({ "act": "reopen" })).await;
            let says = json!({ "guild": "Demo", "channel": place, "content": "Thank you" });
            let open_again = async || {
                let (status, _) = world.send(Method::POST, "users/emma/messages", Some(says.clone())).await;
                status.is_success().then_some(())
            };
            world.until("the thread is open again", open_again).await;
        })
        .await;
}
