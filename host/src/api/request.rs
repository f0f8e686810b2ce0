//! Gives every request an id, a span in the log, its metrics and a timeout.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use plugin_api::{Clock, Problem};
use tracing::Instrument;

use crate::metrics;

/// How long a request may take.
pub(super) const TIMEOUT: Duration = Duration::from_secs(10);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Takes the caller's `x-request-id` or makes one, puts it into the span and the answer, and records the metrics.
pub(super) async fn observe(mut request: Request, next: Next) -> Response {
    let id = request.headers().get(REQUEST_ID).filter(|id| is_usable(id)).cloned().unwrap_or_else(new_id);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!(
        "http",
        request_id = id.to_str().unwrap_or_default(),
        %method,
        path = request.uri().path()
    );
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), ms = took.as_millis(), "answered"));
    metrics::record_http_request(method_label(&method), &route, response.status().as_u16(), took);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Ends a request that takes longer than [`TIMEOUT`] by the program's clock. Its transactions are rolled back.
pub(super) async fn limit_time(State(clock): State<Clock>, request: Request, next: Next) -> Response {
    clock.timeout(TIMEOUT, next.run(request)).await.unwrap_or_else(|| {
        let detail = format!("The request took longer than {} s; try again", TIMEOUT.as_secs());
        Problem::new(StatusCode::GATEWAY_TIMEOUT, "timeout", detail).into_response()
    })
}

/// Whether the caller's id is short and plain enough for our log.
fn is_usable(id: &HeaderValue) -> bool {
    let bytes = id.as_bytes();
    (1..=64).contains(&bytes.len()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
}

fn new_id() -> HeaderValue {
    HeaderValue::try_from(format!("{:032x}", rand::random::<u128>()))
        .expect("hexadecimal digits are fit for a header")
}

/// The method as a label. Clients can make up methods, and the labels must stay few.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
