use chrono_tz::{America::New_York, Australia::Lord_Howe, Europe::Brussels};
use proptest::prelude::*;

use super::*;

/// Nine to five on weekdays, with an hour for lunch on Mondays.
fn office() -> Week {
    let usual = || vec!["09:00-17:00".to_owned()];
    let hours = Hours {
        monday: vec!["13:00-17:00".to_owned(), "9:00 - 12:00".to_owned()],
        tuesday: usual(),
        wednesday: usual(),
        thursday: usual(),
        friday: usual(),
        ..Hours::default()
    };
    hours.parse().expect("hours")
}

fn on_sundays(span: &str) -> Week {
    Hours { sunday: vec![span.to_owned()], ..Hours::default() }.parse().expect("hours")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn refusal(spans: &[&str]) -> String {
    let hours = Hours { friday: spans.iter().map(|span| (*span).to_owned()).collect(), ..Hours::default() };
    hours.parse().expect_err("can't be used").to_string()
}

#[test]
fn what_is_no_span_is_refused_with_what_is_allowed() {
    for text in [
        "",
        "9-17",
        "09:00",
        "09:00-25:00",
        "09:60-10:00",
        "+9:00-10:00",
        "12345:00-13:00",
        "09:0-10:00",
        "-",
    ] {
        let said = refusal(&[text]);
        assert!(
            said.starts_with("friday: ") && said.contains("write it as \"09:00-17:00\""),
            "{text}: {said}"
        );
    }
}

#[test]
fn reversed_and_overlapping_spans_are_refused_with_the_remedy() {
    for text in ["17:00-09:00", "09:00-09:00", "22:00-06:00"] {
        let said = refusal(&[text]);
        assert!(said.contains(text) && said.contains("end it at 24:00"), "{said}");
    }
    let said = refusal(&["11:00-17:00", "09:00-12:00"]);
    assert_eq!(said, "friday: 09:00-12:00 and 11:00-17:00 overlap; make them one");
}

#[test]
fn spans_that_touch_and_days_that_are_whole_are_fine() {
    let hours = Hours {
        monday: vec!["09:00-12:00".to_owned(), "12:00-24:00".to_owned()],
        tuesday: vec!["00:00-24:00".to_owned()],
        ..Hours::default()
    };
    let week = hours.parse().expect("hours");
    let (from, to) = (at("2026-03-02T08:00:00Z"), at("2026-03-04T12:00:00Z"));
    assert_eq!(week.elapsed(from, to, Brussels), TimeDelta::hours(15 + 24));
}

#[test]
fn no_hours_are_all_hours() {
    let week = Hours::default().parse().expect("hours");
    let now = at("2026-03-01T03:00:00Z");
    assert!(week.is_always() && week.is_open(now, Brussels));
    assert_eq!(week.opens_next(now, Brussels), Some(now));
    assert_eq!(week.elapsed(now, now + TimeDelta::hours(50), Brussels), TimeDelta::hours(50));
    assert_eq!(week.after(now, TimeDelta::hours(50), Brussels), Some(now + TimeDelta::hours(50)));
}

#[test]
fn staff_work_from_the_first_instant_of_a_span_to_before_its_last() {
    let week = office();
    for (instant, open) in [
        ("2026-03-02T07:59:59Z", false),
        ("2026-03-02T08:00:00Z", true),
        ("2026-03-02T10:59:59Z", true),
        ("2026-03-02T11:00:00Z", false),
        ("2026-03-02T12:00:00Z", true),
        ("2026-03-07T10:00:00Z", false),
    ] {
        assert_eq!(week.is_open(at(instant), Brussels), open, "{instant}");
    }
}

#[test]
fn the_next_opening_is_told_over_lunch_nights_and_weekends() {
    let week = office();
    for (instant, opens) in [
        ("2026-03-02T11:30:00Z", "2026-03-02T12:00:00Z"),
        ("2026-03-02T16:00:00Z", "2026-03-03T08:00:00Z"),
        ("2026-03-06T16:00:00Z", "2026-03-09T08:00:00Z"),
        // The clock is changed on that weekend.
        ("2026-03-27T20:00:00Z", "2026-03-30T07:00:00Z"),
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"),
    ] {
        assert_eq!(week.opens_next(at(instant), Brussels), Some(at(opens)), "{instant}");
    }
}

#[test]
fn a_target_that_is_not_met_on_friday_goes_on_on_monday() {
    let week = office();
    let friday = at("2026-03-27T15:00:00Z");
    assert_eq!(week.after(friday, TimeDelta::hours(2), Brussels), Some(at("2026-03-30T08:00:00Z")));
    assert_eq!(week.elapsed(friday, at("2026-03-30T08:00:00Z"), Brussels), TimeDelta::hours(2));
    assert_eq!(week.elapsed(friday, friday - TimeDelta::hours(1), Brussels), TimeDelta::zero());
}

#[test]
fn an_hour_that_is_skipped_is_not_worked() {
    let night = on_sundays("01:00-04:00");
    let (from, to) = (at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z"));
    assert_eq!(night.elapsed(from, to, Brussels), TimeDelta::hours(2));
    let within = on_sundays("02:15-02:45");
    assert_eq!(within.elapsed(from, to, Brussels), TimeDelta::zero());
    assert_eq!(within.opens_next(from, Brussels), Some(at("2026-04-05T00:15:00Z")));
    let into = on_sundays("02:30-04:00");
    assert_eq!(into.opens_next(from, Brussels), Some(at("2026-03-29T01:00:00Z")));
}

#[test]
fn an_hour_that_is_repeated_is_worked_twice_by_who_works_through_it() {
    let night = on_sundays("01:00-04:00");
    let (from, to) = (at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z"));
    assert_eq!(night.elapsed(from, to, Brussels), TimeDelta::hours(4));
    let within = on_sundays("02:15-02:45");
    assert_eq!(within.elapsed(from, to, Brussels), TimeDelta::minutes(30));
    assert!(within.is_open(at("2026-10-25T00:20:00Z"), Brussels));
    assert!(!within.is_open(at("2026-10-25T01:20:00Z"), Brussels));
}

#[test]
fn what_never_comes_is_no_deadline() {
    let rare = on_sundays("09:00-09:01");
    assert_eq!(rare.after(at("2026-03-02T11:00:00Z"), TimeDelta::minutes(100_000), Brussels), None);
}

fn weeks() -> impl Strategy<Value = Week> {
    let day = proptest::collection::vec(0_u16..=MIDNIGHT, 0..6).prop_map(|mut minutes| {
        minutes.sort_unstable();
        minutes.dedup();
        minutes.chunks_exact(2).map(|pair| Span { from: pair[0], to: pair[1] }).collect::<Vec<_>>()
    });
    proptest::array::uniform7(day).prop_map(|days| Week { days })
}

fn zones() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![Brussels, New_York, Lord_Howe, Tz::UTC])
}

proptest! {
    #[test]
    fn a_deadline_is_the_first_instant_at_which_its_time_has_passed(
        week in weeks(), zone in zones(), seconds in 1_700_000_000_i64..1_900_000_000, minutes in 1_i64..3000,
    ) {
        let from = DateTime::from_timestamp(seconds, 0).expect("in range");
        let working = TimeDelta::minutes(minutes);
        if let Some(deadline) = week.after(from, working, zone) {
            prop_assert_eq!(week.elapsed(from, deadline, zone), working);
            let second = TimeDelta::seconds(1);
            prop_assert!(week.elapsed(from, deadline - second, zone) < working);
        }
    }

    #[test]
    fn time_adds_up_and_is_never_more_than_what_passed(
        week in weeks(), zone in zones(), seconds in 1_700_000_000_i64..1_900_000_000,
        first in 0_i64..1_000_000, second in 0_i64..1_000_000,
    ) {
        let from = DateTime::from_timestamp(seconds, 0).expect("in range");
        let between = from + TimeDelta::seconds(first);
        let to = between + TimeDelta::seconds(second);
        let whole = week.elapsed(from, to, zone);
        prop_assert_eq!(week.elapsed(from, between, zone) + week.elapsed(between, to, zone), whole);
        prop_assert!(whole >= TimeDelta::zero() && whole <= to - from);
    }

    #[test]
    fn it_opens_at_the_first_open_instant(
        week in weeks(), zone in zones(), seconds in 1_700_000_000_i64..1_900_000_000,
    ) {
        let at = DateTime::from_timestamp(seconds, 0).expect("in range");
        if let Some(opens) = week.opens_next(at, zone) {
            prop_assert!(opens >= at && week.is_open(opens, zone));
            prop_assert_eq!(week.elapsed(at, opens, zone), TimeDelta::zero());
        }
    }
}
