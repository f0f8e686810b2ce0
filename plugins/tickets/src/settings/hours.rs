//! When staff work, and how much of a time lies within it.

use std::fmt;

use chrono_tz::Tz;
use plugin_api::{
    chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc},
    zone::resolve,
};

use crate::settings::Hours;

/// How far ahead is looked: a deadline beyond it is none.
const HORIZON_DAYS: usize = 3660;
/// Midnight at the end of a day, in minutes.
const MIDNIGHT: u16 = 24 * 60;

/// The names of the days in the settings, from Monday.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Why hours can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongHours {
    /// The day, as it is called in the settings.
    pub day: &'static str,
    /// What is wrong with it and what is allowed.
    pub reason: String,
}

impl fmt::Display for WrongHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.day, self.reason)
    }
}

impl Hours {
    /// Reads the spans of all days.
    ///
    /// # Errors
    /// The first day whose spans can't be read, are reversed, or overlap.
    pub fn parse(&self) -> Result<Week, WrongHours> {
        let lists = [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ];
        let mut week = Week::default();
        for ((day, list), spans) in DAYS.into_iter().zip(lists).zip(&mut week.days) {
            *spans = parse_day(list).map_err(|reason| WrongHours { day, reason })?;
        }
        Ok(week)
    }
}

/// From one minute of a day to before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    from: u16,
    to: u16,
}

fn parse_day(list: &[String]) -> Result<Vec<Span>, String> {
    let mut spans = list.iter().map(|text| parse_span(text)).collect::<Result<Vec<_>, _>>()?;
    spans.sort_unstable();
    match spans.windows(2).find(|pair| pair[1].from < pair[0].to) {
        Some(pair) => Err(format!("{} and {} overlap; make them one", shown(pair[0]), shown(pair[1]))),
        None => Ok(spans),
    }
}

fn parse_span(text: &str) -> Result<Span, String> {
    let unread = || format!("'{text}' is no span of time; write it as \"09:00-17:00\"");
    let (from, to) = text.split_once(['-', '–']).ok_or_else(unread)?;
    let (from, to) = (minute(from).ok_or_else(unread)?, minute(to).ok_or_else(unread)?);
    if from < to {
        return Ok(Span { from, to });
    }
    Err(format!(
        "'{text}' does not end after it begins; past midnight, end it at 24:00 and go on at 00:00 on the next day"
    ))
}

/// The minute of the day of `09:00`, or of `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = hour.bytes().chain(minute.bytes()).all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(hour.len(), 1 | 2) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let all = hour * 60 + minute;
    (minute < 60 && all <= MIDNIGHT).then_some(all)
}

fn shown(span: Span) -> String {
    let of = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{}-{}", of(span.from), of(span.to))
}

/// The hours of a week in which staff work, by the guild's clock; always where no day has any.
///
/// A local time that daylight saving time skips is the first instant after, and one that comes twice is the first of the two: so a span
/// that begins before a repeated hour and ends after it is an hour longer, and a span within a skipped hour has no time at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    days: [Vec<Span>; 7],
}

impl Week {
    /// Whether staff work day and night.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// Whether staff work at an instant.
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        self.opens_next(at, zone) == Some(at)
    }

    /// The first instant, from this one on, at which staff work.
    #[must_use]
    pub fn opens_next(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        self.spans(at, zone).next().map(|(from, _)| from)
    }

    /// How much working time lies between two instants; none where the second is not after the first.
    #[must_use]
    pub fn elapsed(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> TimeDelta {
        self.spans(from, zone)
            .take_while(|(begin, _)| *begin < to)
            .map(|(begin, end)| end.min(to) - begin)
            .fold(TimeDelta::zero(), |sum, span| sum + span)
    }

    /// The first instant by which this much working time has passed since another. `None` where that is more than ten years away.
    #[must_use]
    pub fn after(&self, from: DateTime<Utc>, working: TimeDelta, zone: Tz) -> Option<DateTime<Utc>> {
        if working <= TimeDelta::zero() {
            return Some(from);
        }
        let mut left = working;
        self.spans(from, zone).find_map(|(begin, end)| {
            let span = end - begin;
            if span >= left {
                return Some(begin + left);
            }
            left -= span;
            None
        })
    }

    /// The working times from an instant on, in order; the first is cut to begin at it.
    fn spans(
        &self,
        from: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let always = self
            .is_always()
            .then(|| (from, from + TimeDelta::days(i64::try_from(HORIZON_DAYS).unwrap_or(0))));
        // From a day before: a midnight that was skipped belongs to the day after.
        let first = from.with_timezone(&zone).date_naive() - Days::new(1);
        let dates = first.iter_days().take(HORIZON_DAYS);
        let spans = dates.flat_map(move |date| {
            let of_day = &self.days[date.weekday().num_days_from_monday() as usize];
            of_day.iter().filter_map(move |span| {
                Some((instant(zone, date, span.from)?, instant(zone, date, span.to)?))
            })
        });
        always
            .into_iter()
            .chain(spans)
            .map(move |(begin, end)| (begin.max(from), end))
            .filter(|(begin, end)| begin < end)
    }
}

/// The instant of a minute of a day, which may be the midnight at its end.
fn instant(zone: Tz, date: NaiveDate, minute: u16) -> Option<DateTime<Utc>> {
    let local = if minute == MIDNIGHT {
        date.succ_opt()?.and_time(NaiveTime::MIN)
    } else {
        date.and_hms_opt(u32::from(minute / 60), u32::from(minute % 60), 0)?
    };
    resolve(zone, local)
}

#[cfg(test)]
mod tests;
