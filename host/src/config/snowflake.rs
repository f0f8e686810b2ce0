//! Discord's ids in the file: integers or texts of digits, never decimal numbers, which can't hold them.

use toml::de::DeValue;

use super::schema::{integer, shown};

/// Why a value is no id.
const ALLOWED: &str = "an id is 1 to 19 digits, as an integer or in quotes";

/// Reads an id.
///
/// # Errors
/// What is wrong, and what is allowed.
pub(super) fn of_value(value: &DeValue<'_>) -> Result<u64, (String, &'static str)> {
    match value {
        DeValue::String(text) => of_text(text),
        DeValue::Integer(number) => match integer(value) {
            Some(id) if id > 0 => Ok(id.unsigned_abs()),
            _ => Err((format!("the id {number} is out of range"), ALLOWED)),
        },
        DeValue::Float(number) => Err((
            format!("an id can't be the decimal number {number}"),
            "a decimal number has too few digits for an id: write it as an integer or in quotes",
        )),
        other => Err((format!("an id can't be {}", shown(other)), ALLOWED)),
    }
}

/// Reads an id from a key or a text.
///
/// # Errors
/// What is wrong, and what is allowed.
pub(super) fn of_text(text: &str) -> Result<u64, (String, &'static str)> {
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
    // The database keeps ids as signed 64-bit integers.
    match text.parse::<i64>() {
        Ok(id) => Ok(id.unsigned_abs()),
        Err(_) => Err((format!("the id {text} is out of range"), ALLOWED)),
    }
}
