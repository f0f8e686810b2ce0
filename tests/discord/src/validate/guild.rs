//! Limits of channels, threads, roles, webhooks and members.

use serde_json::{Map, Value};

use super::form::{Form, present};
use crate::{error::ApiResult, json::read_id, snowflake::Id};

/// Channel types that a guild's channel list may be asked to create: text, voice, category, announcement, stage,
/// directory, forum, media.
const CREATABLE: [i64; 8] = [0, 2, 4, 5, 13, 14, 15, 16];

/// Checks a channel to be created (`creating`) or changed.
pub(crate) fn channel(body: &Map<String, Value>, creating: bool) -> ApiResult<()> {
    let mut form = Form::default();
    if creating {
        form.required_text(body, "name", 1..=100);
        form.one_of(body, "type", &CREATABLE);
    } else {
        form.text(body, "name", 1..=100);
    }
    let forum = matches!(body.get("type").and_then(Value::as_i64), Some(15 | 16));
    form.text(body, "topic", 0..=if forum { 4096 } else { 1024 });
    form.boolean(body, "nsfw");
    form.integer(body, "position", 0..=i64::from(i32::MAX));
    form.integer(body, "rate_limit_per_user", 0..=21_600);
    form.integer(body, "bitrate", 8000..=384_000);
    form.integer(body, "user_limit", 0..=99);
    form.one_of(body, "auto_archive_duration", &[60, 1440, 4320, 10_080]);
    form.one_of(body, "default_auto_archive_duration", &[60, 1440, 4320, 10_080]);
    form.boolean(body, "archived");
    form.boolean(body, "locked");
    form.list(body, "permission_overwrites", 0..=100, |form, value| {
        if let Some(overwrite) = form.object(value) {
            match present(overwrite, "id") {
                Some(id) => form.at("id", |form| form.snowflake_here(id)),
                None => form.required("id"),
            }
            read_overwrite_fields(form, overwrite);
        }
    });
    form.finish()
}

/// Checks the overwrite in the body of `PUT /channels/{id}/permissions/{id}`.
pub(crate) fn overwrite(body: &Map<String, Value>) -> ApiResult<()> {
    let mut form = Form::default();
    if present(body, "type").is_none() {
        form.required("type");
    }
    read_overwrite_fields(&mut form, body);
    form.finish()
}

fn read_overwrite_fields(form: &mut Form, overwrite: &Map<String, Value>) {
    form.one_of(overwrite, "type", &[0, 1]);
    form.integer(overwrite, "allow", 0..=i64::MAX);
    form.integer(overwrite, "deny", 0..=i64::MAX);
}

/// Checks a role to be created or changed.
pub(crate) fn role(body: &Map<String, Value>) -> ApiResult<()> {
    let mut form = Form::default();
    form.text(body, "name", 0..=100);
    form.integer(body, "color", 0..=0xff_ffff);
    form.integer(body, "permissions", 0..=i64::MAX);
    form.boolean(body, "hoist");
    form.boolean(body, "mentionable");
    form.finish()
}

/// Reads the new positions of roles; entries without a position change nothing.
pub(crate) fn role_positions(body: &Value) -> ApiResult<Vec<(Id, i64)>> {
    let mut form = Form::default();
    let mut moved = Vec::new();
    for (index, entry) in body.as_array().into_iter().flatten().enumerate() {
        form.at(index, |form| {
            let Some(entry) = form.object(entry) else { return };
            form.required_snowflake(entry, "id");
            let position = form.integer(entry, "position", 0..=i64::from(i32::MAX));
            moved.extend(present(entry, "id").and_then(read_id).zip(position));
        });
    }
    form.finish().map(|()| moved)
}

/// Checks a thread to be started; a forum post also needs its `message`.
pub(crate) fn thread(body: &Map<String, Value>, forum: bool) -> ApiResult<()> {
    let mut form = Form::default();
    form.required_text(body, "name", 1..=100);
    form.one_of(body, "auto_archive_duration", &[60, 1440, 4320, 10_080]);
    form.integer(body, "rate_limit_per_user", 0..=21_600);
    form.boolean(body, "invitable");
    if forum && present(body, "message").is_none() {
        form.required("message");
    } else if !forum {
        form.one_of(body, "type", &[10, 11, 12]);
    }
    form.finish()
}

/// Checks a webhook to be created (`creating`) or changed: its name may not contain Discord's.
pub(crate) fn webhook(body: &Map<String, Value>, creating: bool) -> ApiResult<()> {
    let mut form = Form::default();
    let name =
        if creating { form.required_text(body, "name", 1..=80) } else { form.text(body, "name", 1..=80) };
    check_webhook_name(&mut form, "name", name);
    form.finish()
}

/// Checks the name that one webhook message shows.
pub(crate) fn webhook_username(body: &Map<String, Value>) -> ApiResult<()> {
    let mut form = Form::default();
    let name = form.text(body, "username", 1..=80);
    check_webhook_name(&mut form, "username", name);
    form.finish()
}

fn check_webhook_name(form: &mut Form, key: &str, name: Option<&str>) {
    let lower = name.map(str::to_lowercase).unwrap_or_default();
    for word in ["discord", "clyde"] {
        if lower.contains(word) {
            let message = format!("Username cannot contain \"{word}\"");
            form.error_at(key, "USERNAME_INVALID_CONTAINS", &message);
        }
    }
}

/// Checks a change of a member: nick, roles, time-out of at most 28 days from `now`.
pub(crate) fn member(body: &Map<String, Value>, now: chrono::DateTime<chrono::Utc>) -> ApiResult<()> {
    let mut form = Form::default();
    form.text(body, "nick", 0..=32);
    form.boolean(body, "mute");
    form.boolean(body, "deaf");
    form.list(body, "roles", 0..=250, |form, value| {
        form.snowflake_here(value);
    });
    if let Some(until) = form.text(body, "communication_disabled_until", 0..=64) {
        match chrono::DateTime::parse_from_rfc3339(until) {
            Err(_) => {
                let message = format!("Could not parse {until}. Should be ISO8601.");
                form.error_at("communication_disabled_until", "DATETIME_TYPE_PARSE", &message);
            }
            Ok(until) if until.to_utc() > now + chrono::TimeDelta::days(28) => {
                let message = "Timeout cannot be longer than 28 days.";
                form.error_at(
                    "communication_disabled_until",
                    "INVALID_COMMUNICATION_DISABLED_TIMESTAMP",
                    message,
                );
            }
            Ok(_) => {}
        }
    }
    form.finish()
}
