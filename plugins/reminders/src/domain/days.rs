//! Weekdays as people write them, English and Dutch.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// A set of weekdays, shown and kept as `0,2` with 0 = Monday to 6 = Sunday. Empty for something that does not recur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Days(u8);

impl Days {
    /// No weekday.
    pub const NONE: Self = Self(0);
    /// Every day.
    pub const DAILY: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKENDS: Self = Self(0b110_0000);

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a weekday is one of them.
    #[must_use]
    pub const fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether a date falls on one of them.
    #[must_use]
    pub fn has_date(self, date: NaiveDate) -> bool {
        self.has(date.weekday())
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Their numbers in order, 0 = Monday.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |day| self.0 & (1 << day) != 0)
    }

    /// The set of some numbers; `None` where one is no weekday's.
    #[must_use]
    pub fn of_numbers(numbers: impl IntoIterator<Item = u8>) -> Option<Self> {
        numbers.into_iter().try_fold(Self::NONE, |days, number| Some(days.and(Self::of_number(number)?)))
    }

    /// The shortest time between two of them, in days: 7 for one weekday, 1 for neighbours. 7 for none.
    #[must_use]
    pub fn shortest_gap(self) -> u32 {
        let shifted = |by: u32| ((u32::from(self.0) << by) | (u32::from(self.0) << by >> 7)) & 0b111_1111;
        (1..7).find(|gap| u32::from(self.0) & shifted(*gap) != 0).unwrap_or(7)
    }

    const fn of_number(number: u8) -> Option<Self> {
        if number < 7 { Some(Self(1 << number)) } else { None }
    }

    /// From one weekday to another, over Sunday where need be. Both are sets of one.
    fn range(first: Self, last: Self) -> Self {
        let (mut days, mut day) = (first.and(last), first);
        while day != last {
            day = if day.0 == 1 << 6 { Self(1) } else { Self(day.0 << 1) };
            days = days.and(day);
        }
        days
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, number) in self.numbers().enumerate() {
            write!(f, "{}{number}", if place == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

/// Weekdays that were read, and the words among them that are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDays {
    /// The weekdays.
    pub days: Days,
    /// Words that mean no weekday, as they were written. Who asks a person refuses them, who reads loose text passes over them.
    pub unknown: Vec<String>,
}

/// Reads weekdays in any order and mixture, separated by commas or spaces: `mon,wed`, `Monday Friday`, `ma,wo`, `mon-fri`,
/// `mon to fri`, `ma t/m vr`, `weekdays`, `weekends`, `daily`, `werkdagen`, `weekend`, `dagelijks`, `elke dag`, numbers 0 (Monday) to 6 (Sunday).
///
/// ```
/// # use reminders::domain::parse_days;
/// assert_eq!(parse_days("ma, wednesday, 4").days.to_string(), "0,2,4");
/// assert_eq!(parse_days("mon, soon").unknown, ["soon"]);
/// ```
#[must_use]
pub fn parse_days(text: &str) -> ReadDays {
    let mut read = ReadDays { days: Days::NONE, unknown: Vec::new() };
    let written: Vec<&str> =
        text.split([',', ';', '&', '+']).flat_map(str::split_whitespace).flat_map(parts).collect();
    let lower: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
    let words: Vec<&str> = lower.iter().map(String::as_str).collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (days, taken) =
            spelt_range(&words[at..]).map_or_else(|| (meaning(word), 1), |(days, taken)| (Some(days), taken));
        match days {
            Some(days) => read.days = read.days.and(days),
            None => read.unknown.push(written[at].to_owned()),
        }
        at += taken;
    }
    read
}

/// A slash separates weekdays, but not in the Dutch for «through».
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let whole = word.eq_ignore_ascii_case("t/m");
    word.split(move |c| c == '/' && !whole).filter(|part| !part.is_empty())
}

/// `mon to fri` at the beginning of some words, and how many of them it takes.
fn spelt_range(words: &[&str]) -> Option<(Days, usize)> {
    let (first, last, taken) = match *words {
        [first, "tot", "en", "met", last, ..] => (first, last, 5),
        [
            first,
            "to" | "till" | "until" | "through" | "thru" | "t/m" | "tm" | "tot" | "-" | "–",
            last,
            ..,
        ] => (first, last, 3),
        _ => return None,
    };
    Some((Days::range(one_day(first)?, one_day(last)?), taken))
}

fn meaning(word: &str) -> Option<Days> {
    if let Some((first, last)) = word.split_once(['-', '–']) {
        return Some(Days::range(one_day(first)?, one_day(last)?));
    }
    one_day(word).or(match word {
        "daily" | "everyday" | "day" | "days" | "dagelijks" | "dag" | "dagen" => Some(Days::DAILY),
        "weekdays" | "weekday" | "workdays" | "werkdagen" | "werkdag" | "weekdagen" | "weekdag" => {
            Some(Days::WEEKDAYS)
        }
        "weekends" | "weekend" | "weekenden" => Some(Days::WEEKENDS),
        // Words that only hold the others together: «every Monday and Friday», «elke maandag en vrijdag».
        "every" | "each" | "all" | "on" | "and" | "the" | "from" | "van" | "elke" | "iedere" | "alle"
        | "op" | "en" | "in" | "het" | "de" => Some(Days::NONE),
        _ => None,
    })
}

fn one_day(word: &str) -> Option<Days> {
    let number = match word.trim_end_matches('.') {
        "0" | "mo" | "mon" | "monday" | "mondays" | "ma" | "maandag" | "maandagen" => 0,
        "1" | "tu" | "tue" | "tues" | "tuesday" | "tuesdays" | "di" | "dinsdag" | "dinsdagen" => 1,
        "2" | "we" | "wed" | "weds" | "wednesday" | "wednesdays" | "wo" | "woe" | "woensdag"
        | "woensdagen" => 2,
        "3" | "th" | "thu" | "thur" | "thurs" | "thursday" | "thursdays" | "do" | "donderdag"
        | "donderdagen" => 3,
        "4" | "fr" | "fri" | "friday" | "fridays" | "vr" | "vrij" | "vrijdag" | "vrijdagen" => 4,
        "5" | "sa" | "sat" | "saturday" | "saturdays" | "za" | "zat" | "zaterdag" | "zaterdagen" => 5,
        "6" | "su" | "sun" | "sunday" | "sundays" | "zo" | "zon" | "zondag" | "zondagen" => 6,
        _ => return None,
    };
    Days::of_number(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weekdays_are_read_in_english_and_dutch() {
        for (text, expected) in [
            ("daily", "0,1,2,3,4,5,6"),
            ("Daily", "0,1,2,3,4,5,6"),
            ("every day", "0,1,2,3,4,5,6"),
            ("elke dag", "0,1,2,3,4,5,6"),
            ("dagelijks", "0,1,2,3,4,5,6"),
            ("weekends", "5,6"),
            ("weekend", "5,6"),
            ("Weekdays", "0,1,2,3,4"),
            ("werkdagen", "0,1,2,3,4"),
            ("mon,wed", "0,2"),
            ("Monday, Wednesday, Friday", "0,2,4"),
            ("every Monday and Friday", "0,4"),
            ("maandag donderdag", "0,3"),
            ("ma,wo", "0,2"),
            ("ma di wo", "0,1,2"),
            ("ma,tuesday,3", "0,1,3"),
            ("0,1,2", "0,1,2"),
            ("5,6", "5,6"),
            ("ma,ma,di", "0,1"),
            ("MONDAY,TUESDAY", "0,1"),
            ("mon-fri", "0,1,2,3,4"),
            ("vr-ma", "0,4,5,6"),
            ("ma-vr", "0,1,2,3,4"),
            ("ma t/m vr", "0,1,2,3,4"),
            ("van maandag tot en met vrijdag", "0,1,2,3,4"),
            ("Mon to Fri", "0,1,2,3,4"),
            ("from fri through mon and wed", "0,2,4,5,6"),
            ("za - zo, wo", "2,5,6"),
            ("ma/wo", "0,2"),
            ("weekdays, zo", "0,1,2,3,4,6"),
            ("", ""),
        ] {
            let read = parse_days(text);
            assert_eq!((read.days.to_string().as_str(), read.unknown.len()), (expected, 0), "{text}");
        }
    }

    #[test]
    fn words_that_are_no_weekday_are_named_and_passed_over() {
        assert_eq!(parse_days("invalid,ma"), ReadDays { days: Days(1), unknown: vec!["invalid".to_owned()] });
        let read = parse_days("xyz,abc 7");
        assert!(read.days.is_empty());
        assert_eq!(read.unknown, ["xyz", "abc", "7"]);
        assert_eq!(parse_days("ma T/M ooit").unknown, ["T/M", "ooit"]);
    }

    #[test]
    fn the_shortest_gap_goes_over_sunday() {
        for (text, gap) in
            [("mon", 7), ("sun,mon", 1), ("mon,wed", 2), ("mon,thu", 3), ("daily", 1), ("sat,tue", 3)]
        {
            assert_eq!(parse_days(text).days.shortest_gap(), gap, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(text in "\\PC{0,60}") {
            let _ = parse_days(&text);
        }

        #[test]
        fn every_set_reads_back(bits in 0_u8..128) {
            let days = Days(bits);
            prop_assert_eq!(parse_days(&days.to_string()).days, days);
            prop_assert_eq!(Days::of_numbers(days.numbers()), Some(days));
        }
    }
}
