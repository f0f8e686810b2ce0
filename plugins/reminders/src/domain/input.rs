//! What somebody asks for, and whether it can be done.

use chrono::{DateTime, Months, NaiveTime, Utc};
use chrono_tz::Tz;
use plugin_api::{serenity::ChannelId, ui::is_blank};

use super::{
    Days, Mention, Origin, Reminder, Wrong, next_occurrence, parse_date, parse_days, parse_time, resolve,
    zone,
};
use crate::settings::{MAX_LEAD, ReminderSettings};

/// The longest name, in characters.
pub const NAME_LIMIT: usize = 100;
/// The longest text, in characters: what Discord's own message field takes.
pub const MESSAGE_LIMIT: usize = 2_000;
/// The longest location, in characters.
pub const LOCATION_LIMIT: usize = 200;

/// What somebody asks for, in their words.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The title.
    pub name: String,
    /// Where it is to be sent.
    pub channel: ChannelId,
    /// The day; see [`parse_date`].
    pub date: Option<String>,
    /// The time; see [`parse_time`].
    pub time: String,
    /// The weekdays; see [`parse_days`].
    pub days: Option<String>,
    /// The text.
    pub message: Option<String>,
    /// Where the event is.
    pub location: Option<String>,
    /// How many minutes before it is announced; the settings say where it is `None`.
    pub lead_minutes: Option<u32>,
    /// Whom it pings.
    pub mention: Mention,
    /// The message it is made from.
    pub origin: Option<Origin>,
}

/// A wish that can be granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The title.
    pub name: String,
    /// Where it is to be sent.
    pub channel: ChannelId,
    /// The time on the guild's wall clock.
    pub call_time: NaiveTime,
    /// The weekdays; none for one that is sent once.
    pub days: Days,
    /// The first occurrence.
    pub event_time: DateTime<Utc>,
    /// How many minutes before it is announced; 0 for not at all.
    pub lead_minutes: u32,
    /// The text; may be empty.
    pub message: String,
    /// Where the event is; may be empty.
    pub location: String,
    /// Whom it pings.
    pub mention: Mention,
    /// The message it is made from.
    pub origin: Option<Origin>,
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
            status: super::Status::Active,
            parked_reason: None,
            lead_message: None,
            last_sent_at: None,
            created_at: now,
        }
    }
}

impl Wish {
    /// Asks for a reminder as it is, in words that read back, to change some of it.
    #[must_use]
    pub fn of(reminder: &Reminder, zone: Tz) -> Self {
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

    /// Reads date and days from one text that may be either: a date where it is one, weekdays where it is those. An empty one
    /// changes nothing.
    #[must_use]
    pub fn on(mut self, day: Option<&str>, now: DateTime<Utc>, zone: Tz) -> Self {
        let Some(day) = day.map(str::trim).filter(|day| !day.is_empty()) else { return self };
        let read = parse_date(day, zone::local_date(zone, now));
        let (date, days) = match read {
            Err(Wrong::UnreadableDate(_)) => (None, Some(day)),
            _ => (Some(day), None),
        };
        (self.date, self.days) = (date.map(str::to_owned), days.map(str::to_owned));
        self
    }

    /// Asks for the usual lead instead of the one that a reminder has where it recurs no longer, or only now: a lead of one kind need not
    /// suit the other.
    #[must_use]
    pub fn lead_after(mut self, old: &Reminder) -> Self {
        if old.recurs() != self.days.is_some() {
            self.lead_minutes = None;
        }
        self
    }

    /// Checks everything that can be checked without asking anybody.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(self, settings: &ReminderSettings, zone: Tz, now: DateTime<Utc>) -> Result<Draft, Wrong> {
        let name = text(Some(self.name), "name", NAME_LIMIT)?;
        if is_blank(&name) {
            return Err(Wrong::NoName);
        }
        let call_time = parse_time(&self.time)?;
        let days = weekdays(self.days.as_deref())?;
        let event_time = match self.date.as_deref().map(str::trim).filter(|date| !date.is_empty()) {
            Some(_) if !days.is_empty() => return Err(Wrong::DateAndDays),
            Some(date) => {
                let day = parse_date(date, zone::local_date(zone, now))?;
                resolve(zone, day.and_time(call_time)).filter(|at| *at > now).ok_or(Wrong::Past)?
            }
            None => {
                let any = if days.is_empty() { Days::DAILY } else { days };
                next_occurrence(any, call_time, zone, now).ok_or(Wrong::Past)?
            }
        };
        let latest = now.checked_add_months(Months::new(12 * settings.max_years_ahead));
        if latest.is_none_or(|latest| event_time > latest) {
            return Err(Wrong::TooFar(settings.max_years_ahead));
        }
        Ok(Draft {
            name,
            channel: self.channel,
            call_time,
            days,
            event_time,
            lead_minutes: lead(self.lead_minutes, days, settings)?,
            message: text(self.message, "message", MESSAGE_LIMIT)?,
            location: text(self.location, "location", LOCATION_LIMIT)?,
            mention: self.mention,
            origin: self.origin,
        })
    }
}

fn weekdays(text: Option<&str>) -> Result<Days, Wrong> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(Days::NONE) };
    let read = parse_days(text);
    if read.days.is_empty() || !read.unknown.is_empty() {
        let words = if read.unknown.is_empty() { text.to_owned() } else { read.unknown.join(" ") };
        return Err(Wrong::UnreadableDays(words));
    }
    Ok(read.days)
}

/// A recurring one is announced only where somebody asks for it, and before the next occurrence only after the last.
fn lead(wanted: Option<u32>, days: Days, settings: &ReminderSettings) -> Result<u32, Wrong> {
    let (usual, most) = if days.is_empty() {
        (settings.default_lead_minutes, MAX_LEAD)
    } else {
        (0, MAX_LEAD.min(days.shortest_gap() * 24 * 60 - 1))
    };
    let lead = wanted.unwrap_or(usual);
    if lead > most { Err(Wrong::LeadTooLong(most)) } else { Ok(lead) }
}

/// Trims, and drops NUL, which PostgreSQL does not keep in a text.
fn text(text: Option<String>, field: &'static str, limit: usize) -> Result<String, Wrong> {
    let text = text.unwrap_or_default().replace('\0', "");
    let text = text.trim();
    if text.chars().count() > limit {
        return Err(Wrong::TooLong(field, limit));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;

    use super::*;

    const NOW: &str = "2026-03-10T11:00:00Z"; // a Tuesday, noon in Brussels

    fn wish(date: &str, time: &str, days: &str) -> Wish {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Wish {
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

    fn check(wish: Wish) -> Result<Draft, Wrong> {
        wish.check(&ReminderSettings::default(), Brussels, NOW.parse().expect("an instant"))
    }

    fn at(date: &str, time: &str, days: &str) -> (String, u32) {
        let draft = check(wish(date, time, days)).expect("it can be done");
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
    fn what_can_not_be_done_is_refused_with_its_field() {
        for (date, time, days, wrong) in [
            ("30 February", "19:30", "", Wrong::NoSuchDate("30 February".to_owned())),
            ("29 February", "19:30", "", Wrong::NotInYear("29 February".to_owned(), 2027)),
            ("", "25:00", "", Wrong::NoSuchTime("25:00".to_owned())),
            ("2026-03-10", "11:59", "", Wrong::Past),
            ("2026-03-10", "12:00", "", Wrong::Past),
            ("2025-01-01", "12:00", "", Wrong::Past),
            ("2036-03-11", "12:00", "", Wrong::TooFar(10)),
            ("2026-04-01", "12:00", "mon", Wrong::DateAndDays),
            ("", "12:00", "mon,soon", Wrong::UnreadableDays("soon".to_owned())),
            ("", "12:00", "every", Wrong::UnreadableDays("every".to_owned())),
        ] {
            assert_eq!(check(wish(date, time, days)), Err(wrong), "{date} {time} {days}");
        }
        for name in [" \0 ", "\u{200b}\u{2060}", "\u{202e} \u{3164}"] {
            let nameless = Wish { name: name.to_owned(), ..wish("", "12:00", "") };
            assert_eq!(check(nameless), Err(Wrong::NoName), "{name:?}");
        }
        assert_eq!(
            check(Wish { name: "é".repeat(101), ..wish("", "12:00", "") }),
            Err(Wrong::TooLong("name", 100))
        );
        let long = Wish { message: Some("x".repeat(2_001)), ..wish("", "12:00", "") };
        assert_eq!(check(long), Err(Wrong::TooLong("message", 2_000)));
    }

    #[test]
    fn a_lead_fits_between_two_occurrences() {
        let with = |days: &str, lead| check(Wish { lead_minutes: Some(lead), ..wish("", "12:00", days) });
        assert_eq!(with("", 4_321), Err(Wrong::LeadTooLong(4_320)));
        assert_eq!(with("daily", 1_440), Err(Wrong::LeadTooLong(1_439)));
        assert_eq!(with("mon", 4_320).map(|draft| draft.lead_minutes), Ok(4_320));
        assert_eq!(with("", 0).map(|draft| draft.lead_minutes), Ok(0));
    }

    #[test]
    fn one_text_is_a_date_or_weekdays() {
        let now = NOW.parse().expect("an instant");
        let on = |day: &str| {
            let wish = wish("", "12:00", "").on(Some(day), now, Brussels);
            (wish.date, wish.days)
        };
        assert_eq!(on("1/4"), (Some("1/4".to_owned()), None));
        assert_eq!(on("30 February"), (Some("30 February".to_owned()), None));
        assert_eq!(on("ma,wo"), (None, Some("ma,wo".to_owned())));
        assert_eq!(on("0,2"), (None, Some("0,2".to_owned())));
        assert_eq!(on("  "), (None, None));
    }

    #[test]
    fn an_empty_day_changes_nothing() {
        let now = NOW.parse().expect("an instant");
        for (date, days) in [("", "mon,wed"), ("12 March", "")] {
            let before = wish(date, "12:00", days);
            let after = before.clone().on(Some(" "), now, Brussels);
            assert_eq!((after.date, after.days), (before.date, before.days));
        }
    }
}
