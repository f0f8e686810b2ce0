//! A process that is killed in the middle of opening a ticket.

use chrono::TimeDelta;
use e2e::{Scene, World};
use guildhall::database;
use plugin_api::{Clock, Db, sql};
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_e2e-host");

/// Ends what a killed process held, which on a server's database others have to wait for.
async fn lease_runs_out(db: &Db) {
    let past = Clock::system().now() - TimeDelta::seconds(1);
    sql(
        "UPDATE jobs SET leased_until = $1, claimable_at = $1 WHERE plugin = 'tickets' AND lease IS NOT NULL",
    )
    .bind(past)
    .execute(db)
    .await
    .unwrap();
}

/// Emma asks for a ticket of a process that is killed while it waits for Discord to do this, or for the answer after it was done.
async fn killed_at(world: &mut World, path: &str, effect: Value) {
    let method = "POST";
    world.fault(method, path, 1, effect).await;
    let process = world.spawn(PROGRAM, &[]);
    let listed = async || world.user("emma").commands().await.contains(&"ticket".to_owned()).then_some(());
    world.until("the process has registered its commands", listed).await;
    world
        .user("emma")
        .slash_without_waiting("ticket", json!({ "description": "My bicycle" }), "general")
        .await;
    let asked = async || (!world.requests(method, path).await.is_empty()).then_some(());
    world.until_looked("it is in the middle of it", asked).await;
    process.signal("KILL").await;
    assert_eq!(process.ends().await, None);
    world.send(reqwest::Method::DELETE, "faults", None).await;
    let db = database::open(world.database_url()).await.unwrap();
    lease_runs_out(&db).await;
    let second = world.spawn(PROGRAM, &[]);
    let open = async || {
        let channel = sql("SELECT channel_id FROM support_tickets WHERE id = 1 AND status = 'open'");
        let channel: Option<(i64,)> = channel.fetch_optional(&db).await.unwrap();
        channel
    };
    let (channel,) = world.until_looked("the ticket is open", open).await;
    let seen = world.get("users/ada").await;
    let places = ["channels", "threads"].map(|kind| seen["guilds"][0][kind].as_array().cloned());
    let own = places.into_iter().flatten().flatten().filter(|one| one["name"] == "ticket-1");
    assert_eq!(own.count(), 1, "no channel is left without a ticket");
    assert_eq!(world.user("emma").sees(&channel.to_string()).await.len(), 1);
    second.signal("TERM").await;
    assert_eq!(second.ends().await, Some(0));
}

fn scene() -> Scene {
    scene_with("")
}

fn scene_with(settings: &str) -> Scene {
    Scene::new().config(&super::super::config(settings)).flowing().without_host()
}

/// For longer than anybody waits.
fn never_done() -> Value {
    json!({ "delay_ms": 3_600_000 })
}

#[tokio::test]
async fn a_ticket_whose_process_is_killed_before_the_channel_is_made_is_completed() {
    scene().play_on_both(async |world| killed_at(world, "/guilds/*/channels", never_done()).await).await;
}

#[tokio::test]
async fn a_ticket_whose_process_is_killed_before_its_channel_is_stored_is_completed() {
    let done = json!({ "lose_response": true });
    scene().play_on_both(async |world| killed_at(world, "/guilds/*/channels", done.clone()).await).await;
}

#[tokio::test]
async fn a_ticket_whose_process_is_killed_before_the_first_message_is_completed() {
    scene().play_on_both(async |world| killed_at(world, "/channels/*/messages", never_done()).await).await;
}

#[tokio::test]
async fn a_ticket_whose_process_is_killed_before_its_thread_is_stored_is_completed() {
    let done = json!({ "lose_response": true });
    scene_with(super::threads::SETTINGS)
        .play_on_both(async |world| killed_at(world, "/channels/*/threads", done.clone()).await)
        .await;
}

#[tokio::test]
async fn a_ticket_whose_process_is_killed_before_its_first_answer_is_completed() {
    scene()
        .play_on_both(async |world| killed_at(world, "/interactions/*/*/callback", never_done()).await)
        .await;
}
