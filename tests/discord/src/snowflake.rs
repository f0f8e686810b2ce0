//! Snowflakes: Discord's ids, 64 bits whose highest are the milliseconds since 2015.
//! <https://discord.com/developers/docs/reference#snowflakes>

use std::{fmt, num::ParseIntError, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The first millisecond of 2015, which Discord counts from.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// An id. In JSON it is written as a string and read from a string or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// How many ids one millisecond has.
    pub(crate) const PER_MILLISECOND: u64 = 1 << 22;

    /// The smallest id that can have been made at `instant`.
    pub fn from_instant(instant: DateTime<Utc>) -> Self {
        let since = (instant.timestamp_millis() - EPOCH_MS).max(0);
        Self(u64::try_from(since).unwrap_or_default() << 22)
    }

    /// When the id was made, in UTC, to the millisecond.
    pub fn created_at(self) -> DateTime<Utc> {
        let since = i64::try_from(self.0 >> 22).unwrap_or(i64::MAX - EPOCH_MS);
        DateTime::from_timestamp_millis(since + EPOCH_MS).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromStr for Id {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(u64),
        }
        match Written::deserialize(deserializer)? {
            Written::Text(text) => text.parse().map_err(|_| D::Error::custom("a snowflake is digits")),
            Written::Number(number) => Ok(Self(number)),
        }
    }
}

/// Makes ids that are unique and ascending, even if the clock is frozen or set back.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdSource {
    last: Id,
}

impl IdSource {
    pub(crate) fn next(&mut self, now: DateTime<Utc>) -> Id {
        self.last = Id::from_instant(now).max(Id(self.last.0 + 1));
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hold_their_time_and_stay_unique_on_a_frozen_clock() {
        let now = DateTime::from_timestamp_millis(1_700_000_000_123).unwrap();
        let mut source = IdSource::default();
        let (first, second) = (source.next(now), source.next(now));
        assert!(second > first);
        assert_eq!((first.created_at(), second.created_at()), (now, now));
    }
}
