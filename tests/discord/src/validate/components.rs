//! Limits of message components. <https://discord.com/developers/docs/components/reference>

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::form::{Form, present};

/// Set on a message whose components are its whole content.
pub(crate) const IS_COMPONENTS_V2: u64 = 1 << 15;

pub(crate) const ACTION_ROW: i64 = 1;
pub(crate) const BUTTON: i64 = 2;
pub(crate) const STRING_SELECT: i64 = 3;
pub(crate) const TEXT_INPUT: i64 = 4;
/// User, role, mentionable and channel selects.
pub(crate) const ENTITY_SELECTS: [i64; 4] = [5, 6, 7, 8];
pub(crate) const SECTION: i64 = 9;
pub(crate) const TEXT_DISPLAY: i64 = 10;
const THUMBNAIL: i64 = 11;
const MEDIA_GALLERY: i64 = 12;
const FILE: i64 = 13;
const SEPARATOR: i64 = 14;
const CONTAINER: i64 = 17;
pub(crate) const LABEL: i64 = 18;
pub(crate) const FILE_UPLOAD: i64 = 19;
/// Radio group, checkbox group, checkbox.
pub(crate) const CHOICES: [i64; 3] = [21, 22, 23];

const LINK: i64 = 5;
const PREMIUM: i64 = 6;
const INVALID_HERE: (&str, &str) =
    ("COMPONENT_TYPE_INVALID", "The specified component type is invalid in this context");

/// What one message's components use of its limits: custom ids, their number and their text.
#[derive(Default)]
pub(crate) struct Usage {
    custom_ids: HashSet<String>,
    count: usize,
    text: usize,
}

/// Reads `components` of a message with these `flags`.
pub(crate) fn read_components(form: &mut Form, message: &Map<String, Value>, flags: u64) {
    let mut used = Usage::default();
    let (allowed, rows): (&[i64], _) = if flags & IS_COMPONENTS_V2 == 0 {
        (&[ACTION_ROW], 5)
    } else {
        (&[ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER], 40)
    };
    form.list(message, "components", 0..=rows, |form, value| read_component(form, value, allowed, &mut used));
    if used.count > 40 {
        form.error_at(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS",
            "The maximum number of components is 40",
        );
    }
    if used.text > 4000 {
        let message = "The total displayable text of components exceeds 4000 characters";
        form.error_at("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
    }
}

/// Reads one component, which must be of an `allowed` type.
fn read_component(form: &mut Form, value: &Value, allowed: &[i64], used: &mut Usage) {
    let Some(object) = form.object(value) else { return };
    let Some(kind) = read_kind(form, object, allowed) else { return };
    used.count += 1;
    form.integer(object, "id", 0..=i64::from(i32::MAX));
    match kind {
        ACTION_ROW => read_action_row(form, object, used),
        BUTTON => read_button(form, object, used),
        SECTION => read_section(form, object, used),
        TEXT_DISPLAY => {
            let text = form.required_text(object, "content", 1..=4000);
            used.text += text.map_or(0, |text| text.chars().count());
        }
        THUMBNAIL => read_media(form, object, "media"),
        MEDIA_GALLERY => {
            form.list(object, "items", 1..=10, |form, item| {
                let Some(item) = form.object(item) else { return };
                read_media(form, item, "media");
                form.text(item, "description", 0..=1024);
            });
        }
        FILE => read_media(form, object, "file"),
        SEPARATOR => {
            form.boolean(object, "divider");
            form.one_of(object, "spacing", &[1, 2]);
        }
        CONTAINER => {
            let inside = [ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR];
            form.list(object, "components", 1..=40, |form, value| read_component(form, value, &inside, used));
        }
        _ => read_select(form, object, kind, used),
    }
}

/// The component's type if it is one of `allowed`; else an error.
pub(crate) fn read_kind(form: &mut Form, object: &Map<String, Value>, allowed: &[i64]) -> Option<i64> {
    if present(object, "type").is_none() {
        form.required("type");
    }
    let kind = form.integer(object, "type", 1..=99)?;
    if !allowed.contains(&kind) {
        form.error_at("type", INVALID_HERE.0, INVALID_HERE.1);
        return None;
    }
    Some(kind)
}

/// A row holds one to five buttons, or one select.
fn read_action_row(form: &mut Form, row: &Map<String, Value>, used: &mut Usage) {
    if present(row, "components").is_none() {
        form.required("components");
    }
    let mut width = 0;
    form.list(row, "components", 1..=5, |form, value| {
        let is_button = value["type"].as_i64() == Some(BUTTON);
        width += if is_button { 1 } else { 5 };
        if width > 5 && width - if is_button { 1 } else { 5 } <= 5 {
            let message = "The specified component exceeds the maximum width";
            form.error("COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
        }
        read_component(form, value, &[BUTTON, STRING_SELECT, 5, 6, 7, 8], used);
    });
}

fn read_section(form: &mut Form, section: &Map<String, Value>, used: &mut Usage) {
    form.list(section, "components", 1..=3, |form, value| read_component(form, value, &[TEXT_DISPLAY], used));
    match present(section, "accessory") {
        Some(value) => form.at("accessory", |form| read_component(form, value, &[BUTTON, THUMBNAIL], used)),
        None => form.required("accessory"),
    }
}

fn read_media(form: &mut Form, object: &Map<String, Value>, key: &str) {
    match present(object, key).and_then(Value::as_object) {
        Some(item) => form.at(key, |form| form.url(item, "url", 2048, &["http", "https", "attachment"])),
        None => form.required(key),
    }
}

fn read_button(form: &mut Form, button: &Map<String, Value>, used: &mut Usage) {
    if present(button, "style").is_none() {
        form.required("style");
    }
    let Some(style) = form.one_of(button, "style", &[1, 2, 3, 4, LINK, PREMIUM]) else { return };
    let label = form.text(button, "label", 0..=80);
    form.boolean(button, "disabled");
    if style == PREMIUM {
        return form.required_snowflake(button, "sku_id");
    }
    if style == LINK {
        if present(button, "url").is_none() {
            form.required("url");
        }
        form.url(button, "url", 512, &["http", "https", "discord"]);
        if present(button, "custom_id").is_some() {
            let message = "A custom id and url cannot both be specified";
            form.error("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message);
        }
    } else {
        read_custom_id(form, button, used);
    }
    if label.is_none_or(str::is_empty) && present(button, "emoji").is_none() {
        form.error("BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji");
    }
}

/// Reads a select of a message or a modal.
pub(crate) fn read_select(form: &mut Form, select: &Map<String, Value>, kind: i64, used: &mut Usage) {
    read_custom_id(form, select, used);
    form.text(select, "placeholder", 0..=150);
    form.boolean(select, "disabled");
    let min = form.integer(select, "min_values", 0..=25).unwrap_or(1);
    let max = form.integer(select, "max_values", 1..=25).unwrap_or(1);
    if min > max {
        let message = "The minimum number of values exceeds the maximum";
        form.error_at("min_values", "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX", message);
    }
    if kind == STRING_SELECT {
        if present(select, "options").is_none() {
            form.required("options");
        }
        let count = read_options(form, select);
        if present(select, "max_values").is_some() && max as usize > count && count > 0 {
            let message = format!("int value should be less than or equal to {count}.");
            form.error_at("max_values", "NUMBER_TYPE_MAX", &message);
        }
    } else {
        form.list(select, "default_values", 0..=25, |_, _| ());
    }
}

fn read_options(form: &mut Form, select: &Map<String, Value>) -> usize {
    let mut values = HashSet::new();
    form.list(select, "options", 1..=25, |form, value| {
        let Some(option) = form.object(value) else { return };
        form.required_text(option, "label", 1..=100);
        form.text(option, "description", 0..=100);
        form.boolean(option, "default");
        let value = form.required_text(option, "value", 1..=100);
        if value.is_some_and(|value| !values.insert(value.to_owned())) {
            let message = "The specified option value is already used";
            form.error_at("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    })
}

/// Reads the custom id: 1 to 100 characters, unique in its message or modal.
pub(crate) fn read_custom_id(form: &mut Form, object: &Map<String, Value>, used: &mut Usage) {
    let Some(id) = form.required_text(object, "custom_id", 1..=100) else { return };
    if !used.custom_ids.insert(id.to_owned()) {
        let message = "Component custom id cannot be duplicated";
        form.error_at("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message);
    }
}
