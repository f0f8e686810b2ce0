//! A running host in an emulated Discord.

use std::{collections::HashMap, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use chrono::TimeDelta;
use discord_emulator::Emulator;
use futures::StreamExt;
use guildhall::{
    api::{
        self,
        tokens::{self, NewToken, Scope},
    },
    boot::{self, Running},
    discord::connection::GatewayState,
    language::Endpoint,
    registry::Registry,
    runtime::Runtime,
    sandbox,
};
use plugin_api::{Clock, Command, Host, PluginId, Tx, serenity::GuildId, sql};
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, watch};

use crate::probe::Probe;

/// The demo guild.
pub const GUILD: GuildId = GuildId::new(300_000_000_000_000_001);

/// How long anything may take on a slow machine before a test gives up: nothing waits this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A host in an emulated Discord. Its clock stands still unless the test moves it.
pub struct World {
    pub(crate) emulator: Emulator,
    pub(crate) database: String,
    pub(crate) folder: TempDir,
    pub(crate) client: reqwest::Client,
    pub(crate) host: Option<Running>,
    /// Where the host's language model is.
    pub(crate) language: Option<Endpoint>,
    /// The running host, for the emulator's agenda.
    current: sandbox::Current,
    /// Moves with Discord's.
    pub(crate) clock: Clock,
    /// Counts what happens in Discord.
    pub(crate) events: watch::Receiver<u64>,
    /// Tokens of the host's API for reading, by plugin.
    pub(crate) tokens: Mutex<HashMap<String, String>>,
}

impl World {
    pub(crate) async fn of(emulator: Emulator, database: &str, current: sandbox::Current) -> Self {
        let client = reqwest::Client::new();
        let clock = sandbox::follow_clock(emulator.clock());
        let events = listen(&client, &emulator.url()).await;
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        Self {
            database: database.to_owned(),
            folder,
            client,
            host: None,
            language: None,
            current,
            clock,
            events,
            tokens: Mutex::default(),
            emulator,
        }
    }

    /// Where the emulated Discord is.
    #[must_use]
    pub fn url(&self) -> String {
        self.emulator.url()
    }

    /// The bot's token.
    #[must_use]
    pub fn token_of_bot(&self) -> &str {
        self.emulator.token()
    }

    /// The address of this world's database.
    #[must_use]
    pub fn database_url(&self) -> &str {
        &self.database
    }

    /// Starts a host on this world's database.
    ///
    /// # Errors
    /// As [`boot::start`].
    pub async fn boot(&self, registry: Registry) -> anyhow::Result<Running> {
        boot::start(boot::Options {
            token: self.emulator.token().into(),
            database: self.database.clone(),
            config: self.config_path(),
            http: SocketAddr::from(([127, 0, 0, 1], 0)),
            proxies: api::Proxies::default(),
            discord: Some(self.emulator.url()),
            shards: None,
            language: self.language.clone(),
            clock: self.clock.clone(),
            registry,
        })
        .await
    }

    /// Starts the host with all linked plugins and waits until it serves the demo guild.
    pub async fn start_host(&mut self) {
        let registry =
            Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
        self.start_host_with(registry).await;
    }

    /// Starts the host with these plugins and waits until it serves the demo guild.
    ///
    /// # Panics
    /// Where it does not.
    pub async fn start_host_with(&mut self, registry: Registry) {
        let before = self.last_request().await;
        let running = self.boot(registry).await.expect("the host starts");
        let mut gateway = running.connection.subscribe();
        let ready = gateway.wait_for(|state| *state == GatewayState::Ready);
        tokio::time::timeout(PATIENCE, ready)
            .await
            .expect("the gateway opens in time")
            .expect("the host runs");
        let runtime = Arc::clone(&running.runtime);
        self.current.store(Some(Arc::clone(&runtime)));
        self.host = Some(running);
        let on = runtime.registry.iter().filter(|entry| runtime.gate.is_on(entry.id, GUILD));
        let commands: Vec<_> =
            on.flat_map(|entry| entry.plugin.commands()).map(|command| listed_name(&command)).collect();
        self.until("the host has registered the guild's commands", async || {
            let asked = self.requests_since(before, "GET", "*/guilds/*/commands").await;
            let listed = self.user("ada").commands().await;
            let equipped = commands.iter().all(|name| listed.contains(name));
            (equipped && asked.iter().any(|request| request["status"] == 200)).then_some(())
        })
        .await;
    }

    /// Stops the host as SIGTERM does.
    ///
    /// # Panics
    /// Where it does not run.
    pub async fn stop_host(&mut self) {
        self.current.store(None);
        self.host.take().expect("the host runs").stop().await;
    }

    /// Stops the host and starts it again.
    pub async fn restart_host(&mut self) {
        self.stop_host().await;
        self.start_host().await;
    }

    /// What is behind the running host's surfaces.
    ///
    /// # Panics
    /// Where it does not run.
    #[must_use]
    pub fn runtime(&self) -> &Arc<Runtime> {
        &self.host.as_ref().expect("the host runs").runtime
    }

    /// What the host's plugins are offered.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.runtime().host
    }

    /// The fixture plugin of the running host.
    ///
    /// # Panics
    /// Where it is not linked.
    #[must_use]
    pub fn probe(&self) -> Arc<Probe> {
        self.host().plugin().expect("the probe is linked")
    }

    /// Moves the clock of Discord and of the host, past what runs too. It has moved when this returns.
    pub async fn advance(&self, by: TimeDelta) {
        self.post("clock", json!({ "advance_ms": by.num_milliseconds(), "wait": false })).await;
    }

    /// Moves the clock of Discord and of the host to an instant (RFC 3339), past what runs too.
    pub async fn set_clock(&self, to: &str) {
        self.post("clock", json!({ "set": to, "wait": false })).await;
    }

    /// Makes requests of the bot go wrong: see the emulator's README.
    pub async fn fault(&self, method: &str, path: &str, times: u32, effect: Value) {
        let fault = json!({ "match": { "method": method, "path": path }, "times": times, "effect": effect });
        self.post("faults", fault).await;
    }

    /// The requests that the bot made, by method and path (`*` stands for anything).
    pub async fn requests(&self, method: &str, path: &str) -> Vec<Value> {
        self.requests_since(0, method, path).await
    }

    /// The requests that the bot made after one.
    pub async fn requests_since(&self, since: u64, method: &str, path: &str) -> Vec<Value> {
        let found = self.get(&format!("requests?since={since}&method={method}&path={path}")).await;
        serde_json::from_value(found).expect("a list")
    }

    /// The number of the bot's last request.
    pub async fn last_request(&self) -> u64 {
        let all = self.get("requests").await;
        all.as_array().and_then(|all| all.last()).and_then(|last| last["seq"].as_u64()).unwrap_or(0)
    }

    /// Keeps everybody from writing until this is dropped: on PostgreSQL by a lock, such as `LOCK TABLE jobs IN EXCLUSIVE MODE`.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn hold_writes(&self, lock: &'static str) -> Tx {
        let mut held = self.host().db().begin().await.expect("a transaction");
        if held.is_shared() {
            sql(lock).execute(&mut held).await.expect("a lock");
        }
        held
    }

    /// Waits until a look finds something: looks again whenever something happens in Discord.
    ///
    /// # Panics
    /// Where it does not come about.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        let mut events = self.events.clone();
        let wait = async {
            loop {
                events.borrow_and_update();
                if let Some(found) = look().await {
                    return found;
                }
                events.changed().await.expect("the world is there");
            }
        };
        let found = tokio::time::timeout(PATIENCE, wait).await;
        found.unwrap_or_else(|_| panic!("this did not come about: {what}"))
    }

    /// Waits until a look finds something that Discord does not show: looks again and again.
    ///
    /// # Panics
    /// Where it does not come about.
    pub async fn until_looked<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        let wait = async {
            loop {
                if let Some(found) = look().await {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, wait).await;
        found.unwrap_or_else(|_| panic!("this did not come about: {what}"))
    }

    /// Where `plugins.toml` lies.
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.folder.path().join("plugins.toml")
    }

    /// Writes `plugins.toml` as an editor does: a new file in place of the old one.
    ///
    /// # Panics
    /// Where it can't be written.
    pub fn write_config(&self, text: &str) {
        let new = self.folder.path().join("plugins.toml.new");
        std::fs::write(&new, text).expect("the folder can be written to");
        std::fs::rename(&new, self.config_path()).expect("the folder can be written to");
    }

    /// Writes `plugins.toml` and waits until a plugin is on, or off, in the demo guild and its commands are there, or gone.
    pub async fn switch(&self, plugin: PluginId, on: bool, text: &str) {
        self.write_config(text);
        let gate = &self.runtime().gate;
        self.until_looked("the gate follows the file", async || {
            (gate.is_on(plugin, GUILD) == on).then_some(())
        })
        .await;
        let entry = self.runtime().registry.get(plugin.as_str()).expect("it is linked");
        let own: Vec<_> = entry.plugin.commands().iter().map(listed_name).collect();
        self.until("the commands follow the file", async || {
            let listed = self.user("ada").commands().await;
            own.iter().all(|name| listed.contains(name) == on).then_some(())
        })
        .await;
    }

    /// Makes a token of the host's API for the demo guild.
    pub async fn token(&self, plugins: &[&str], scope: &[Scope]) -> String {
        self.token_of(GUILD, plugins, scope).await
    }

    /// Makes a token of the host's API for a guild.
    ///
    /// # Panics
    /// Where a plugin is not linked.
    pub async fn token_of(&self, guild: GuildId, plugins: &[&str], scope: &[Scope]) -> String {
        let new = NewToken {
            guild: guild.get().try_into().expect("not zero"),
            plugins: plugins.iter().map(|plugin| (*plugin).to_owned()).collect(),
            scope: scope.to_vec(),
            name: None,
        };
        let made = tokens::create(self.host().db(), &self.runtime().registry, &self.clock, &new).await;
        made.expect("a token is made").token.expose_secret().to_owned()
    }

    /// Starts a request to the host's HTTP API.
    ///
    /// # Panics
    /// Where the host does not run.
    pub fn api(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let http = self.host.as_ref().expect("the host runs").http;
        self.client.request(method, format!("http://{http}{path}"))
    }

    /// A file of a message, by its address.
    ///
    /// # Panics
    /// Where there is none.
    pub async fn download(&self, url: &str) -> Vec<u8> {
        let response = self.client.get(url).send().await.expect("the emulator answers");
        assert!(response.status().is_success(), "GET {url}: {}", response.status());
        response.bytes().await.expect("a file").to_vec()
    }

    /// Asks the emulator's control API.
    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.send(Method::GET, path, None).await;
        assert!(status.is_success(), "GET /control/{path}: {answer:#}");
        answer
    }

    /// Tells the emulator's control API.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.send(Method::POST, path, Some(body.clone())).await;
        assert!(status.is_success(), "POST /control/{path} {body:#}: {answer:#}");
        answer
    }

    /// Calls the emulator's control API.
    ///
    /// # Panics
    /// Where the emulator can't be reached.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = self.client.request(method, format!("{}/control/{path}", self.emulator.url()));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the emulator answers");
        (response.status(), response.json().await.unwrap_or(Value::Null))
    }
}

/// Counts the emulator's events from now on.
async fn listen(client: &reqwest::Client, url: &str) -> watch::Receiver<u64> {
    let response = client.get(format!("{url}/control/events")).send().await.expect("the emulator answers");
    let (count, counted) = watch::channel(0);
    tokio::spawn(async move {
        let mut events = response.bytes_stream();
        while let Some(Ok(_)) = events.next().await {
            count.send_modify(|count| *count += 1);
        }
    });
    counted
}

/// The name under which Discord lists a command.
#[must_use]
pub fn listed_name(command: &Command) -> String {
    command.context_menu_name.as_ref().unwrap_or(&command.name).to_string()
}
