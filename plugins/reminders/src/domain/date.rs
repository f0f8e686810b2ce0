//! Dates as people write them, day first.

use chrono::{Datelike, Days, NaiveDate};

use super::input_error::InputError;

/// English and Dutch names of months, and the short forms that are accepted.
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

/// Parses a date: `2026-03-12`, `12/03/2026`, `12-03-2026`, `12.03.26` (day first), `12 March 2026`,
/// `12 maart`, `March 12th`, `12/03`. Without a year it is the next such day, from `today` on. Also `today`,
/// `tomorrow`, `vandaag`, `morgen`, `overmorgen`.
///
/// # Errors
/// [`InputError::UnreadableDate`] if the text is none of these, [`InputError::NoSuchDate`] for 30 February,
/// or 29 February in a year that has none, [`InputError::NotInYear`] for 29 February without a year if the
/// next year has none.
pub(crate) fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, InputError> {
    if let Some(ahead) = days_ahead(&text.trim().to_lowercase()) {
        return today
            .checked_add_days(Days::new(ahead))
            .ok_or_else(|| InputError::NoSuchDate(text.to_owned()));
    }
    let written = parse_written(text).ok_or_else(|| InputError::UnreadableDate(text.to_owned()))?;
    let year = written.year.unwrap_or_else(|| {
        let passed = (written.month, written.day) < (today.month(), today.day());
        today.year() + i32::from(passed)
    });
    NaiveDate::from_ymd_opt(year, written.month, written.day).ok_or_else(|| {
        if written.year.is_none() && (written.month, written.day) == (2, 29) {
            InputError::NotInYear(text.to_owned(), year)
        } else {
            InputError::NoSuchDate(text.to_owned())
        }
    })
}

/// How many days after today a word means.
fn days_ahead(word: &str) -> Option<u64> {
    match word {
        "today" | "vandaag" => Some(0),
        "tomorrow" | "morgen" => Some(1),
        "overmorgen" => Some(2),
        _ => None,
    }
}

/// A date as somebody wrote it. It may not exist.
struct WrittenDate {
    year: Option<i32>,
    month: u32,
    day: u32,
}

fn parse_written(text: &str) -> Option<WrittenDate> {
    let lower = text.trim().to_lowercase();
    // `0,2` is a list of weekdays; a comma belongs to a date only if the month is a word.
    let has_word = lower.contains(char::is_alphabetic);
    let is_separator = |c: char| matches!(c, ' ' | '/' | '-' | '.') || (has_word && c == ',');
    let parts: Vec<&str> = lower.split(is_separator).filter(|part| !part.is_empty()).collect();
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() <= 2 => Some(WrittenDate {
            year: Some(parse_year(year)?),
            month: parse_number(month)?,
            day: parse_number(day)?,
        }),
        [day, month] => parse_day_and_month(day, month, None),
        [day, month, year] => parse_day_and_month(day, month, Some(parse_year(year)?)),
        _ => None,
    }
}

fn parse_day_and_month(first: &str, second: &str, year: Option<i32>) -> Option<WrittenDate> {
    if let Some(month) = parse_month(second) {
        return Some(WrittenDate { year, month, day: parse_ordinal(first)? });
    }
    if let Some(month) = parse_month(first) {
        return Some(WrittenDate { year, month, day: parse_ordinal(second)? });
    }
    Some(WrittenDate { year, month: parse_number(second)?, day: parse_number(first)? })
}

fn parse_month(text: &str) -> Option<u32> {
    (1..).zip(MONTHS).find_map(|(number, names)| names.contains(&text).then_some(number))
}

/// `12`, `12th`, `1st`, `12e` (Dutch).
fn parse_ordinal(text: &str) -> Option<u32> {
    parse_number(
        ["st", "nd", "rd", "th", "de", "ste", "e"].iter().find_map(|s| text.strip_suffix(s)).unwrap_or(text),
    )
}

fn parse_number(text: &str) -> Option<u32> {
    is_digits(text, 2).then(|| text.parse().ok()).flatten()
}

/// Four digits, or two of this century.
fn parse_year(text: &str) -> Option<i32> {
    match text.len() {
        4 if is_digits(text, 4) => text.parse().ok(),
        2 if is_digits(text, 2) => text.parse().ok().map(|short: i32| 2000 + short),
        _ => None,
    }
}

fn is_digits(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
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
    fn a_day_that_does_not_exist_is_not_an_unreadable_date() {
        let today = date("2026-03-01");
        for text in
            ["30 February", "30 februari 2026", "29 February 2026", "31/04/2026", "2026-13-01", "00/01/2026"]
        {
            assert_eq!(parse_date(text, today), Err(InputError::NoSuchDate(text.to_owned())), "{text}");
        }
        assert_eq!(parse_date("29/02", today), Err(InputError::NotInYear("29/02".to_owned(), 2027)));
        for text in ["", "soon", "12", "12 Foo", "2026", "1/2/3/4", "12/03/123", "١٢/٠٣/٢٠٢٦", "--"] {
            assert_eq!(parse_date(text, today), Err(InputError::UnreadableDate(text.to_owned())), "{text}");
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
        fn a_date_without_a_year_is_never_past(days in 0_u64..3_000, ahead in 0_u64..365) {
            let today = date("2026-03-01") + chrono::Days::new(days);
            let day = today + chrono::Days::new(ahead);
            if let Ok(read) = parse_date(&day.format("%d/%m").to_string(), today) {
                prop_assert!(read >= today);
            }
        }
    }
}
