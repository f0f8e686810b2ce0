//! Closing, while everything that can go wrong does.

use chrono::TimeDelta;
use e2e::{World, outcome, process::Process};
use guildhall::database;
use plugin_api::{Clock, Db, sql};
use reqwest::Method;
use serde_json::json;

use crate::tickets::{channel, is_settled, now, open, scene, ticket::Ticket};

const PROGRAM: &str = env!("CARGO_BIN_EXE_e2e-host");

/// The channel `bot-log` of the demo guild.
const LOG: &str = "500000000000000010";

/// Has what a killed process held, or put off, taken up at once.
async fn let_leases_run_out(db: &Db) {
    let past = Clock::system().now() - TimeDelta::seconds(1);
    sql("UPDATE jobs SET claimable_at = $1 WHERE lease IS NOT NULL OR attempts > 0")
        .bind(past)
        .execute(db)
        .await
        .unwrap();
}

/// Counts tickets in the database: the host of this test, whose API could be asked, does not run.
async fn count_tickets(db: &Db, statement: &'static str) -> i64 {
    let (count,): (i64,) = sql(statement).fetch_one(db).await.unwrap();
    count
}

const CLOSED: &str = "SELECT COUNT(*) FROM support_tickets WHERE status = 'closed'";
const COMPLETE: &str = "SELECT COUNT(*) FROM support_tickets WHERE status = 'closed' AND close_reason = 'A new lamp' \
    AND transcript_at IS NOT NULL";

/// Starts a process that closes the ticket and is killed while Discord keeps one of its requests.
async fn killed_while_closing(world: &World, ticket: &Ticket, method: &str, path: &str) {
    let before = world.last_request().await;
    world.fault(method, path, 1, json!({ "delay_ms": 3_600_000 })).await;
    let process = closing(world, ticket).await;
    let asked = async || (!world.requests_since(before, method, path).await.is_empty()).then_some(());
    world.until_looked(&format!("it asks for {method} {path}"), asked).await;
    killed(world, process).await;
}

/// Starts a process, and has Chloe close the ticket there.
async fn closing(world: &World, ticket: &Ticket) -> Process {
    let before = world.last_request().await;
    let mut process: Process = world.spawn(PROGRAM, &[]);
    process.says("Guildhall runs").await;
    // Discord lists the commands of the host before it: only once this one asks for them is it there to hear of one.
    let registered = async || {
        let asked = world.requests_since(before, "GET", "*/guilds/*/commands").await;
        asked.iter().any(|request| request["status"] == 200).then_some(())
    };
    world.until("the process has registered its commands", registered).await;
    let closing = json!({ "reason": "A new lamp" });
    world.user("chloe").slash_without_waiting("ticket_close", closing, &channel(ticket)).await;
    process
}

/// Kills a process, and lets Discord be as it always is.
async fn killed(world: &World, process: Process) {
    process.signal("KILL").await;
    assert_eq!(process.ends().await, None);
    world.send(Method::DELETE, "faults", None).await;
}

/// Everything that belongs to a closing has been done, each once.
async fn is_closed_completely(world: &World, db: &Db, ticket: &Ticket) {
    let place = channel(ticket);
    world.user("emma").awaits("Ticket #1 is closed", &place).await;
    world.user("emma").awaits("How did we help you?", "dm").await;
    is_settled(world, db).await;
    assert_eq!(count_tickets(db, COMPLETE).await, 1, "it is closed and its transcript is stored");
    let count = |messages: &[serde_json::Value], text: &str| {
        messages.iter().filter(|message| outcome::text(message).contains(text)).count()
    };
    assert_eq!(count(&world.user("emma").sees(&place).await, "Ticket #1 is closed"), 1);
    let letters = world.get("users/emma/dms").await;
    assert_eq!(count(letters.as_array().expect("a list"), "How did we help you?"), 1);
    let body = json!({ "guild": "Demo", "channel": place, "content": "One more thing" });
    let (status, _) = world.send(Method::POST, "users/emma/messages", Some(body)).await;
    assert!(status.is_client_error(), "the channel is locked");
}

#[tokio::test]
async fn a_process_that_is_killed_while_it_closes_is_followed_by_one_that_completes_it() {
    for request in ["PATCH channel", "POST farewell", "POST letter"] {
        scene("")
            .flowing()
            .play_on_both(async |world| {
                let ticket = open(world, "emma", "It stays dark").await;
                world.stop_host().await;
                let place = channel(&ticket);
                let (method, path) = match request {
                    "PATCH channel" => ("PATCH", format!("/channels/{place}")),
                    "POST farewell" => ("POST", format!("/channels/{place}/messages")),
                    _ => ("POST", "/users/@me/channels".to_owned()),
                };
                killed_while_closing(world, &ticket, method, &path).await;
                let db = database::open(world.database_url()).await.unwrap();
                assert_eq!(count_tickets(&db, CLOSED).await, 1, "the row comes first");
                let_leases_run_out(&db).await;
                let second = world.spawn(PROGRAM, &[]);
                is_closed_completely(world, &db, &ticket).await;
                second.signal("TERM").await;
                assert_eq!(second.ends().await, Some(0));
            })
            .await;
    }
}

#[tokio::test]
async fn a_transcript_that_was_sent_when_the_process_was_killed_is_not_sent_by_the_next() {
    scene("")
        .flowing()
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            world.stop_host().await;
            let log = format!("/channels/{LOG}/messages");
            world.fault("POST", &log, 100, json!({ "lose_response": true })).await;
            let process = closing(world, &ticket).await;
            world.user("ada").awaits("Transcript of ticket #1", "bot-log").await;
            killed(world, process).await;
            let db = database::open(world.database_url()).await.unwrap();
            let (left,): (i64,) =
                sql("SELECT COUNT(*) FROM jobs WHERE kind = 'transcript'").fetch_one(&db).await.unwrap();
            assert_eq!(left, 1, "that it was sent is not known");
            let_leases_run_out(&db).await;
            let second = world.spawn(PROGRAM, &[]);
            is_closed_completely(world, &db, &ticket).await;
            let seen = world.user("ada").sees("bot-log").await;
            let sent = seen.iter().filter(|one| outcome::text(one).contains("Transcript of ticket #1"));
            assert_eq!(sent.count(), 1);
            second.signal("TERM").await;
            assert_eq!(second.ends().await, Some(0));
        })
        .await;
}

#[tokio::test]
async fn discord_failing_for_a_while_delays_what_belongs_to_a_closing_and_does_it_once() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            world
                .fault(
                    "POST",
                    &format!("/channels/{}/messages", channel(&ticket)),
                    2,
                    json!({ "status": 503 }),
                )
                .await;
            world.fault("POST", "/users/@me/channels", 1, json!({ "status": 503 })).await;
            world
                .user("chloe")
                .slash("ticket_close", json!({ "id": "1", "reason": "A new lamp" }), "general")
                .await;
            let waiting = async || {
                world.advance(TimeDelta::seconds(5)).await;
                let (left,): (i64,) = sql(
                    "SELECT COUNT(*) FROM jobs WHERE plugin = 'tickets' AND kind IN ('farewell', 'rate')",
                )
                .fetch_one(world.host().db())
                .await
                .unwrap();
                // The letter is written after the transcript: both are waited for.
                let letters = world.get("users/emma/dms").await.to_string();
                let is_asked = letters.contains("How did we help you?");
                (left == 0 && is_asked && now(world, 1).await.transcript_at.is_some()).then_some(())
            };
            world.until_looked("both are said", waiting).await;
            let db = world.host().db().clone();
            is_closed_completely(world, &db, &ticket).await;
        })
        .await;
}

#[tokio::test]
async fn a_reason_of_four_thousand_characters_is_kept_whole_and_shown_as_far_as_it_fits() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "It stays dark").await;
            let reason = "**lamp** ".repeat(444);
            world
                .user("chloe")
                .slash("ticket_close", json!({ "id": "1", "reason": reason }), "general")
                .await;
            world.user("emma").awaits("Ticket #1 is closed", &channel(&ticket)).await;
            assert_eq!(now(world, 1).await.close_reason.trim(), reason.trim());
        })
        .await;
}
