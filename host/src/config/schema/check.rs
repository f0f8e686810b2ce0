//! Checks the file against a schema before it is parsed to a plugin's type, so that every fault is found at its place.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Node, display_value};
use crate::config::nearest;

/// Something that the schema does not allow.
#[derive(Clone, Debug)]
pub(in crate::config) struct Fault {
    /// The key, with dots between names.
    pub(in crate::config) key: String,
    /// The text at fault.
    pub(in crate::config) span: Range<usize>,
    /// What is wrong.
    pub(in crate::config) title: String,
    /// What is allowed.
    pub(in crate::config) allowed: String,
    /// The nearest valid name.
    pub(in crate::config) help: Option<String>,
}

/// Collects everything in a table that its schema does not allow.
pub(in crate::config) fn check(node: Node<'_>, table: &DeTable<'_>, faults: &mut Vec<Fault>) {
    check_table(node, table, "", faults);
}

fn check_table(node: Node<'_>, table: &DeTable<'_>, path: &str, faults: &mut Vec<Fault>) {
    for (name, value) in table {
        let key =
            if path.is_empty() { name.get_ref().to_string() } else { format!("{path}.{}", name.get_ref()) };
        if let Some(expected) = node.named(name.get_ref()) {
            check_value(expected, value, &key, faults);
        } else if node.at.get("properties").is_some() {
            let names = || node.properties().map(|(name, _)| name);
            faults.push(Fault {
                title: format!("there is no setting `{key}`"),
                span: name.span(),
                allowed: format!("the settings here are {}", nearest::join_names(names())),
                help: nearest::did_you_mean(name.get_ref(), names()),
                key,
            });
        }
    }
}

fn check_value(node: Node<'_>, value: &Spanned<DeValue<'_>>, key: &str, faults: &mut Vec<Fault>) {
    if let Some(choices) = node.choices() {
        if !choices.iter().any(|choice| equals(choice, value.get_ref())) {
            let written = value.get_ref().as_str().unwrap_or_default();
            let names: Vec<_> = choices.iter().map(|choice| display_value(choice)).collect();
            let help = nearest::did_you_mean(written, names.iter().map(String::as_str));
            faults.push(Fault { help, ..fault(node, value, key) });
        }
        return;
    }
    let alternatives = node.alternatives();
    if !alternatives.is_empty() {
        let fits = alternatives.into_iter().any(|node| {
            let mut found = Vec::new();
            check_value(node, value, key, &mut found);
            found.is_empty()
        });
        if !fits {
            faults.push(fault(node, value, key));
        }
        return;
    }
    let types = node.types();
    if !types.is_empty() && !types.iter().any(|word| has_type(word, value.get_ref())) {
        faults.push(fault(node, value, key));
        return;
    }
    if !within_bounds(node, value.get_ref()) {
        faults.push(fault(node, value, key));
    }
    match value.get_ref() {
        DeValue::Table(table) => check_table(node, table, key, faults),
        DeValue::Array(list) => {
            if let Some(item) = node.items() {
                for (index, value) in list.iter().enumerate() {
                    check_value(item, value, &format!("{key}[{index}]"), faults);
                }
            }
        }
        _ => {}
    }
}

fn fault(node: Node<'_>, value: &Spanned<DeValue<'_>>, key: &str) -> Fault {
    Fault {
        key: key.to_owned(),
        span: value.span(),
        title: format!("`{key}` can't be {}", describe_value(value.get_ref())),
        allowed: format!("allowed is {}", node.allowed()),
        help: None,
    }
}

/// Describes a value for people; a long one only by its kind.
pub(in crate::config) fn describe_value(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 40 => format!("the text \"{text}\""),
        DeValue::String(text) => format!("a text of {} characters", text.chars().count()),
        DeValue::Integer(number) => format!("the integer {number}"),
        DeValue::Float(number) => format!("the decimal number {number}"),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(_) => "a date or time without quotes".to_owned(),
        DeValue::Array(list) => format!("a list of {}", list.len()),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn equals(choice: &serde_json::Value, value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(text) => choice.as_str() == Some(text),
        DeValue::Boolean(value) => choice.as_bool() == Some(*value),
        DeValue::Integer(_) => parse_integer(value).is_some_and(|number| choice.as_i64() == Some(number)),
        DeValue::Float(number) => {
            number.as_str().parse().is_ok_and(|number: f64| choice.as_f64() == Some(number))
        }
        _ => false,
    }
}

fn has_type(word: &str, value: &DeValue<'_>) -> bool {
    match word {
        "integer" => parse_integer(value).is_some(),
        "number" => parse_integer(value).is_some() || value.is_float(),
        "boolean" => value.is_bool(),
        "string" => value.is_str(),
        "array" => value.is_array(),
        "object" => value.is_table(),
        _ => false,
    }
}

fn within_bounds(node: Node<'_>, value: &DeValue<'_>) -> bool {
    let number = match value {
        #[expect(clippy::cast_precision_loss, reason = "bounds are small; JSON numbers are doubles anyway")]
        DeValue::Integer(_) => parse_integer(value).map(|number| number as f64),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    };
    let fits = number.is_none_or(|number: f64| {
        node.number("minimum").is_none_or(|least| number >= least)
            && node.number("maximum").is_none_or(|most| number <= most)
            && node.number("exclusiveMinimum").is_none_or(|least| number > least)
            && node.number("exclusiveMaximum").is_none_or(|most| number < most)
    });
    let (count, least, most) = match value {
        DeValue::String(text) => (text.chars().count(), "minLength", "maxLength"),
        DeValue::Array(list) => (list.len(), "minItems", "maxItems"),
        _ => return fits,
    };
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    fits && node.count(least).is_none_or(|least| count >= least)
        && node.count(most).is_none_or(|most| count <= most)
}

/// Parses an integer, if 64 bits hold it.
pub(in crate::config) fn parse_integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
