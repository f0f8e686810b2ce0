//! Buttons and forms in direct messages: about the guild that their ids name, if the bot and the plugin are there.

use e2e::{Scene, World, scene::CONFIG};
use plugin_api::sql;
use reqwest::Method;
use serde_json::{Value, json};

const OFF: &str = "The feature behind this button is not available in that server.";
const OUTDATED: &str = "This button is from an older version and no longer works. Use the command again.";

/// The message that the probe has written to Emma.
async fn letter(world: &World) -> Value {
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
                ("probe", "This button no longer works. Please use the command again."),
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

/// The guilds that the host knows the bot to be in.
async fn guilds(world: &World) -> Vec<i64> {
    let rows: Vec<(i64,)> =
        sql("SELECT guild_id FROM guilds ORDER BY guild_id").fetch_all(world.host().db()).await.unwrap();
    rows.into_iter().map(|(guild,)| guild % 10).collect()
}

#[tokio::test]
async fn a_guild_that_the_bot_left_is_forgotten_whether_the_host_ran_or_not() {
    let guild = |number: u8, name: &str| {
        json!({
            "id": format!("30000000000000000{number}"), "name": name, "owner": "ada",
            "roles": [{ "name": "Guildhall", "bot": true }], "members": [{ "user": "ada" }],
            "channels": [{ "name": "lobby" }],
        })
    };
    Scene::new()
        .with(json!({ "guilds": [guild(2, "Second"), guild(3, "Third")] }))
        .play_on_both(async |world| {
            let letter = letter(world).await;
            let all = async || (guilds(world).await == [1, 2, 3]).then_some(());
            world.until_looked("all are known", all).await;
            let left = async |world: &World, name: &str| {
                let path = format!("guilds/{name}/members/bot");
                let (status, answer) = world.send(Method::DELETE, &path, None).await;
                assert!(status.is_success(), "{answer}");
            };
            left(world, "Second").await;
            let without = async || (guilds(world).await == [1, 3]).then_some(());
            world.until_looked("the second is forgotten at once", without).await;
            world.stop_host().await;
            left(world, "Third").await;
            world.start_host().await;
            let alone = async || (guilds(world).await == [1]).then_some(());
            world.until_looked("the third is forgotten at the start", alone).await;
            let emma = world.user("emma");
            for guild in [2, 3] {
                let forged = format!("probe:direct:30000000000000000{guild}");
                assert_eq!(emma.force(&letter, &forged).await.text(), OFF);
            }
            assert_eq!(emma.click(&letter, "Press").await.text(), "Pressed.");
        })
        .await;
}
