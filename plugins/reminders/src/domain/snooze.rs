//! How long a reminder is snoozed.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::zone::tomorrow_at;

/// A button under a reminder. Its name is in custom ids and the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
pub(crate) enum Snooze {
    #[strum(serialize = "10")]
    TenMinutes,
    #[strum(serialize = "60")]
    OneHour,
    #[strum(serialize = "tomorrow")]
    Tomorrow,
}

impl Snooze {
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }

    /// When the reminder is sent again; `None` if the calendar ends before.
    pub(crate) fn until(self, call_time: NaiveTime, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::TenMinutes => Some(now + TimeDelta::minutes(10)),
            Self::OneHour => Some(now + TimeDelta::hours(1)),
            Self::Tomorrow => tomorrow_at(call_time, zone, now),
        }
    }
}
