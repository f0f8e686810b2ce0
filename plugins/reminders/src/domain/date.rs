//! Dates as people write them, day first.

use chrono::{Datelike, Days, NaiveDate};

use super::Wrong;

/// English and Dutch names of months, each with the shortest form that is taken.
const MONTHS: [&[&str]; 12] = [
    &["january", "januari", "jan"],
    &["february", "februari", "feb"],
    &["march", "maart", "mar", "mrt"],
    &["april", "apr"],
    &["may", "mei"],
    &["june", "juni", "jun"],
    &["july", "juli", "jul"],
    &["august", "augustus", "aug"],
    &["september", "sept", "sep"],
    &["october", "oktober", "oct", "okt"],
    &["november", "nov"],
    &["december", "dec"],
];

/// Reads a date: `2026-03-12`, `12/03/2026`, `12-03-2026`, `12.03.26` (day first), `12 March 2026`, `12 maart`, `March 12th`, `12/03`;
/// without a year it is the next such day from `today` on. Also `today`, `tomorrow`, `vandaag`, `morgen`, `overmorgen`.
///
/// # Errors
/// [`Wrong::UnreadableDate`] where the text is none of these, [`Wrong::NoSuchDate`] for 30 February, or 29 February in a year
/// that has none, [`Wrong::NotInYear`] for 29 February without a year where the next one has none.
///
/// ```
/// # use reminders::domain::parse_date;
/// let today = "2026-03-01".parse().unwrap();
/// assert_eq!(parse_date("12 maart", today).unwrap().to_string(), "2026-03-12");
/// assert!(parse_date("30 February", today).is_err());
/// ```
pub fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    if let Some(ahead) = days_ahead(&text.trim().to_lowercase()) {
        return today.checked_add_days(Days::new(ahead)).ok_or_else(|| Wrong::NoSuchDate(text.to_owned()));
    }
    let written = written(text).ok_or_else(|| Wrong::UnreadableDate(text.to_owned()))?;
    let year = written.year.unwrap_or_else(|| {
        let passed = (written.month, written.day) < (today.month(), today.day());
        today.year() + i32::from(passed)
    });
    NaiveDate::from_ymd_opt(year, written.month, written.day).ok_or_else(|| {
        if written.year.is_none() && (written.month, written.day) == (2, 29) {
            Wrong::NotInYear(text.to_owned(), year)
        } else {
            Wrong::NoSuchDate(text.to_owned())
        }
    })
}

/// How many days ahead of today a word lies.
fn days_ahead(word: &str) -> Option<u64> {
    match word {
        "today" | "vandaag" => Some(0),
        "tomorrow" | "morgen" => Some(1),
        "overmorgen" => Some(2),
        _ => None,
    }
}

/// A date as it was written; it need not exist.
struct Written {
    year: Option<i32>,
    month: u32,
    day: u32,
}

fn written(text: &str) -> Option<Written> {
    let lower = text.trim().to_lowercase();
    // `0,2` is a list of weekdays; a comma belongs to a date only where the month is a word.
    let named = lower.contains(char::is_alphabetic);
    let separates = |c: char| matches!(c, ' ' | '/' | '-' | '.') || (named && c == ',');
    let parts: Vec<&str> = lower.split(separates).filter(|part| !part.is_empty()).collect();
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() <= 2 => {
            Some(Written { year: Some(self::year(year)?), month: number(month)?, day: number(day)? })
        }
        [day, month] => day_and_month(day, month, None),
        [day, month, year] => day_and_month(day, month, Some(self::year(year)?)),
        _ => None,
    }
}

fn day_and_month(first: &str, second: &str, year: Option<i32>) -> Option<Written> {
    if let Some(month) = month(second) {
        return Some(Written { year, month, day: ordinal(first)? });
    }
    if let Some(month) = month(first) {
        return Some(Written { year, month, day: ordinal(second)? });
    }
    Some(Written { year, month: number(second)?, day: number(first)? })
}

fn month(text: &str) -> Option<u32> {
    (1..).zip(MONTHS).find_map(|(number, names)| names.contains(&text).then_some(number))
}

/// `12`, `12th`, `1st`, `12e` (Dutch).
fn ordinal(text: &str) -> Option<u32> {
    number(
        ["st", "nd", "rd", "th", "de", "ste", "e"].iter().find_map(|s| text.strip_suffix(s)).unwrap_or(text),
    )
}

fn number(text: &str) -> Option<u32> {
    digits(text, 2).then(|| text.parse().ok()).flatten()
}

/// Four digits, or two of this century.
fn year(text: &str) -> Option<i32> {
    match text.len() {
        4 if digits(text, 4) => text.parse().ok(),
        2 if digits(text, 2) => text.parse().ok().map(|short: i32| 2000 + short),
        _ => None,
    }
}

fn digits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_are_read_day_first_in_english_and_dutch() {
        let today = date("2026-03-01");
        for (text, expected) in [
            ("2026-03-12", "2026-03-12"),
            ("12/03/2026", "2026-03-12"),
            ("12-03-2026", "2026-03-12"),
            ("12.3.26", "2026-03-12"),
            ("12 March", "2026-03-12"),
            ("12 maart", "2026-03-12"),
            ("12 mrt 2027", "2027-03-12"),
            ("15th January", "2027-01-15"),
            ("15 Januari 2027", "2027-01-15"),
            ("March 12th, 2026", "2026-03-12"),
            ("1 oktober", "2026-10-01"),
            ("1 mei", "2026-05-01"),
            ("28/02", "2027-02-28"),
            ("1/3", "2026-03-01"),
            ("29 February 2028", "2028-02-29"),
            ("Today", "2026-03-01"),
            ("vandaag", "2026-03-01"),
            ("tomorrow", "2026-03-02"),
            ("morgen", "2026-03-02"),
            (" overmorgen ", "2026-03-03"),
        ] {
            assert_eq!(parse_date(text, today), Ok(date(expected)), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_told_from_what_is_no_date() {
        let today = date("2026-03-01");
        for text in
            ["30 February", "30 februari 2026", "29 February 2026", "31/04/2026", "2026-13-01", "00/01/2026"]
        {
            assert_eq!(parse_date(text, today), Err(Wrong::NoSuchDate(text.to_owned())), "{text}");
        }
        assert_eq!(parse_date("29/02", today), Err(Wrong::NotInYear("29/02".to_owned(), 2027)));
        for text in ["", "soon", "12", "12 Foo", "2026", "1/2/3/4", "12/03/123", "١٢/٠٣/٢٠٢٦", "--"] {
            assert_eq!(parse_date(text, today), Err(Wrong::UnreadableDate(text.to_owned())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(text in "\\PC{0,40}") {
            let _ = parse_date(&text, date("2026-03-01"));
        }

        #[test]
        fn every_day_reads_back(days in 0_u64..20_000) {
            let day = date("2000-01-01") + chrono::Days::new(days);
            for format in ["%Y-%m-%d", "%d/%m/%Y", "%-d.%-m.%Y", "%d %B %Y", "%b %-d, %Y"] {
                prop_assert_eq!(parse_date(&day.format(format).to_string(), date("2026-03-01")), Ok(day), "{}", format);
            }
        }

        #[test]
        fn without_a_year_it_is_never_past(days in 0_u64..3_000, ahead in 0_u64..365) {
            let today = date("2026-03-01") + chrono::Days::new(days);
            let day = today + chrono::Days::new(ahead);
            if let Ok(read) = parse_date(&day.format("%d/%m").to_string(), today) {
                prop_assert!(read >= today);
            }
        }
    }
}
