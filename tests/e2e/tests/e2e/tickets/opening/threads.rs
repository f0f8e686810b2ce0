//! Tickets in private threads: who comes into one, where it stays, and that it is put away.

use e2e::World;
use plugin_api::serenity::RoleId;
use serde_json::{Value, json};

use super::{
    channel, is_open, now, open,
    places::{category, comes_to_see, sees},
    scene,
};
use crate::tickets::{
    is_settled,
    ticket::{Status, Ticket, act},
};

const THREADS: &str = "place = \"thread\"\nparent = 500000000000000006";
/// The role of Daan, Emma and Finn.
const MEMBER: &str = "400000000000000004";

/// A ticket's thread, as Discord shows it.
async fn thread(world: &World, ticket: &Ticket) -> Value {
    let seen = world.get("users/ada").await;
    let mut threads = seen["guilds"][0]["threads"].as_array().into_iter().flatten();
    let own = threads.find(|one| one["id"] == channel(ticket).as_str()).cloned();
    own.expect("it is there")
}

async fn is_put_away(world: &World, ticket: &Ticket) {
    let look = async || {
        let about = &thread(world, ticket).await["thread_metadata"];
        (about["locked"] == true && about["archived"] == true).then_some(())
    };
    world.until("the thread is put away", look).await;
}

#[tokio::test]
async fn a_role_comes_into_a_thread_by_an_escalation_and_not_by_being_added() {
    scene(&category(THREADS))
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "Help").await;
            let (place, chloe) = (channel(&ticket), world.user("chloe"));
            let said = chloe.slash("ticket_add", json!({ "who": "Member", "id": "1" }), "general").await;
            assert!(said.whisper().contains("takes in members and not roles"), "{said}");
            let said = chloe.slash("ticket_remove", json!({ "who": "Member", "id": "1" }), "general").await;
            assert!(said.whisper().contains("was not added"), "{said}");
            assert!(!sees(world, "finn", &place).await);

            let options = json!({ "id": "1", "status": "escalated", "escalate_to": "Member" });
            chloe.slash("ticket_status", options, "general").await;
            comes_to_see(world, "finn", &place, true).await;
            is_settled(world, world.host().db()).await;
            let role = Some(RoleId::new(MEMBER.parse().unwrap()));
            assert_eq!(now(world, 1).await.escalated_to, role);

            // Whoever is in it is not called again, whatever else happens.
            act(world, ticket.id, json!({ "act": "close" })).await;
            is_put_away(world, &ticket).await;
            world.restart_host().await;
            act(world, ticket.id, json!({ "act": "reopen" })).await;
            is_settled(world, world.host().db()).await;
            let lines = world.user("ada").reads(&place).await;
            let calls = lines.iter().filter(|line| line.contains("this ticket needs you"));
            assert_eq!(calls.count(), 1, "{lines:#?}");
        })
        .await;
}

#[tokio::test]
async fn a_thread_stays_where_it_is_and_the_staff_of_its_new_category_come_into_it() {
    let two = format!(
        "[guilds.300000000000000001.plugins.tickets.settings.categories.one]\n{THREADS}\n\
         [guilds.300000000000000001.plugins.tickets.settings.categories.two]\nplace = \"thread\"\n\
         parent = 500000000000000007\nstaff_roles = [{MEMBER}]"
    );
    scene(&two)
        .play_on_both(async |world| {
            let options = json!({ "description": "Help", "category": "one" });
            world.user("emma").slash("ticket", options, "general").await;
            let ticket = is_open(world, "Help").await;
            let place = channel(&ticket);
            world
                .user("chloe")
                .slash("ticket_move", json!({ "category": "two", "id": "1" }), "general")
                .await;
            world.user("emma").awaits("The thread stays where it is", &place).await;
            comes_to_see(world, "finn", &place, true).await;
            // At each start the channel is held against the settings anew.
            world.restart_host().await;
            is_settled(world, world.host().db()).await;
            let moved = now(world, 1).await;
            assert_eq!(moved.category, "two");
            assert_eq!(thread(world, &ticket).await["parent_id"], "500000000000000006");

            let path = |channel: &str| format!("channels/{channel}");
            world.send(reqwest::Method::DELETE, &path("general"), Some(json!({}))).await;
            let closed = async || Some(now(world, 1).await).filter(|ticket| ticket.status == Status::Closed);
            assert_eq!(world.until_looked("it is closed", closed).await.channel, None);
        })
        .await;
}

#[tokio::test]
async fn the_thread_of_a_closed_ticket_that_somebody_wakes_is_put_away_again() {
    scene(&category(THREADS))
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "Help").await;
            act(world, ticket.id, json!({ "act": "close" })).await;
            is_put_away(world, &ticket).await;
            is_settled(world, world.host().db()).await;
            let before = world.last_request().await;
            world.user("chloe").says("One more thing", &channel(&ticket)).await;
            let asked = async || {
                let asked = world.requests_since(before, "PATCH", "/channels/*").await;
                (!asked.is_empty()).then_some(())
            };
            world.until_looked("the program puts it away", asked).await;
            is_put_away(world, &ticket).await;
        })
        .await;
}
