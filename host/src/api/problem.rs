//! Everything that fails is `application/problem+json`, whoever refused it.

use std::any::Any;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use plugin_api::{Problem, error::reference};

/// The media type of RFC 9457.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// The most of a plain refusal's text that becomes the problem's detail, in bytes.
const LONGEST_DETAIL: usize = 1024;

/// Turns a refusal in plain text (of axum, or of a plugin) into a problem that says the same. Keeps headers such as `Allow`.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !(status.is_client_error() || status.is_server_error()) || kind.starts_with(MEDIA_TYPE) {
        return response;
    }
    let plain = kind.starts_with("text/plain");
    let (mut parts, body) = response.into_parts();
    let text =
        if plain { to_bytes(body, LONGEST_DETAIL).await.unwrap_or_default() } else { Default::default() };
    let problem = of_status(status, String::from_utf8_lossy(&text).trim());
    let (said, body) = problem.into_response().into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(said.headers);
    Response::from_parts(parts, body)
}

fn of_status(status: StatusCode, text: &str) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => return Problem::too_large(),
        StatusCode::INTERNAL_SERVER_ERROR => {
            // What a handler wrote here may be an internal matter.
            let reference = reference();
            tracing::error!(reference, text, "a route failed");
            return internal(reference);
        }
        _ => {}
    }
    let reason = status.canonical_reason().unwrap_or("Failed");
    let code = reason.to_ascii_lowercase().replace([' ', '-', '\''], "_");
    let detail = match (text, status) {
        ("", StatusCode::METHOD_NOT_ALLOWED) => {
            "This route has no such method; the header 'Allow' names those it has"
        }
        ("", _) => reason,
        (text, _) => text,
    };
    Problem::new(status, &code, detail)
}

fn internal(reference: String) -> Problem {
    Problem {
        reference: Some(reference),
        ..Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side")
    }
}

/// A panic ends its request only.
pub(super) fn of_panic(payload: Box<dyn Any + Send>) -> Response<Body> {
    let reference = reference();
    let message = crate::isolate::panic_message(payload.as_ref());
    tracing::error!(reference, message, "a route panicked");
    internal(reference).into_response()
}

/// No such route.
pub(super) async fn unknown_route(uri: Uri) -> Problem {
    let detail = format!("There is no '{}' here; /api/docs lists what there is", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "unknown_route", detail)
}

/// A problem together with a header that its status calls for.
pub(super) fn with_header(problem: Problem, name: header::HeaderName, value: HeaderValue) -> Response {
    ([(name, value)], problem).into_response()
}
