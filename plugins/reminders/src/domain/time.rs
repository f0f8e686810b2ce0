//! Clock times as people write them.

use chrono::NaiveTime;

use super::input_error::InputError;

/// Parses a clock time: `19:30`, `19.30`, `19h30`, `19u30` (Flemish), `7:30pm`, `7 pm`, `19:30:00` (seconds
/// are dropped). A bare number such as `12` is refused: it could be a day as well.
///
/// # Errors
/// [`InputError::UnreadableTime`] if the text is none of these, [`InputError::NoSuchTime`] for `25:00` or `12:60`,
/// [`InputError::NoSuchHalfDayTime`] for `13pm`.
pub(crate) fn parse_time(text: &str) -> Result<NaiveTime, InputError> {
    let unreadable = || InputError::UnreadableTime(text.to_owned());
    let lower = text.trim().to_lowercase();
    let (clock, half) = split_half(&lower);
    let clock = clock.strip_suffix(['h', 'u']).unwrap_or(clock);
    let has_suffix = clock.len() < lower.len();
    let parts: Vec<u32> =
        clock.split([':', '.', 'h', 'u']).map(parse_number).collect::<Option<_>>().ok_or_else(unreadable)?;
    let (hour, minute) = match parts.as_slice() {
        [hour] if has_suffix => (*hour, 0),
        [hour, minute] => (*hour, *minute),
        [hour, minute, second] if *second < 60 => (*hour, *minute),
        _ => return Err(unreadable()),
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(InputError::NoSuchHalfDayTime(text.to_owned())),
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(|| InputError::NoSuchTime(text.to_owned()))
}

/// A half of the day on the twelve-hour clock.
enum Half {
    Morning,
    Afternoon,
}

fn split_half(text: &str) -> (&str, Option<Half>) {
    for (suffix, half) in
        [("am", Half::Morning), ("a.m.", Half::Morning), ("pm", Half::Afternoon), ("p.m.", Half::Afternoon)]
    {
        if let Some(clock) = text.strip_suffix(suffix) {
            return (clock.trim_end(), Some(half));
        }
    }
    (text, None)
}

/// One or two ASCII digits.
fn parse_number(text: &str) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clock_times_are_read_as_people_write_them() {
        for (text, hour, minute) in [
            ("19:30", 19, 30),
            ("19.30", 19, 30),
            (" 9:00 ", 9, 0),
            ("9.00", 9, 0),
            ("00:00", 0, 0),
            ("23:59", 23, 59),
            ("7:30pm", 19, 30),
            ("7:30 PM", 19, 30),
            ("7pm", 19, 0),
            ("7 p.m.", 19, 0),
            ("12am", 0, 0),
            ("12pm", 12, 0),
            ("12:15am", 0, 15),
            ("19u30", 19, 30),
            ("19u", 19, 0),
            ("8h", 8, 0),
            ("12:30:45", 12, 30),
        ] {
            assert_eq!(parse_time(text).ok(), NaiveTime::from_hms_opt(hour, minute, 0), "{text}");
        }
    }

    #[test]
    fn a_time_that_does_not_exist_is_not_an_unreadable_time() {
        for text in ["25:00", "24:00", "12:60", "1:60pm"] {
            assert_eq!(parse_time(text), Err(InputError::NoSuchTime(text.to_owned())), "{text}");
        }
        for text in ["13pm", "13:30pm", "0am", "0:30pm"] {
            assert_eq!(parse_time(text), Err(InputError::NoSuchHalfDayTime(text.to_owned())), "{text}");
        }
        for text in [
            "",
            "invalid",
            "abc:def",
            "12",
            "1:2:3:4",
            "12:30:99",
            "-1:30",
            "19:",
            ":30",
            "123:00",
            "１９:３０",
            "pm",
        ] {
            assert_eq!(parse_time(text), Err(InputError::UnreadableTime(text.to_owned())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(text in "\\PC{0,40}") {
            let _ = parse_time(&text);
        }

        #[test]
        fn every_minute_of_the_day_reads_back(hour in 0_u32..24, minute in 0_u32..60) {
            let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("it exists");
            for format in ["%H:%M", "%H.%M", "%I:%M%p", "%l:%M %P", "%H:%M:%S"] {
                prop_assert_eq!(parse_time(&time.format(format).to_string()), Ok(time), "{}", format);
            }
        }
    }
}
