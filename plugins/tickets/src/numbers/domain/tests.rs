use crate::settings;

use chrono_tz::Europe::Amsterdam;
use plugin_api::chrono::TimeDelta;
use proptest::{collection::vec, option, prelude::*};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn record(opened: &str, answered: Option<&str>, closed: Option<&str>) -> Record {
    Record {
        category: "support".to_owned(),
        handler: None,
        opened_at: at(opened),
        answered_at: answered.map(at),
        closed_at: closed.map(at),
        rated: None,
    }
}

fn numbers(period: Period, until: &str, records: &[Record], weeks: &BTreeMap<String, Week>) -> Numbers {
    let mut builder = NumbersBuilder::new(Window::new(period, at(until), Amsterdam), weeks);
    records.iter().for_each(|record| builder.add(record));
    builder.finish(BTreeMap::new())
}

#[test]
fn durations_are_spread_as_by_hand() {
    type Three = Option<(i64, i64, i64)>;
    let table: [(&[i64], Three); 6] = [
        (&[], None),
        (&[60], Some((60, 60, 60))),
        (&[10, 20], Some((15, 15, 20))),
        (&[30, 10, 20], Some((20, 20, 30))),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 100], Some((14, 5, 9))),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100], Some((14, 6, 10))),
    ];
    for (values, expected) in table {
        let spread = Spread::from_values(values.to_vec());
        assert_eq!(
            spread.average.zip(spread.median).zip(spread.p90).map(|((a, m), p)| (a, m, p)),
            expected,
            "{values:?}"
        );
        assert_eq!(spread.count, values.len() as u64);
    }
}

#[test]
fn ratings_have_an_average_in_tenths() {
    let mut ratings = Ratings::default();
    assert_eq!(ratings.tenths(), None);
    for stars in [5, 4, 4, 0, 6, -3] {
        ratings.add(stars);
    }
    assert_eq!((ratings.count(), ratings.tenths()), (3, Some(43)));
}

#[test]
fn a_period_is_whole_days_by_the_guilds_clock() {
    // 23:30 in Amsterdam on the 16th; the week began on the 10th, at 23:00 the day before in UTC.
    let records = [
        record("2026-02-09T22:59:00Z", None, None),
        record("2026-02-09T23:00:00Z", None, None),
        record("2026-02-16T22:00:00Z", None, None),
    ];
    let week = numbers(Period::Week, "2026-02-16T22:30:00Z", &records, &BTreeMap::new());
    assert_eq!(week.from, Some(at("2026-02-09T23:00:00Z")));
    assert_eq!(week.total.opened, 2);
    let opened: Vec<_> = week.bars.iter().map(|bar| bar.opened).collect();
    assert_eq!((week.step, opened), (Step::Day, vec![1, 0, 0, 0, 0, 0, 1]));
    let month = numbers(Period::Month, "2026-02-16T22:30:00Z", &records, &BTreeMap::new());
    assert_eq!((month.bars.len(), month.total.opened), (30, 3));
}

#[test]
fn a_ticket_counts_where_each_of_its_steps_lies() {
    let records =
        [record("2026-01-01T10:00:00Z", Some("2026-02-16T10:00:00Z"), Some("2026-02-16T11:00:00Z"))];
    let week = numbers(Period::Week, "2026-02-16T12:00:00Z", &records, &BTreeMap::new());
    assert_eq!((week.total.opened, week.total.closed), (0, 1));
    assert_eq!(week.total.cycle_seconds.average, Some(46 * 86_400 + 3_600));
    assert_eq!(week.total.first_response_seconds.count, 1);
}

#[test]
fn a_first_response_waits_in_working_hours_only() {
    let settings: settings::Hours =
        toml::from_str("monday = [\"09:00-17:00\"]\ntuesday = [\"09:00-17:00\"]").expect("hours");
    let weeks = BTreeMap::from([("support".to_owned(), settings.parse().expect("hours"))]);
    // From an hour before Monday's end to an hour after Tuesday's beginning, in Amsterdam.
    let records = [record("2026-02-16T15:00:00Z", Some("2026-02-17T09:00:00Z"), None)];
    let week = numbers(Period::Week, "2026-02-17T12:00:00Z", &records, &weeks);
    assert_eq!(week.total.first_response_seconds.median, Some(2 * 3_600));
}

#[test]
fn bars_stand_for_more_time_where_there_is_more() {
    let step = |opened: &str| {
        let all =
            numbers(Period::All, "2026-03-15T12:00:00Z", &[record(opened, None, None)], &BTreeMap::new());
        assert_eq!(all.bars.iter().map(|bar| bar.opened).sum::<u64>(), 1);
        (all.step, all.bars.len())
    };
    assert_eq!(step("2026-03-15T10:00:00Z"), (Step::Day, 1));
    assert_eq!(step("2026-02-13T10:00:00Z"), (Step::Day, 31));
    assert_eq!(step("2026-02-12T10:00:00Z"), (Step::Week, 5));
    assert_eq!(step("2025-03-15T10:00:00Z"), (Step::Month, 13));
    assert_eq!(step("2020-03-15T10:00:00Z"), (Step::Year, 7));
    assert_eq!(numbers(Period::All, "2026-03-15T12:00:00Z", &[], &BTreeMap::new()).bars.len(), 1);
}

fn some_record() -> impl Strategy<Value = Record> {
    let now = at("2026-03-15T12:00:00Z");
    let ago = 0..40 * 86_400_i64;
    (
        0..3_u8,
        option::of(1..4_u64),
        ago.clone(),
        option::of(ago.clone()),
        option::of(ago.clone()),
        option::of((0..7_i64, ago)),
    )
        .prop_map(move |(category, handler, opened, answered, closed, rated)| {
            let back = |seconds| now - TimeDelta::seconds(seconds);
            Record {
                category: format!("c{category}"),
                handler: handler.map(UserId::new),
                opened_at: back(opened),
                answered_at: answered.map(back),
                closed_at: closed.map(back),
                rated: rated.map(|(stars, seconds)| (stars, back(seconds))),
            }
        })
}

proptest! {
    #[test]
    fn a_spread_lies_within_its_values(values in vec(0..i64::MAX / 2, 1..50)) {
        let spread = Spread::from_values(values.clone());
        let (least, most) = (values.iter().min().copied(), values.iter().max().copied());
        prop_assert!(least <= spread.median && spread.median <= spread.p90 && spread.p90 <= most);
        prop_assert!(least <= spread.average && spread.average <= most);
        let not_longer = values.iter().filter(|value| Some(**value) <= spread.p90).count();
        prop_assert!(not_longer * 10 >= values.len() * 9);
    }

    #[test]
    fn the_parts_come_to_the_whole_in_any_order(mut records in vec(some_record(), 0..40), which in 0..3_usize) {
        let of = |records: &[Record]| numbers(Period::ALL[which], "2026-03-15T12:00:00Z", records, &BTreeMap::new());
        let whole = of(&records);
        let bars = whole.bars.iter().fold((0, 0), |(opened, closed), bar| (opened + bar.opened, closed + bar.closed));
        prop_assert_eq!(bars, (whole.total.opened, whole.total.closed));
        let categories = whole.categories.iter().fold((0, 0, 0), |(opened, closed, rated), of| {
            (opened + of.figures.opened, closed + of.figures.closed, rated + of.figures.ratings.count())
        });
        prop_assert_eq!(categories, (whole.total.opened, whole.total.closed, whole.total.ratings.count()));
        prop_assert!(whole.staff.iter().map(|of| of.figures.closed).sum::<u64>() <= whole.total.closed);
        records.reverse();
        prop_assert_eq!(of(&records).total, whole.total);
    }
}
