//! Checks that need more than the request's JSON: uploaded files, and the message that an edit results in.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::{
    error::{ApiError, ApiResult},
    payload::Payload,
    validate,
    world::{Message, message_flag},
};

/// The largest file without boosts, in bytes.
const FILE_LIMIT: usize = 10 << 20;

/// Checks that no file is larger than a guild without boosts allows.
pub(crate) fn check_files(body: &Payload) -> ApiResult<()> {
    if body.files.iter().any(|file| file.bytes.len() > FILE_LIMIT) {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Err(ApiError::new(status, 40005, "Request entity too large"));
    }
    Ok(())
}

/// Checks an edit of a message against the message that would result.
pub(crate) fn check_edit(message: &Message, body: &Payload) -> ApiResult<()> {
    check_files(body)?;
    let flags = message.flags | (validate::message::flags(&body.json) & message_flag::IS_COMPONENTS_V2);
    validate::message::edit(&body.json, flags, &merged(message, body))
}

fn merged(message: &Message, body: &Payload) -> Map<String, Value> {
    let mut merged = match message.own_json() {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    merged.remove("message_reference");
    merged.extend(body.json.clone());
    if !body.files.is_empty() {
        merged.insert("attachments".to_owned(), json!([{ "id": 0 }]));
    }
    merged
}
