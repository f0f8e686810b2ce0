//! Tickets, from the panel to the transcript.

mod faults;
mod numbers;
mod opening;
mod privacy;
mod staff;
mod story;
mod ticket;
mod time;
mod topics;
mod transcript;

use e2e::{Scene, World, world::GUILD};
use plugin_api::{Db, serenity::ChannelId, sql};
use serde_json::{Value, json};

use self::ticket::{Status, Ticket, all};

/// The demo guild with tickets on and these settings.
fn scene(settings: &str) -> Scene {
    Scene::new().config(&config(settings))
}

fn config(settings: &str) -> String {
    let enabled = "[plugins.tickets]\nenabled = true";
    format!("{}\n{enabled}\n[guilds.{GUILD}.plugins.tickets.settings]\n{settings}\n", e2e::scene::CONFIG)
}

/// A member opens a ticket with `/ticket` and it is made.
async fn open(world: &World, user: &str, text: &str) -> Ticket {
    let said = world.user(user).slash("ticket", json!({ "description": text }), "general").await;
    assert!(said.whisper().contains("open"), "{said}");
    is_open(world, text).await
}

/// Waits until the ticket of these words is open.
async fn is_open(world: &World, text: &str) -> Ticket {
    let look = async || {
        let mut tickets = all(world).await.into_iter();
        tickets.find(|ticket| {
            ticket.description == text && ticket.channel.is_some() && ticket.status != Status::Opening
        })
    };
    world.until_looked(&format!("the ticket '{text}' is open"), look).await
}

/// A ticket as it is now.
async fn now(world: &World, id: i64) -> Ticket {
    ticket::read(world, &format!("/{id}")).await.expect("the ticket is there")
}

/// Waits until a ticket has a status, and gives it.
async fn has_status(world: &World, id: i64, status: Status) -> Ticket {
    let look = async || Some(now(world, id).await).filter(|ticket| ticket.status == status);
    world.until_looked(&format!("ticket #{id} is {status}"), look).await
}

/// The channel of a ticket, as paths name it.
#[track_caller]
fn channel(ticket: &Ticket) -> String {
    ticket.channel.expect("it has a channel").to_string()
}

/// The message that shows how a ticket stands, as a member sees it.
async fn card(world: &World, user: &str, ticket: &Ticket) -> Value {
    let seen = world.user(user).sees(&channel(ticket)).await;
    let bot = world.host().bot().to_string();
    let mut oldest_first = seen.into_iter().rev();
    oldest_first.find(|one| one["author"]["id"] == bot.as_str()).expect("the first message is there")
}

/// The channel as its guild's owner sees it: `name`, `parent_id`, `permission_overwrites`, `topic`.
async fn seen_channel(world: &World, channel: ChannelId) -> Option<Value> {
    let all = world.get(&format!("users/ada/guilds/{GUILD}/channels")).await;
    all.as_array().into_iter().flatten().find(|one| one["id"] == channel.to_string().as_str()).cloned()
}

/// Waits until nothing of the tickets is left to do but what lies ahead.
async fn is_settled(world: &World, db: &Db) {
    let done = async || {
        let (left,): (i64,) =
            sql("SELECT COUNT(*) FROM jobs WHERE plugin = 'tickets' AND kind NOT IN ('archive', 'delete', 'schedule')")
                .fetch_one(db)
                .await
                .unwrap();
        (left == 0).then_some(())
    };
    world.until_looked("nothing is left to do", done).await;
}
