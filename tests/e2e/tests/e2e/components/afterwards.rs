//! Answers that a job changes afterwards.

use chrono::TimeDelta;
use e2e::{Scene, World};
use serde_json::json;

use crate::jobs::{row, until_tried};

/// Waits until it is queued that an answer is to be changed, which comes after the answer.
async fn until_promised(world: &World, key: &str) {
    world.until_looked("it is queued", async || row(world, key).await.map(|_| ())).await;
}

#[tokio::test]
async fn an_answer_is_changed_within_fifteen_minutes_and_not_after() {
    Scene::new()
        .play_on_both(async |world| {
            let first = world.user("emma").slash("probe_later", json!({ "minutes": 14 }), "general").await;
            assert_eq!(first.whisper(), "Wait.");
            world.user("finn").slash("probe_later", json!({ "minutes": 15 }), "general").await;
            until_promised(world, "emma asks").await;
            until_promised(world, "finn asks").await;
            world.restart_host().await;
            world.advance(TimeDelta::minutes(14)).await;
            world.probe().calls.reach("later", 1).await;
            // A minute outlasts the lease of a job that has not ended yet.
            let done = async || row(world, "emma asks").await.is_none().then_some(());
            world.until_looked("the first job has ended", done).await;
            world.advance(TimeDelta::minutes(1)).await;
            world.probe().calls.reach("later", 2).await;
            assert_eq!(world.probe().calls.of("later"), ["true", "false"]);
            assert_eq!(world.user("emma").reads("general").await[0], "Done.");
            assert_eq!(world.user("finn").reads("general").await[0], "Wait.");
        })
        .await;
}

#[tokio::test]
async fn the_answer_to_a_button_is_changed_too_and_a_failing_discord_is_asked_again() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            let first = emma.slash("probe_later", json!({ "minutes": 9 }), "general").await;
            let second = emma.click(first.message(), "Once more").await;
            assert_eq!(second.whisper(), "Wait again.");
            until_promised(world, "emma asks").await;
            until_promised(world, "emma presses").await;
            world.fault("PATCH", "*/messages/@original", 2, json!({ "status": 503 })).await;
            world.advance(TimeDelta::minutes(9)).await;
            for key in ["emma asks", "emma presses"] {
                until_tried(world, key, 1).await;
            }
            world.advance(TimeDelta::minutes(1)).await;
            world.probe().calls.reach("later", 2).await;
            assert_eq!(world.probe().calls.of("later"), ["true", "true"]);
            assert_eq!(emma.reads("general").await[..2], ["Done.", "Done."]);
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_is_gone_is_no_error() {
    Scene::new()
        .play(async |world| {
            world.user("emma").slash("probe_later", json!({ "minutes": 5 }), "general").await;
            until_promised(world, "emma asks").await;
            let gone = json!({ "status": 404, "body": { "code": 10008, "message": "Unknown Message" } });
            world.fault("PATCH", "*/messages/@original", 1, gone).await;
            world.advance(TimeDelta::minutes(5)).await;
            world.probe().calls.reach("later", 1).await;
            assert_eq!(world.probe().calls.of("later"), ["false"]);
        })
        .await;
}
