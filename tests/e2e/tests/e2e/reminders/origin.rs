//! Reminders about a message.

use e2e::{Scene, outcome};
use serde_json::json;

use super::{comes_due, is_set};

#[tokio::test]
async fn a_message_is_made_a_reminder_from_its_menu_and_linked() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            let message = emma.says("Who brings the cake on Friday?", "reminders").await;
            let form = emma.choose_on(&message, "Remind about this").await;
            assert!(form.to_string().contains("Who brings the cake"), "{form}");
            let made = emma.submit(json!({ "name": "Cake", "time": "14:00" })).await;
            is_set(&made);
            comes_due(world, "2026-03-02T12:00:00Z").await;
            let sent = outcome::text(&emma.awaits("Coming up", "reminders").await);
            let id = message["id"].as_str().unwrap();
            assert!(sent.contains("Who brings the cake"), "{sent}");
            assert!(sent.contains(&format!("/300000000000000001/500000000000000007/{id}")), "{sent}");
        })
        .await;
}

#[tokio::test]
async fn the_form_about_a_message_is_checked_as_the_command_is() {
    Scene::new()
        .play(async |world| {
            let (ada, emma) = (world.user("ada"), world.user("emma"));
            let message = ada.says("The rules", "rules").await;
            emma.choose_on(&message, "Remind about this").await;
            let refused = emma.submit(json!({ "name": "Read them", "time": "14:00" })).await.whisper();
            assert!(refused.contains("Send Messages"), "{refused}");
            emma.choose_on(&message, "Remind about this").await;
            let refused = emma.submit(json!({ "name": "Read them", "time": "25:00" })).await.whisper();
            assert!(refused.contains("There is no time"), "{refused}");
        })
        .await;
}

#[tokio::test]
async fn the_menu_is_named_in_dutch_too() {
    Scene::new()
        .play(async |world| {
            let puts = world.requests("PUT", "/applications/*/guilds/*/commands").await;
            let named = puts.iter().any(|put| put.to_string().contains("Herinner hieraan"));
            assert!(named, "{puts:#?}");
        })
        .await;
}
