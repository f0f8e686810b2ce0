//! The log of every REST request that the bot made.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::http::{HeaderMap, header::AUTHORIZATION};
use serde_json::{Map, Value, json};

use crate::{glob, json::merge};

/// How many requests are remembered.
const CAPACITY: usize = 10_000;

#[derive(Default)]
struct Log {
    last: u64,
    entries: VecDeque<Value>,
}

/// Requests in the order in which they arrived.
#[derive(Default)]
pub(crate) struct RequestLog {
    log: Mutex<Log>,
}

impl RequestLog {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs a request when it arrives; `status` and `response` are null until it is answered. Returns its number.
    pub(crate) fn insert(&self, mut entry: Value) -> u64 {
        let mut log = self.log();
        log.last += 1;
        entry["seq"] = json!(log.last);
        log.entries.push_back(entry);
        if log.entries.len() > CAPACITY {
            log.entries.pop_front();
        }
        log.last
    }

    /// Adds the answer to a request's entry. Returns the whole entry.
    pub(crate) fn set_answer(&self, seq: u64, fields: Value) -> Option<Value> {
        let mut log = self.log();
        let entry = log.entries.iter_mut().rev().find(|entry| entry["seq"] == seq)?;
        merge(entry, fields);
        Some(entry.clone())
    }

    /// Entries after `since`, of a method and with a path that contains `path`, if given.
    pub(crate) fn list(&self, since: u64, method: Option<&str>, path: Option<&str>) -> Vec<Value> {
        self.log()
            .entries
            .iter()
            .filter(|entry| entry["seq"].as_u64() > Some(since))
            .filter(|entry| method.is_none_or(|method| entry["method"].as_str() == Some(method)))
            .filter(|entry| {
                let text = entry["path"].as_str().unwrap_or_default();
                path.is_none_or(|path| text.contains(path) || glob::matches(path, text))
            })
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&self) {
        self.log().entries.clear();
    }
}

/// Headers as they are logged: without the token.
pub(crate) fn headers_json(headers: &HeaderMap) -> Value {
    let one = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let shown = if name == AUTHORIZATION { "redacted".to_owned() } else { text };
        (name.to_string(), Value::String(shown))
    };
    Value::Object(headers.iter().map(one).collect::<Map<_, _>>())
}
