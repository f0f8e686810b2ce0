//! The options of a command. <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-structure>

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::localisation::{NameRule, read_descriptions, read_names};
use crate::validate::form::{Form, present, whole_number};

const SUB_COMMAND: i64 = 1;
const SUB_COMMAND_GROUP: i64 = 2;
const STRING: i64 = 3;
const INTEGER: i64 = 4;
const CHANNEL: i64 = 7;
const NUMBER: i64 = 10;
/// The largest whole number that a JavaScript client represents exactly.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// What the options belong to; it decides what may be nested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent {
    Command,
    Group,
    SubCommand,
}

/// Reads `options` of a command, group or subcommand; returns their size in characters (names, descriptions, values).
pub(crate) fn read_options(form: &mut Form, object: &Map<String, Value>, parent: Parent) -> usize {
    let (mut size, mut seen) = (0, HashSet::new());
    let (mut optional_before, mut kinds) = (false, (false, false));
    form.list(object, "options", 0..=25, |form, value| {
        let Some(option) = form.object(value) else { return };
        let kind = read_kind(form, option, parent);
        size += read_names(form, option, NameRule::Strict) + read_descriptions(form, option);
        if option.get("name").and_then(Value::as_str).is_some_and(|name| !seen.insert(name.to_owned())) {
            form.error_at(
                "name",
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        let Some(kind) = kind else { return };
        let nested = kind <= SUB_COMMAND_GROUP;
        kinds = (kinds.0 || nested, kinds.1 || !nested);
        if nested {
            let inside = if kind == SUB_COMMAND { Parent::SubCommand } else { Parent::Group };
            size += read_options(form, option, inside);
            return;
        }
        let required = form.boolean(option, "required") == Some(true);
        if required && optional_before {
            let message = "Required options must be placed before non-required options";
            form.error("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional_before |= !required;
        size += read_value_rules(form, option, kind);
    });
    if kinds == (true, true) {
        let message =
            "Sub-command and sub-command group option types are mutually exclusive to all other types";
        form.error_at("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    size
}

fn read_kind(form: &mut Form, option: &Map<String, Value>, parent: Parent) -> Option<i64> {
    if present(option, "type").is_none() {
        form.required("type");
        return None;
    }
    let allowed = match parent {
        Parent::Command => 1..=11,
        Parent::Group => 1..=1,
        Parent::SubCommand => 3..=11,
    };
    form.one_of(option, "type", &allowed.collect::<Vec<_>>())
}

/// Choices, autocomplete and bounds, each only if its type has it. Returns the size of the choices.
fn read_value_rules(form: &mut Form, option: &Map<String, Value>, kind: i64) -> usize {
    let takes_choices = matches!(kind, STRING | INTEGER | NUMBER);
    let autocomplete = form.boolean(option, "autocomplete") == Some(true);
    let count = present(option, "choices").and_then(Value::as_array).map_or(0, Vec::len);
    if !takes_choices && (autocomplete || count > 0) {
        let (key, what) =
            if autocomplete { ("autocomplete", "Autocomplete") } else { ("choices", "Choices") };
        let message = format!("{what} can only be specified for string, integer and number options");
        form.error_at(key, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", &message);
        return 0;
    }
    if autocomplete && count > 0 {
        let message = "Autocomplete options cannot have choices";
        form.error_at("choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE", message);
    }
    read_bounds(form, option, kind);
    if kind == CHANNEL {
        read_channel_types(form, option);
    }
    read_choices(form, option, kind)
}

/// `min_value` and `max_value` are for numbers, `min_length` and `max_length` for texts.
fn read_bounds(form: &mut Form, option: &Map<String, Value>, kind: i64) {
    let numeric = matches!(kind, INTEGER | NUMBER);
    for (key, fits) in [
        ("min_value", numeric),
        ("max_value", numeric),
        ("min_length", kind == STRING),
        ("max_length", kind == STRING),
    ] {
        if present(option, key).is_some() && !fits {
            let message = "This field cannot be specified for this option type";
            form.error_at(key, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
        }
    }
    let pair = if kind == STRING {
        let min = form.integer(option, "min_length", 0..=6000);
        let max = form.integer(option, "max_length", 1..=6000);
        min.zip(max).map(|(min, max)| (min as f64, max as f64))
    } else if numeric {
        let min = read_number(form, option, "min_value", kind);
        min.zip(read_number(form, option, "max_value", kind))
    } else {
        None
    };
    if pair.is_some_and(|(min, max)| min > max) {
        let message = "The minimum value must be less than or equal to the maximum value";
        form.error("APPLICATION_COMMAND_OPTIONS_MIN_MAX_INVALID", message);
    }
}

fn read_number(form: &mut Form, option: &Map<String, Value>, key: &str, kind: i64) -> Option<f64> {
    let value = present(option, key)?;
    form.at(key, |form| read_number_here(form, value, kind))
}

/// A number of the option's type within what clients represent exactly.
fn read_number_here(form: &mut Form, value: &Value, kind: i64) -> Option<f64> {
    let is_whole = kind != INTEGER || whole_number(value).is_some();
    let Some(number) = value.as_f64().filter(|_| is_whole) else {
        let name = if kind == INTEGER { "int" } else { "float" };
        form.error("NUMBER_TYPE_COERCE", &format!("Value \"{value}\" is not {name}."));
        return None;
    };
    if number.abs() > MAX_SAFE {
        let (code, side) =
            if number > 0.0 { ("NUMBER_TYPE_MAX", "less") } else { ("NUMBER_TYPE_MIN", "greater") };
        let limit = if number > 0.0 { MAX_SAFE } else { -MAX_SAFE };
        form.error(code, &format!("int value should be {side} than or equal to {limit}."));
    }
    Some(number)
}

fn read_channel_types(form: &mut Form, option: &Map<String, Value>) {
    form.list(option, "channel_types", 0..=16, |form, value| {
        if !value.as_i64().is_some_and(|kind| matches!(kind, 0..=5 | 10..=16)) {
            let message = "Value must be one of {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16}.";
            form.error("BASE_TYPE_CHOICES", message);
        }
    });
}

fn read_choices(form: &mut Form, option: &Map<String, Value>, kind: i64) -> usize {
    let (mut size, mut seen) = (0, HashSet::new());
    form.list(option, "choices", 0..=25, |form, value| {
        let Some(choice) = form.object(value) else { return };
        size += read_names(form, choice, NameRule::Free(100));
        if choice.get("name").and_then(Value::as_str).is_some_and(|name| !seen.insert(name.to_owned())) {
            let message = "Choice name already exists";
            form.error_at("name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message);
        }
        size += read_choice_value(form, choice, kind);
    });
    size
}

fn read_choice_value(form: &mut Form, choice: &Map<String, Value>, kind: i64) -> usize {
    let Some(value) = present(choice, "value") else {
        form.required("value");
        return 0;
    };
    form.at("value", |form| match kind {
        STRING => form.text_here(value, 0..=100).map_or(0, |text| text.chars().count()),
        _ => read_number_here(form, value, kind).map_or(0, |_| value.to_string().len()),
    })
}
