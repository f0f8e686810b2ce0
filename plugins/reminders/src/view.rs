//! How reminders look and what is said about them.

mod message;
mod panel;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use plugin_api::{
    Host, Locale, LogEntry, LogKind,
    error::MissingPermission,
    permission::names,
    serenity::{CreateEmbed, Mentionable, UserId},
    ui::{self, Tone, embed::cut, stamp},
};

use crate::{
    ID,
    domain::{Days, ParkReason, Reminder, Wrong, zone::local_date},
};

pub use message::{Occasion, message};
pub use panel::{about, choice, deletion, list, modal, summary};

plugin_api::catalogue!("en" => "../locales/en/reminders.ftl", "nl" => "../locales/nl/reminders.ftl");

/// Says in Discord what is wrong with a wish and what is allowed.
#[must_use]
pub fn wrong(locale: &Locale, wrong: &Wrong) -> String {
    explain(locale, wrong, ui::plain)
}

/// Says the same to a program, which shows Markdown as it is.
#[must_use]
pub fn wrong_raw(locale: &Locale, wrong: &Wrong) -> String {
    explain(locale, wrong, str::to_owned)
}

fn explain(locale: &Locale, wrong: &Wrong, quote: fn(&str) -> String) -> String {
    let quoted = |id, words: &str| text_with(locale, id, &[("text", quote(&cut(words, 50)).into())]);
    match wrong {
        Wrong::UnreadableTime(words) => quoted("wrong-unreadable-time", words),
        Wrong::NoSuchTime(words) => quoted("wrong-no-such-time", words),
        Wrong::NoSuchHalfDayTime(words) => quoted("wrong-no-such-half-day-time", words),
        Wrong::UnreadableDate(words) => quoted("wrong-unreadable-date", words),
        Wrong::NoSuchDate(words) => quoted("wrong-no-such-date", words),
        Wrong::NotInYear(words, year) => text_with(
            locale,
            "wrong-not-in-year",
            &[("text", quote(&cut(words, 50)).into()), ("year", year.to_string().into())],
        ),
        Wrong::UnreadableDays(words) => quoted("wrong-unreadable-days", words),
        Wrong::DateAndDays => text(locale, "wrong-date-and-days"),
        Wrong::Past => text(locale, "wrong-past"),
        Wrong::TooFar(years) => text_with(locale, "wrong-too-far", &[("years", (*years).into())]),
        Wrong::LeadTooLong(minutes) => {
            text_with(locale, "wrong-lead-too-long", &[("minutes", (*minutes).into())])
        }
        Wrong::NoName => text(locale, "wrong-no-name"),
        Wrong::TooLong(field, limit) => text_with(
            locale,
            "wrong-too-long",
            &[("field", text(locale, &format!("modal-{field}")).into()), ("limit", (*limit).into())],
        ),
    }
}

/// Says that the owner of a reminder lacks a permission, to somebody else.
#[must_use]
pub fn owner_lacks(locale: &Locale, owner: UserId, missing: &MissingPermission) -> String {
    let channel = missing.channel.map(|channel| channel.mention().to_string()).unwrap_or_default();
    text_with(
        locale,
        "refused-owner-lacks",
        &[
            ("owner", owner.mention().to_string().into()),
            ("permissions", names(missing.permissions, locale).into()),
            ("channel", channel.into()),
        ],
    )
}

/// Says until when a reminder is snoozed.
#[must_use]
pub fn snoozed(locale: &Locale, until: DateTime<Utc>) -> String {
    let when = format!("{} ({})", stamp(until, 'R'), stamp(until, 'f'));
    text_with(locale, "reply-snoozed", &[("when", when.into())])
}

/// Posts an entry about a reminder to its guild's log channel. `by` is who did it; `None` for the API, or where nobody did.
pub fn log(host: &Host, kind: LogKind, reminder: &Reminder, id: &str, by: Option<UserId>) {
    let locale = host.guild(reminder.guild).locale;
    let title = text_with(
        &locale,
        "log-title",
        &[("number", reminder.number.to_string().into()), ("name", ui::plain(&reminder.name).into())],
    );
    let who = by.map_or_else(|| text(&locale, "log-api"), |user| user.mention().to_string());
    let entry = text_with(
        &locale,
        id,
        &[
            ("who", who.into()),
            ("owner", reminder.created_by.mention().to_string().into()),
            ("channel", reminder.channel.mention().to_string().into()),
            ("when", stamp(reminder.event_time, 'F').into()),
        ],
    );
    host.log(reminder.guild).post(LogEntry::new(kind, ID, title, entry));
}

/// The id of the log channel's text for a reminder that was parked.
#[must_use]
pub fn parked_log(reason: ParkReason) -> String {
    format!("log-parked-{}", reason.as_str())
}

/// What the owner of parked reminders reads in a direct message.
pub fn parked(locale: &Locale, reminders: &[Reminder], reason: ParkReason) -> CreateEmbed {
    let lines = reminders.iter().map(|reminder| line(locale, reminder)).collect::<Vec<_>>().join("\n");
    let remedy = text(locale, &format!("parked-{}", reason.as_str()));
    ui::embed(Tone::Bad, &text(locale, "parked-title"), &format!("{remedy}\n\n{lines}"))
}

/// One reminder in a list.
fn line(locale: &Locale, reminder: &Reminder) -> String {
    let mut when = stamp(reminder.event_time, 'f');
    if reminder.recurs() {
        when = format!("{when} ({})", days(locale, reminder.days));
    }
    let line = text_with(
        locale,
        "list-line",
        &[
            ("number", reminder.number.to_string().into()),
            ("name", ui::plain(&reminder.name).into()),
            ("when", when.into()),
            ("channel", reminder.channel.mention().to_string().into()),
        ],
    );
    match reminder.status.as_str() {
        status @ ("paused" | "parked") => format!("{line} · *{}*", text(locale, &format!("status-{status}"))),
        _ => line,
    }
}

/// `Thursday 12 March 2026`.
fn long_date(locale: &Locale, date: NaiveDate) -> String {
    text_with(
        locale,
        "date-long",
        &[
            ("weekday", text(locale, &format!("weekday-{}", date.weekday().num_days_from_monday())).into()),
            ("day", date.day().to_string().into()),
            ("month", text(locale, &format!("month-{}", date.month())).into()),
            ("year", date.year().to_string().into()),
        ],
    )
}

/// `mon,wed`, in words that read back.
fn days(locale: &Locale, days: Days) -> String {
    match days {
        Days::DAILY => text(locale, "days-daily"),
        Days::WEEKDAYS => text(locale, "days-weekdays"),
        _ => days
            .numbers()
            .map(|day| text(locale, &format!("weekday-short-{day}")))
            .collect::<Vec<_>>()
            .join(","),
    }
}

/// The clock time and the date of the occurrence on the guild's own clock.
fn local(reminder: &Reminder, zone: Tz) -> (String, NaiveDate) {
    let time = reminder.event_time.with_timezone(&zone).format("%H:%M").to_string();
    (time, local_date(zone, reminder.event_time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_days;

    #[test]
    fn english_and_dutch_have_the_same_texts() {
        assert_eq!(TEXTS.ids("en"), TEXTS.ids("nl"));
    }

    #[test]
    fn weekdays_read_back_in_the_language_they_are_written_in() {
        for locale in ["en", "nl"].map(Locale::new) {
            for set in ["0", "0,2,4", "0,1,2,3,4", "5,6", "0,1,2,3,4,5,6"] {
                let set = parse_days(set).days;
                assert_eq!(parse_days(&days(&locale, set)).days, set, "{}", locale.as_str());
            }
        }
    }

    #[test]
    fn every_refusal_has_a_sentence_that_quotes_harmlessly() {
        let locale = Locale::new("en");
        let said = wrong(&locale, &Wrong::UnreadableTime("@everyone `x`".repeat(20)));
        assert!(!said.contains("@everyone") && said.chars().count() < 300, "{said}");
        let date: NaiveDate = "2026-03-12".parse().expect("a date");
        assert_eq!(long_date(&Locale::new("nl"), date), "donderdag 12 maart 2026");
    }
}
