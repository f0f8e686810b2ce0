//! What can be wrong with what a member asks for.

/// Why an input is invalid. The view says it in the member's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InputError {
    /// The text is not a clock time.
    UnreadableTime(String),
    /// This clock time does not exist, such as 25:00.
    NoSuchTime(String),
    /// This time does not exist with am or pm, such as 13pm.
    NoSuchHalfDayTime(String),
    /// The text is not a date.
    UnreadableDate(String),
    /// This day does not exist, such as 30 February.
    NoSuchDate(String),
    /// This day, written without a year, does not exist in the year that comes next.
    NotInYear(String, i32),
    /// These words are not weekdays.
    UnreadableDays(String),
    /// Both a date and weekdays are given.
    DateAndDays,
    /// The time has passed.
    Past,
    /// It is more than this many years ahead.
    TooFar(u32),
    /// The lead is longer than this many minutes.
    LeadTooLong(u32),
    /// The name is empty or invisible.
    NoName,
    /// A field is longer than this many characters.
    TooLong(&'static str, usize),
}

impl InputError {
    /// The field of the API that is wrong.
    pub(crate) const fn field(&self) -> &'static str {
        match self {
            Self::UnreadableTime(_) | Self::NoSuchTime(_) | Self::NoSuchHalfDayTime(_) => "time",
            Self::UnreadableDate(_)
            | Self::NoSuchDate(_)
            | Self::NotInYear(..)
            | Self::Past
            | Self::TooFar(_) => "date",
            Self::UnreadableDays(_) | Self::DateAndDays => "days",
            Self::LeadTooLong(_) => "lead_minutes",
            Self::NoName => "name",
            Self::TooLong(field, _) => field,
        }
    }
}
