//! The routes, driven without a socket: a sample plugin behind everything that the host puts around it.

mod access;
mod answers;
mod pages;
mod sample;
mod token_command;

use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use chrono::DateTime;
use plugin_api::{
    Clock, Db, Host, Jobs,
    data::{Extensions, GuildConfig, Parts, Plan},
    db::Wake,
    log::LogSender,
    serenity::{GuildId, Http, UserId},
    settings::AnySettings,
};
use secrecy::ExposeSecret;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;

use super::{
    ApiState, Check, Proxies, RateLimit, RateLimits, Readiness, router,
    tokens::{self, NewToken, Scope},
};
use crate::{database, guilds, migrate, registry::Registry};

const GUILD: u64 = 81_384_788_765_712_384;
const OTHER_GUILD: u64 = 99_999_999_999_999_999;

struct Nothing;

impl Plan for Nothing {
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
    off: Arc<Mutex<Vec<GuildId>>>,
    gateway: watch::Sender<Check>,
    router: Router,
    _config: watch::Sender<Check>,
    _folder: TempDir,
}

/// What came back.
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

    /// Behind reverse proxies, in a guild where the bot is.
    async fn behind(limits: RateLimits, proxies: Proxies) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let db = database::open(&url).await.expect("a database");
        let registry = Arc::new(Registry::of([sample::entry()]).expect("no conflicts"));
        migrate::up(&db, &registry).await.expect("migrations");
        let clock = Clock::frozen(DateTime::from_timestamp(1_800_000_000, 0).expect("in range"));
        let off: Arc<Mutex<Vec<GuildId>>> = Arc::default();
        let (gateway, config) =
            (watch::Sender::new(Check::ready("1 of 1 shards")), watch::Sender::new(Check::ready("")));
        let state = ApiState {
            host: host(&db, &clock),
            registry: Arc::clone(&registry),
            is_on: {
                let off = Arc::clone(&off);
                Arc::new(move |_, guild| !off.lock().expect("not poisoned").contains(&guild))
            },
            readiness: Readiness {
                gateway: {
                    let gateway = gateway.subscribe();
                    Arc::new(move || Box::pin(std::future::ready(gateway.borrow().clone())))
                },
                config: config.subscribe(),
            },
            shards: Arc::new(|| None),
        };
        guilds::joined(&db, GuildId::new(GUILD)).await.expect("a row");
        let router = router(state, limits, proxies);
        Self { db, clock, registry, off, gateway, router, _config: config, _folder: folder }
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
    /// The stable word of a problem, after checking that it is one and says the same status.
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
        plan: Arc::new(Nothing),
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
