//! `/healthz` and `/readyz`: whether the program runs, and whether it is ready to serve.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::{state::ApiState, store};
use crate::{
    config::Status,
    discord::connection::{Connection, GatewayState},
};

/// How long the database may take to answer.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// One part of the program, as `/readyz` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Check {
    /// Whether it works.
    ready: bool,
    /// What it is doing, or what is wrong and the remedy, in a sentence.
    detail: String,
}

impl Check {
    /// The part works.
    fn ready(detail: impl Into<String>) -> Self {
        Self { ready: true, detail: detail.into() }
    }

    /// The part does not work.
    fn not_ready(detail: impl Into<String>) -> Self {
        Self { ready: false, detail: detail.into() }
    }
}

/// The answer that the program runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Alive {
    status: &'static str,
    version: &'static str,
}

/// The answer that each part is ready.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ready {
    checks: BTreeMap<&'static str, Check>,
}

/// The problem that says which part is not ready.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NotReady {
    #[serde(flatten)]
    problem: Problem,
    checks: BTreeMap<&'static str, Check>,
}

/// Whether the program runs
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
        ("database", check_database(&state).await),
        ("gateway", check_gateway(&state.connection).await),
        ("config", check_config(&state.config.status())),
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

async fn check_database(state: &ApiState) -> Check {
    let kind = if state.host.db().is_shared() { "PostgreSQL" } else { "SQLite" };
    // The machine's time, not the program's clock: with a clock that stands still this would wait for ever.
    match tokio::time::timeout(PING_TIMEOUT, store::ping(state.host.db())).await {
        Ok(Ok(())) => Check::ready(format!("{kind} answers")),
        Ok(Err(error)) => {
            tracing::error!(%error, "the database does not answer");
            Check::not_ready(format!("{kind} does not answer; the program's log says why"))
        }
        Err(_) => Check::not_ready(format!("{kind} has not answered for {} s", PING_TIMEOUT.as_secs())),
    }
}

async fn check_gateway(connection: &Connection) -> Check {
    match connection.state().await {
        GatewayState::Ready => Check::ready("connected"),
        GatewayState::Connecting => Check::not_ready("connecting"),
        GatewayState::Closed(reason) => Check::not_ready(reason),
    }
}

/// A broken file does not make the program unready, because the last good plan stays in force; the detail says so.
fn check_config(status: &Status) -> Check {
    let findings = &status.plan.findings;
    Check::ready(match &status.broken {
        None if findings.is_empty() => "in force".to_owned(),
        None => {
            format!("in force, but plugins are off because of their settings. First: {}", findings.summary())
        }
        Some(report) => format!("broken; the last good one is in force. First error: {}", report.summary()),
    })
}
