//! Checks what is written in the file against a schema, before any type of a plugin sees it: so every fault is found, at its place.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Node, plain};
use crate::config::nearest;

/// Something that the schema does not allow.
#[derive(Clone, Debug)]
pub(in crate::config) struct Fault {
    /// The key, with dots for what lies deeper.
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

/// Collects everything that a table has and its schema does not allow.
pub(in crate::config) fn check(node: Node<'_>, table: &DeTable<'_>, faults: &mut Vec<Fault>) {
    table_against(node, table, "", faults);
}

fn table_against(node: Node<'_>, table: &DeTable<'_>, within: &str, faults: &mut Vec<Fault>) {
    for (name, value) in table {
        let key = if within.is_empty() {
            name.get_ref().to_string()
        } else {
            format!("{within}.{}", name.get_ref())
        };
        if let Some(expected) = node.name(name.get_ref()) {
            value_against(expected, value, &key, faults);
        } else if node.at.get("properties").is_some() {
            let names = || node.properties().map(|(name, _)| name);
            faults.push(Fault {
                title: format!("there is no setting `{key}`"),
                span: name.span(),
                allowed: format!("the settings here are {}", nearest::list(names())),
                help: nearest::did_you_mean(name.get_ref(), names()),
                key,
            });
        }
    }
}

fn value_against(node: Node<'_>, value: &Spanned<DeValue<'_>>, key: &str, faults: &mut Vec<Fault>) {
    if let Some(choices) = node.choices() {
        if !choices.iter().any(|choice| is(choice, value.get_ref())) {
            let written = value.get_ref().as_str().unwrap_or_default();
            let names: Vec<_> = choices.iter().map(|choice| plain(choice)).collect();
            let help = nearest::did_you_mean(written, names.iter().map(String::as_str));
            faults.push(Fault { help, ..fault(node, value, key) });
        }
        return;
    }
    let alternatives = node.alternatives();
    if !alternatives.is_empty() {
        let fits = alternatives.into_iter().any(|node| {
            let mut found = Vec::new();
            value_against(node, value, key, &mut found);
            found.is_empty()
        });
        if !fits {
            faults.push(fault(node, value, key));
        }
        return;
    }
    let types = node.types();
    if !types.is_empty() && !types.iter().any(|word| is_of(word, value.get_ref())) {
        faults.push(fault(node, value, key));
        return;
    }
    if !within_bounds(node, value.get_ref()) {
        faults.push(fault(node, value, key));
    }
    match value.get_ref() {
        DeValue::Table(table) => table_against(node, table, key, faults),
        DeValue::Array(list) => {
            if let Some(item) = node.items() {
                for (index, value) in list.iter().enumerate() {
                    value_against(item, value, &format!("{key}[{index}]"), faults);
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
        title: format!("`{key}` can't be {}", shown(value.get_ref())),
        allowed: format!("allowed is {}", node.allowed()),
        help: None,
    }
}

/// A value for people, long ones by their kind only.
pub(in crate::config) fn shown(value: &DeValue<'_>) -> String {
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

fn is(choice: &serde_json::Value, value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(text) => choice.as_str() == Some(text),
        DeValue::Boolean(value) => choice.as_bool() == Some(*value),
        DeValue::Integer(_) => integer(value).is_some_and(|number| choice.as_i64() == Some(number)),
        DeValue::Float(number) => {
            number.as_str().parse().is_ok_and(|number: f64| choice.as_f64() == Some(number))
        }
        _ => false,
    }
}

fn is_of(word: &str, value: &DeValue<'_>) -> bool {
    match word {
        "integer" => integer(value).is_some(),
        "number" => integer(value).is_some() || value.is_float(),
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
        DeValue::Integer(_) => integer(value).map(|number| number as f64),
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

/// An integer, if TOML's 64 bits hold it.
pub(in crate::config) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
