//! Completing components as Discord does before it shows them.

use serde_json::{Value, json};

use crate::{snowflake::Id, world::Attachment};

/// A message's components: numbered, with Discord's defaults and the files that they show.
pub(super) fn normalise(components: &Value, attachments: &[Attachment]) -> Vec<Value> {
    let mut components = number_components(components);
    for component in &mut components {
        show_files(component, attachments);
    }
    components
}

/// Components with an `id` each: those that have none are numbered from 1, in order. Fields that say nothing get what
/// Discord takes for them.
pub(crate) fn number_components(components: &Value) -> Vec<Value> {
    let mut components = components.as_array().cloned().unwrap_or_default();
    let mut next = 1;
    for component in &mut components {
        number_component(component, &mut next);
    }
    components
}

fn number_component(component: &mut Value, next: &mut u64) {
    if let Some(fields) = component.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    if component["id"].as_u64().is_none_or(|id| id == 0) {
        component["id"] = json!(next);
    }
    *next += 1;
    add_defaults(component);
    if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
        for inner in inner {
            number_component(inner, next);
        }
    }
    for key in ["accessory", "component"] {
        if let Some(inner) = component.get_mut(key).filter(|inner| inner.is_object()) {
            number_component(inner, next);
        }
    }
}

/// What fields are when they are left out. <https://discord.com/developers/docs/components/reference>
fn add_defaults(component: &mut Value) {
    let defaults = match component["type"].as_u64() {
        Some(3 | 5..=8) => json!({ "min_values": 1, "max_values": 1 }),
        Some(11) => json!({ "description": null, "spoiler": false }),
        Some(13) => json!({ "name": null, "size": null, "spoiler": false }),
        Some(14) => json!({ "divider": true, "spacing": 1 }),
        Some(17) => json!({ "accent_color": null, "spoiler": false }),
        _ => return,
    };
    set_missing(component, &defaults);
}

fn set_missing(object: &mut Value, defaults: &Value) {
    for (key, value) in defaults.as_object().into_iter().flatten() {
        if object.get(key).is_none_or(Value::is_null) {
            object[key] = value.clone();
        }
    }
}

/// Resolves the files and pictures of a component and of those inside it.
fn show_files(component: &mut Value, attachments: &[Attachment]) {
    for key in ["media", "file"] {
        if let Some(media) = component.get_mut(key).filter(|media| media.is_object()) {
            unfurl(media, attachments);
        }
    }
    let file = component["file"]["attachment_id"].as_str().and_then(|id| id.parse::<Id>().ok());
    if let Some(attachment) = attachments.iter().find(|attachment| Some(attachment.id) == file) {
        component["name"] = json!(attachment.filename);
        component["size"] = json!(attachment.size);
    }
    for item in component.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten() {
        set_missing(item, &json!({ "description": null, "spoiler": false }));
        show_files(item, attachments);
    }
    for inner in component.get_mut("components").and_then(Value::as_array_mut).into_iter().flatten() {
        show_files(inner, attachments);
    }
    if let Some(accessory) = component.get_mut("accessory") {
        show_files(accessory, attachments);
    }
}

fn unfurl(media: &mut Value, attachments: &[Attachment]) {
    let name = media["url"].as_str().and_then(|url| url.strip_prefix("attachment://"));
    let attachment = attachments.iter().find(|file| Some(file.filename.as_str()) == name);
    if let Some(attachment) = attachment {
        media["url"] = json!(attachment.url);
        media["attachment_id"] = json!(attachment.id);
        media["content_type"] = json!(attachment.content_type);
    }
    // Discord would give an external picture an id of its own.
    media["id"] = json!(attachment.map_or(Id(0), |attachment| attachment.id));
    media["proxy_url"] = media["url"].clone();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_numbered_in_order_and_completed() {
        let sent = json!([{ "type": 17, "components": [
            { "type": 14 },
            { "type": 9, "components": [{ "type": 10, "content": "x" }],
              "accessory": { "type": 11, "media": { "url": "https://example.org/p.png" } } },
        ] }]);
        let shown = json!(normalise(&sent, &[]));
        let at = |place: &str| shown.pointer(place).cloned().unwrap();
        assert_eq!(at("/0/id"), 1);
        assert_eq!(at("/0/spoiler"), false);
        assert_eq!(at("/0/components/0/spacing"), 1);
        assert_eq!(at("/0/components/1/components/0/id"), 4);
        assert_eq!(at("/0/components/1/accessory/id"), 5);
        assert_eq!(at("/0/components/1/accessory/media/proxy_url"), "https://example.org/p.png");
    }
}
