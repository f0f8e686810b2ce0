//! Requests, gateway traffic, findings, faults.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{Body, ControlError, ControlResult};
use crate::{
    app::App,
    sessions::{EventEffect, EventFault, outbox::Outgoing},
    traffic::faults::Fault,
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/requests", get(requests).delete(clear_requests))
        .route("/gateway", get(gateway))
        .route("/gateway/faults", post(gateway_fault).delete(clear_gateway_faults))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/faults/{fault}", delete(remove_fault))
        .route("/limits", get(limits).post(set_limits))
        .route("/findings", get(findings).delete(clear_findings))
}

#[derive(Deserialize)]
struct Filter {
    #[serde(default)]
    since: u64,
    method: Option<String>,
    path: Option<String>,
}

async fn requests(State(app): State<Arc<App>>, Query(filter): Query<Filter>) -> Json<Value> {
    Json(json!(app.requests.list(filter.since, filter.method.as_deref(), filter.path.as_deref())))
}

async fn clear_requests(State(app): State<Arc<App>>) -> StatusCode {
    app.requests.clear();
    StatusCode::NO_CONTENT
}

async fn gateway(State(app): State<Arc<App>>, Query(filter): Query<Filter>) -> Json<Value> {
    Json(app.world().gateway.view(filter.since))
}

/// A fault of the gateway; each field is one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GatewayFault {
    /// Ends every connection without a close frame.
    drop: Option<bool>,
    /// Asks every client to reconnect and resume.
    reconnect: Option<bool>,
    /// Invalidates every session; the value says whether it may be resumed.
    invalid_session: Option<bool>,
    /// Closes every connection with this code.
    close: Option<u16>,
    /// Mutes (or unmutes) every session, heartbeat answers included.
    mute: Option<bool>,
    /// Delivers the next dispatch of this event twice (`*` for any).
    duplicate: Option<String>,
    /// Never delivers the next dispatch of this event (`*` for any).
    lose: Option<String>,
    /// The number of dispatches for `duplicate` and `lose`.
    times: Option<u32>,
}

async fn gateway_fault(
    State(app): State<Arc<App>>,
    Body(fault): Body<GatewayFault>,
) -> ControlResult<Json<Value>> {
    let mut world = app.world();
    let sessions = &mut world.gateway;
    let times = fault.times.unwrap_or(1);
    let named = [(fault.duplicate, EventEffect::Duplicate), (fault.lose, EventEffect::Lose)];
    let mut done = false;
    for (event, effect) in named {
        if let Some(event) = event {
            sessions.add_fault(EventFault { event, effect, times });
            done = true;
        }
    }
    if let Some(muted) = fault.mute {
        sessions.sessions_mut().for_each(|session| session.muted = muted);
        done = true;
    }
    if let Some(resumable) = fault.invalid_session {
        sessions.invalidate_all(resumable);
        done = true;
    }
    let outgoing = match (fault.drop, fault.reconnect, fault.close) {
        (Some(true), ..) => Some(Outgoing::Drop),
        (_, Some(true), _) => Some(Outgoing::Frame(json!({ "op": 7, "d": null }))),
        (.., Some(code)) => Some(Outgoing::Close(code, "Closed by /control.")),
        _ => None,
    };
    if let Some(outgoing) = outgoing {
        sessions.sessions_mut().for_each(|session| session.send(outgoing.clone()));
        done = true;
    }
    if done {
        return Ok(Json(sessions.view(u64::MAX)));
    }
    Err(ControlError::bad_request(
        "say what goes wrong: drop, reconnect, invalid_session, close, mute, duplicate or lose",
    ))
}

async fn clear_gateway_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.world().gateway.clear_faults();
    StatusCode::NO_CONTENT
}

async fn faults(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.faults.list())
}

async fn add_fault(State(app): State<Arc<App>>, Body(fault): Body<Fault>) -> ControlResult<Json<Value>> {
    fault.effect.check().map_err(ControlError::bad_request)?;
    Ok(Json(json!({ "id": app.faults.add(fault) })))
}

async fn clear_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.faults.remove(None);
    StatusCode::NO_CONTENT
}

async fn remove_fault(State(app): State<Arc<App>>, Path(id): Path<u64>) -> ControlResult<StatusCode> {
    if app.faults.remove(Some(id)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ControlError::not_found(format!(
            "there is no fault {id}; it may have struck as often as it should"
        )))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetLimits {
    strict: bool,
}

async fn limits(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!({ "strict": app.limits.is_strict() }))
}

async fn set_limits(State(app): State<Arc<App>>, Body(body): Body<SetLimits>) -> Json<Value> {
    app.limits.set_strict(body.strict);
    limits(State(app)).await
}

#[cfg(feature = "conformance")]
fn conformance(app: &App) -> ControlResult<&crate::conformance::Conformance> {
    let without =
        || ControlError::not_found("nothing is validated; start the emulator with the OpenAPI document");
    app.conformance.as_ref().ok_or_else(without)
}

#[cfg(feature = "conformance")]
async fn findings(State(app): State<Arc<App>>) -> ControlResult<Json<Value>> {
    Ok(Json(json!(conformance(&app)?.findings())))
}

#[cfg(feature = "conformance")]
async fn clear_findings(State(app): State<Arc<App>>) -> ControlResult<StatusCode> {
    conformance(&app)?.clear();
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(not(feature = "conformance"))]
async fn findings() -> ControlError {
    ControlError::not_found("nothing is validated; build the emulator with the feature `conformance`")
}

#[cfg(not(feature = "conformance"))]
async fn clear_findings() -> ControlError {
    findings().await
}
