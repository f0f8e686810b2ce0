//! Work that is due at an instant is done then, once, whatever happens.

mod again;

use chrono::{DateTime, TimeDelta, Utc};
use e2e::{
    Scene, World, outcome,
    probe::{Act, WORK},
    process::command,
    world::GUILD,
};
use plugin_api::{JobName, sql};
use serde_json::{Value, json};

/// Queues work of the probe's, due after a time.
pub(crate) async fn queue(world: &World, key: &str, after: TimeDelta, payload: Value) {
    queue_as(world, WORK, key, after, payload).await;
}

async fn queue_as(world: &World, name: JobName, key: &str, after: TimeDelta, payload: Value) {
    let host = world.host();
    let mut tx = host.db().begin().await.unwrap();
    host.jobs().enqueue(&mut tx, name, GUILD, key, host.clock().now() + after, &payload).await.unwrap();
    tx.commit().await.unwrap();
}

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    attempts: i64,
    lease: Option<i64>,
    leased_until: Option<DateTime<Utc>>,
    claimable_at: DateTime<Utc>,
    queued_again: bool,
    parked_at: Option<DateTime<Utc>>,
    pub(crate) held: bool,
    last_error: Option<String>,
}

/// The row of a piece of work.
pub(crate) async fn row(world: &World, key: &str) -> Option<Row> {
    sql("SELECT attempts, lease, leased_until, claimable_at, queued_again, parked_at, held, last_error FROM jobs \
         WHERE plugin = 'probe' AND key = $1")
        .bind(key)
        .fetch_optional(world.host().db())
        .await
        .unwrap()
}

/// Waits until a try has failed and was written down.
pub(crate) async fn until_tried(world: &World, key: &str, attempt: usize) -> Row {
    let look = async || {
        row(world, key)
            .await
            .filter(|row| row.lease.is_none() && row.attempts == i64::try_from(attempt).unwrap())
    };
    world.until_looked("a failed try is written down", look).await
}

/// Waits until work was done and its row is gone.
async fn until_done(world: &World, key: &str) {
    world.until_looked("the row is gone", async || row(world, key).await.is_none().then_some(())).await;
}

#[tokio::test]
async fn work_is_done_at_its_instant_and_not_before() {
    Scene::new()
        .play_on_both(async |world| {
            let probe = world.probe();
            queue(world, "due", TimeDelta::hours(1), json!(null)).await;
            queue(world, "earlier", TimeDelta::hours(1) - TimeDelta::milliseconds(1), json!(null)).await;
            world.advance(TimeDelta::hours(1) - TimeDelta::milliseconds(1)).await;
            probe.calls.reach("job", 1).await;
            until_done(world, "earlier").await;
            assert_eq!(probe.calls.of("job"), ["earlier attempt 1"]);
            world.advance(TimeDelta::milliseconds(1)).await;
            probe.calls.reach("job", 2).await;
            assert_eq!(probe.calls.of("job")[1], "due attempt 1");
            until_done(world, "due").await;
        })
        .await;
}

#[tokio::test]
async fn cancelled_work_is_not_done_and_moved_work_is_done_once() {
    Scene::new()
        .play_on_both(async |world| {
            queue(world, "cancelled", TimeDelta::minutes(1), json!(null)).await;
            queue(world, "moved", TimeDelta::minutes(1), json!(null)).await;
            queue(world, "moved", TimeDelta::minutes(3), json!(null)).await;
            queue(world, "other", TimeDelta::minutes(2), json!(null)).await;
            let (host, probe) = (world.host(), world.probe());
            let mut tx = host.db().begin().await.unwrap();
            host.jobs().cancel(&mut tx, WORK, GUILD, "cancelled").await.unwrap();
            tx.commit().await.unwrap();
            world.advance(TimeDelta::minutes(2)).await;
            probe.calls.reach("job", 1).await;
            assert_eq!(probe.calls.of("job"), ["other attempt 1"]);
            world.advance(TimeDelta::minutes(1)).await;
            probe.calls.reach("job", 2).await;
            assert_eq!(probe.calls.of("job")[1], "moved attempt 1");
        })
        .await;
}

#[tokio::test]
async fn failed_work_is_tried_again_after_growing_pauses_and_then_parked() {
    Scene::new()
        .play_on_both(async |world| {
            let probe = world.probe();
            probe.set("job", Act::Fail);
            queue(world, "doomed", TimeDelta::zero(), json!(null)).await;
            for (attempt, pause) in [(1, 5), (2, 10)] {
                probe.calls.reach("job", attempt).await;
                let failed = until_tried(world, "doomed", attempt).await;
                assert_eq!(failed.claimable_at, world.host().clock().now() + TimeDelta::seconds(pause));
                world.advance(TimeDelta::seconds(pause)).await;
            }
            probe.calls.reach("job", 3).await;
            let parked = until_tried(world, "doomed", 3).await;
            assert!(parked.parked_at.is_some(), "{parked:?}");
            assert!(
                parked.last_error.is_some_and(|cause| cause.contains("secret cause")),
                "the row keeps the cause"
            );
            world.user("ada").awaits("A job was given up", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn parked_work_that_an_operator_retries_is_done() {
    Scene::new()
        .play_on_both(async |world| {
            let probe = world.probe();
            probe.set("job", Act::Fail);
            queue(world, "doomed", TimeDelta::zero(), json!(null)).await;
            for (attempt, pause) in [(1, 5), (2, 10)] {
                until_tried(world, "doomed", attempt).await;
                world.advance(TimeDelta::seconds(pause)).await;
            }
            until_tried(world, "doomed", 3).await;
            probe.set("job", Act::Work);
            let name = format!("{WORK}/{GUILD}/doomed");
            let listed = guildhall_jobs(world, &["list"]).await;
            assert!(listed.starts_with(&name) && listed.contains("after 3 tries"), "{listed}");
            let said = guildhall_jobs(world, &["retry", &name]).await;
            assert!(said.starts_with("1 job will be tried again."), "{said}");
            if !world.host().db().is_shared() {
                // Nothing tells one process that another has written to the file.
                world.restart_host().await;
            }
            until_done(world, "doomed").await;
            assert_eq!(world.probe().calls.of("job").last().unwrap(), "doomed attempt 1");
        })
        .await;
}

/// Runs `guildhall jobs ..` on this world's database; gives what it prints.
async fn guildhall_jobs(world: &World, line: &[&str]) -> String {
    let arguments = [&["jobs"], line, &["--database", world.database_url()]].concat();
    let folder = world.config_path();
    let program = env!("CARGO_BIN_EXE_e2e-host");
    let output = command(program, &arguments, folder.parent().unwrap()).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn work_that_recovers_is_done_and_forgotten() {
    Scene::new()
        .play_on_both(async |world| {
            let probe = world.probe();
            probe.set("job", Act::Fail);
            queue(world, "shaky", TimeDelta::zero(), json!(null)).await;
            until_tried(world, "shaky", 1).await;
            probe.set("job", Act::Work);
            world.advance(TimeDelta::seconds(5)).await;
            until_done(world, "shaky").await;
            assert_eq!(probe.calls.of("job"), ["shaky attempt 1", "shaky attempt 2"]);
        })
        .await;
}

/// The row of work that was being done when its process ended is taken over, with the same nonce; Discord knows the nonce.
#[tokio::test]
async fn a_lost_answer_does_not_send_twice() {
    Scene::new()
        .play_on_both(async |world| {
            world.fault("POST", "/channels/*/messages", 1, json!({ "lose_response": true })).await;
            queue(world, "message", TimeDelta::zero(), json!(500_000_000_000_000_006_u64)).await;
            until_tried(world, "message", 1).await;
            world.advance(TimeDelta::seconds(5)).await;
            until_done(world, "message").await;
            let read = world.user("daan").reads("general").await;
            assert_eq!(read, ["Work message is done."]);
            let sent = world.requests("POST", "/channels/*/messages").await;
            let nonces: Vec<_> = sent.iter().map(|request| &request["body"]["nonce"]).collect();
            assert!(nonces.len() > 1 && nonces.iter().all(|nonce| *nonce == nonces[0]), "{nonces:?}");
        })
        .await;
}

#[tokio::test]
async fn recurring_work_recurs_and_what_was_missed_is_done_once() {
    Scene::new()
        .play_on_both(async |world| {
            let probe = world.probe();
            for hour in 1..=2 {
                world.advance(TimeDelta::hours(1)).await;
                probe.calls.reach("schedule", hour).await;
                let next = world.host().clock().now() + TimeDelta::hours(1);
                world
                    .until_looked("the next run is queued", async || {
                        let due: Option<(DateTime<Utc>,)> =
                            sql("SELECT due_at FROM jobs WHERE kind = 'schedule' AND key = 'pulse' AND lease IS NULL")
                                .fetch_optional(world.host().db())
                                .await
                                .unwrap();
                        due.filter(|(due,)| *due == next)
                    })
                    .await;
            }
            world.advance(TimeDelta::hours(5)).await;
            probe.calls.reach("schedule", 3).await;
            queue(world, "after", TimeDelta::zero(), json!(null)).await;
            probe.calls.reach("job", 1).await;
            assert_eq!(probe.calls.count("schedule"), 3);
        })
        .await;
}

/// What the emulator's clock shows as the next thing to do.
async fn next(world: &World) -> Value {
    world.get("clock").await["next"].clone()
}

/// The same when all that is due, the schedules too, is done.
async fn caught_up(world: &World) -> Value {
    let ahead = async || {
        let next = next(world).await;
        let at: DateTime<Utc> = next["at"].as_str()?.parse().expect("an instant");
        (at > world.host().clock().now()).then_some(next)
    };
    world.until_looked("what is due is done", ahead).await
}

#[tokio::test]
async fn the_clock_leads_to_work_that_is_due_next_and_to_its_next_try() {
    Scene::new()
        .play_on_both(async |world| {
            let (probe, now) = (world.probe(), world.host().clock().now());
            let at = |next: &Value| {
                let (at, what) = (next["at"].as_str().expect("an instant"), next["what"].clone());
                (at.parse::<DateTime<Utc>>().expect("an instant") - now, what)
            };
            let housekeeping = async || {
                let next = next(world).await;
                (next["what"] == "regular work (Reminders: realign)").then_some(next)
            };
            world.until_looked("nothing waits but the schedules", housekeeping).await;
            queue(world, "later", TimeDelta::hours(3), json!(null)).await;
            queue(world, "first", TimeDelta::hours(2), json!(null)).await;
            assert_eq!(at(&next(world).await), (TimeDelta::hours(2), json!("Probe: work")));

            probe.set("job", Act::Fail);
            world.post("clock", json!({ "next": true })).await;
            until_tried(world, "first", 1).await;
            let again = TimeDelta::hours(2) + TimeDelta::seconds(5);
            assert_eq!(at(&caught_up(world).await), (again, json!("Probe: work")), "its next try");
            probe.set("job", Act::Work);
            world.post("clock", json!({ "next": true })).await;
            until_done(world, "first").await;
            assert_eq!(at(&caught_up(world).await), (TimeDelta::hours(3), json!("Probe: work")));
        })
        .await;
}

#[tokio::test]
async fn the_clock_goes_on_to_what_is_next_when_what_is_due_is_done() {
    const GENERAL: u64 = 500_000_000_000_000_006;
    Scene::new()
        .flowing()
        .play_on_both(async |world| {
            world.fault("POST", "/channels/*/messages", 1, json!({ "delay_ms": 300 })).await;
            let begun = world.host().clock().now();
            queue(world, "slow", TimeDelta::hours(1), json!(GENERAL)).await;
            queue(world, "later", TimeDelta::days(11), json!(null)).await;
            for after in [TimeDelta::hours(1), TimeDelta::days(11)] {
                world.post("clock", json!({ "next": true })).await;
                let moved = world.host().clock().now() - begun;
                assert!(moved >= after && moved < after + TimeDelta::minutes(1), "{moved}");
            }
            assert_eq!(world.user("daan").reads("general").await, ["Work slow is done."]);
            world.probe().calls.reach("job", 2).await;
            assert_eq!(world.probe().calls.of("job"), ["slow attempt 1", "later attempt 1"]);
        })
        .await;
}

#[tokio::test]
async fn work_that_came_due_while_the_host_was_down_is_done_when_it_is_back() {
    Scene::new()
        .play_on_both(async |world| {
            queue(world, "waiting", TimeDelta::minutes(10), json!(500_000_000_000_000_006_u64)).await;
            world.stop_host().await;
            world.advance(TimeDelta::minutes(20)).await;
            world.start_host().await;
            let message = world.user("daan").awaits("Work waiting is done.", "general").await;
            assert_eq!(outcome::text(&message), "Work waiting is done.");
        })
        .await;
}
