//! One plugin's trouble stays its own.

use std::time::Duration;

use chrono::TimeDelta;
use e2e::{
    Outcome, Scene, World,
    probe::{Act, Witness},
    world::GUILD,
};
use guildhall::api::tokens::Scope;
use reqwest::Method;
use serde_json::{Value, json};

/// The line that a member sees when something goes wrong on our side: it leads to the log and says nothing of what happened.
#[track_caller]
fn is_an_apology(outcome: &Outcome) {
    let text = outcome.whisper();
    let reference = text.strip_prefix("Something went wrong on our side. Reference: ");
    let reference = reference.unwrap_or_else(|| panic!("no apology: {text}"));
    assert!(reference.len() == 8 && reference.chars().all(|c| c.is_ascii_alphanumeric()), "{text}");
}

fn witness(world: &World) -> std::sync::Arc<Witness> {
    world.host().plugin().expect("the witness is linked")
}

#[tokio::test]
async fn a_hook_that_panics_fails_or_sleeps_costs_the_others_nothing() {
    Scene::new()
        .play(async |world| {
            let (probe, witness, daan) = (world.probe(), witness(world), world.user("daan"));
            for (number, act) in
                [Act::Panic, Act::Fail, Act::Sleep(Duration::from_secs(60))].into_iter().enumerate()
            {
                probe.set("hook", act);
                daan.says("Good morning", "general").await;
                probe.calls.reach("hook", number + 1).await;
                // The clock stands still: whoever waited for the sleeper would wait for ever.
                witness.calls.reach("hook", number + 1).await;
                assert_eq!(daan.slash("probe", json!({}), "general").await.whisper(), "Hello");
            }
        })
        .await;
}

#[tokio::test]
async fn a_plugin_that_keeps_failing_is_kept_away_visibly_and_comes_back() {
    Scene::new()
        .play(async |world| {
            let (probe, witness, daan) = (world.probe(), witness(world), world.user("daan"));
            probe.set("hook", Act::Fail);
            for _ in 0..5 {
                daan.says("Again", "general").await;
            }
            let notice = world.user("ada").awaits("A plugin keeps failing", "bot-log").await;
            assert!(e2e::outcome::text(&notice).contains("probe"), "{notice:#}");
            daan.says("Once more", "general").await;
            witness.calls.reach("hook", 6).await;
            assert_eq!(probe.calls.count("hook"), 5, "it is kept away");
            assert_eq!(
                daan.slash("probe", json!({}), "general").await.whisper(),
                "Hello",
                "its commands work"
            );
            world.advance(TimeDelta::minutes(5)).await;
            probe.set("hook", Act::Work);
            daan.says("And now", "general").await;
            probe.calls.reach("hook", 6).await;
        })
        .await;
}

#[tokio::test]
async fn a_command_that_is_silent_for_two_seconds_is_deferred_by_the_host() {
    Scene::new()
        .play(async |world| {
            let (probe, daan) = (world.probe(), world.user("daan"));
            probe.set("command", Act::Sleep(Duration::from_secs(600)));
            let interaction = daan.slash_without_waiting("probe", json!({}), "general").await;
            probe.calls.reach("command", 1).await;
            assert!(world.requests("POST", "/interactions/*").await.is_empty(), "it still has time");
            world.advance(TimeDelta::seconds(2)).await;
            world
                .until("the host acknowledges", async || {
                    let sent = world.requests("POST", "*/callback").await;
                    sent.iter()
                        .any(|request| request["body"]["type"] == 5 && request["status"].is_u64())
                        .then_some(())
                })
                .await;
            world.advance(TimeDelta::seconds(598)).await;
            assert_eq!(daan.outcome(&interaction).await.whisper(), "Hello");
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_discord_has_no_time_for_is_sent_again() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            let button = emma.slash("probe_button", json!({}), "general").await;
            for effect in [json!({ "retry_after": 0.1 }), json!({ "status": 502 })] {
                world.fault("POST", "*/callback", 1, effect.clone()).await;
                assert_eq!(emma.slash("probe", json!({}), "general").await.whisper(), "Hello", "{effect}");
                world.fault("POST", "*/callback", 1, effect.clone()).await;
                assert_eq!(emma.click(button.message(), "Press").await.whisper(), "Pressed 7.", "{effect}");
            }
        })
        .await;
}

/// Discord takes one first answer only (40060 for another one).
#[tokio::test]
async fn a_command_whose_answer_is_on_its_way_at_two_seconds_is_not_deferred_as_well() {
    Scene::new()
        .play(async |world| {
            let (daan, emma) = (world.user("daan"), world.user("emma"));
            world.fault("POST", "*/callback", 1, json!({ "delay_ms": 2500 })).await;
            let interaction = daan.slash_without_waiting("probe", json!({}), "general").await;
            let callback = format!("/interactions/{interaction}/*");
            let answers = async || world.requests("POST", &callback).await;
            world.until("it answers", async || (!answers().await.is_empty()).then_some(())).await;
            world.advance(TimeDelta::seconds(2)).await;
            assert_eq!(
                emma.slash("probe", json!({}), "general").await.whisper(),
                "Hello",
                "the host goes on"
            );
            world.advance(TimeDelta::milliseconds(500)).await;
            assert_eq!(daan.outcome(&interaction).await.whisper(), "Hello");
            let answers = answers().await;
            assert!(answers.len() == 1 && answers[0]["body"]["type"] == 4, "{answers:#?}");
        })
        .await;
}

#[tokio::test]
async fn a_command_has_fifteen_minutes_and_then_its_member_is_told() {
    Scene::new()
        .play(async |world| {
            let (probe, emma) = (world.probe(), world.user("emma"));
            probe.set("command", Act::Sleep(Duration::from_secs(3600)));
            let interaction = emma.slash_without_waiting("probe", json!({}), "general").await;
            probe.calls.reach("command", 1).await;
            world.advance(TimeDelta::seconds(2)).await;
            world
                .until("the host acknowledges", async || {
                    (!world.requests("POST", "*/callback").await.is_empty()).then_some(())
                })
                .await;
            world.advance(TimeDelta::seconds(888)).await;
            is_an_apology(&emma.outcome(&interaction).await);
        })
        .await;
}

#[tokio::test]
async fn a_panic_or_an_error_shows_one_line_with_a_reference() {
    Scene::new()
        .play(async |world| {
            let (probe, emma) = (world.probe(), world.user("emma"));
            let button = emma.slash("probe_button", json!({}), "general").await;
            for act in [Act::Panic, Act::Fail] {
                for surface in ["command", "component", "modal"] {
                    probe.set(surface, act);
                }
                is_an_apology(&emma.slash("probe", json!({}), "general").await);
                is_an_apology(&emma.click(button.message(), "Press").await);
                let _ = emma.slash("probe_form", json!({}), "general").await.modal();
                is_an_apology(&emma.submit(json!({ "words": "Hello" })).await);
            }
        })
        .await;
}

#[tokio::test]
async fn a_refusal_is_shown_as_it_is() {
    Scene::new()
        .play(async |world| {
            world.probe().set("command", Act::Refuse);
            assert_eq!(
                world.user("emma").slash("probe", json!({}), "general").await.whisper(),
                "The probe refuses."
            );
        })
        .await;
}

#[tokio::test]
async fn a_command_or_component_that_ends_without_a_word_leaves_nobody_waiting() {
    Scene::new()
        .play(async |world| {
            let (probe, emma) = (world.probe(), world.user("emma"));
            let button = emma.slash("probe_button", json!({}), "general").await;
            probe.set("command", Act::Nothing);
            is_an_apology(&emma.slash("probe", json!({}), "general").await);
            probe.set("component", Act::Nothing);
            emma.click_without_waiting(button.message(), "Press").await;
            let acknowledged = async || {
                let sent = world.requests("POST", "*/callback").await;
                sent.iter()
                    .any(|request| request["body"]["type"] == 6 && request["status"].is_u64())
                    .then_some(())
            };
            world.until("the host acknowledges", acknowledged).await;
        })
        .await;
}

#[tokio::test]
async fn a_job_that_panics_is_tried_again_and_then_set_aside_with_a_reference() {
    Scene::new()
        .play_on_both(async |world| {
            world.probe().set("job", Act::Panic);
            super::jobs::queue(world, "broken", TimeDelta::zero(), json!(null)).await;
            for attempt in 1..=3 {
                world.probe().calls.reach("job", attempt).await;
                if attempt < 3 {
                    super::jobs::until_tried(world, "broken", attempt).await;
                    world.advance(TimeDelta::minutes(15)).await;
                }
            }
            let notice = world.user("ada").awaits("A job was given up", "bot-log").await;
            assert!(e2e::outcome::text(&notice).contains("probe.work"), "{notice:#}");
            assert!(
                !e2e::outcome::text(&notice).contains("panics"),
                "the cause stays in the log: {notice:#}"
            );
        })
        .await;
}

#[tokio::test]
async fn a_panic_or_an_error_in_a_route_gives_a_reference_and_no_cause() {
    Scene::new()
        .play(async |world| {
            let token = world.token(&["probe"], &[Scope::Read]).await;
            for act in [Act::Panic, Act::Fail] {
                world.probe().set("route", act);
                let url = format!("/api/guilds/{GUILD}/plugins/probe/thing");
                let response = world.api(Method::GET, &url).bearer_auth(&token).send().await.unwrap();
                assert_eq!(response.status(), 500);
                let problem: Value = response.json().await.unwrap();
                assert!(
                    problem["reference"].is_string() && !problem.to_string().contains("secret"),
                    "{problem:#}"
                );
            }
        })
        .await;
}
