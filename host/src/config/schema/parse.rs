//! Parses values that are typed into a command as the type that the schema has.

use toml_edit::Value;

use super::{Node, display_value};

/// Parses a typed value: a text needs no quotes, a list may be written `a, b`. Returns `None` if it can't be of the type. Bounds are
/// checked when the file is read.
pub(crate) fn parse(node: Node<'_>, typed: &str) -> Option<Value> {
    let typed = typed.trim();
    if let Some(choices) = node.choices() {
        let choice = choices.into_iter().find(|choice| display_value(choice).eq_ignore_ascii_case(typed))?;
        return if choice.is_string() {
            Some(display_value(choice).into())
        } else {
            choice.to_string().parse().ok()
        };
    }
    let alternatives = node.alternatives();
    if !alternatives.is_empty() {
        return alternatives.into_iter().find_map(|node| parse(node, typed));
    }
    let types = node.types();
    if types.is_empty() {
        return Some(typed.parse().unwrap_or_else(|_| typed.into()));
    }
    types.into_iter().find_map(|word| parse_as(node, word, typed))
}

fn parse_as(node: Node<'_>, word: &str, typed: &str) -> Option<Value> {
    match word {
        "integer" => typed.parse::<i64>().ok().map(Value::from),
        "number" => typed.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from),
        "boolean" => match typed.to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" => Some(true.into()),
            "false" | "off" | "no" => Some(false.into()),
            _ => None,
        },
        "string" => Some(unquote(typed).into()),
        "array" => parse_list(node, typed),
        "object" => typed.parse().ok().filter(Value::is_inline_table),
        _ => None,
    }
}

/// Removes the quotes around a text.
fn unquote(typed: &str) -> String {
    let quoted = typed.parse::<Value>().ok().and_then(|value| value.as_str().map(str::to_owned));
    quoted.unwrap_or_else(|| typed.to_owned())
}

fn parse_list(node: Node<'_>, typed: &str) -> Option<Value> {
    if let Some(array) = typed.parse().ok().filter(Value::is_array) {
        return Some(array);
    }
    let typed = typed.trim_start_matches('[').trim_end_matches(']');
    let items = typed.split(',').map(str::trim).filter(|item| !item.is_empty());
    let values: Option<toml_edit::Array> = items
        .map(|item| node.items().map_or_else(|| Some(item.into()), |schema| parse(schema, item)))
        .collect();
    values.map(Value::from)
}
