//! JSON as Discord writes and reads it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use crate::snowflake::Id;

/// An instant as Discord writes it: RFC 3339 with microseconds and `+00:00`.
pub(crate) fn timestamp(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, false)
}

/// Reads a snowflake, written as a string or a number.
pub(crate) fn read_id(value: &Value) -> Option<Id> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64().map(Id),
    }
}

/// Adds the keys of `more` to `object`.
pub(crate) fn merge(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}
