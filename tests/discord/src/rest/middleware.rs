//! The middleware of every REST request: log, faults, token, rate limit, conformance.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::extract::percent_decode;
use crate::{
    app::App,
    error::ApiError,
    json::timestamp,
    traffic::{faults::Effect, rate_limits::too_many, requests::headers_json},
};

/// The largest request, in bytes: ten files of 10 MiB fit.
const BODY_LIMIT: usize = 110 << 20;

/// Marks a response that is not to be sent: the connection ends instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severed {
    /// Closed in the ordinary way, before anything was done.
    Closed,
    /// Reset, so that the client sees ECONNRESET.
    Reset,
    /// Closed after it was done: the answer is lost.
    Lost,
}

impl Severed {
    /// Its name in the log.
    fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Reset => "reset",
            Self::Lost => "lost",
        }
    }
}

impl IntoResponse for Severed {
    fn into_response(self) -> Response {
        let mut response = StatusCode::BAD_GATEWAY.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Wraps every route of the API.
pub(crate) async fn handle(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        return ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, 40005, "Request entity too large")
            .into_response();
    };
    let call = Call {
        method: parts.method.clone(),
        path: percent_decode(parts.uri.path().as_bytes()),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        route: parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned()),
        headers: parts.headers.clone(),
        body: bytes.clone(),
    };
    let seq = app.requests.insert(call.log_entry(&app));
    let response = match app.faults.consume_effect(call.method.as_str(), call.short_path()) {
        Some(effect) => {
            let request = Request::from_parts(parts, Body::from(bytes));
            apply_fault(&app, &call, effect, request, next).await
        }
        None => respond(&app, &call, Request::from_parts(parts, Body::from(bytes)), next).await,
    };
    finish(&app, &call, seq, response).await
}

async fn apply_fault(app: &App, call: &Call, effect: Effect, request: Request, next: Next) -> Response {
    match effect {
        Effect::Status { status, body } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let body = body.unwrap_or_else(|| json!({ "message": format!("{status}"), "code": 0 }));
            (status, axum::Json(body)).into_response()
        }
        Effect::Delay { delay_ms } => {
            let until = app.clock.now() + TimeDelta::milliseconds(i64::from(delay_ms));
            app.clock.sleep_until(until).await;
            respond(app, call, request, next).await
        }
        Effect::Drop { drop: true } => Severed::Closed.into_response(),
        Effect::Reset { reset: true } => Severed::Reset.into_response(),
        Effect::LoseResponse { lose_response: true } => {
            let mut response = respond(app, call, request, next).await;
            response.extensions_mut().insert(Severed::Lost);
            response
        }
        Effect::RateLimit { retry_after, global } => {
            let after = TimeDelta::milliseconds((retry_after * 1000.0) as i64);
            too_many(after, global).into_response()
        }
        // `"drop": false` and the like disturb nothing.
        Effect::Drop { .. } | Effect::Reset { .. } | Effect::LoseResponse { .. } => {
            respond(app, call, request, next).await
        }
    }
}

async fn respond(app: &App, call: &Call, request: Request, next: Next) -> Response {
    if let Err(error) = call.check_token(app) {
        return error.into_response();
    }
    let route = call.route.as_deref().unwrap_or("unknown");
    // Callbacks belong to no bucket and count towards no limit.
    if route.contains("/interactions/") {
        return next.run(request).await;
    }
    match app.limits.count(app.clock.now(), &call.method, route, call.major()) {
        Err(error) => error.into_response(),
        Ok(headers) => {
            let mut response = next.run(request).await;
            for (name, value) in &headers {
                if !response.headers().contains_key(name) {
                    response.headers_mut().insert(name, value.clone());
                }
            }
            response
        }
    }
}

/// Logs and publishes the response, and returns it.
async fn finish(app: &App, call: &Call, seq: u64, response: Response) -> Response {
    let severed = response.extensions().get::<Severed>().copied();
    if let Some(how @ (Severed::Closed | Severed::Reset)) = severed {
        let entry = app.requests.set_answer(seq, json!({ "severed": how.name() }));
        publish(app, entry);
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let shown = serde_json::from_slice::<Value>(&bytes).unwrap_or(Value::Null);
    check_conformance(app, call, parts.status, Some(&shown).filter(|_| !bytes.is_empty()));
    let mut fields = json!({ "status": parts.status.as_u16(), "response": shown });
    if let Some(how) = severed {
        fields["severed"] = json!(how.name());
    }
    let entry = app.requests.set_answer(seq, fields);
    publish(app, entry);
    Response::from_parts(parts, Body::from(bytes))
}

/// Validates the exchange against Discord's description.
#[cfg(feature = "conformance")]
fn check_conformance(app: &App, call: &Call, status: StatusCode, response: Option<&Value>) {
    if let Some(conformance) = &app.conformance {
        let body = call.logged_body();
        let found = conformance.check(crate::conformance::Exchange {
            method: call.method.as_str(),
            path: call.short_path(),
            query: &call.query,
            body: Some(&body).filter(|body| !body.is_null()),
            status: status.as_u16(),
            response,
        });
        for finding in found {
            app.feed.publish("finding", app.clock.now(), || json!({ "finding": finding }));
        }
    }
}

#[cfg(not(feature = "conformance"))]
fn check_conformance(_: &App, _: &Call, _: StatusCode, _: Option<&Value>) {}

fn publish(app: &App, entry: Option<Value>) {
    if let Some(entry) = entry {
        app.feed.publish("request", app.clock.now(), || json!({ "request": entry }));
    }
}

/// What the middleware reads of a request.
struct Call {
    method: Method,
    path: String,
    query: String,
    route: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    fn log_entry(&self, app: &App) -> Value {
        json!({
            "at": timestamp(app.clock.now()),
            "method": self.method.as_str(),
            "path": self.short_path(),
            "query": self.query,
            "headers": headers_json(&self.headers),
            "body": self.logged_body(),
            "status": null,
            "response": null,
        })
    }

    /// The JSON body, the JSON part of a multipart body, or null.
    fn logged_body(&self) -> Value {
        if let Ok(json) = serde_json::from_slice(&self.body) {
            return json;
        }
        let text = String::from_utf8_lossy(&self.body);
        let part = text.split_once("name=\"payload_json\"").and_then(|(_, rest)| rest.split_once("\r\n\r\n"));
        let json = part.and_then(|(_, rest)| rest.split("\r\n--").next());
        json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or(Value::Null)
    }

    /// The path without `/api/v10`.
    fn short_path(&self) -> &str {
        let path = &self.path;
        ["/api/v10", "/api/v9", "/api"].iter().find_map(|prefix| path.strip_prefix(prefix)).unwrap_or(path)
    }

    /// The major parameter of the rate limit: the channel, guild or webhook.
    fn major(&self) -> &str {
        self.short_path().split('/').nth(2).unwrap_or_default()
    }

    /// Every route needs the bot's token, except those with a secret of their own in the path.
    fn check_token(&self, app: &App) -> Result<(), ApiError> {
        let parts: Vec<_> = self.short_path().trim_matches('/').split('/').collect();
        let open = matches!(parts[..], ["gateway"] | ["interactions", ..] | ["webhooks", _, _, ..]);
        let given = self.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = given.and_then(|given| given.strip_prefix("Bot "));
        let right = token.is_some_and(|token| token == app.world().application.token);
        if open || right { Ok(()) } else { Err(ApiError::unauthorized()) }
    }
}
