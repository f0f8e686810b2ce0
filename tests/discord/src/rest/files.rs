//! The bytes of attachments, where Discord's CDN would have them.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{app::App, snowflake::Id};

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
    let mut response = bytes.clone().into_response();
    let kind = kind.and_then(|kind| HeaderValue::from_str(kind).ok());
    let unknown = HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(CONTENT_TYPE, kind.unwrap_or(unknown));
    response
}
