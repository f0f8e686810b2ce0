//! The routes, driven without a socket: a sample plugin behind everything that the host puts around it.

mod access;
mod answers;
mod pages;
mod sample;
mod token_command;

use std::{fs, hash::Hash, num::NonZeroU32, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use chrono::DateTime;
use plugin_api::{
    Clock, Db, Host, Jobs,
    data::{Extensions, GuildConfig, Parts, SettingsSource},
    db::Wake,
    log::LogSender,
    serenity::{GuildId, Http, UserId},
    settings::AnySettings,
};
use secrecy::ExposeSecret;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use super::{
    ApiState, Proxies, RateLimit, RateLimits, router,
    tokens::{self, NewToken, Scope},
};
use crate::{
    config::ConfigStore,
    database,
    discord::{
        connection::{Connection, GatewayState},
        roster,
    },
    gate::Gate,
    migrate,
    registry::Registry,
    reload::Reloader,
};

const GUILD: u64 = 81_384_788_765_712_384;
/// The plugin is on in every guild.
const ON: &str = "plugins.sample.enabled = true\n";
const OTHER_GUILD: u64 = 99_999_999_999_999_999;

struct Nothing;

impl SettingsSource for Nothing {
    fn guild(&self, _: GuildId) -> GuildConfig {
        GuildConfig::default()
    }
    fn settings(&self, _: plugin_api::PluginId, _: GuildId) -> Option<AnySettings> {
        None
    }
    fn is_on(&self, _: plugin_api::PluginId, _: GuildId) -> bool {
        false
    }
}

/// A host of the sample plugin on a new SQLite file, with a clock that stands still.
struct Scene {
    db: Db,
    clock: Clock,
    registry: Arc<Registry>,
    reloader: Reloader,
    connection: Arc<Connection>,
    router: Router,
    _folder: TempDir,
}

/// An answer of the API.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Scene {
    async fn new() -> Self {
        Self::with_limits(RateLimits::default()).await
    }

    async fn with_limits(limits: RateLimits) -> Self {
        Self::behind(limits, Proxies::default()).await
    }

    /// Makes a scene behind reverse proxies, in a guild with the bot.
    async fn behind(limits: RateLimits, proxies: Proxies) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let db = database::open(&url).await.expect("a database");
        let registry = Arc::new(Registry::from_entries([sample::entry()], Vec::new()).expect("no conflicts"));
        migrate::up(&db, &registry).await.expect("migrations");
        let clock = Clock::frozen(DateTime::from_timestamp(1_800_000_000, 0).expect("in range"));
        let file = folder.path().join("plugins.toml");
        fs::write(&file, ON).expect("writable");
        let config = ConfigStore::open(&file, Arc::clone(&registry), clock.clone()).expect("a good file");
        let config = Arc::new(config);
        let gate = Arc::new(Gate::new(Arc::clone(&registry), config.plan()));
        let connection = Arc::new(Connection::default());
        connection.set_state(GatewayState::Ready);
        let state = ApiState {
            host: host(&db, &clock),
            registry: Arc::clone(&registry),
            gate: Arc::clone(&gate),
            connection: Arc::clone(&connection),
            config: Arc::clone(&config),
        };
        roster::insert(&db, GuildId::new(GUILD)).await.expect("a row");
        let (router, reloader) = (router(state, limits, proxies), Reloader::new(config, gate));
        Self { db, clock, registry, reloader, connection, router, _folder: folder }
    }

    /// Writes `plugins.toml` anew, as an admin does, and puts it into force.
    fn configure(&self, text: &str) {
        fs::write(self.reloader.store().path(), text).expect("writable");
        self.reloader.reload();
    }

    fn switch_off(&self, guild: u64) {
        self.configure(&format!("{ON}guilds.{guild}.plugins.sample.enabled = false\n"));
    }

    async fn token(&self, scope: &[Scope], name: &str) -> String {
        let new = NewToken {
            guild: GUILD.try_into().expect("not zero"),
            plugins: vec!["sample".to_owned()],
            scope: scope.to_vec(),
            name: Some(name.to_owned()),
        };
        let created = tokens::create(&self.db, &self.registry, &self.clock, &new).await.expect("a token");
        created.token.expose_secret().to_owned()
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("a router can't fail");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let body = serde_json::from_slice(&body)
            .unwrap_or_else(|_| String::from_utf8_lossy(&body).into_owned().into());
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(request("GET", path, token, "")).await
    }
}

impl Answer {
    /// The code of a problem, after checking that it is one with the same status.
    fn code(&self) -> &str {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{self:?}");
        assert_eq!(self.body["status"], self.status.as_u16(), "{self:?}");
        assert!(self.headers.contains_key("x-request-id"), "{self:?}");
        self.body["code"].as_str().expect("a code")
    }
}

fn host(db: &Db, clock: &Clock) -> Host {
    Host::new(Parts {
        db: db.clone(),
        settings: Arc::new(Nothing),
        jobs: Jobs::new(clock.clone(), Arc::<Wake>::default()),
        clock: clock.clone(),
        http: Arc::new(Http::new("")),
        log: LogSender::new().0,
        bot: UserId::new(1),
        language: None,
        plugins: Vec::new(),
        extensions: Extensions::default(),
    })
}

fn path(rest: &str) -> String {
    format!("/api/guilds/{GUILD}/plugins/sample{rest}")
}

fn request(method: &str, path: &str, token: &str, body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request.body(Body::from(body.to_owned())).expect("a request")
}

fn rate<K: Hash + Eq + Clone>(per_second: u32, burst: u32) -> RateLimit<K> {
    let number = |n| NonZeroU32::new(n).expect("not zero");
    RateLimit::new(number(per_second), number(burst))
}
