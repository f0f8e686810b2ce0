//! The program as a process: what it says, how it ends, and what is left when it is killed.

use std::{path::Path, time::Duration};

use chrono::TimeDelta;
use e2e::{
    Scene, World, keeper,
    probe::{SLEEPS, WORK},
    process::{self, Process},
    world::GUILD,
};
use guildhall::database;
use plugin_api::{Clock, Db, Jobs, sql};
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_e2e-host");
const GENERAL: u64 = 500_000_000_000_000_006;

async fn until_registered(world: &World) {
    let listed = async || world.user("ada").commands().await.iter().any(|name| name == "probe").then_some(());
    world.until("the process has registered its commands", listed).await;
}

/// Queues the probe's work before any process runs.
async fn queue(world: &World, payload: Value) -> Db {
    let db = database::open(world.database_url()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let clock = Clock::system();
    let due = clock.now();
    Jobs::new(clock, Default::default()).enqueue(&mut tx, WORK, GUILD, "work", due, &payload).await.unwrap();
    tx.commit().await.unwrap();
    db
}

#[tokio::test]
async fn an_order_to_stop_closes_resumably_gives_leases_back_and_ends_well() {
    Scene::new()
        .flowing()
        .without_host()
        .play_on_both(async |world| {
            migrate(world).await;
            let db = queue(world, json!(null)).await;
            let mut process = world.spawn(PROGRAM, &[(SLEEPS, "job")]);
            process.says("Guildhall runs").await;
            until_registered(world).await;
            world.until_looked("the work is begun", async || leased(&db).await.then_some(())).await;
            process.signal("TERM").await;
            assert_eq!(process.ends().await, Some(0));
            assert!(!leased(&db).await, "another process can take the work up at once");
            // Discord forgets a session that was closed with 1000 or 1001.
            let sessions = world.get("gateway").await["sessions"].clone();
            assert_eq!(sessions[0]["connected"], false, "{sessions:#}");
        })
        .await;
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    Scene::new()
        .flowing()
        .without_host()
        .play(async |world| {
            let mut process = world.spawn(PROGRAM, &[(SLEEPS, "command")]);
            process.says("Guildhall runs").await;
            until_registered(world).await;
            world.user("emma").slash_without_waiting("probe", json!({}), "general").await;
            world
                .until("the command is acknowledged", async || {
                    (!world.requests("POST", "*/callback").await.is_empty()).then_some(())
                })
                .await;
            process.signal("INT").await;
            process.says("a second signal stops at once").await;
            process.signal("INT").await;
            assert_eq!(process.ends().await, Some(130));
        })
        .await;
}

/// Killed between sending a message and writing it down, the work is taken over, and Discord knows the message's nonce.
#[tokio::test]
async fn work_of_a_killed_process_is_taken_over_and_nothing_is_sent_twice() {
    Scene::new()
        .flowing()
        .without_host()
        .play_on_both(async |world| {
            migrate(world).await;
            let db = queue(world, json!(GENERAL)).await;
            world.fault("POST", "/channels/*/messages", 1, json!({ "delay_ms": 3_600_000 })).await;
            let process = world.spawn(PROGRAM, &[]);
            let sending =
                async || (!world.requests("POST", "/channels/*/messages").await.is_empty()).then_some(());
            world.until_looked("it sends", sending).await;
            process.signal("KILL").await;
            assert_eq!(process.ends().await, None);
            assert!(leased(&db).await, "nobody gave the lease back");
            world.send(reqwest::Method::DELETE, "faults", None).await;
            if matches!(db, Db::Postgres(_)) {
                // Others may work on a server's database: the lease has to run out. The lease is the one thing that is moved here.
                let past = Clock::system().now() - TimeDelta::seconds(1);
                sql("UPDATE jobs SET leased_until = $1, claimable_at = $1 WHERE key = 'work'")
                    .bind(past)
                    .execute(&db)
                    .await
                    .unwrap();
            }
            let second = world.spawn(PROGRAM, &[]);
            world.user("emma").awaits("Work work is done.", "general").await;
            world.until_looked("it is written down", async || (!waits(&db).await).then_some(())).await;
            assert_eq!(world.user("emma").sees("general").await.len(), 1);
            second.signal("TERM").await;
            assert_eq!(second.ends().await, Some(0));
        })
        .await;
}

#[tokio::test]
async fn several_processes_on_one_database_do_each_piece_of_work_once() {
    Scene::new()
        .play_on_both(async |world| {
            if world.database_url().starts_with("sqlite") {
                return;
            }
            let registry = guildhall::registry::Registry::linked(guildhall::admin::commands()).unwrap();
            let other = world.boot(registry).await.expect("a second host starts");
            for number in 0..40 {
                super::jobs::queue(world, &format!("{number:02}"), TimeDelta::hours(1), json!(null)).await;
            }
            world.advance(TimeDelta::hours(1)).await;
            let (one, two) = (world.probe(), other.runtime.host.plugin::<e2e::probe::Probe>().unwrap());
            let all = async || (one.calls.count("job") + two.calls.count("job") >= 40).then_some(());
            world.until_looked("all work is done", all).await;
            let mut done = [one.calls.of("job"), two.calls.of("job")].concat();
            done.sort();
            let expected: Vec<_> = (0..40).map(|number| format!("{number:02} attempt 1")).collect();
            assert_eq!(done, expected);
            other.stop().await;
        })
        .await;
}

/// As somebody tries it out: a Discord, and the program told by its environment alone where that is.
#[tokio::test]
async fn the_emulator_and_the_host_work_as_two_processes_and_both_end_well() {
    let Some(emulator) = emulator() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plugins.toml"), e2e::scene::CONFIG).unwrap();
    let mut discord = Process::start(process::command(&emulator, &["--port", "0"], folder.path()));
    let about: Value = serde_json::from_str(&discord.prints("url").await).unwrap();
    let (url, token) = (about["url"].as_str().unwrap(), about["token"].as_str().unwrap());
    let mut host = process::command(PROGRAM, &["run", "--http", "127.0.0.1:0"], folder.path());
    host.env("DISCORD_API_URL", url).env("DISCORD_TOKEN", token);
    let mut host = Process::start(host);
    host.says("Guildhall runs").await;
    let client = reqwest::Client::new();
    let options = json!({ "name": "Stand-up", "time": "14:00", "channel": "reminders" });
    let call = json!({ "guild": "Demo", "channel": "general", "name": "add_reminder", "options": options });
    // Until the host has registered it, nobody's client lists the command.
    let answer = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            let sent = client.post(format!("{url}/control/users/emma/commands")).json(&call).send().await;
            if let Ok(answer) = sent.unwrap().error_for_status() {
                return answer.text().await.unwrap();
            }
        }
    });
    let answer = answer.await.expect("the command is registered");
    assert!(answer.contains("is set"), "{answer}");
    host.signal("TERM").await;
    assert_eq!(host.ends().await, Some(0));
    discord.signal("INT").await;
    assert_eq!(discord.ends().await, Some(0));
}

/// The emulator's own program, which `cargo test --workspace` builds beside ours.
fn emulator() -> Option<String> {
    let beside = Path::new(PROGRAM).with_file_name("discord-emulator");
    if beside.exists() {
        return Some(beside.to_str().unwrap().to_owned());
    }
    let remedy = format!("{} is not built: cargo build -p discord-emulator", beside.display());
    keeper::missing("the scene of two processes", &remedy).unwrap();
    None
}

async fn migrate(world: &World) {
    let registry = guildhall::registry::Registry::linked(guildhall::admin::commands()).unwrap();
    let db = database::open(world.database_url()).await.unwrap();
    guildhall::migrate::up(&db, &registry).await.unwrap();
}

async fn leased(db: &Db) -> bool {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM jobs WHERE key = 'work' AND lease IS NOT NULL")
        .fetch_one(db)
        .await
        .unwrap();
    count > 0
}

async fn waits(db: &Db) -> bool {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM jobs WHERE key = 'work'").fetch_one(db).await.unwrap();
    count > 0
}

/// Runs a command line in a folder: exit code, output, error output.
pub(crate) async fn run(arguments: &[&str], folder: &Path) -> (Option<i32>, String, String) {
    let output = process::command(PROGRAM, arguments, folder).output().await.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("it writes text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn without_a_token_it_says_how_to_get_one_and_that_the_sandbox_needs_none() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, error) = run(&["run"], folder.path()).await;
    assert_eq!(code, Some(2), "{error}");
    assert!(
        error.contains("discord.com/developers/applications") && error.contains("guildhall sandbox"),
        "{error}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it leaves nothing behind");
}

#[tokio::test]
async fn every_subcommand_has_help_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["run", "sandbox", "check", "plugins", "schema", "invite", "migrate", "token", "privacy"] {
        let (code, help, error) = run(&[command, "--help"], folder.path()).await;
        assert_eq!(code, Some(0), "{command}: {error}");
        assert!(help.contains("Example"), "{command}: {help}");
    }
}

#[tokio::test]
async fn what_is_linked_is_listed_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let (code, listed, error) = run(&["plugins", "--json"], folder.path()).await;
    assert_eq!(code, Some(0), "{error}");
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    for id in ["probe", "reminders", "witness"] {
        assert!(listed.to_string().contains(&format!("\"{id}\"")), "{id}: {listed:#}");
    }
}
