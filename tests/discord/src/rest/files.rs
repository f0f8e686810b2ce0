//! The bytes of attachments, as Discord's CDN serves them.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{app::App, snowflake::Id};

/// An uploaded file runs no script with the page's origin, whatever it holds.
const POLICY: &str =
    "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'";

/// `/attachments/...`, at the root of the emulator's address. No token is needed, as on the CDN.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/attachments/{channel_id}/{attachment_id}/{filename}", get(download))
}

async fn download(State(app): State<Arc<App>>, Path((channel, id, _)): Path<(Id, Id, String)>) -> Response {
    let world = app.world();
    let Some(bytes) = world.files.get(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let messages = world.messages.get(&channel).into_iter().flat_map(std::collections::BTreeMap::values);
    let mut attachments = messages.flat_map(|message| &message.attachments);
    let kind = attachments.find(|attachment| attachment.id == id).and_then(|one| one.content_type.as_deref());
    let disposition = if kind.is_some_and(is_passive) { "inline" } else { "attachment" };
    let mut response = bytes.clone().into_response();
    let kind = kind.and_then(|kind| HeaderValue::from_str(kind).ok());
    let unknown = HeaderValue::from_static("application/octet-stream");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind.unwrap_or(unknown));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Whether a browser only shows this type, and may do so in a tab; everything else (HTML, SVG) it saves. An `<img>`
/// shows an SVG all the same.
fn is_passive(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let shown = ["image/", "audio/", "video/"].iter().any(|family| kind.starts_with(family));
    (shown && kind != "image/svg+xml") || kind == "text/plain"
}
