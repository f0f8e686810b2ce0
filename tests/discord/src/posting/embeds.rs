//! Completing embeds as Discord does before it shows them.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::{json::timestamp, world::Attachment};

/// Embeds with their type, whole timestamps, and `attachment://` addresses resolved.
pub(super) fn normalise(embeds: &Value, attachments: &[Attachment]) -> Vec<Value> {
    let mut embeds = embeds.as_array().cloned().unwrap_or_default();
    for embed in &mut embeds {
        if let Some(fields) = embed.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
            fields.insert("type".to_owned(), json!("rich"));
        }
        let instant = embed["timestamp"].as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        if let Some(instant) = instant {
            embed["timestamp"] = json!(timestamp(instant.to_utc()));
        }
        if let Some(fields) = embed.get_mut("fields").and_then(Value::as_array_mut) {
            for field in fields {
                field["inline"] = json!(field["inline"].as_bool().unwrap_or(false));
            }
        }
        for (part, key) in
            [("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url")]
        {
            if let Some(part) = embed.get_mut(part).filter(|part| part[key].is_string()) {
                resolve(part, key, attachments);
            }
        }
    }
    embeds
}

fn resolve(part: &mut Value, key: &str, attachments: &[Attachment]) {
    if let Some(fields) = part.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    let name = part[key].as_str().and_then(|url| url.strip_prefix("attachment://"));
    let url = attachments.iter().find(|file| Some(file.filename.as_str()) == name).map(|file| &file.url);
    if let Some(url) = url {
        part[key] = json!(url);
    }
    part[format!("proxy_{key}")] = part[key].clone();
}
