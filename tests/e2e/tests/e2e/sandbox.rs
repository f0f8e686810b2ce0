//! `guildhall sandbox`: its tours lead to their end, its clock to what is due, and its world can begin anew.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use e2e::process::command;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_e2e-host");

/// How long anything may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A sandbox as a process of its own.
struct Sandbox {
    child: Child,
    url: String,
    client: reqwest::Client,
    folder: TempDir,
}

/// The command line of a sandbox on free ports.
fn sandbox(arguments: &[&str], folder: &Path) -> Command {
    let arguments = [&["sandbox", "--port", "0", "--http", "0"], arguments].concat();
    command(PROGRAM, &arguments, folder)
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins.toml")
}

impl Sandbox {
    /// Starts one; it is ready when it has registered its commands.
    async fn start() -> Self {
        let sandbox = Self::start_with(&[], tempfile::tempdir().unwrap()).await;
        sandbox.is_ready().await;
        sandbox
    }

    /// Starts one in a folder, where its log is too.
    async fn start_with(arguments: &[&str], folder: TempDir) -> Self {
        std::fs::copy(shipped(), folder.path().join("plugins.toml")).unwrap();
        let mut command = sandbox(arguments, folder.path());
        command.stderr(File::create(folder.path().join("log")).unwrap());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap().expect("it says where it is");
        let url = first.strip_prefix("Open ").expect("it says so first");
        let url = url.trim_end_matches('/').to_owned();
        Self { child, url, client: reqwest::Client::new(), folder }
    }

    /// Stops it as Ctrl-C does; gives its log.
    async fn stop(mut self) -> String {
        let id = self.child.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-s", "INT", &id]).status().await.unwrap().success());
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it ends").unwrap();
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap();
        assert!(ended.success(), "{log}");
        log
    }

    async fn is_ready(&self) {
        let ready = async || {
            let commands = self.get("users/ada/guilds/Demo/commands").await;
            commands.to_string().contains("add_reminder").then_some(())
        };
        self.until(ready).await;
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.client.request(method, format!("{}/control/{path}", self.url));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the emulator answers");
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, None).await.1
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.send(Method::POST, path, Some(body.clone())).await;
        assert!(status < 300, "{path} {body}: {answer:#}");
        answer
    }

    async fn until<T>(&self, look: impl AsyncFn() -> Option<T>) -> T {
        let wait = async {
            loop {
                if let Some(found) = look().await {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("it comes about")
    }

    /// The channels and contents of the messages that a person sees which carry a component of an id (`*` at the end: anything).
    async fn with_component(&self, person: &str, id: &str) -> Vec<(String, Value)> {
        let start = format!("\"custom_id\":\"{}", id.trim_end_matches('*'));
        let mut found = Vec::new();
        let channels = self.get(&format!("users/{person}/guilds/Demo/channels")).await;
        for channel in channels.as_array().unwrap().iter().filter_map(|channel| channel["id"].as_str()) {
            let messages = self.get(&format!("users/{person}/channels/{channel}/messages")).await;
            let with = messages.as_array().into_iter().flatten();
            let with = with.filter(|message| message["components"].to_string().contains(&start));
            found.extend(with.map(|message| (channel.to_owned(), message["id"].clone())));
        }
        found
    }

    /// Follows a tour as its texts say; gives the last answer.
    async fn follow(&self, tour: &Value) -> Value {
        let (mut person, mut channel) = (text(&tour["person"]), text(&tour["channel"]));
        let mut last = Value::Null;
        let mut seen = 0;
        for step in tour["steps"].as_array().unwrap() {
            let target = &step["target"];
            let acts = |what: &str| format!("users/{person}/{what}");
            if let Some(name) = target["command"].as_str() {
                let body = json!({ "guild": "Demo", "channel": channel, "name": name, "options": target["options"] });
                last = self.post(&acts("commands"), body).await;
            } else if let Some(id) = target["button"].as_str() {
                // The newest: what a jump of the clock has led to.
                let more = async || {
                    let found = self.with_component(&person, id).await;
                    (found.len() > seen).then_some(found)
                };
                let found = self.until(more).await;
                seen = found.len();
                let body = json!({ "channel": found[0].0, "message": found[0].1, "custom_id": id });
                last = self.post(&acts("components"), body).await;
            } else if target["clock"] == "next" {
                last = self.post("clock", json!({ "next": true })).await;
            } else if let Some(by) = target["clock"].as_str() {
                last = self.post("clock", json!({ "advance_ms": by.parse::<i64>().unwrap() })).await;
            } else if target["person"].is_string() {
                person = text(&target["person"]);
            } else {
                channel = text(&target["channel"]);
            }
            assert_ne!(last["state"], "failed", "{step:#}: {last:#}");
        }
        last
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a name").to_owned()
}

#[tokio::test]
async fn every_tour_leads_to_its_end() {
    let sandbox = Sandbox::start().await;
    let tours = sandbox.get("tours").await;
    let tours = tours.as_array().unwrap();
    assert!(tours.iter().any(|tour| tour["id"] == "reminders-make"), "{tours:#?}");
    for tour in tours {
        let last = sandbox.follow(tour).await;
        if tour["id"] == "reminders-make" {
            assert!(last.to_string().contains("Delete reminder #1, Coffee?"), "it asks back: {last:#}");
        }
    }
}

#[tokio::test]
async fn the_clock_names_and_reaches_what_is_due_next() {
    let sandbox = Sandbox::start().await;
    let housekeeping = sandbox.until(async || {
        let next = sandbox.get("clock").await["next"].clone();
        next.is_object().then_some(next)
    });
    assert_eq!(housekeeping.await["what"], "Reminders: realign", "nothing else waits");
    let options =
        json!({ "name": "Tea", "channel": "reminders", "time": "10:00", "date": "tomorrow", "lead": 30 });
    let wish = json!({ "channel": "general", "name": "add_reminder", "options": options });
    sandbox.post("users/emma/commands", wish).await;
    let announced = sandbox.get("clock").await["next"].clone();
    assert_eq!(announced["what"], "Reminders: deliver");
    let at = announced["at"].as_str().unwrap();
    assert!(at.contains(":30:00"), "half an hour before: {at}");

    let moved = sandbox.post("clock", json!({ "next": true })).await;
    assert!(moved["now"].as_str().unwrap() >= at, "{moved}");
    let later = async || {
        let next = sandbox.get("clock").await["next"].clone();
        (next["what"] == "Reminders: deliver" && next["at"] != announced["at"]).then_some(next)
    };
    let due = sandbox.until(later).await;
    assert!(due["at"].as_str().unwrap().contains(":00:00"), "the reminder itself: {due}");
    sandbox.post("clock", json!({ "next": true })).await;
    let delivered = async || {
        let messages = sandbox.get("users/finn/channels/reminders/messages").await;
        let texts = messages.to_string();
        (texts.contains("Tea") && !texts.contains("Coming up")).then_some(())
    };
    sandbox.until(delivered).await;
}

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
    assert_eq!(sandbox.until(announced).await.len(), 1, "only what is of this world was sent");
    let log = sandbox.stop().await;
    assert!(!log.contains("ERROR"), "{log}");
}

#[tokio::test]
async fn a_world_file_that_is_wrong_is_refused_with_its_name_and_the_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("typo.json"), "{\n  \"guild\": []\n}").unwrap();
    let lost =
        r#"{ "guilds": [{ "name": "G", "owner": "o", "members": [{ "user": "m", "roles": ["X"] }] }] }"#;
    std::fs::write(folder.path().join("lost.json"), lost).unwrap();
    for (file, parts) in [
        ("typo.json", ["typo.json", "unknown field `guild`", "line 2"]),
        ("lost.json", ["lost.json", "no role \"X\"", "G"]),
        ("none.json", ["none.json", "can't be read", "name a JSON file"]),
    ] {
        let output = sandbox(&["--seed", file], folder.path()).output().await.unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    }
}

#[tokio::test]
async fn a_binary_that_cannot_validate_traffic_says_how_to_build_one_that_can() {
    let folder = tempfile::tempdir().unwrap();
    let output = sandbox(&["--openapi", "openapi.json"], folder.path()).output().await.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("--features conformance"), "{error}");
}

#[tokio::test]
async fn another_world_is_played_with_its_own_people() {
    let folder = tempfile::tempdir().unwrap();
    let guild = json!({ "name": "Chess", "owner": "rook", "channels": [{ "name": "board" }] });
    let world = json!({ "guilds": [guild] }).to_string();
    std::fs::write(folder.path().join("world.json"), world).unwrap();
    let sandbox = Sandbox::start_with(&["--seed", "world.json", "--no-open"], folder).await;
    let world = sandbox.get("world").await;
    assert!(world["guilds"]["Chess"]["channels"]["board"].is_object(), "{world:#}");
    assert_eq!(world["guilds"]["Demo"], Value::Null);
}
