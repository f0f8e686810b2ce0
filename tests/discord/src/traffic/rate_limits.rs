//! Rate limits: the headers that every answer has, and 429.
//! <https://discord.com/developers/docs/topics/rate-limits>
//!
//! Windows are on the emulator's clock, which may be frozen. The general limits are therefore only announced
//! unless they are made strict; the limit on renaming a channel and injected ones always hold.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::error::ApiError;

/// A channel's name and topic can be changed this often within [`RENAME_WINDOW`].
const RENAMES: usize = 2;
const RENAME_WINDOW: TimeDelta = TimeDelta::minutes(10);

/// The general limits.
#[derive(Default)]
pub(crate) struct Limits {
    strict: AtomicBool,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    limit: u32,
    used: u32,
    resets_at: DateTime<Utc>,
}

impl Limits {
    pub(crate) fn new(strict: bool) -> Self {
        Self { strict: AtomicBool::new(strict), buckets: Mutex::default() }
    }

    /// Whether general limits answer 429, or are only announced.
    pub(crate) fn set_strict(&self, strict: bool) {
        self.strict.store(strict, Ordering::Relaxed);
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strict.load(Ordering::Relaxed)
    }

    /// Counts a request. `route` is the route's template, `major` the channel, guild or webhook that it is about.
    pub(crate) fn count(
        &self,
        now: DateTime<Utc>,
        method: &Method,
        route: &str,
        major: &str,
    ) -> Result<HeaderMap, ApiError> {
        let (limit, window) = limit_of(method, route);
        let name = format!("{method}:{route}:{major}");
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Bucket { limit, used: 0, resets_at: now + window };
        let bucket = buckets.entry(name).or_insert(fresh);
        if now >= bucket.resets_at || bucket.resets_at > now + window {
            *bucket = fresh;
        }
        let exceeded = bucket.used >= limit && self.is_strict();
        bucket.used = (bucket.used + 1).min(limit);
        // Clients wait at 0 remaining: never say so when nothing is enforced.
        let floor = u32::from(!self.is_strict());
        let headers = headers(*bucket, floor, &bucket_hash(method, route), now);
        if exceeded {
            let mut error = too_many(bucket.resets_at - now, false);
            error.headers.extend(headers);
            return Err(error);
        }
        Ok(headers)
    }
}

fn limit_of(method: &Method, route: &str) -> (u32, TimeDelta) {
    let messages = route.ends_with("/channels/{channel_id}/messages");
    if method == Method::POST && messages {
        (5, TimeDelta::seconds(5))
    } else if route.contains("/reactions/") {
        (1, TimeDelta::milliseconds(250))
    } else {
        (50, TimeDelta::seconds(1))
    }
}

fn bucket_hash(method: &Method, route: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (method, route).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn headers(bucket: Bucket, floor: u32, hash: &str, now: DateTime<Utc>) -> HeaderMap {
    let left = seconds(bucket.resets_at - now);
    let reset = bucket.resets_at.timestamp_millis();
    let remaining = (bucket.limit - bucket.used).max(floor);
    let values = [
        ("x-ratelimit-limit", bucket.limit.to_string()),
        ("x-ratelimit-remaining", remaining.to_string()),
        ("x-ratelimit-reset", format!("{}.{:03}", reset / 1000, reset % 1000)),
        ("x-ratelimit-reset-after", format!("{left:.3}")),
        ("x-ratelimit-bucket", hash.to_owned()),
    ];
    values.into_iter().filter_map(header).collect()
}

fn header((name, value): (&'static str, String)) -> Option<(HeaderName, HeaderValue)> {
    Some((HeaderName::from_static(name), value.parse().ok()?))
}

fn seconds(delta: TimeDelta) -> f64 {
    delta.as_seconds_f64().max(0.0)
}

/// 429 with `retry_after` in seconds, in the body and the headers.
pub(crate) fn too_many(retry_after: TimeDelta, global: bool) -> ApiError {
    let after = seconds(retry_after);
    let mut error = ApiError::new(StatusCode::TOO_MANY_REQUESTS, 0, "You are being rate limited.");
    error.body = json!({
        "message": "You are being rate limited.", "retry_after": after, "global": global, "code": 0,
    });
    let values = [
        ("retry-after", format!("{:.0}", after.ceil())),
        ("x-ratelimit-reset-after", format!("{after:.3}")),
        ("x-ratelimit-remaining", "0".to_owned()),
        ("x-ratelimit-scope", if global { "global" } else { "user" }.to_owned()),
    ];
    error.headers.extend(values.into_iter().filter_map(header));
    if global {
        error.headers.insert("x-ratelimit-global", HeaderValue::from_static("true"));
    }
    error
}

/// Counts a change of a channel's name or topic: the third within ten minutes is 429.
pub(crate) fn count_rename(renames: &mut Vec<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), ApiError> {
    renames.retain(|at| *at <= now && now - *at < RENAME_WINDOW);
    if let Some(oldest) = renames.first().filter(|_| renames.len() >= RENAMES) {
        return Err(too_many(*oldest + RENAME_WINDOW - now, false));
    }
    renames.push(now);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_renamed_twice_in_ten_minutes() {
        let start = DateTime::UNIX_EPOCH;
        let mut renames = Vec::new();
        let minutes = [0, 1, 2, 9, 10, 11, 12]
            .map(|minute| count_rename(&mut renames, start + TimeDelta::minutes(minute)).is_ok());
        assert_eq!(minutes, [true, true, false, false, true, true, false]);
    }

    #[test]
    fn strict_limits_refuse_and_loose_ones_only_announce() {
        let now = DateTime::UNIX_EPOCH;
        let route = "/channels/{channel_id}/messages";
        for (strict, expected) in [(true, 5), (false, 9)] {
            let limits = Limits::new(strict);
            let allowed = (0..9).filter(|_| limits.count(now, &Method::POST, route, "1").is_ok()).count();
            assert_eq!(allowed, expected);
            assert!(limits.count(now + TimeDelta::seconds(5), &Method::POST, route, "1").is_ok());
        }
    }
}
