//! One reminder's life, as its owner, staff and the log channel see it.

use chrono::TimeDelta;
use e2e::{Scene, World, outcome};
use serde_json::{Value, json};

use super::{add, comes_due, is_set};

/// Waits for the log channel's line.
async fn logged(world: &World, text: &str) {
    world.user("ada").awaits(text, "bot-log").await;
}

async fn choose(world: &World, command: &str, typed: &str) -> Value {
    let offered = world.user("emma").autocomplete(command, "reminder", typed).await;
    json!({ "reminder": offered.first_choice() })
}

#[tokio::test]
async fn a_reminder_lives_from_the_command_to_its_deletion() {
    Scene::new()
        .play_on_both(async |world| {
            let (ada, emma) = (world.user("ada"), world.user("emma"));
            is_set(&add(world, json!({ "message": "Bring coffee", "location": "Room 1" })).await);
            logged(world, "created it").await;
            let list = emma.slash("reminder_list", json!({}), "general").await.whisper();
            assert!(list.contains("**#1** Stand\\-up"), "{list}");

            let form =
                emma.slash("reminder_edit", choose(world, "reminder_edit", "stand").await, "general").await;
            assert!(form.modal()["title"].as_str().is_some_and(|title| title.contains("#1")), "{form}");
            let edited = emma.submit(json!({ "name": "Stand-up, later", "time": "14:30" })).await.whisper();
            assert!(edited.contains("is changed") && edited.contains("Stand"), "{edited}");
            logged(world, "changed it").await;

            let one = choose(world, "reminder_pause", "later").await;
            assert!(
                emma.slash("reminder_pause", one.clone(), "general").await.whisper().contains("is paused")
            );
            assert!(emma.slash("reminder_list", json!({}), "general").await.whisper().contains("paused"));
            assert!(emma.slash("reminder_pause", one, "general").await.whisper().contains("is on again"));

            comes_due(world, "2026-03-02T12:30:00Z").await;
            emma.awaits("Coming up", "reminders").await;
            logged(world, "Announced in").await;
            comes_due(world, "2026-03-02T13:30:00Z").await;
            logged(world, "Sent in").await;
            let only = world
                .until("the announcement is gone", async || {
                    let messages = emma.sees("reminders").await;
                    (messages.len() == 1).then(|| messages[0].clone())
                })
                .await;
            insta::assert_snapshot!("delivered", outcome::text(&only));
            assert!(super::due(world).await.is_none(), "a one-off ends");

            assert!(emma.click(&only, "Snooze 10 min").await.whisper().contains("I will remind you again"));
            world.advance(TimeDelta::minutes(10)).await;
            let again = emma.awaits("Snoozed", "reminders").await;
            assert!(again["mentions"].to_string().contains("\"emma\""), "it pings its owner: {again:#}");

            let sure = ada.click(&again, "Delete").await;
            assert!(sure.whisper().contains("Delete reminder #1"), "{sure}");
            assert!(ada.click(sure.message(), "Yes").await.text().contains("is deleted"));
            logged(world, "deleted it").await;
            let left = async || {
                Some(emma.reads("reminders").await)
                    .filter(|left| !left.iter().any(|text| text.contains("Snoozed")))
            };
            world.until("its message is gone", left).await;
            let gone = emma.click(&only, "Snooze 10 min").await.whisper();
            assert!(gone.contains("no longer exists"), "{gone}");
            let left = emma.sees("reminders").await;
            let first = left.iter().find(|message| message["id"] == only["id"]).expect("it stays");
            assert_eq!(first["components"], json!([]), "its buttons lead nowhere: they are gone");
        })
        .await;
}

#[tokio::test]
async fn a_form_with_an_empty_day_keeps_the_weekdays_and_a_typed_label_finds_its_reminder() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            is_set(&add(world, json!({ "days": "mon to wed" })).await);
            let _ =
                emma.slash("reminder_edit", json!({ "reminder": "#1 Stand-up" }), "general").await.modal();
            let edited = emma.submit(json!({ "time": "15:00", "day": "" })).await.whisper();
            assert!(edited.contains("mon,tue,wed"), "{edited}");
            let _ = emma.slash("reminder_edit", json!({ "reminder": "1" }), "general").await.modal();
            let refused = emma.submit(json!({ "name": "\u{200b}" })).await.whisper();
            assert!(refused.contains("needs a name"), "{refused}");
            let paused = emma.slash("reminder_pause", json!({ "reminder": "#1 Stand-up" }), "general").await;
            assert!(paused.whisper().contains("is paused"), "{paused}");
        })
        .await;
}

#[tokio::test]
async fn a_long_list_is_paged_with_buttons_that_work_after_a_restart() {
    Scene::new()
        .play_on_both(async |world| {
            for number in 1..=12 {
                is_set(&add(world, json!({ "name": format!("Number {number}") })).await);
            }
            let list = world.user("emma").slash("reminder_list", json!({}), "general").await;
            assert!(list.text().contains("Number 10") && !list.text().contains("Number 11"), "{list}");
            world.restart_host().await;
            let next = world.user("emma").click(list.message(), "Next").await;
            assert!(next.text().contains("Number 11") && !next.text().contains("Number 10"), "{next}");
        })
        .await;
}

#[tokio::test]
async fn nobody_sees_the_reminders_of_others_but_who_manages_the_server() {
    Scene::new()
        .play(async |world| {
            is_set(&add(world, json!({ "name": "Surprise party" })).await);
            let finn = world.user("finn").slash("reminder_list", json!({}), "general").await.whisper();
            assert!(!finn.contains("Surprise"), "{finn}");
            let offered = world.user("finn").autocomplete("reminder_delete", "reminder", "sur").await;
            assert!(offered.choices().is_empty(), "{offered}");
            let refused = world
                .user("finn")
                .slash("reminder_list", json!({ "scope": "all" }), "general")
                .await
                .whisper();
            assert!(refused.contains("permission"), "{refused}");
            let ada = world.user("ada").slash("reminder_list", json!({}), "general").await.whisper();
            assert!(ada.contains("Surprise"), "{ada}");
        })
        .await;
}

#[tokio::test]
async fn a_member_who_reads_dutch_is_answered_in_dutch_and_may_write_dutch() {
    Scene::new()
        .play(async |world| {
            let options =
                json!({ "name": "Vergadering", "channel": "reminders", "time": "19.30", "days": "ma,wo" });
            let answer = world.user("daan").slash("add_reminder", options, "general").await.whisper();
            insta::assert_snapshot!("dutch", answer);
        })
        .await;
}
