//! Errors of the control API: a status and a sentence.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::ApiError;

/// `{"error": "a sentence"}`.
#[derive(Debug)]
pub(crate) struct ControlError {
    status: StatusCode,
    body: Value,
}

/// What a control handler returns.
pub(crate) type ControlResult<T = Value> = Result<T, ControlError>;

impl ControlError {
    fn new(status: StatusCode, sentence: &str) -> Self {
        Self { status, body: json!({ "error": sentence }) }
    }

    pub(crate) fn bad_request(sentence: impl AsRef<str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, sentence.as_ref())
    }

    pub(crate) fn forbidden(sentence: impl AsRef<str>) -> Self {
        Self::new(StatusCode::FORBIDDEN, sentence.as_ref())
    }

    /// 503: too many listen to events.
    pub(crate) fn too_many_listeners() -> Self {
        let sentence = "too many listen to events already; close a page or end a stream";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, sentence)
    }

    /// 503: the program does not run in the new world.
    pub(crate) fn program_failed(reason: String) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, &reason)
    }

    pub(crate) fn not_found(sentence: impl AsRef<str>) -> Self {
        Self::new(StatusCode::NOT_FOUND, sentence.as_ref())
    }
}

/// A refusal by Discord of what /control did on a user's behalf.
impl From<ApiError> for ControlError {
    fn from(error: ApiError) -> Self {
        let message = error.body["message"].as_str().unwrap_or("refused");
        let sentence = format!("Discord refuses it: {message}");
        Self { status: error.status, body: json!({ "error": sentence, "discord": error.body }) }
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

/// A JSON body; nothing at all reads as `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ControlError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ControlError> {
        let bytes = axum::body::Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|error| ControlError::bad_request(error.to_string()))?;
        let text = if bytes.is_empty() { &b"{}"[..] } else { &bytes[..] };
        let read = serde_json::from_slice(text);
        read.map(Self).map_err(|error| {
            ControlError::bad_request(format!(
                "the body is not what this route takes: {error}; see the README"
            ))
        })
    }
}

/// The query of the address.
pub(crate) struct Parameters<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = ControlError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ControlError> {
        let read = Query::from_request_parts(parts, state).await;
        read.map(|Query(query)| Self(query)).map_err(|error| {
            ControlError::bad_request(format!(
                "the query is not what this route takes: {}; see the README",
                error.body_text()
            ))
        })
    }
}
