//! What Discord adds to embeds and components before it shows them.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::world::{Attachment, timestamp};

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
    let name = part[key].as_str().and_then(|url| url.strip_prefix("attachment://"));
    let url = attachments.iter().find(|file| Some(file.filename.as_str()) == name).map(|file| &file.url);
    if let Some(url) = url {
        part[key] = json!(url);
    }
    part[format!("proxy_{key}")] = part[key].clone();
}

/// Component types of select menus; one value is chosen from them unless they say otherwise.
const SELECTS: [u64; 5] = [3, 5, 6, 7, 8];

/// Components with an `id` each: those that have none are numbered from 1, in order. Selects get their bounds.
pub(crate) fn number_components(components: &Value) -> Vec<Value> {
    let mut components = components.as_array().cloned().unwrap_or_default();
    let mut next = 1;
    for component in &mut components {
        number(component, &mut next);
    }
    components
}

fn number(component: &mut Value, next: &mut u64) {
    if component["id"].as_u64().is_none_or(|id| id == 0) {
        component["id"] = json!(next);
    }
    *next += 1;
    if component["type"].as_u64().is_some_and(|kind| SELECTS.contains(&kind)) {
        for bound in ["min_values", "max_values"] {
            if !component[bound].is_u64() {
                component[bound] = json!(1);
            }
        }
    }
    if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
        for inner in inner {
            number(inner, next);
        }
    }
    for key in ["accessory", "component"] {
        if let Some(inner) = component.get_mut(key).filter(|inner| inner.is_object()) {
            number(inner, next);
        }
    }
}
