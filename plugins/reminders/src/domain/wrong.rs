//! What is wrong with what somebody asks for.

/// Why a wish can't be granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The text is no clock time.
    UnreadableTime(String),
    /// No clock shows this time.
    NoSuchTime(String),
    /// The clock with am and pm does not show this time.
    NoSuchHalfDayTime(String),
    /// The text is no date.
    UnreadableDate(String),
    /// No calendar has this day.
    NoSuchDate(String),
    /// This day, written without a year, is not in the year whose turn it is.
    NotInYear(String, i32),
    /// These words are no weekdays.
    UnreadableDays(String),
    /// Both a date and weekdays.
    DateAndDays,
    /// It lies in the past.
    Past,
    /// It lies more than this many years ahead.
    TooFar(u32),
    /// The lead is longer than this many minutes.
    LeadTooLong(u32),
    /// There is no name, or none that can be seen.
    NoName,
    /// A field is longer than so many characters.
    TooLong(&'static str, usize),
}

impl Wrong {
    /// The field of the API at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
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
