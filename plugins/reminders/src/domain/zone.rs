//! Wall clocks and instants, through changes of daylight saving time.

use chrono::{DateTime, Days as Period, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::days::Days;

pub(crate) use plugin_api::zone::resolve;

/// What daylight saving time does to a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockChange {
    /// The clock does not show it.
    Skipped,
    /// The clock shows it twice.
    Repeated,
}

/// What the change of the clock did to the time of an occurrence, if anything; see [`resolve`].
pub(crate) fn clock_change(zone: Tz, time: NaiveTime, occurrence: DateTime<Utc>) -> Option<ClockChange> {
    let local = occurrence.with_timezone(&zone).naive_local();
    let resolve_on = |date: NaiveDate| zone.from_local_datetime(&date.and_time(time));
    if local.time() == time {
        let repeated = matches!(resolve_on(local.date()), LocalResult::Ambiguous(..));
        return repeated.then_some(ClockChange::Repeated);
    }
    // It may have moved over midnight.
    let dates = [Some(local.date()), local.date().pred_opt()];
    let skipped = dates.into_iter().flatten().any(|date| matches!(resolve_on(date), LocalResult::None));
    skipped.then_some(ClockChange::Skipped)
}

/// The first instant after `after` at which the clock shows `time` on one of the days, or `None` if there are no days.
pub(crate) fn next_occurrence(
    days: Days,
    time: NaiveTime,
    zone: Tz,
    after: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    // From a day before: a time that was skipped may have moved over midnight.
    let first = local_date(zone, after).checked_sub_days(Period::new(1))?;
    first
        .iter_days()
        .take(10)
        .filter(|date| days.contains_date(*date))
        .filter_map(|date| resolve(zone, date.and_time(time)))
        .find(|at| *at > after)
}

/// The date that the calendar shows in a zone.
pub(crate) fn local_date(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The same clock time tomorrow: what the snooze button «Tomorrow» means.
pub(crate) fn tomorrow_at(time: NaiveTime, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    resolve(zone, local_date(zone, now).checked_add_days(Period::new(1))?.and_time(time))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use chrono_tz::{America::New_York, Australia::Lord_Howe, Europe::Brussels};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::days::parse_days;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_time_that_the_clock_skips_or_repeats_is_recognised() {
        let half_past_two = NaiveTime::from_hms_opt(2, 30, 0).expect("a time");
        for (date, change) in [
            ("2026-03-29", Some(ClockChange::Skipped)),
            ("2026-10-25", Some(ClockChange::Repeated)),
            ("2026-03-30", None),
        ] {
            let date: NaiveDate = date.parse().expect("a date");
            let at = resolve(Brussels, date.and_time(half_past_two)).expect("resolves");
            assert_eq!(clock_change(Brussels, half_past_two, at), change, "{date}");
        }
        // A reminder from another zone is simply at another time now.
        assert_eq!(clock_change(Brussels, half_past_two, utc("2026-06-01T12:00:00Z")), None);
    }

    #[test]
    fn a_recurring_time_goes_through_both_changes_once_a_day() {
        let time = NaiveTime::from_hms_opt(2, 30, 0).expect("a time");
        let mut now = utc("2026-03-27T12:00:00Z");
        let mut seen = Vec::new();
        for _ in 0..3 {
            now = next_occurrence(Days::DAILY, time, Brussels, now).expect("daily");
            seen.push(now.with_timezone(&Brussels).to_rfc3339());
        }
        assert_eq!(
            seen,
            ["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"]
        );
        let first = next_occurrence(Days::DAILY, time, Brussels, utc("2026-10-24T12:00:00Z")).expect("daily");
        let second = next_occurrence(Days::DAILY, time, Brussels, first).expect("daily");
        assert_eq!((first, second), (utc("2026-10-25T00:30:00Z"), utc("2026-10-26T01:30:00Z")));
    }

    #[test]
    fn the_next_occurrence_is_strictly_after_and_on_its_days() {
        let time = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        let monday = utc("2026-03-02T08:00:00Z");
        let next = |days: &str| {
            next_occurrence(parse_days(days).days, time, Brussels, monday).map(|at| at.to_rfc3339())
        };
        assert_eq!(next("mon").as_deref(), Some("2026-03-09T08:00:00+00:00"));
        assert_eq!(next("tue").as_deref(), Some("2026-03-03T08:00:00+00:00"));
        assert_eq!(next("weekends").as_deref(), Some("2026-03-07T08:00:00+00:00"));
        assert_eq!(next(""), None);
    }

    #[test]
    fn tomorrow_is_the_same_clock_time_through_a_change() {
        let time = NaiveTime::from_hms_opt(19, 30, 0).expect("a time");
        assert_eq!(
            tomorrow_at(time, Brussels, utc("2026-03-28T18:31:00Z")),
            Some(utc("2026-03-29T17:30:00Z"))
        );
    }

    proptest! {
        #[test]
        fn the_next_occurrence_lies_ahead_within_a_week_and_an_hour(
            bits in 1_u8..128, minute in 0_u32..1440, seconds in 1_700_000_000_i64..2_200_000_000,
        ) {
            let days = Days::from_numbers((0..7).filter(|day| bits & (1 << day) != 0)).expect("weekdays");
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("a time");
            let after = DateTime::from_timestamp(seconds, 0).expect("in range");
            for zone in [Brussels, New_York, Lord_Howe, Tz::UTC] {
                let next = next_occurrence(days, time, zone, after).expect("there are days");
                prop_assert!(next > after && next - after <= TimeDelta::hours(7 * 24 + 1));
                prop_assert!(days.contains_date(local_date(zone, next)));
                let shown = next.with_timezone(&zone).time();
                prop_assert!(shown == time || shown - time <= TimeDelta::hours(1));
            }
        }
    }
}
