//! Whether the program lives, and whether it is ready to serve.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use plugin_api::Problem;
use serde::Serialize;
use tokio::sync::watch;
use utoipa::ToSchema;

use super::{ApiState, store};

/// How long the database may take to say that it is there.
const PING: Duration = Duration::from_secs(2);

/// One part of the program, as `/readyz` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// Whether it does its work.
    pub ready: bool,
    /// What it is doing, or what is wrong and the remedy, in a sentence.
    pub detail: String,
}

impl Check {
    /// It does its work.
    pub fn ready(detail: impl Into<String>) -> Self {
        Self { ready: true, detail: detail.into() }
    }

    /// It does not.
    pub fn not_ready(detail: impl Into<String>) -> Self {
        Self { ready: false, detail: detail.into() }
    }
}

/// Asks a part of the program how it does.
pub type Probe = Arc<dyn Fn() -> BoxFuture<'static, Check> + Send + Sync>;

/// What `/readyz` looks at. Database and gateway are asked at each request; the configuration says by itself when it changes.
#[derive(Clone)]
pub struct Readiness {
    /// The gateway: whether all shards are connected.
    pub gateway: Probe,
    /// The configuration. A broken file does not make the program unready, for the last good plan is in force: the detail says so.
    pub config: watch::Receiver<Check>,
}

/// That the program lives.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Alive {
    status: &'static str,
    version: &'static str,
}

/// Whether each part is ready.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ready {
    checks: BTreeMap<&'static str, Check>,
}

/// A problem that says which part is not ready.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NotReady {
    #[serde(flatten)]
    problem: Problem,
    checks: BTreeMap<&'static str, Check>,
}

/// Whether the program lives
#[utoipa::path(get, path = "/healthz", tag = "host", responses((status = 200, body = Alive)))]
pub(super) async fn healthz() -> Json<Alive> {
    Json(Alive { status: "alive", version: env!("CARGO_PKG_VERSION") })
}

/// Whether database, gateway and configuration are ready, each with detail
#[utoipa::path(get, path = "/readyz", tag = "host", responses(
    (status = 200, body = Ready),
    (status = 503, body = NotReady, content_type = "application/problem+json"),
))]
pub(super) async fn readyz(State(state): State<ApiState>) -> Response {
    let checks = BTreeMap::from([
        ("database", database(&state).await),
        ("gateway", (state.readiness.gateway)().await),
        ("config", state.readiness.config.borrow().clone()),
    ]);
    let waiting: Vec<_> = checks.iter().filter(|(_, check)| !check.ready).map(|(name, _)| *name).collect();
    if waiting.is_empty() {
        return Json(Ready { checks }).into_response();
    }
    let detail = format!("Not ready: {}", waiting.join(", "));
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", detail);
    let body = Json(NotReady { problem, checks });
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, super::problem::MEDIA_TYPE)], body)
        .into_response()
}

async fn database(state: &ApiState) -> Check {
    let kind = if state.host.db().is_shared() { "PostgreSQL" } else { "SQLite" };
    // The machine's time, not the program's clock: a clock that stands still would wait for ever.
    match tokio::time::timeout(PING, store::ping(state.host.db())).await {
        Ok(Ok(())) => Check::ready(format!("{kind} answers")),
        Ok(Err(error)) => {
            tracing::error!(%error, "the database does not answer");
            Check::not_ready(format!("{kind} does not answer; the program's log says why"))
        }
        Err(_) => Check::not_ready(format!("{kind} has not answered for {} s", PING.as_secs())),
    }
}
