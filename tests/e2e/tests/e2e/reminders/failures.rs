//! Discord out of order, and two who change one reminder at a time.

use chrono::{DateTime, TimeDelta, Utc};
use e2e::{Scene, World, outcome, world::GUILD};
use plugin_api::{Actor, Locale, Request, sql};
use reminders::{actions, store};
use reqwest::Method;
use serde_json::{Value, json};

use super::{add, comes_due, due, is_set};

const MESSAGES: &str = "/channels/500000000000000007/messages";

/// Waits for one failed try after another and lets the pause after each pass, in seconds.
async fn fails(world: &World, kind: &str, pauses: &[i64]) {
    for pause in pauses {
        let failed = async || {
            let row: Option<(DateTime<Utc>,)> =
                sql("SELECT claimable_at FROM jobs WHERE plugin = 'reminders' AND kind = $1 \
                 AND lease IS NULL AND attempts > 0")
                .bind(kind)
                .fetch_optional(world.host().db())
                .await
                .unwrap();
            row.filter(|(until,)| *until > world.host().clock().now())
        };
        world.until_looked("the try has failed", failed).await;
        world.advance(TimeDelta::seconds(*pause)).await;
    }
}

/// A request of the host itself, in English.
fn as_host(world: &World) -> Request {
    Request::new(world.host().clone(), GUILD, Actor::Host, Locale::default())
}

/// Has the next try of the delivery be the last one.
async fn is_tried_often(world: &World) {
    let changed = sql("UPDATE jobs SET attempts = $1 WHERE plugin = 'reminders' AND kind = 'deliver'")
        .bind(i64::from(reminders::jobs::DELIVERY_ATTEMPTS) - 1)
        .execute(world.host().db())
        .await
        .unwrap();
    assert_eq!(changed, 1);
}

async fn owner_is_told(world: &World, text: &str) {
    let look = async || {
        let messages = world.get("users/emma/dms").await;
        let mut messages = messages.as_array().into_iter().flatten();
        messages.any(|message| outcome::text(message).contains(text)).then_some(())
    };
    world.until("the owner is told", look).await;
}

#[tokio::test]
async fn an_announcement_that_fails_does_not_keep_the_reminder_from_its_time() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({})).await);
            world.fault("POST", MESSAGES, 5, json!({ "status": 503 })).await;
            comes_due(world, "2026-03-02T12:00:00Z").await;
            fails(world, "deliver", &[5, 10, 20, 40]).await;
            world.user("ada").awaits("Not announced in", "bot-log").await;
            comes_due(world, "2026-03-02T13:00:00Z").await;
            let message = world.user("emma").awaits("Stand", "reminders").await;
            assert!(!outcome::text(&message).contains("Late"), "{message:#}");
        })
        .await;
}

#[tokio::test]
async fn a_one_off_is_tried_for_longer_than_the_grace_and_then_says_that_it_was_missed() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "lead": 0 })).await);
            world.fault("POST", MESSAGES, 9, json!({ "status": 503 })).await;
            comes_due(world, "2026-03-02T13:00:00Z").await;
            fails(world, "deliver", &[5, 10, 20, 40, 80, 160, 320, 640, 900]).await;
            world.user("emma").awaits("Missed", "reminders").await;
            world.until_looked("it has ended", async || due(world).await.is_none().then_some(())).await;
        })
        .await;
}

#[tokio::test]
async fn a_recurring_one_that_is_given_up_goes_on_with_the_next() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "time": "09:00", "days": "daily", "lead": 0 })).await);
            is_tried_often(world).await;
            world.fault("POST", MESSAGES, 1, json!({ "status": 503 })).await;
            comes_due(world, "2026-03-03T08:00:00Z").await;
            world.user("ada").awaits("Not sent in", "bot-log").await;
            comes_due(world, "2026-03-04T08:00:00Z").await;
            world.user("emma").awaits("Stand", "reminders").await;
        })
        .await;
}

#[tokio::test]
async fn a_one_off_that_is_given_up_is_parked_and_its_owner_is_told() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "lead": 0 })).await);
            is_tried_often(world).await;
            world.fault("POST", MESSAGES, 1, json!({ "status": 503 })).await;
            world.fault("POST", "/users/@me/channels", 1, json!({ "status": 503 })).await;
            comes_due(world, "2026-03-02T13:00:00Z").await;
            world.user("ada").awaits("again and again", "bot-log").await;
            fails(world, "tell", &[5]).await;
            owner_is_told(world, "again and again").await;
            let list = world.user("emma").slash("reminder_list", json!({}), "general").await.whisper();
            assert!(list.contains("could not be sent"), "{list}");
        })
        .await;
}

#[tokio::test]
async fn a_change_that_was_begun_before_the_announcement_takes_it_down_all_the_same() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({})).await);
            let host = world.host();
            let seen = store::fetch(host.db(), GUILD, 1).await.unwrap().expect("it is there");
            comes_due(world, "2026-03-02T12:00:00Z").await;
            world.user("ada").awaits("Announced in", "bot-log").await;
            actions::delete(&as_host(world), &seen).await.unwrap();
            assert!(world.user("emma").sees("reminders").await.is_empty(), "what was announced is gone");
        })
        .await;
}

#[tokio::test]
async fn a_decision_about_a_reminder_that_was_moved_meanwhile_does_not_hold() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({})).await);
            let (host, reader) = (world.host(), Locale::default());
            let seen = store::fetch(host.db(), GUILD, 1).await.unwrap().expect("it is there");
            let emma = world.user("emma");
            emma.slash("reminder_edit", json!({ "reminder": "1", "channel": "general" }), "general").await;
            emma.submit(json!({ "name": "Elsewhere" })).await;
            let refused = actions::pause(&as_host(world), &seen).await.expect_err("it was moved");
            assert!(refused.is_refusal(), "{refused}");
            let refused = actions::delete(&as_host(world), &seen).await.expect_err("it was moved");
            assert!(refused.for_member(&reader, "").contains("Somebody changed"), "{refused}");
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_goes_while_its_reminders_are_sent_blocks_nobody() {
    Scene::new()
        .play_on_both(async |world| {
            for number in 1..=10 {
                is_set(&add(world, json!({ "name": format!("Number {number}"), "lead": 0 })).await);
            }
            world.set_clock("2026-03-02T13:00:00Z").await;
            let (status, answer) = world.send(Method::DELETE, "channels/reminders", Some(json!({}))).await;
            assert!(status.is_success(), "{answer:#}");
            let all = async || {
                const OPEN: &str = "SELECT COUNT(*) FROM reminders WHERE status NOT IN ('ended', 'parked')";
                let (open,): (i64,) = sql(OPEN).fetch_one(world.host().db()).await.unwrap();
                (open == 0).then_some(())
            };
            world.until_looked("each is sent or parked", all).await;
        })
        .await;
}

/// Emma sees her reminder.
async fn is_delivered(world: &World) -> Value {
    is_set(&add(world, json!({ "lead": 0 })).await);
    comes_due(world, "2026-03-02T13:00:00Z").await;
    world.user("ada").awaits("Sent in", "bot-log").await;
    world.user("emma").awaits("Stand", "reminders").await
}

async fn snoozes(world: &World) -> i64 {
    const ALL: &str = "SELECT COUNT(*) FROM jobs WHERE plugin = 'reminders' AND kind = 'snooze'";
    let (count,): (i64,) = sql(ALL).fetch_one(world.host().db()).await.unwrap();
    count
}

#[tokio::test]
async fn a_snooze_that_is_pressed_during_a_deletion_is_refused_and_nothing_is_kept_of_it() {
    Scene::new()
        .play_on_both(async |world| {
            let message = is_delivered(world).await;
            let emma = world.user("emma");
            let mut tx = world.host().db().begin().await.unwrap();
            sql("DELETE FROM reminders").execute(&mut tx).await.unwrap();
            emma.click_without_waiting(&message, "Snooze 10 min").await;
            tx.commit().await.unwrap();
            emma.awaits("no longer exists", "reminders").await;
            assert_eq!(snoozes(world).await, 0);
            let said = emma.reads("reminders").await;
            assert!(!said.iter().any(|text| text.contains("I will remind you again")), "{said:#?}");
        })
        .await;
}

#[tokio::test]
async fn who_snoozes_a_reminder_that_is_deleted_before_they_are_answered_learns_it() {
    Scene::new()
        .play_on_both(async |world| {
            let message = is_delivered(world).await;
            let emma = world.user("emma");
            let before = world.last_request().await;
            world.fault("POST", "/interactions/*", 1, json!({ "delay_ms": 1000 })).await;
            emma.click_without_waiting(&message, "Snooze 10 min").await;
            // Its answer is on its way.
            let answers = async || world.requests_since(before, "POST", "/interactions/*").await;
            world.until_looked("it is snoozed", async || (!answers().await.is_empty()).then_some(())).await;
            assert_eq!(snoozes(world).await, 1);
            let deleted = world.call(Method::DELETE, "reminders", "/1", None).await;
            assert_eq!(deleted.0, 204, "{deleted:?}");
            world.advance(TimeDelta::seconds(1)).await;
            emma.awaits("not remind you again after all", "reminders").await;
            assert_eq!(snoozes(world).await, 0);
        })
        .await;
}
