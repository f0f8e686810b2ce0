//! A plugin that is off in a guild is not there, on no surface; switched on again, all of it is back without a restart.

use std::sync::Arc;

use chrono::TimeDelta;
use e2e::{
    Scene, World,
    probe::{PROBE, Probe},
    world::GUILD,
};
use guildhall::{
    api::tokens::Scope,
    errors,
    registry::{Entry, Registry},
};
use plugin_api::{About, EventKind, JobName, Locale, Plugin, PluginId, UserData, serenity::GuildId, sql};
use serde_json::{Map, Value, json};

/// `plugins.toml` with every linked plugin on, but one.
fn config(registry: &Registry, off: Option<&str>) -> String {
    let head =
        "[guilds.300000000000000001]\ntimezone = \"Europe/Brussels\"\nlog_channel = 500000000000000010\n";
    registry.iter().fold(head.to_owned(), |text, entry| {
        let on = Some(entry.id.as_str()) != off;
        format!("{text}\n[plugins.{}]\nenabled = {on}\n", entry.id)
    })
}

/// For each linked plugin: off, nothing of it answers; on, everything does.
#[tokio::test]
async fn every_plugin_is_inert_while_it_is_off_and_whole_once_it_is_on_again() {
    let registry = Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
    assert!(registry.len() >= 3, "the probe, the witness and the standard plugins are linked");
    Scene::new()
        .config(&config(&registry, None))
        .play(async |world| {
            for entry in registry.iter() {
                eprintln!("{}", entry.id);
                let listed = own_commands(world, entry).await;
                // Discord takes no change of the commands for a while: it goes on to offer those that the host has switched off.
                world.fault("PUT", "/applications/*/guilds/*/commands", 1, json!({ "status": 500 })).await;
                switch(world, &registry, entry, false).await;
                if !listed.is_empty() {
                    world
                        .until("the commands were to be registered", async || {
                            let puts = world.requests("PUT", "/applications/*/guilds/*/commands").await;
                            puts.iter().any(|put| put["status"] == 500).then_some(())
                        })
                        .await;
                }
                is_inert(world, entry, &listed).await;
                world.send(reqwest::Method::DELETE, "faults", None).await;
                switch(world, &registry, entry, true).await;
                world.switch(entry.id, false, &config(&registry, Some(entry.id.as_str()))).await;
                assert!(own_commands(world, entry).await.is_empty(), "its commands are not registered");
                world.switch(entry.id, true, &config(&registry, None)).await;
                is_whole(world, entry, &listed).await;
                world.send(reqwest::Method::DELETE, "requests", None).await;
            }
        })
        .await;
}

async fn switch(world: &World, registry: &Registry, entry: &Entry, on: bool) {
    let off = (!on).then_some(entry.id.as_str());
    world.write_config(&config(registry, off));
    let gate = &world.runtime().gate;
    world
        .until_looked("the gate follows the file", async || (gate.is_on(entry.id, GUILD) == on).then_some(()))
        .await;
}

/// The plugin's commands as Discord lists them for an admin.
async fn own_commands(world: &World, entry: &Entry) -> Vec<Value> {
    let own: Vec<_> = entry.plugin.commands().iter().map(e2e::world::listed_name).collect();
    let mut listed = world.user("ada").command_list().await;
    listed.retain(|command| own.iter().any(|name| command["name"] == **name));
    listed
}

/// Every leaf of a command with its options filled in as a client would.
fn uses(command: &Value) -> Vec<(String, Value)> {
    let name = command["name"].as_str().expect("a name").to_owned();
    let options = command["options"].as_array().cloned().unwrap_or_default();
    if options.iter().any(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
        return options
            .iter()
            .flat_map(uses)
            .map(|(rest, filled)| (format!("{name} {rest}"), filled))
            .collect();
    }
    let required = options.iter().filter(|option| option["required"] == true);
    let filled: Map<_, _> =
        required.map(|o| (o["name"].as_str().expect("a name").to_owned(), value(o))).collect();
    vec![(name, Value::Object(filled))]
}

fn value(option: &Value) -> Value {
    if let Some(choice) = option["choices"].as_array().and_then(|choices| choices.first()) {
        return choice["value"].clone();
    }
    match option["type"].as_u64() {
        Some(4 | 10) => option.get("min_value").cloned().unwrap_or(json!(1)),
        Some(5) => json!(true),
        Some(6 | 9) => json!("daan"),
        Some(7) => json!("general"),
        Some(8) => json!("Member"),
        _ => json!("1"),
    }
}

async fn is_inert(world: &World, entry: &Entry, listed: &[Value]) {
    let (ada, english, id) = (world.user("ada"), Locale::default(), entry.id);
    let anything = ada.says("A message to press buttons on", "general").await;
    let (menus, slash): (Vec<_>, Vec<_>) = listed.iter().partition(|command| command["type"] == 3);
    for (name, options) in slash.into_iter().flat_map(uses) {
        let says = ada.slash(&name, options, "general").await.whisper();
        assert_eq!(says, errors::text(&english, "command-off"), "/{name}");
    }
    for name in menus.into_iter().filter_map(|command| command["name"].as_str()) {
        let says = ada.choose_on(&anything, name).await.whisper();
        assert_eq!(says, errors::text(&english, "command-off"), "{name}");
    }
    for kind in EventKind::ALL {
        assert!(world.runtime().gate.hooks(*kind, GUILD).all(|hook| hook.plugin != id), "{kind:?}");
    }
    for component in entry.plugin.components() {
        let custom_id = component.action.id().build().unwrap();
        let says = ada.force(&anything, &custom_id).await.whisper();
        assert_eq!(says, errors::text(&english, "component-off"), "{custom_id}");
    }
    world
        .until_looked("its schedules are forgotten", async || {
            (schedules(world, entry).await == 0).then_some(())
        })
        .await;
    for kind in entry.plugin.jobs() {
        let host = world.host();
        let mut tx = host.db().begin().await.unwrap();
        host.jobs().enqueue(&mut tx, kind.name, GUILD, "gate", host.clock().now(), &()).await.unwrap();
        tx.commit().await.unwrap();
        let held = async || held(world, kind.name).await.filter(|held| *held);
        world.until_looked("work is held back, not done and not lost", held).await;
    }
    for (status, code) in routes(world, entry).await {
        assert_eq!((status, code.as_str()), (404, "plugin_disabled"));
    }
}

async fn is_whole(world: &World, entry: &Entry, listed: &[Value]) {
    assert_eq!(own_commands(world, entry).await.len(), listed.len());
    let (ada, id) = (world.user("ada"), entry.id);
    // What only some settings want is no matter of the gate alone.
    for kind in entry.plugin.hooks().iter().filter(|hook| hook.wanted.is_none()).map(|hook| hook.kind) {
        assert!(world.runtime().gate.hooks(kind, GUILD).any(|hook| hook.plugin == id), "{kind:?}");
    }
    let anything = ada.says("A message to press buttons on", "general").await;
    for component in entry.plugin.components() {
        let outcome = ada.force(&anything, &component.action.id().build().unwrap()).await;
        assert!(
            !outcome.to_string().contains(&errors::text(&Locale::default(), "component-off")),
            "{outcome}"
        );
    }
    let expected = entry.plugin.schedules().len();
    let all = async || (schedules(world, entry).await == expected).then_some(());
    world.until_looked("its schedules are queued", all).await;
    for kind in entry.plugin.jobs() {
        let released = async || (held(world, kind.name).await != Some(true)).then_some(());
        world.until_looked("work goes on", released).await;
    }
    for (_, code) in routes(world, entry).await {
        assert_ne!(code, "plugin_disabled");
    }
}

async fn schedules(world: &World, entry: &Entry) -> usize {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM jobs WHERE plugin = $1 AND kind = 'schedule'")
        .bind(entry.id.as_str())
        .fetch_one(world.host().db())
        .await
        .unwrap();
    usize::try_from(count).unwrap()
}

async fn held(world: &World, job: JobName) -> Option<bool> {
    let row: Option<(bool,)> = sql("SELECT held FROM jobs WHERE plugin = $1 AND kind = $2 AND key = 'gate'")
        .bind(job.plugin.as_str())
        .bind(job.kind)
        .fetch_optional(world.host().db())
        .await
        .unwrap();
    row.map(|(held,)| held)
}

/// What each of the plugin's routes answers: status and code.
async fn routes(world: &World, entry: &Entry) -> Vec<(u16, String)> {
    let token = world.token(&[entry.id.as_str()], &[Scope::Read, Scope::Write]).await;
    let paths = entry.plugin.routes().into_parts().0.into_openapi().paths.paths;
    let mut answers = Vec::new();
    for path in paths.keys() {
        let path = path.replace(['{', '}'], "");
        let url = format!("/api/guilds/{GUILD}/plugins/{}{}", entry.id, path.trim_end_matches('/'));
        let response = world.api(reqwest::Method::GET, &url).bearer_auth(&token).send().await.unwrap();
        let status = response.status().as_u16();
        let body: Value = response.json().await.unwrap_or_default();
        answers.push((status, body["code"].as_str().unwrap_or_default().to_owned()));
    }
    answers
}

#[tokio::test]
async fn what_was_held_back_while_a_plugin_was_off_is_done_when_it_is_on_again() {
    let registry = Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
    Scene::new()
        .config(&config(&registry, Some("probe")))
        .play_on_both(async |world| {
            super::jobs::queue(world, "patient", TimeDelta::zero(), json!(null)).await;
            let held = async || super::jobs::row(world, "patient").await.filter(|row| row.held);
            world.until_looked("it is held", held).await;
            let probe = world.probe();
            assert_eq!(probe.calls.count("job"), 0);
            world.write_config(&config(&registry, None));
            probe.calls.reach("job", 1).await;
            assert_eq!(probe.calls.of("job"), ["patient attempt 1"], "the wait did not cost it a try");
        })
        .await;
}

#[tokio::test]
async fn a_host_without_a_single_plugin_works() {
    Scene::new()
        .config("")
        .without_host()
        .play(async |world| {
            world.start_host_with(Registry::default()).await;
            let ready = world.api(reqwest::Method::GET, "/readyz").send().await.unwrap();
            assert_eq!(ready.status(), 200);
            let commands = world.user("ada").commands().await;
            assert!(commands.iter().any(|name| name == "plugins"), "{commands:?}");
            world.stop_host().await;
        })
        .await;
}

/// Uses the probe where that is on, and another plugin that nobody has linked.
struct Guest;

impl Plugin for Guest {
    fn about(&self) -> About {
        About::new("Guest", "Uses others where they are on").uses(const { &[PROBE, PluginId::new("absent")] })
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing")
    }
}

#[tokio::test]
async fn a_plugin_that_another_one_uses_is_there_where_it_is_on_and_nowhere_else() {
    let linked = Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
    let plugin: Arc<dyn Plugin> = Arc::new(Guest);
    let guest = Entry { id: PluginId::new("guest"), crate_name: "tests", about: plugin.about(), plugin };
    let registry =
        Registry::from_entries(linked.iter().cloned().chain([guest]), guildhall::admin::commands())
            .expect("nothing of it has to be linked");
    let config = format!("{}\n[plugins.guest]\nenabled = true\n", config(&linked, None));
    Scene::new()
        .config(&config)
        .without_host()
        .play(async |world| {
            world.start_host_with(registry.clone()).await;
            let elsewhere = GuildId::new(300_000_000_000_000_002);
            assert!(world.host().plugin_in::<Probe>(GUILD).is_some());
            assert!(world.host().plugin_in::<Guest>(elsewhere).is_some());
            world.write_config(&format!("{config}\n[guilds.{elsewhere}.plugins.probe]\nenabled = false\n"));
            let off = async || world.host().plugin_in::<Probe>(elsewhere).is_none().then_some(());
            world.until_looked("it is off elsewhere", off).await;
            assert!(world.host().plugin_in::<Probe>(GUILD).is_some());
            assert!(world.runtime().gate.is_on(PluginId::new("guest"), elsewhere), "it works without");
        })
        .await;
}
