//! `plugins.toml` changes while the program runs, by hand and by command.

use std::path::Path;

use e2e::{Scene, World, outcome, scene::CONFIG, world::GUILD};
use plugin_api::{PluginId, serenity::GuildId, sql};
use reqwest::Method;
use serde_json::{Value, json};

const PROBE: PluginId = e2e::probe::PROBE;
const SECOND: GuildId = GuildId::new(300_000_000_000_000_002);

/// The demo world with a second guild, where the bot is too.
fn two_guilds() -> Scene {
    Scene::new().with(json!({ "guilds": [{
        "id": SECOND.to_string(), "name": "Second", "owner": "ada", "roles": [{ "name": "Guildhall", "bot": true }],
        "members": [{ "user": "ada" }], "channels": [{ "name": "lobby" }],
    }] }))
}

async fn puts(world: &World, guild: GuildId) -> usize {
    world.requests("PUT", &format!("*/guilds/{guild}/commands")).await.len()
}

async fn ready(world: &World) -> Value {
    let response = world.api(Method::GET, "/readyz").send().await.unwrap();
    assert_eq!(response.status(), 200, "the last good plan is in force");
    response.json().await.unwrap()
}

/// Saves a file that can't be used, by some means, and sees what stays in force and who is told.
async fn breaks(world: &World, save: impl FnOnce(&Path), says: &str) {
    let before = world.user("ada").sees("bot-log").await.len();
    save(&world.config_path());
    let told = async || {
        let messages = world.user("ada").reads("bot-log").await;
        (messages.len() > before && messages[0].contains("plugins.toml can't be used"))
            .then(|| messages[0].clone())
    };
    let told = world.until("staff are told", told).await;
    assert!(told.contains(says), "{told}");
    let detail = async || Some(ready(world).await.to_string()).filter(|detail| detail.contains(says));
    world.until_looked("/readyz says so", detail).await;
    assert_eq!(world.user("emma").slash("probe", json!({}), "general").await.whisper(), "Hello");
    world.write_config(CONFIG);
    world
        .until("staff are told again", async || {
            let messages = world.user("ada").reads("bot-log").await;
            messages[0].contains("plugins.toml is in force again").then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_saved_change_is_in_force_and_a_new_value_is_used() {
    Scene::new()
        .play(async |world| {
            world.write_config(&format!(
                "{CONFIG}\n[guilds.{GUILD}.plugins.probe]\nsettings = {{ greeting = \"Hi! \", times = 2 }}\n"
            ));
            let emma = world.user("emma");
            let answer = async || {
                let said = emma.slash("probe", json!({}), "general").await.whisper();
                (said == "Hi! Hi!" || said == "Hi! Hi! ").then_some(())
            };
            world.until_looked("the new value is used", answer).await;
        })
        .await;
}

#[tokio::test]
async fn a_file_that_is_broken_or_gone_keeps_the_last_good_plan_and_tells_everybody() {
    Scene::new()
        .play(async |world| {
            breaks(
                world,
                |path| std::fs::write(path, format!("{CONFIG}\n[plugins.probee]\nenabled = true\n")).unwrap(),
                "probee",
            )
            .await;
            breaks(
                world,
                |path| std::fs::write(path, &CONFIG[..CONFIG.len() - 12]).unwrap(),
                "plugins.toml:",
            )
            .await;
            breaks(
                world,
                |path| std::fs::write(path, CONFIG.replace("500000000000000010", "5e17")).unwrap(),
                "5",
            )
            .await;
            breaks(world, |path| std::fs::remove_file(path).unwrap(), "plugins.toml").await;
        })
        .await;
}

#[tokio::test]
async fn an_emptied_file_switches_everything_off_and_the_commands_of_the_host_stay() {
    Scene::new()
        .play(async |world| {
            world.switch(PROBE, false, "").await;
            let commands = world.user("ada").commands().await;
            assert!(commands.iter().any(|name| name == "plugins"), "{commands:?}");
            assert!(!commands.iter().any(|name| name.contains("remind")), "{commands:?}");
            world.switch(PROBE, true, CONFIG).await;
        })
        .await;
}

#[tokio::test]
async fn a_bad_value_in_one_guild_switches_off_that_plugin_there_and_nothing_else() {
    two_guilds()
        .play(async |world| {
            let bad = format!("{CONFIG}\n[guilds.{GUILD}.plugins.probe.settings]\ntimes = \"often\"\n");
            world.switch(PROBE, false, &bad).await;
            let gate = &world.runtime().gate;
            assert!(gate.is_on(PROBE, SECOND), "it is on in the other guild");
            assert!(gate.is_on(e2e::probe::WITNESS, GUILD), "other plugins are on");
            let list = world.user("ada").slash("plugins list", json!({}), "general").await.whisper();
            assert!(list.contains("often") && list.contains("times"), "it says why: {list}");
        })
        .await;
}

#[tokio::test]
async fn only_guilds_that_are_served_otherwise_have_their_commands_registered_again() {
    two_guilds()
        .play(async |world| {
            let registered = async || (puts(world, SECOND).await == 1).then_some(());
            world.until("the second guild has its commands", registered).await;
            let first = puts(world, GUILD).await;
            let off = format!("{CONFIG}\n[guilds.{SECOND}.plugins.probe]\nenabled = false\n");
            world.write_config(&off);
            let registered = async || (puts(world, SECOND).await == 2).then_some(());
            world.until("the second guild has its commands again", registered).await;
            // A comment, a setting: nothing that commands depend on.
            world.write_config(&format!(
                "# A comment\n{off}\n[guilds.{GUILD}.plugins.probe.settings]\ntimes = 3\n"
            ));
            let emma = world.user("emma");
            let thrice = async || {
                (emma.slash("probe", json!({}), "general").await.text() == "HelloHelloHello").then_some(())
            };
            world.until_looked("the file is in force", thrice).await;
            assert_eq!((puts(world, GUILD).await, puts(world, SECOND).await), (first, 2));
        })
        .await;
}

#[tokio::test]
async fn an_admin_switches_and_tunes_from_discord_and_the_file_keeps_its_comments() {
    let commented = format!("# Kept by hand.\n{CONFIG}");
    Scene::new()
        .config(&commented)
        .play_on_both(async |world| {
            let (ada, emma) = (world.user("ada"), world.user("emma"));
            let done = ada
                .slash(
                    "plugins set",
                    json!({ "plugin": "probe", "key": "greeting", "value": "Ahoy" }),
                    "general",
                )
                .await;
            assert!(done.whisper().contains("Ahoy"), "{done}");
            assert_eq!(emma.slash("probe", json!({}), "general").await.whisper(), "Ahoy");
            let settings =
                ada.slash("plugins settings", json!({ "plugin": "probe" }), "general").await.whisper();
            assert!(
                settings.contains("Ahoy")
                    && settings.contains("for this server")
                    && settings.contains("default"),
                "{settings}"
            );
            let refused = ada
                .slash("plugins set", json!({ "plugin": "probe", "key": "times", "value": "11" }), "general")
                .await;
            assert!(refused.whisper().contains('9'), "it says what is allowed: {refused}");
            ada.slash("plugins reset", json!({ "plugin": "probe", "key": "greeting" }), "general").await;
            assert_eq!(emma.slash("probe", json!({}), "general").await.whisper(), "Hello");
            let already = ada.slash("plugins enable", json!({ "plugin": "probe" }), "general").await;
            assert!(already.whisper().contains("switched on already"), "{already}");
            ada.slash("plugins disable", json!({ "plugin": "probe" }), "general").await;
            let gone = async || (!emma.commands().await.contains(&"probe".to_owned())).then_some(());
            world.until("the command is gone", gone).await;
            let again = ada.slash("plugins disable", json!({ "plugin": "probe" }), "general").await;
            assert!(again.whisper().contains("switched off already"), "{again}");
            let file = std::fs::read_to_string(world.config_path()).unwrap();
            assert!(file.starts_with("# Kept by hand.\n"), "{file}");
            for said in [
                "set greeting of probe to Ahoy (it was `Hello`)",
                "reset greeting of probe",
                "switched the plugin probe off",
            ] {
                ada.awaits(said, "bot-log").await;
            }
            let audit: Vec<(String, String)> = sql("SELECT action, plugin FROM audit ORDER BY number")
                .fetch_all(world.host().db())
                .await
                .unwrap();
            let actions: Vec<_> = audit.iter().map(|(action, _)| action.as_str()).collect();
            assert_eq!(actions, ["set", "reset", "disable"]);
        })
        .await;
}

#[tokio::test]
async fn a_member_who_may_not_manage_the_server_is_not_offered_the_commands() {
    Scene::new()
        .play(async |world| {
            for name in ["daan", "bram"] {
                let commands = world.user(name).commands().await;
                assert!(!commands.contains(&"plugins".to_owned()), "{name}: {commands:?}");
            }
        })
        .await;
}

#[tokio::test]
async fn a_read_only_file_is_left_alone_and_the_admin_is_told() {
    Scene::new()
        .play(async |world| {
            let path = world.config_path();
            let mut permissions = std::fs::metadata(&path).unwrap().permissions();
            permissions.set_readonly(true);
            std::fs::set_permissions(&path, permissions).unwrap();
            let told =
                world.user("ada").slash("plugins disable", json!({ "plugin": "probe" }), "general").await;
            assert!(told.whisper().contains("plugins.toml can't be written"), "{told}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), CONFIG);
            assert!(world.runtime().gate.is_on(PROBE, GUILD));
        })
        .await;
}

#[tokio::test]
async fn status_says_how_the_bot_is_doing() {
    Scene::new()
        .play(async |world| {
            let status = world.user("ada").slash("guildhall status", json!({}), "general").await;
            let text = outcome::text(status.message());
            for part in ["Version", "Shards: 1", "Plugins: 4 on here", "Jobs:", "Settings read"] {
                assert!(text.contains(part), "{part}: {text}");
            }
        })
        .await;
}

/// Staff learn it from the status: the log channel itself can't say so.
#[tokio::test]
async fn status_says_when_the_log_channel_cannot_be_written_to_and_what_helps() {
    Scene::new()
        .play(async |world| {
            let status =
                async || world.user("ada").slash("guildhall status", json!({}), "general").await.whisper();
            let fine = status().await;
            assert!(fine.contains("Log channel: <#500000000000000010>"), "{fine}");
            let deny = |permission: &str| {
                json!({ "overwrites": [
                    { "role": "@everyone", "deny": ["VIEW_CHANNEL"] },
                    { "role": "Guildhall", "allow": ["VIEW_CHANNEL"], "deny": [permission] },
                ] })
            };
            for (body, says) in [
                (deny("SEND_MESSAGES"), "I need the permission Send Messages in <#500000000000000010>"),
                (deny("EMBED_LINKS"), "I need the permission Embed Links in <#500000000000000010>"),
                (
                    json!({ "overwrites": [{ "role": "@everyone", "deny": ["VIEW_CHANNEL"] }] }),
                    "View Channel",
                ),
            ] {
                let (code, answer) = world.send(Method::PATCH, "channels/bot-log", Some(body)).await;
                assert!(code.is_success(), "{answer:#}");
                let text = status().await;
                assert!(text.contains(says), "{says}: {text}");
            }
            let (code, answer) = world.send(Method::DELETE, "channels/bot-log", Some(json!({}))).await;
            assert!(code.is_success(), "{answer:#}");
            let text = status().await;
            assert!(text.contains("log_channel") && text.contains("plugins.toml"), "{text}");
        })
        .await;
}

#[tokio::test]
async fn a_privileged_intent_that_the_application_lacks_is_named_with_its_plugin() {
    Scene::new()
        .without_host()
        .play(async |world| {
            world.send(Method::PATCH, "application", Some(json!({ "flags": 0 }))).await;
            let registry = || guildhall::registry::Registry::linked(guildhall::admin::commands()).unwrap();
            let refused = world.boot(registry()).await.err().expect("it refuses").to_string();
            assert!(refused.contains("'probe'") && refused.contains("Server Members Intent"), "{refused}");
            assert!(!refused.contains("witness"), "{refused}");
            let sessions = world.get("gateway").await["sessions"].clone();
            assert_eq!(sessions, json!([]), "the gateway was not opened");
            // Whoever needs it is off: then it is not needed.
            world.write_config("[plugins.witness]\nenabled = true\n");
            world.start_host().await;
        })
        .await;
}

/// `guildhall check` finds every error, not only the first, and shows each where it is.
#[tokio::test]
async fn every_error_in_the_file_is_found_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"
[plugins.remindres]
enabled = true

[plugins.probe]
enabeld = true

[plugins.probe.settings]
times = 12

[guilds.300000000000000001]
log_channel = 5.0e17
timezone = "Europe/Bruxelles"

[guilds."300000000000000001"]
locale = "en"
"#;
    std::fs::write(folder.path().join("plugins.toml"), text).unwrap();
    let (code, _, errors) = super::process::run(&["check"], folder.path()).await;
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(errors);
}

#[tokio::test]
async fn a_good_file_is_shown_as_a_table_of_guilds_and_plugins() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("plugins.toml"),
        format!("{CONFIG}\n[guilds.{SECOND}.plugins.probe]\nenabled = false\n"),
    )
    .unwrap();
    let (code, table, errors) = super::process::run(&["check"], folder.path()).await;
    assert_eq!(code, Some(0), "{errors}");
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn the_shipped_file_has_no_error() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (code, _, errors) = super::process::run(&["check"], &root).await;
    assert_eq!((code, errors.as_str()), (Some(0), ""));
}
