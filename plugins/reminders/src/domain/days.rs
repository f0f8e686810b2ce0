//! Weekdays as people write them, English and Dutch.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// A set of weekdays. Displayed and stored as `0,2`, with 0 = Monday to 6 = Sunday. Empty for a reminder that
/// does not recur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Days(u8);

impl Days {
    /// No weekday.
    pub(crate) const NONE: Self = Self(0);
    /// Every day.
    pub(crate) const DAILY: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub(crate) const WEEKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub(crate) const WEEKENDS: Self = Self(0b110_0000);

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    pub(crate) fn contains_date(self, date: NaiveDate) -> bool {
        self.contains(date.weekday())
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The numbers of the weekdays in order, 0 = Monday.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |day| self.0 & (1 << day) != 0)
    }

    /// The set of these numbers, or `None` if one of them is not a weekday.
    pub(crate) fn from_numbers(numbers: impl IntoIterator<Item = u8>) -> Option<Self> {
        numbers.into_iter().try_fold(Self::NONE, |days, number| Some(days.union(Self::from_number(number)?)))
    }

    /// The shortest time between two of the weekdays, in days: 1 for neighbours, 7 for a single weekday or none.
    pub(crate) fn shortest_gap(self) -> u32 {
        let shifted = |by: u32| ((u32::from(self.0) << by) | (u32::from(self.0) << by >> 7)) & 0b111_1111;
        (1..7).find(|gap| u32::from(self.0) & shifted(*gap) != 0).unwrap_or(7)
    }

    const fn from_number(number: u8) -> Option<Self> {
        if number < 7 { Some(Self(1 << number)) } else { None }
    }

    /// All weekdays from one to another, over Sunday if needed. Both arguments are sets of one.
    fn range(first: Self, last: Self) -> Self {
        let (mut days, mut day) = (first.union(last), first);
        while day != last {
            day = if day.0 == 1 << 6 { Self(1) } else { Self(day.0 << 1) };
            days = days.union(day);
        }
        days
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, number) in self.numbers().enumerate() {
            write!(f, "{}{number}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

/// What [`parse_days`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParsedDays {
    /// The weekdays.
    pub(crate) days: Days,
    /// The words that mean no weekday, as they were written.
    pub(crate) unknown: Vec<String>,
}

/// Parses weekdays in any order and mixture, separated by commas or spaces: `mon,wed`, `Monday Friday`,
/// `ma,wo`, `mon-fri`, `mon to fri`, `ma t/m vr`, `weekdays`, `weekends`, `daily`, `werkdagen`, `weekend`,
/// `dagelijks`, `elke dag`, numbers 0 (Monday) to 6 (Sunday).
pub(crate) fn parse_days(text: &str) -> ParsedDays {
    let mut parsed = ParsedDays { days: Days::NONE, unknown: Vec::new() };
    let written: Vec<&str> =
        text.split([',', ';', '&', '+']).flat_map(str::split_whitespace).flat_map(split_slashes).collect();
    let lower: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
    let words: Vec<&str> = lower.iter().map(String::as_str).collect();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let (days, taken) = parse_spelt_range(&words[index..])
            .map_or_else(|| (parse_word(word), 1), |(days, taken)| (Some(days), taken));
        match days {
            Some(days) => parsed.days = parsed.days.union(days),
            None => parsed.unknown.push(written[index].to_owned()),
        }
        index += taken;
    }
    parsed
}

/// Splits at slashes, but leaves `t/m` whole: Dutch for «through».
fn split_slashes(word: &str) -> impl Iterator<Item = &str> {
    let whole = word.eq_ignore_ascii_case("t/m");
    word.split(move |c| c == '/' && !whole).filter(|part| !part.is_empty())
}

/// Parses `mon to fri` at the beginning of some words, and says how many words that is.
fn parse_spelt_range(words: &[&str]) -> Option<(Days, usize)> {
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
    Some((Days::range(parse_weekday(first)?, parse_weekday(last)?), taken))
}

fn parse_word(word: &str) -> Option<Days> {
    if let Some((first, last)) = word.split_once(['-', '–']) {
        return Some(Days::range(parse_weekday(first)?, parse_weekday(last)?));
    }
    parse_weekday(word).or(match word {
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

fn parse_weekday(word: &str) -> Option<Days> {
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
    Days::from_number(number)
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
            ("ma, wednesday, 4", "0,2,4"),
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
            let parsed = parse_days(text);
            assert_eq!((parsed.days.to_string().as_str(), parsed.unknown.len()), (expected, 0), "{text}");
        }
    }

    #[test]
    fn words_that_mean_no_weekday_are_returned_as_unknown() {
        assert_eq!(
            parse_days("invalid,ma"),
            ParsedDays { days: Days(1), unknown: vec!["invalid".to_owned()] }
        );
        let parsed = parse_days("xyz,abc 7");
        assert!(parsed.days.is_empty());
        assert_eq!(parsed.unknown, ["xyz", "abc", "7"]);
        assert_eq!(parse_days("mon, soon").unknown, ["soon"]);
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
            prop_assert_eq!(Days::from_numbers(days.numbers()), Some(days));
        }
    }
}
