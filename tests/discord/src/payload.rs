//! The body of a request: JSON, and uploaded files.

use serde_json::{Map, Value};

use crate::{json::read_id, snowflake::Id};

/// A file that came with a request.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The form field: `files[0]` belongs to the attachment whose id is 0.
    pub(crate) field: String,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Upload {
    /// The `0` of `files[0]`.
    pub(crate) fn number(&self) -> Option<&str> {
        self.field.strip_prefix("files[")?.strip_suffix(']')
    }
}

/// A JSON body and the files that came with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payload {
    pub(crate) json: Map<String, Value>,
    pub(crate) files: Vec<Upload>,
}

impl Payload {
    /// A payload of JSON alone; anything but an object counts as an empty one.
    pub(crate) fn from_json(json: Value) -> Self {
        let json = match json {
            Value::Object(json) => json,
            _ => Map::new(),
        };
        Self { json, files: Vec::new() }
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.json.get(key).and_then(Value::as_str)
    }

    /// A snowflake, written as a string or a number.
    pub(crate) fn id(&self, key: &str) -> Option<Id> {
        self.json.get(key).and_then(read_id)
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.json.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The value of a field that is there and not null.
    pub(crate) fn present(&self, key: &str) -> Option<&Value> {
        self.json.get(key).filter(|value| !value.is_null())
    }
}
