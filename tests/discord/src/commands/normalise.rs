//! Filling in what a registered command leaves to Discord.

use serde_json::{Value, json};

use crate::{permissions::Permissions, validate::form::whole_number};

/// The option type of whole numbers.
const INTEGER: u64 = 4;

/// What is null is left out, and bounds and choices of whole numbers become whole_number, however they were written.
fn normalise_option(option: &mut Value) {
    if let Some(fields) = option.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    option.get_mut("options").and_then(Value::as_array_mut).into_iter().flatten().for_each(normalise_option);
    if option["type"] != INTEGER {
        return;
    }
    for choice in option.get_mut("choices").and_then(Value::as_array_mut).into_iter().flatten() {
        round(choice, "value");
    }
    round(option, "min_value");
    round(option, "max_value");
}

fn round(object: &mut Value, key: &str) {
    if let Some(number) = object.get(key).and_then(whole_number) {
        object[key] = json!(number);
    }
}

/// Fills in Discord's defaults: type, nulls, contexts of a global command, and every option's `required`.
pub(crate) fn normalise(mut written: Value, global: bool) -> Value {
    let Some(fields) = written.as_object_mut() else { return written };
    for key in ["id", "application_id", "version", "guild_id"] {
        fields.remove(key);
    }
    if fields.get("options").is_none_or(Value::is_null) {
        fields.remove("options");
    }
    if let Some(options) = fields.get_mut("options").and_then(Value::as_array_mut) {
        options.iter_mut().for_each(normalise_option);
    }
    let defaults = [
        ("type", json!(1)),
        ("description", json!("")),
        ("name_localizations", Value::Null),
        ("description_localizations", Value::Null),
        ("default_member_permissions", Value::Null),
        ("nsfw", json!(false)),
        ("integration_types", json!([0])),
        ("contexts", Value::Null),
    ];
    for (key, default) in defaults {
        let value = fields.entry(key).or_insert(default.clone());
        if value.is_null() {
            *value = default;
        }
    }
    if let Some(bits) = Permissions::from_json(&fields["default_member_permissions"]) {
        fields.insert("default_member_permissions".to_owned(), json!(bits.to_decimal()));
    }
    if global {
        fields.entry("dm_permission").or_insert(json!(true));
    }
    written
}
