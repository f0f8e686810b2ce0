//! Makes every failure `application/problem+json`, whether the host, axum or a plugin refused the request.

use std::any::Any;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use plugin_api::{Problem, error::new_reference};

/// The media type of RFC 9457.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// How many bytes of a plain text become the problem's detail at most.
const MAX_DETAIL_BYTES: usize = 1024;

/// Converts a failure in plain text (of axum, or of a plugin) into a problem with the same text. Keeps headers such as `Allow`.
pub(super) async fn convert_to_problem(request: Request, next: Next) -> Response {
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
        if plain { to_bytes(body, MAX_DETAIL_BYTES).await.unwrap_or_default() } else { Default::default() };
    let problem = from_status(status, String::from_utf8_lossy(&text).trim());
    let (head, body) = problem.into_response().into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(head.headers);
    Response::from_parts(parts, body)
}

fn from_status(status: StatusCode, text: &str) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => return Problem::too_large(),
        StatusCode::INTERNAL_SERVER_ERROR => {
            // The text may contain internals, so only the log gets it.
            let reference = new_reference();
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

/// Answers a request whose handler panicked.
pub(super) fn handle_panic(payload: Box<dyn Any + Send>) -> Response<Body> {
    let reference = new_reference();
    let message = crate::isolate::panic_message(payload.as_ref());
    tracing::error!(reference, message, "a route panicked");
    internal(reference).into_response()
}

/// Answers a request to a route that does not exist.
pub(super) async fn unknown_route(uri: Uri) -> Problem {
    let detail = format!("There is no '{}' here; /api/docs lists what there is", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "unknown_route", detail)
}

/// Adds a header that the problem's status requires.
pub(super) fn with_header(problem: Problem, name: header::HeaderName, value: HeaderValue) -> Response {
    ([(name, value)], problem).into_response()
}
