//! Parses Discord's ids in the file: integers or texts of digits, never decimal numbers, which can't hold them.

use toml::de::DeValue;

use super::schema::{describe_value, parse_integer};

const ALLOWED: &str = "an id is 1 to 19 digits, as an integer or in quotes";

/// Parses an id from a value.
///
/// # Errors
/// What is wrong, and what is allowed.
pub(super) fn parse_value(value: &DeValue<'_>) -> Result<u64, (String, &'static str)> {
    match value {
        DeValue::String(text) => parse_text(text),
        DeValue::Integer(number) => match parse_integer(value) {
            Some(id) if id > 0 => Ok(id.unsigned_abs()),
            _ => Err((format!("the id {number} is out of range"), ALLOWED)),
        },
        DeValue::Float(number) => Err((
            format!("an id can't be the decimal number {number}"),
            "a decimal number has too few digits for an id: write it as an integer or in quotes",
        )),
        other => Err((format!("an id can't be {}", describe_value(other)), ALLOWED)),
    }
}

/// Parses an id from a key or a text.
///
/// # Errors
/// What is wrong, and what is allowed.
pub(super) fn parse_text(text: &str) -> Result<u64, (String, &'static str)> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        let decimal = text.parse::<f64>().is_ok_and(f64::is_finite);
        let why = if decimal {
            format!("an id can't be the decimal number {text}")
        } else {
            format!("`{text}` is not an id")
        };
        return Err((why, ALLOWED));
    }
    if text.starts_with('0') {
        return Err((format!("the id {text} starts with 0"), "an id starts with a digit from 1 to 9"));
    }
    // The database stores ids as signed 64-bit integers.
    match text.parse::<i64>() {
        Ok(id) => Ok(id.unsigned_abs()),
        Err(_) => Err((format!("the id {text} is out of range"), ALLOWED)),
    }
}
