//! `guildhall sandbox`: its tours lead to their end, its clock to what is due, and its world can begin anew.

mod anew;
mod start;

use std::{
    collections::HashMap,
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
    /// What it says when it has started.
    greeting: String,
    client: reqwest::Client,
    folder: TempDir,
}

/// The command line of a sandbox on free ports.
fn sandbox(arguments: &[&str], folder: &Path) -> Command {
    sandbox_on(&[&["--http", "0"], arguments].concat(), folder)
}

/// The command line of a sandbox with its page on a free port.
fn sandbox_on(arguments: &[&str], folder: &Path) -> Command {
    command(PROGRAM, &[&["sandbox", "--port", "0"], arguments].concat(), folder)
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
        Self::run(sandbox(arguments, folder.path()), folder).await
    }

    /// Starts one of a command line with the shipped configuration.
    async fn run(mut command: Command, folder: TempDir) -> Self {
        std::fs::copy(shipped(), folder.path().join("plugins.toml")).unwrap();
        command.stderr(File::create(folder.path().join("log")).unwrap());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut greeting = String::new();
        while !greeting.contains("guildhall token create") {
            greeting += &lines.next_line().await.unwrap().expect("it says where it is");
            greeting.push('\n');
        }
        let url = greeting.strip_prefix("Open ").and_then(|rest| rest.lines().next());
        let url = url.expect("it says so first").trim_end_matches('/').to_owned();
        Self { child, url, greeting, client: reqwest::Client::new(), folder }
    }

    /// The address of the host's HTTP API, as it says it.
    fn http(&self) -> &str {
        let rest = self.greeting.split("HTTP API: ").nth(1).expect("it says where");
        rest.split("/api/docs").next().expect("there is something before")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    async fn starts_over(&self) -> (u16, Value) {
        self.send(Method::POST, "world", Some(json!({ "seed": "demo" }))).await
    }

    /// Stops it as Ctrl-C does; gives its log.
    async fn stop(mut self) -> String {
        let id = self.child.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-s", "INT", &id]).status().await.unwrap().success());
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it ends").unwrap();
        assert!(ended.success(), "{}", self.log());
        self.log()
    }

    async fn is_ready(&self) {
        let ready = async || {
            let commands = self.get("users/ada/guilds/Demo/commands").await;
            commands.to_string().contains("add_reminder").then_some(())
        };
        until(ready).await;
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

    /// Presses a component of the newest of more than `seen` messages that have it: what a jump of the clock has led to. Gives the answer
    /// and how many there were.
    async fn press(&self, person: &str, id: &str, seen: usize) -> (Value, usize) {
        let more = async || {
            let found = self.with_component(person, id).await;
            (found.len() > seen).then_some(found)
        };
        let found = until(more).await;
        let body = json!({ "channel": found[0].0, "message": found[0].1, "custom_id": id });
        (self.post(&format!("users/{person}/components"), body).await, found.len())
    }

    /// Follows a tour as its texts say; gives the last answer.
    async fn follow(&self, tour: &Value) -> Value {
        let (mut person, mut channel) = (text(&tour["person"]), text(&tour["channel"]));
        let mut last = Value::Null;
        // By the button's id.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for step in tour["steps"].as_array().unwrap() {
            let target = &step["target"];
            let acts = |what: &str| format!("users/{person}/{what}");
            if let Some(name) = target["command"].as_str() {
                let body = json!({ "guild": "Demo", "channel": channel, "name": name, "options": target["options"] });
                last = self.post(&acts("commands"), body).await;
            } else if let Some(id) = target["button"].as_str() {
                if let Some(first) = target["after"].as_str() {
                    let seen = seen.entry(first.to_owned()).or_default();
                    (_, *seen) = self.press(&person, first, *seen).await;
                    (last, _) = self.press(&person, id, 0).await;
                } else {
                    let seen = seen.entry(id.to_owned()).or_default();
                    (last, *seen) = self.press(&person, id, *seen).await;
                }
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

/// Waits until a look finds something.
async fn until<T>(look: impl AsyncFn() -> Option<T>) -> T {
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
            assert!(last.to_string().contains("Reminder #1 is deleted"), "it is gone: {last:#}");
        }
    }
}

#[tokio::test]
async fn the_clock_names_and_reaches_what_is_due_next() {
    let sandbox = Sandbox::start().await;
    let housekeeping = until(async || {
        let next = sandbox.get("clock").await["next"].clone();
        next.is_object().then_some(next)
    });
    let next = housekeeping.await["what"].clone();
    // Which schedule it is depends on the time of day.
    assert!(next.as_str().is_some_and(|what| what.starts_with("regular work (")), "{next}");
    let options =
        json!({ "name": "Tea", "channel": "reminders", "time": "10:00", "date": "tomorrow", "lead": 30 });
    let wish = json!({ "channel": "general", "name": "add_reminder", "options": options });
    sandbox.post("users/emma/commands", wish).await;
    let announced = sandbox.get("clock").await["next"].clone();
    assert_eq!(announced["what"], "Reminders: deliver");
    let at = announced["at"].as_str().unwrap();
    assert!(at.contains(":30:00"), "half an hour before: {at}");

    // Three presses, one right after the other.
    let moved = sandbox.post("clock", json!({ "next": true })).await;
    assert!(moved["now"].as_str().unwrap() >= at, "{moved}");
    let moved = sandbox.post("clock", json!({ "next": true })).await;
    assert!(moved["now"].as_str().unwrap().contains(":00:00."), "the reminder itself: {moved}");
    sandbox.post("clock", json!({ "next": true })).await;
    let texts = sandbox.get("users/finn/channels/reminders/messages").await.to_string();
    assert!(
        texts.contains("Tea") && !texts.contains("Coming up"),
        "it was done before the clock went on: {texts}"
    );
    let log = sandbox.stop().await;
    assert!(!log.contains("ERROR"), "nothing ran out of time: {log}");
}
