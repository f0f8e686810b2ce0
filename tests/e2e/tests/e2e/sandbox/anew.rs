//! Starting over: nothing of the old world is left, and whatever becomes of the host, the page goes on.

use std::sync::Arc;

use e2e::{Scene, probe::SLEEPS, process::Process, scene::CONFIG};
use serde_json::{Value, json};

use super::{Sandbox, sandbox, shipped, until};

#[tokio::test]
async fn starting_over_leaves_nothing_of_the_world_before_and_everything_works() {
    let sandbox = Sandbox::start().await;
    let options = json!({ "name": "Tea", "channel": "reminders", "time": "10:00", "date": "tomorrow" });
    let wish = json!({ "channel": "general", "name": "add_reminder", "options": options });
    for _ in 0..3 {
        let set = sandbox.post("users/emma/commands", wish.clone()).await;
        assert!(set.to_string().contains("Reminder #1 is set"), "{set:#}");
        sandbox.post("world", json!({ "seed": "demo" })).await;
        sandbox.is_ready().await;
        let list = json!({ "channel": "general", "name": "reminder_list" });
        let list = sandbox.post("users/emma/commands", list).await;
        assert!(list.to_string().contains("There are none"), "{list:#}");
    }
    // Past what the world before was waiting for.
    sandbox.post("clock", json!({ "advance_ms": 2 * 86_400_000 })).await;
    sandbox.post("users/emma/commands", wish).await;
    sandbox.post("clock", json!({ "next": true })).await;
    let announced = async || {
        let messages = sandbox.get("users/finn/channels/reminders/messages").await;
        messages.as_array().filter(|messages| !messages.is_empty()).cloned()
    };
    assert_eq!(until(announced).await.len(), 1, "only what is of this world was sent");
    let log = sandbox.stop().await;
    assert!(!log.contains("ERROR"), "{log}");
}

#[tokio::test]
async fn a_host_that_cannot_start_over_says_why_and_is_back_when_that_is_mended() {
    let sandbox = Sandbox::start().await;
    let config = sandbox.folder.path().join("plugins.toml");
    std::fs::write(&config, "[plugins.remindrs]\nenabled = true\n").unwrap();
    for _ in 0..2 {
        let (status, error) = sandbox.starts_over().await;
        assert_eq!(status, 503, "{error:#}");
        assert!(error["error"].as_str().unwrap().contains("remindrs"), "{error:#}");
        assert!(sandbox.get("world").await["guilds"]["Demo"].is_object(), "the page goes on");
    }
    assert!(sandbox.log().contains("remindrs"));
    std::fs::copy(shipped(), config).unwrap();
    let (status, world) = sandbox.starts_over().await;
    assert_eq!(status, 200, "{world:#}");
    sandbox.is_ready().await;
    sandbox.stop().await;
}

#[tokio::test]
async fn a_database_of_ones_own_is_kept_when_people_start_over_which_is_said() {
    let database = ["--database", "sqlite://kept.db"];
    let sandbox = Sandbox::start_with(&database, tempfile::tempdir().unwrap()).await;
    sandbox.is_ready().await;
    assert!(sandbox.greeting.contains("--database sqlite://kept.db"), "{}", sandbox.greeting);
    let options = json!({ "name": "Tea", "channel": "reminders", "time": "10:00", "date": "tomorrow" });
    let wish = json!({ "channel": "general", "name": "add_reminder", "options": options });
    sandbox.post("users/emma/commands", wish).await;
    assert_eq!(sandbox.starts_over().await.0, 200);
    sandbox.is_ready().await;
    let list = json!({ "channel": "general", "name": "reminder_list" });
    let list = sandbox.post("users/emma/commands", list).await;
    assert!(list.to_string().contains("Tea"), "{list:#}");
    let log = sandbox.stop().await;
    assert!(log.contains("what is in the database given by --database stays"), "{log}");
}

/// The probe's command sleeps, so the old host takes its ten seconds to stop.
#[tokio::test]
async fn a_second_signal_ends_it_at_once_while_people_start_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plugins.toml"), CONFIG).unwrap();
    let mut command = sandbox(&[], folder.path());
    command.env(SLEEPS, "command").env("RUST_LOG", "guildhall=info");
    let mut process = Process::start(command);
    let control = format!("{}control", process.prints("Open ").await.trim_start_matches("Open "));
    let client = reqwest::Client::new();
    let get = async |path: &str| {
        client.get(format!("{control}/{path}")).send().await.unwrap().json::<Value>().await.unwrap()
    };
    until(async || {
        let commands = get("users/emma/guilds/Demo/commands").await;
        commands.to_string().contains("\"probe\"").then_some(())
    })
    .await;
    let asked = json!({ "channel": "general", "name": "probe", "wait": false });
    client.post(format!("{control}/users/emma/commands")).json(&asked).send().await.unwrap();
    until(async || (get("requests?path=*/callback").await != json!([])).then_some(())).await;
    let over = client.post(format!("{control}/world")).json(&json!({ "seed": "demo" })).send();
    let over = tokio::spawn(over);
    until(async || get("clock").await["next"].is_null().then_some(())).await;
    process.signal("INT").await;
    process.says("a second signal stops at once").await;
    process.signal("INT").await;
    assert_eq!(process.ends().await, Some(130));
    assert!(over.await.unwrap().is_err(), "nobody had to wait until the world was new");
}

#[tokio::test]
async fn a_host_that_was_stopped_is_gone_from_memory() {
    Scene::new()
        .play(async |world| {
            let runtime = Arc::downgrade(world.runtime());
            world.stop_host().await;
            world
                .until_looked("nothing holds it any more", async || runtime.upgrade().is_none().then_some(()))
                .await;
        })
        .await;
}
