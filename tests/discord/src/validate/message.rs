//! Limits of messages. <https://discord.com/developers/docs/resources/message#create-message>

use serde_json::{Map, Value};

use super::{
    components::{IS_COMPONENTS_V2, read_components},
    embed::read_embeds,
    form::{Form, present},
};
use crate::error::{ApiError, ApiResult};

/// Checks the fields that sending, editing and answering have in common. `flags` are those the message will have:
/// with components of version 2 there is neither content nor embed.
pub(crate) fn read_fields(form: &mut Form, message: &Map<String, Value>, flags: u64) {
    form.text(message, "content", 0..=2000);
    read_embeds(form, message);
    read_components(form, message, flags);
    form.list(message, "attachments", 0..=10, |form, value| {
        let Some(attachment) = form.object(value) else { return };
        form.text(attachment, "description", 0..=1024);
        form.text(attachment, "filename", 0..=1024);
    });
    form.boolean(message, "tts");
    read_allowed_mentions(form, message);
    if flags & IS_COMPONENTS_V2 != 0 {
        for key in ["content", "embeds"] {
            let filled =
                present(message, key).is_some_and(|value| *value != "" && *value != Value::Array(vec![]));
            if filled {
                let text = "The 'content', 'embeds', 'stickers', and 'poll' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2";
                form.error_at(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text);
            }
        }
    }
    // Refused, so that it is not dropped silently.
    for key in ["poll", "sticker_ids"] {
        if present(message, key).is_some_and(|value| *value != Value::Array(vec![])) {
            form.error_at(key, "NOT_EMULATED", "The emulator has no polls and no stickers.");
        }
    }
}

/// Checks a new message; `files` says how many were uploaded with it.
pub(crate) fn create(message: &Map<String, Value>, files: usize) -> ApiResult<()> {
    let mut form = Form::default();
    read_fields(&mut form, message, flags(message));
    read_nonce(&mut form, message);
    form.finish()?;
    if is_empty(message) && files == 0 { Err(empty_message()) } else { Ok(()) }
}

/// Checks the change of a message that has `flags`; `merged` is what it would become.
pub(crate) fn edit(change: &Map<String, Value>, flags: u64, merged: &Map<String, Value>) -> ApiResult<()> {
    let mut form = Form::default();
    read_fields(&mut form, change, flags);
    form.finish()?;
    if is_empty(merged) { Err(empty_message()) } else { Ok(()) }
}

/// Checks the message in the data of an interaction callback.
pub(crate) fn callback(data: &Map<String, Value>, files: usize, may_be_empty: bool) -> ApiResult<()> {
    let mut form = Form::default();
    form.at("data", |form| read_fields(form, data, flags(data)));
    form.finish()?;
    if is_empty(data) && files == 0 && !may_be_empty { Err(empty_message()) } else { Ok(()) }
}

/// 50006: the message is empty.
fn empty_message() -> ApiError {
    ApiError::bad_request(50006, "Cannot send an empty message")
}

/// The flags field, 0 when absent.
pub(crate) fn flags(message: &Map<String, Value>) -> u64 {
    message.get("flags").and_then(Value::as_u64).unwrap_or(0)
}

/// Whether nothing would be shown: blank content and no embed, component, attachment or forward.
fn is_empty(message: &Map<String, Value>) -> bool {
    let blank = present(message, "content").and_then(Value::as_str).is_none_or(|text| text.trim().is_empty());
    let lists = ["embeds", "components", "attachments"];
    let none =
        lists.iter().all(|key| present(message, key).and_then(Value::as_array).is_none_or(Vec::is_empty));
    let forward = message.get("message_reference").is_some_and(|reference| reference["type"] == 1);
    blank && none && !forward
}

/// A nonce is a number or up to 25 characters; enforcing one needs one.
fn read_nonce(form: &mut Form, message: &Map<String, Value>) {
    let nonce = present(message, "nonce");
    if nonce.is_some_and(|nonce| !nonce.is_i64() && !nonce.is_u64()) {
        form.text(message, "nonce", 0..=25);
    }
    form.boolean(message, "enforce_nonce");
}

/// `parse` may not name a kind whose ids are listed too.
fn read_allowed_mentions(form: &mut Form, message: &Map<String, Value>) {
    let Some(value) = present(message, "allowed_mentions") else { return };
    form.at("allowed_mentions", |form| {
        let Some(object) = form.object(value) else { return };
        let mut parsed = Vec::new();
        form.list(object, "parse", 0..=3, |form, value| match value.as_str() {
            Some(kind @ ("users" | "roles" | "everyone")) => parsed.push(kind.to_owned()),
            _ => {
                let text = "Value must be one of {'users', 'roles', 'everyone'}.";
                form.error("BASE_TYPE_CHOICES", text);
            }
        });
        for kind in ["users", "roles"] {
            let listed = form.list(object, kind, 0..=100, |form, value| {
                form.snowflake_here(value);
            });
            if listed > 0 && parsed.iter().any(|one| one == kind) {
                let text = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
                form.error("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", &text);
            }
        }
    });
}
