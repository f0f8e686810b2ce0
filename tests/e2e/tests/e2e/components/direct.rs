//! Buttons and forms in direct messages: about the guild that their ids name, if the bot and the plugin are there.

use e2e::{Scene, scene::CONFIG};
use serde_json::{Value, json};

const OFF: &str = "The feature behind this button is not available in that server.";
const OUTDATED: &str = "This button is from an older version and no longer works. Use the command again.";

/// The message that the probe has written to Emma.
async fn letter(world: &e2e::World) -> Value {
    world.user("emma").slash("probe_direct", json!({}), "general").await;
    world.user("emma").awaits("From the probe.", "dm").await
}

#[tokio::test]
async fn a_button_in_a_direct_message_works_also_after_a_restart() {
    Scene::new()
        .play_on_both(async |world| {
            let letter = letter(world).await;
            assert_eq!(world.user("emma").click(&letter, "Press").await.text(), "Pressed.");
            assert_eq!(
                world.probe().calls.of("direct"),
                ["300000000000000001 300000000000000001 false"],
                "the guild is in the id, and nobody is a member in a direct message"
            );
            world.restart_host().await;
            assert_eq!(world.user("emma").click(&letter, "Press").await.text(), "Pressed.");
        })
        .await;
}

#[tokio::test]
async fn a_form_is_opened_filled_in_and_answered_in_a_direct_message() {
    Scene::new()
        .play(async |world| {
            let letter = letter(world).await;
            let emma = world.user("emma");
            assert_eq!(emma.click(&letter, "Ask me").await.modal()["title"], "Probe");
            let answer = emma.submit(json!({ "words": "well" })).await;
            assert_eq!(answer.text(), "well", "it stands in the place of the message");
            assert_eq!(world.probe().calls.of("told"), ["300000000000000001 well"]);
        })
        .await;
}

#[tokio::test]
async fn an_id_that_names_no_guild_or_one_where_the_plugin_or_the_bot_is_not_is_refused() {
    // The probe is on everywhere but in the second guild; the bot is not in the third.
    let config = format!("{CONFIG}\n[guilds.300000000000000002.plugins.probe]\nenabled = false\n");
    let second = json!({ "guilds": [{
        "id": "300000000000000002", "name": "Second", "owner": "ada", "roles": [{ "name": "Guildhall", "bot": true }],
        "members": [{ "user": "ada" }], "channels": [{ "name": "lobby" }],
    }] });
    Scene::new()
        .config(&config)
        .with(second)
        .play(async |world| {
            let letter = letter(world).await;
            let emma = world.user("emma");
            for (forged, says) in [
                ("probe:direct:300000000000000002", OFF),
                ("probe:direct:300000000000000003", OFF),
                ("probe:direct", OUTDATED),
                ("probe:direct:", OUTDATED),
                ("probe:direct:0", OUTDATED),
                ("probe:direct:Demo", OUTDATED),
                ("probe:direct:18446744073709551615", OUTDATED),
                ("probe:direct:300000000000000001:7", OUTDATED),
                ("probe:press:7", "This works in a server only."),
                ("probe", "This button no longer leads anywhere. Use the command again."),
            ] {
                assert_eq!(emma.force(&letter, forged).await.text(), says, "{forged}");
            }
            assert_eq!(world.probe().calls.count("direct"), 0);
            assert_eq!(world.probe().calls.count("component"), 0);
        })
        .await;
}

#[tokio::test]
async fn a_button_is_refused_once_the_plugin_is_off_in_its_guild() {
    Scene::new()
        .play(async |world| {
            let letter = letter(world).await;
            let off = CONFIG.replace("[plugins.probe]\nenabled = true", "[plugins.probe]\nenabled = false");
            world.switch(e2e::probe::PROBE, false, &off).await;
            assert_eq!(world.user("emma").click(&letter, "Press").await.text(), OFF);
            assert_eq!(world.probe().calls.count("direct"), 0);
        })
        .await;
}

#[tokio::test]
async fn in_a_guild_the_id_names_that_guild() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            let message = emma.says("Something to press on", "general").await;
            let right = emma.force(&message, "probe:direct:300000000000000001").await;
            assert_eq!(right.whisper(), "Pressed.");
            for (forged, says) in [
                (
                    "probe:direct:300000000000000002",
                    "This button belongs to another server. Use the command here.",
                ),
                ("probe:direct", OUTDATED),
            ] {
                assert_eq!(emma.force(&message, forged).await.whisper(), says, "{forged}");
            }
            assert_eq!(world.probe().calls.count("direct"), 1);
        })
        .await;
}
