//! Instants that each reader sees in their own zone and language.

use chrono::{DateTime, Utc};

/// A Discord timestamp, such as `<t:1773338400:R>`; the styles are Discord's
/// (<https://discord.com/developers/docs/reference#message-formatting-timestamp-styles>).
pub fn timestamp(at: DateTime<Utc>, style: char) -> String {
    format!("<t:{}:{style}>", at.timestamp())
}
