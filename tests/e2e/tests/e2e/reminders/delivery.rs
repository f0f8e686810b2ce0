//! On time, once, and never silently dropped.

use chrono::TimeDelta;
use e2e::{Scene, World, outcome};
use reqwest::Method;
use serde_json::{Value, json};

use super::{add, comes_due, due, is_set};

/// When the messages in #reminders were written, the oldest first.
async fn written(world: &World, count: usize) -> Vec<String> {
    let all = async || Some(world.user("emma").sees("reminders").await).filter(|all| all.len() == count);
    let messages = world.until(&format!("{count} messages are there"), all).await;
    messages
        .iter()
        .rev()
        .map(|message| message["timestamp"].as_str().unwrap_or_default()[..16].to_owned())
        .collect()
}

#[tokio::test]
async fn a_weekly_reminder_keeps_its_wall_clock_time_through_both_changes_of_the_clock() {
    for (start, instants) in [
        ("2026-03-27T12:00:00Z", ["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"]),
        ("2026-10-23T12:00:00Z", ["2026-10-24T07:00", "2026-10-25T08:00", "2026-10-26T08:00"]),
    ] {
        Scene::new()
            .at(start)
            .play_on_both(async |world| {
                is_set(&add(world, json!({ "time": "09:00", "days": "daily", "lead": 0 })).await);
                for instant in instants {
                    comes_due(world, &format!("{instant}:00Z")).await;
                }
                assert_eq!(written(world, 3).await, instants);
            })
            .await;
    }
}

#[tokio::test]
async fn an_hour_that_is_skipped_fires_right_after_and_one_that_is_repeated_fires_once() {
    for (start, instants) in [
        ("2026-03-27T12:00:00Z", ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]),
        ("2026-10-23T12:00:00Z", ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]),
    ] {
        Scene::new()
            .at(start)
            .play(async |world| {
                is_set(&add(world, json!({ "time": "02:30", "days": "daily", "lead": 0 })).await);
                for instant in instants {
                    comes_due(world, &format!("{instant}:00Z")).await;
                }
                assert_eq!(written(world, 3).await, instants);
            })
            .await;
    }
}

#[tokio::test]
async fn weekdays_are_those_of_the_guilds_zone() {
    Scene::new()
        .play(async |world| {
            // Monday half past midnight in Brussels is still Sunday in UTC.
            is_set(&add(world, json!({ "time": "00:30", "days": "mon", "lead": 30 })).await);
            comes_due(world, "2026-03-08T23:00:00Z").await;
            world.user("emma").awaits("Coming up", "reminders").await;
            comes_due(world, "2026-03-08T23:30:00Z").await;
            let next =
                async || due(world).await.filter(|due| due.to_rfc3339() == "2026-03-15T23:00:00+00:00");
            world.until_looked("the next week is queued", next).await;
        })
        .await;
}

#[tokio::test]
async fn what_was_missed_while_the_host_was_down_is_sent_late_sent_as_missed_or_logged() {
    for (away, sees) in [(20, Some("Late")), (5 * 60, Some("Missed")), (30 * 60, None)] {
        Scene::new()
            .play_on_both(async |world| {
                is_set(&add(world, json!({ "lead": 0 })).await);
                world.stop_host().await;
                world.set_clock("2026-03-02T13:00:00Z").await;
                world.advance(TimeDelta::minutes(away)).await;
                world.start_host().await;
                match sees {
                    Some(note) => {
                        world.user("emma").awaits(note, "reminders").await;
                    }
                    None => {
                        world.user("ada").awaits("Not sent in", "bot-log").await;
                        assert!(world.user("emma").sees("reminders").await.is_empty());
                    }
                }
                world.until_looked("it has ended", async || due(world).await.is_none().then_some(())).await;
            })
            .await;
    }
}

#[tokio::test]
async fn a_recurring_reminder_goes_on_with_the_next_after_a_long_absence() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "time": "09:00", "days": "daily", "lead": 0 })).await);
            world.stop_host().await;
            world.set_clock("2026-03-06T12:00:00Z").await;
            world.start_host().await;
            comes_due(world, "2026-03-07T08:00:00Z").await;
            assert_eq!(written(world, 1).await, ["2026-03-07T08:00"]);
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_is_gone_parks_its_reminders_and_the_owner_and_staff_are_told() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({})).await);
            let (status, answer) = world.send(Method::DELETE, "channels/reminders", Some(json!({}))).await;
            assert!(status.is_success(), "{answer:#}");
            world.user("ada").awaits("no longer exists", "bot-log").await;
            told(world, "Its channel no longer exists").await;
            let list = world.user("emma").slash("reminder_list", json!({}), "general").await.whisper();
            assert!(list.contains("could not be sent"), "{list}");
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_write_in_parks_the_reminder_until_it_is_resumed() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "time": "09:00", "days": "daily", "lead": 0 })).await);
            overwrite(world, json!([{ "role": "Guildhall", "deny": ["SEND_MESSAGES"] }])).await;
            comes_due(world, "2026-03-03T08:00:00Z").await;
            world.user("ada").awaits("I may not see or write in", "bot-log").await;
            told(world, "I may not see or write").await;
            overwrite(world, json!([])).await;
            let resumed = world
                .user("emma")
                .slash("reminder_pause", json!({ "reminder": "1" }), "general")
                .await
                .whisper();
            assert!(resumed.contains("is on again"), "{resumed}");
            comes_due(world, "2026-03-04T08:00:00Z").await;
            assert_eq!(written(world, 1).await, ["2026-03-04T08:00"]);
        })
        .await;
}

async fn overwrite(world: &World, overwrites: Value) {
    let (status, answer) =
        world.send(Method::PATCH, "channels/reminders", Some(json!({ "overwrites": overwrites }))).await;
    assert!(status.is_success(), "{answer:#}");
}

/// Waits until the owner has a direct message.
async fn told(world: &World, text: &str) {
    let look = async || {
        let messages = world.get("users/emma/dms").await;
        messages
            .as_array()
            .into_iter()
            .flatten()
            .any(|message| outcome::text(message).contains(text))
            .then_some(())
    };
    world.until("the owner is told", look).await;
}

#[tokio::test]
async fn discord_failing_for_a_while_delays_a_reminder_and_sends_it_once() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "lead": 0 })).await);
            world.fault("POST", "/channels/500000000000000007/messages", 3, json!({ "status": 503 })).await;
            comes_due(world, "2026-03-02T13:00:00Z").await;
            for pause in [5, 10, 20] {
                let failed = async || {
                    let row: Option<(chrono::DateTime<chrono::Utc>,)> = plugin_api::sql(
                        "SELECT claimable_at FROM jobs WHERE plugin = 'reminders' AND kind = 'deliver' AND lease IS NULL \
                         AND attempts > 0",
                    )
                    .fetch_optional(world.host().db())
                    .await
                    .unwrap();
                    row.filter(|(until,)| *until > world.host().clock().now())
                };
                world.until_looked("the try has failed", failed).await;
                world.advance(TimeDelta::seconds(pause)).await;
            }
            assert_eq!(written(world, 1).await, ["2026-03-02T13:00"]);
        })
        .await;
}

#[tokio::test]
async fn a_lost_answer_of_discord_does_not_send_a_reminder_twice() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "lead": 0 })).await);
            world
                .fault("POST", "/channels/500000000000000007/messages", 1, json!({ "lose_response": true }))
                .await;
            comes_due(world, "2026-03-02T13:00:00Z").await;
            let again = async || {
                let sent = world.requests("POST", "/channels/500000000000000007/messages").await.len();
                if sent == 1 && due(world).await.is_some() {
                    world.advance(TimeDelta::seconds(1)).await;
                }
                (sent >= 2).then_some(())
            };
            world.until_looked("it is sent again", again).await;
            world.until_looked("it has ended", async || due(world).await.is_none().then_some(())).await;
            assert_eq!(world.user("emma").sees("reminders").await.len(), 1);
        })
        .await;
}
