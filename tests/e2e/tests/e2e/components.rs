//! Buttons and forms: whatever comes in, a member gets a kind answer, and what is old still works.

mod afterwards;
mod direct;

use chrono::TimeDelta;
use e2e::Scene;
use serde_json::json;

#[tokio::test]
async fn a_forged_truncated_or_unknown_id_gets_a_kind_sentence_and_reaches_nobody() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            let button = emma.slash("probe_button", json!({}), "general").await;
            let unknown = "This button no longer works. Please use the command again.";
            let outdated = "This button is from an older version and no longer works. Use the command again.";
            let long = format!("probe:press:{}", "7".repeat(88));
            for (forged, says) in [
                ("probe:pres", unknown),
                ("probe", unknown),
                (":", unknown),
                ("🦊", unknown),
                ("nobody:press:7", unknown),
                ("PROBE:press:7", unknown),
                ("probe:press", outdated),
                ("probe:press:", outdated),
                ("probe:press:seven", outdated),
                ("probe:press:7:8", outdated),
                ("probe:press:7 OR 1=1", outdated),
                (long.as_str(), outdated),
            ] {
                let outcome = emma.force(button.message(), forged).await;
                assert_eq!(outcome.whisper(), says, "{forged}");
            }
            assert_eq!(world.probe().calls.count("component"), 0);
        })
        .await;
}

#[tokio::test]
async fn a_button_of_before_a_restart_works() {
    Scene::new()
        .play_on_both(async |world| {
            let button = world.user("emma").slash("probe_button", json!({}), "general").await;
            world.restart_host().await;
            world.advance(TimeDelta::days(400)).await;
            let emma = world.user("emma");
            assert_eq!(emma.click(button.message(), "Press").await.whisper(), "Pressed 7.");
        })
        .await;
}

#[tokio::test]
async fn a_form_is_opened_filled_in_and_answered() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            let form = emma.slash("probe_form", json!({}), "general").await;
            assert_eq!(form.modal()["title"], "Probe");
            let answer = emma.submit(json!({ "words": "**bold** @everyone" })).await;
            assert_eq!(answer.whisper(), "\\*\\*bold\\*\\* @\u{200b}everyone");
        })
        .await;
}

#[tokio::test]
async fn what_is_typed_is_completed() {
    Scene::new()
        .play(async |world| {
            let offered = world.user("emma").autocomplete("probe", "text", "a").await;
            assert_eq!(
                (offered.choices(), offered.first_choice()),
                (vec!["a and more".to_owned()], &json!("more"))
            );
        })
        .await;
}
