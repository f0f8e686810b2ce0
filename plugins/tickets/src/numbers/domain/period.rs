//! Periods, and the bars that they have in the chart.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use plugin_api::{
    chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc},
    zone::resolve,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::numbers::domain::Bar;

/// How many bars a chart has at most before they stand for more time each.
const MAX_BARS: usize = 31;

/// Over which time numbers are.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Period {
    /// Today and the six days before.
    #[serde(rename = "7d")]
    #[strum(serialize = "7d")]
    Week,
    /// Today and the 29 days before.
    #[serde(rename = "30d")]
    #[strum(serialize = "30d")]
    Month,
    /// From the first ticket on.
    All,
}

impl Period {
    /// All of them, in order.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Which span of time a bar is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Step {
    /// All of them, in order.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A period by the guild's clock, up to now.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Which one.
    pub period: Period,
    /// Its first instant; none for all time.
    pub from: Option<DateTime<Utc>>,
    /// Now.
    pub until: DateTime<Utc>,
    /// The guild's zone.
    pub zone: Tz,
}

pub(crate) struct Bars {
    pub(crate) step: Step,
    pub(crate) bars: Vec<Bar>,
}

impl Window {
    /// The period up to an instant: whole days, the last of them as far as it has come.
    pub fn new(period: Period, until: DateTime<Utc>, zone: Tz) -> Self {
        let days_before = match period {
            Period::Week => Some(6),
            Period::Month => Some(29),
            Period::All => None,
        };
        let today = until.with_timezone(&zone).date_naive();
        let from = days_before
            .and_then(|days| today.checked_sub_days(Days::new(days)))
            .and_then(|first| resolve(zone, first.and_hms_opt(0, 0, 0)?));
        Self { period, from, until, zone }
    }

    pub(crate) fn contains(&self, at: DateTime<Utc>) -> bool {
        self.from.is_none_or(|from| at >= from) && at <= self.until
    }

    pub(crate) fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// Bars of what was opened and closed on each day, from the period's first day, or the first with a ticket, to today.
    pub(crate) fn bars(&self, days: &BTreeMap<NaiveDate, (u64, u64)>) -> Bars {
        let last = self.day(self.until);
        let first = self.from.map(|from| self.day(from)).or_else(|| days.keys().next().copied());
        let first = first.unwrap_or(last).min(last);
        let span = |step: Step| step.starts(first, last).nth(MAX_BARS).is_none();
        let step = Step::ALL.iter().copied().find(|step| span(*step)).unwrap_or(Step::Year);
        let mut bars: Vec<_> =
            step.starts(first, last).map(|from| Bar { from, opened: 0, closed: 0 }).collect();
        for (day, (opened, closed)) in days {
            let place = bars.partition_point(|bar| bar.from <= *day);
            if let Some(bar) = place.checked_sub(1).and_then(|place| bars.get_mut(place)) {
                bar.opened += opened;
                bar.closed += closed;
            }
        }
        Bars { step, bars }
    }
}

impl Step {
    /// The first days of the spans from one day's to another's.
    fn starts(self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(self.start(first)), move |start| self.next(*start))
            .take_while(move |start| *start <= last)
    }

    fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => day.with_day(1),
            Self::Year => day.with_ordinal(1),
        };
        start.unwrap_or(day)
    }

    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }
}
