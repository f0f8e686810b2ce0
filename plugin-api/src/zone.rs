//! Local times and instants, through changes of daylight saving time.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// No zone has ever skipped more than a day (Samoa left out 30 December 2011).
const LONGEST_GAP_MINUTES: i64 = 2 * 24 * 60;

/// The instant of a local time. If daylight saving time skips it, the first valid instant after it; if it comes twice, the first of the two.
/// `None` only at the ends of chrono's calendar.
pub fn resolve(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    (0..=LONGEST_GAP_MINUTES).find_map(|minutes| {
        let local = local.checked_add_signed(TimeDelta::minutes(minutes))?;
        match zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
            LocalResult::None => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::New_York, Australia::Lord_Howe, Europe::Brussels, Pacific::Apia};

    use super::*;

    fn at(zone: Tz, text: &str) -> String {
        resolve(zone, text.parse().expect("a local time"))
            .expect("resolves")
            .with_timezone(&zone)
            .to_rfc3339()
    }

    #[test]
    fn a_skipped_local_time_becomes_the_first_valid_instant_after() {
        assert_eq!(at(Brussels, "2026-03-29T02:30:00"), "2026-03-29T03:00:00+02:00");
        assert_eq!(at(Brussels, "2026-03-29T02:00:00"), "2026-03-29T03:00:00+02:00");
        assert_eq!(at(Brussels, "2026-03-29T03:00:00"), "2026-03-29T03:00:00+02:00");
        assert_eq!(at(New_York, "2026-03-08T02:15:00"), "2026-03-08T03:00:00-04:00");
        assert_eq!(at(Lord_Howe, "2026-10-04T02:10:00"), "2026-10-04T02:30:00+11:00");
        assert_eq!(at(Apia, "2011-12-30T10:00:00"), "2011-12-31T00:00:00+14:00");
    }

    #[test]
    fn a_repeated_local_time_is_the_first_of_the_two() {
        assert_eq!(at(Brussels, "2026-10-25T02:30:00"), "2026-10-25T02:30:00+02:00");
        assert_eq!(at(New_York, "2026-11-01T01:30:00"), "2026-11-01T01:30:00-04:00");
    }
}
