//! What a member asks for, and how it is validated.

use chrono::{DateTime, Months, NaiveTime, Utc};
use chrono_tz::Tz;
use plugin_api::{serenity::ChannelId, ui::is_blank};

use super::{
    date::parse_date,
    days::{Days, parse_days},
    input_error::InputError,
    limits::{InputLimits, MAX_LEAD},
    reminder::{Mention, Origin, Reminder},
    time::parse_time,
    zone::{self, next_occurrence, resolve},
};

/// The longest name, in characters.
pub(crate) const NAME_LIMIT: usize = 100;
/// The longest text, in characters: as long as a message on Discord.
pub(crate) const MESSAGE_LIMIT: usize = 2_000;
/// The longest location, in characters.
pub(crate) const LOCATION_LIMIT: usize = 200;

/// What a member asks for, in their words.
#[derive(Clone, Debug)]
pub(crate) struct ReminderInput {
    /// The title.
    pub(crate) name: String,
    /// Where it is sent.
    pub(crate) channel: ChannelId,
    /// The day; see [`parse_date`].
    pub(crate) date: Option<String>,
    /// The time; see [`parse_time`].
    pub(crate) time: String,
    /// The weekdays; see [`parse_days`].
    pub(crate) days: Option<String>,
    /// The text.
    pub(crate) message: Option<String>,
    /// Where the event is.
    pub(crate) location: Option<String>,
    /// How many minutes before it is announced; `None` for the setting's default.
    pub(crate) lead_minutes: Option<u32>,
    /// Whom it pings.
    pub(crate) mention: Mention,
    /// The message it is made from.
    pub(crate) origin: Option<Origin>,
}

/// A validated input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The title.
    pub(crate) name: String,
    /// Where it is sent.
    pub(crate) channel: ChannelId,
    /// The time on the guild's wall clock.
    pub(crate) call_time: NaiveTime,
    /// The weekdays; none for one that is sent once.
    pub(crate) days: Days,
    /// The first occurrence.
    pub(crate) event_time: DateTime<Utc>,
    /// How many minutes before it is announced; 0 for not at all.
    pub(crate) lead_minutes: u32,
    /// The text; may be empty.
    pub(crate) message: String,
    /// Where the event is; may be empty.
    pub(crate) location: String,
    /// Whom it pings.
    pub(crate) mention: Mention,
    /// The message it is made from.
    pub(crate) origin: Option<Origin>,
}

#[cfg(test)]
impl Draft {
    /// The reminder that it becomes.
    pub(crate) fn into_reminder(
        self,
        guild: plugin_api::serenity::GuildId,
        number: i64,
        owner: plugin_api::serenity::UserId,
        now: DateTime<Utc>,
    ) -> Reminder {
        Reminder {
            guild,
            number,
            name: self.name,
            channel: self.channel,
            call_time: self.call_time,
            days: self.days,
            event_time: self.event_time,
            lead_minutes: self.lead_minutes,
            message: self.message,
            location: self.location,
            mention: self.mention,
            created_by: owner,
            origin: self.origin,
            status: super::reminder::Status::Active,
            parked_reason: None,
            lead_message: None,
            last_sent_at: None,
            created_at: now,
        }
    }
}

impl ReminderInput {
    /// The input that would make this reminder, to change a part of it.
    pub(crate) fn from_reminder(reminder: &Reminder, zone: Tz) -> Self {
        Self {
            name: reminder.name.clone(),
            channel: reminder.channel,
            date: (!reminder.recurs()).then(|| zone::local_date(zone, reminder.event_time).to_string()),
            time: reminder.call_time.format("%H:%M").to_string(),
            days: reminder.recurs().then(|| reminder.days.to_string()),
            message: Some(reminder.message.clone()),
            location: Some(reminder.location.clone()),
            lead_minutes: Some(reminder.lead_minutes),
            mention: reminder.mention,
            origin: reminder.origin,
        }
    }

    /// Sets date or weekdays from one text that may be either. An empty one changes nothing.
    pub(crate) fn with_day(mut self, day: Option<&str>, now: DateTime<Utc>, zone: Tz) -> Self {
        let Some(day) = day.map(str::trim).filter(|day| !day.is_empty()) else { return self };
        let (date, days) = match parse_date(day, zone::local_date(zone, now)) {
            Err(InputError::UnreadableDate(_)) => (None, Some(day)),
            _ => (Some(day), None),
        };
        (self.date, self.days) = (date.map(str::to_owned), days.map(str::to_owned));
        self
    }

    /// Drops the lead if a one-off becomes recurring or the other way round: the lead of one kind may not
    /// suit the other.
    pub(crate) fn with_lead_for_kind(mut self, old: &Reminder) -> Self {
        if old.recurs() != self.days.is_some() {
            self.lead_minutes = None;
        }
        self
    }

    /// Validates everything that needs neither the database nor Discord, and fails with the first thing that is wrong.
    pub(crate) fn validate(
        self,
        limits: InputLimits,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<Draft, InputError> {
        let name = clean_text(Some(self.name), "name", NAME_LIMIT)?;
        if is_blank(&name) {
            return Err(InputError::NoName);
        }
        let call_time = parse_time(&self.time)?;
        let days = validate_days(self.days.as_deref())?;
        let event_time = match self.date.as_deref().map(str::trim).filter(|date| !date.is_empty()) {
            Some(_) if !days.is_empty() => return Err(InputError::DateAndDays),
            Some(date) => {
                let day = parse_date(date, zone::local_date(zone, now))?;
                resolve(zone, day.and_time(call_time)).filter(|at| *at > now).ok_or(InputError::Past)?
            }
            None => {
                let any = if days.is_empty() { Days::DAILY } else { days };
                next_occurrence(any, call_time, zone, now).ok_or(InputError::Past)?
            }
        };
        let latest = now.checked_add_months(Months::new(12 * limits.max_years_ahead));
        if latest.is_none_or(|latest| event_time > latest) {
            return Err(InputError::TooFar(limits.max_years_ahead));
        }
        Ok(Draft {
            name,
            channel: self.channel,
            call_time,
            days,
            event_time,
            lead_minutes: validate_lead(self.lead_minutes, days, limits)?,
            message: clean_text(self.message, "message", MESSAGE_LIMIT)?,
            location: clean_text(self.location, "location", LOCATION_LIMIT)?,
            mention: self.mention,
            origin: self.origin,
        })
    }
}

fn validate_days(text: Option<&str>) -> Result<Days, InputError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(Days::NONE) };
    let parsed = parse_days(text);
    if parsed.days.is_empty() || !parsed.unknown.is_empty() {
        let words = if parsed.unknown.is_empty() { text.to_owned() } else { parsed.unknown.join(" ") };
        return Err(InputError::UnreadableDays(words));
    }
    Ok(parsed.days)
}

/// A recurring reminder is announced only if its author asks for it, and not before its previous occurrence.
fn validate_lead(wanted: Option<u32>, days: Days, limits: InputLimits) -> Result<u32, InputError> {
    let (default, max) = if days.is_empty() {
        (limits.default_lead_minutes, MAX_LEAD)
    } else {
        (0, MAX_LEAD.min(days.shortest_gap() * 24 * 60 - 1))
    };
    let lead = wanted.unwrap_or(default);
    if lead > max { Err(InputError::LeadTooLong(max)) } else { Ok(lead) }
}

/// Trims, and drops NUL, which PostgreSQL cannot store in a text.
fn clean_text(text: Option<String>, field: &'static str, limit: usize) -> Result<String, InputError> {
    let text = text.unwrap_or_default().replace('\0', "");
    let text = text.trim();
    if text.chars().count() > limit {
        return Err(InputError::TooLong(field, limit));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;

    use super::*;

    const NOW: &str = "2026-03-10T11:00:00Z"; // a Tuesday, noon in Brussels

    fn input(date: &str, time: &str, days: &str) -> ReminderInput {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ReminderInput {
            name: "Standup".to_owned(),
            channel: ChannelId::new(1),
            date: some(date),
            time: time.to_owned(),
            days: some(days),
            message: None,
            location: None,
            lead_minutes: None,
            mention: Mention::Nobody,
            origin: None,
        }
    }

    const LIMITS: InputLimits = InputLimits { default_lead_minutes: 60, max_years_ahead: 10 };

    fn validate(input: ReminderInput) -> Result<Draft, InputError> {
        input.validate(LIMITS, Brussels, NOW.parse().expect("an instant"))
    }

    fn at(date: &str, time: &str, days: &str) -> (String, u32) {
        let draft = validate(input(date, time, days)).expect("it can be done");
        (draft.event_time.with_timezone(&Brussels).to_rfc3339(), draft.lead_minutes)
    }

    #[test]
    fn date_days_or_neither_decide_when_it_comes() {
        assert_eq!(at("12 March", "19:30", ""), ("2026-03-12T19:30:00+01:00".to_owned(), 60));
        assert_eq!(at("", "19.30", "mon,wed"), ("2026-03-11T19:30:00+01:00".to_owned(), 0));
        assert_eq!(at("", "7:30pm", ""), ("2026-03-10T19:30:00+01:00".to_owned(), 60));
        assert_eq!(at("", "11:59", ""), ("2026-03-11T11:59:00+01:00".to_owned(), 60));
        assert_eq!(at("29/03/2026", "02:30", ""), ("2026-03-29T03:00:00+02:00".to_owned(), 60));
    }

    #[test]
    fn an_invalid_input_is_refused_with_its_reason() {
        for (date, time, days, wrong) in [
            ("30 February", "19:30", "", InputError::NoSuchDate("30 February".to_owned())),
            ("29 February", "19:30", "", InputError::NotInYear("29 February".to_owned(), 2027)),
            ("", "25:00", "", InputError::NoSuchTime("25:00".to_owned())),
            ("2026-03-10", "11:59", "", InputError::Past),
            ("2026-03-10", "12:00", "", InputError::Past),
            ("2025-01-01", "12:00", "", InputError::Past),
            ("2036-03-11", "12:00", "", InputError::TooFar(10)),
            ("2026-04-01", "12:00", "mon", InputError::DateAndDays),
            ("", "12:00", "mon,soon", InputError::UnreadableDays("soon".to_owned())),
            ("", "12:00", "every", InputError::UnreadableDays("every".to_owned())),
        ] {
            assert_eq!(validate(input(date, time, days)), Err(wrong), "{date} {time} {days}");
        }
        for name in [" \0 ", "\u{200b}\u{2060}", "\u{202e} \u{3164}"] {
            let nameless = ReminderInput { name: name.to_owned(), ..input("", "12:00", "") };
            assert_eq!(validate(nameless), Err(InputError::NoName), "{name:?}");
        }
        assert_eq!(
            validate(ReminderInput { name: "é".repeat(101), ..input("", "12:00", "") }),
            Err(InputError::TooLong("name", 100))
        );
        let long = ReminderInput { message: Some("x".repeat(2_001)), ..input("", "12:00", "") };
        assert_eq!(validate(long), Err(InputError::TooLong("message", 2_000)));
    }

    #[test]
    fn a_lead_fits_between_two_occurrences() {
        let with = |days: &str, lead| {
            validate(ReminderInput { lead_minutes: Some(lead), ..input("", "12:00", days) })
        };
        assert_eq!(with("", 4_321), Err(InputError::LeadTooLong(4_320)));
        assert_eq!(with("daily", 1_440), Err(InputError::LeadTooLong(1_439)));
        assert_eq!(with("mon", 4_320).map(|draft| draft.lead_minutes), Ok(4_320));
        assert_eq!(with("", 0).map(|draft| draft.lead_minutes), Ok(0));
    }

    #[test]
    fn one_text_is_a_date_or_weekdays() {
        let now = NOW.parse().expect("an instant");
        let with_day = |day: &str| {
            let input = input("", "12:00", "").with_day(Some(day), now, Brussels);
            (input.date, input.days)
        };
        assert_eq!(with_day("1/4"), (Some("1/4".to_owned()), None));
        assert_eq!(with_day("30 February"), (Some("30 February".to_owned()), None));
        assert_eq!(with_day("ma,wo"), (None, Some("ma,wo".to_owned())));
        assert_eq!(with_day("0,2"), (None, Some("0,2".to_owned())));
        assert_eq!(with_day("  "), (None, None));
    }

    #[test]
    fn an_empty_day_changes_nothing() {
        let now = NOW.parse().expect("an instant");
        for (date, days) in [("", "mon,wed"), ("12 March", "")] {
            let before = input(date, "12:00", days);
            let after = before.clone().with_day(Some(" "), now, Brussels);
            assert_eq!((after.date, after.days), (before.date, before.days));
        }
    }
}
