//! The embeds, forms and texts of reminders.

mod forms;
mod message;
mod replies;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use plugin_api::{
    Host, Locale, LogEntry, LogKind, MissingPermission,
    permission::names,
    serenity::{CreateEmbed, Mentionable, UserId},
    ui::{self, Reply, Tone, embed::truncate, timestamp},
};

use crate::{
    domain::{Days, InputError, ParkReason, Reminder, Status, local_date},
    names::ID,
};

pub(crate) use forms::{about_form, edit_form};
pub(crate) use message::{DeliveryKind, message};
pub(crate) use replies::{choice, confirm_delete, list_page, summary};

plugin_api::catalogue!("en" => "../locales/en/reminders.ftl", "nl" => "../locales/nl/reminders.ftl");

/// A text with the number of a reminder.
pub(crate) fn text_with_number(locale: &Locale, id: &str, number: i64) -> String {
    text_with(locale, id, &[("number", number.to_string().into())])
}

/// What is wrong with an input and what is allowed, for Discord.
pub(crate) fn input_error(locale: &Locale, error: &InputError) -> String {
    render_input_error(locale, error, ui::escape_markdown)
}

/// The same for a program, without escapes for Markdown.
pub(crate) fn input_error_unescaped(locale: &Locale, error: &InputError) -> String {
    render_input_error(locale, error, str::to_owned)
}

fn render_input_error(locale: &Locale, error: &InputError, quote: fn(&str) -> String) -> String {
    let quoted = |id, words: &str| text_with(locale, id, &[("text", quote(&truncate(words, 50)).into())]);
    match error {
        InputError::UnreadableTime(words) => quoted("wrong-unreadable-time", words),
        InputError::NoSuchTime(words) => quoted("wrong-no-such-time", words),
        InputError::NoSuchHalfDayTime(words) => quoted("wrong-no-such-half-day-time", words),
        InputError::UnreadableDate(words) => quoted("wrong-unreadable-date", words),
        InputError::NoSuchDate(words) => quoted("wrong-no-such-date", words),
        InputError::NotInYear(words, year) => text_with(
            locale,
            "wrong-not-in-year",
            &[("text", quote(&truncate(words, 50)).into()), ("year", year.to_string().into())],
        ),
        InputError::UnreadableDays(words) => quoted("wrong-unreadable-days", words),
        InputError::DateAndDays => text(locale, "wrong-date-and-days"),
        InputError::Past => text(locale, "wrong-past"),
        InputError::TooFar(years) => text_with(locale, "wrong-too-far", &[("years", (*years).into())]),
        InputError::LeadTooLong(minutes) => {
            text_with(locale, "wrong-lead-too-long", &[("minutes", (*minutes).into())])
        }
        InputError::NoName => text(locale, "wrong-no-name"),
        InputError::TooLong(field, limit) => text_with(
            locale,
            "wrong-too-long",
            &[("field", text(locale, &format!("modal-{field}")).into()), ("limit", (*limit).into())],
        ),
    }
}

/// That the owner of a reminder lacks a permission, for somebody else.
pub(crate) fn owner_lacks_permission(locale: &Locale, owner: UserId, missing: &MissingPermission) -> String {
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

/// Until when a reminder is snoozed.
pub(crate) fn snooze_reply(locale: &Locale, until: DateTime<Utc>) -> Reply {
    let when = format!("{} ({})", timestamp(until, 'R'), timestamp(until, 'f'));
    Reply::text(text_with(locale, "reply-snoozed", &[("when", when.into())]))
}

/// Posts an entry about a reminder to its guild's log channel. `by` is the member who did it; `None` for the
/// API and for jobs.
pub(crate) fn log(host: &Host, kind: LogKind, reminder: &Reminder, id: &str, by: Option<UserId>) {
    let locale = host.guild(reminder.guild).locale;
    let title = text_with(
        &locale,
        "log-title",
        &[
            ("number", reminder.number.to_string().into()),
            ("name", ui::escape_markdown(&reminder.name).into()),
        ],
    );
    let who = by.map_or_else(|| text(&locale, "log-api"), |user| user.mention().to_string());
    let entry = text_with(
        &locale,
        id,
        &[
            ("who", who.into()),
            ("owner", reminder.created_by.mention().to_string().into()),
            ("channel", reminder.channel.mention().to_string().into()),
            ("when", timestamp(reminder.event_time, 'F').into()),
        ],
    );
    host.log(reminder.guild).post(LogEntry::new(kind, ID, title, entry));
}

/// The id of the text in the log channel for a parked reminder.
pub(crate) fn parked_log_id(reason: ParkReason) -> String {
    format!("log-parked-{}", reason.as_str())
}

/// What the owner of parked reminders reads in a direct message.
pub(crate) fn parked_embed(locale: &Locale, reminders: &[Reminder], reason: ParkReason) -> CreateEmbed {
    let lines = reminders.iter().map(|reminder| list_line(locale, reminder)).collect::<Vec<_>>().join("\n");
    let remedy = text(locale, &format!("parked-{}", reason.as_str()));
    ui::embed(Tone::Bad, &text(locale, "parked-title"), &format!("{remedy}\n\n{lines}"))
}

/// One reminder in a list.
fn list_line(locale: &Locale, reminder: &Reminder) -> String {
    let mut when = timestamp(reminder.event_time, 'f');
    if reminder.recurs() {
        when = format!("{when} ({})", weekday_names(locale, reminder.days));
    }
    let line = text_with(
        locale,
        "list-line",
        &[
            ("number", reminder.number.to_string().into()),
            ("name", ui::escape_markdown(&reminder.name).into()),
            ("when", when.into()),
            ("channel", reminder.channel.mention().to_string().into()),
        ],
    );
    match reminder.status {
        Status::Paused => format!("{line} · *{}*", text(locale, "status-paused")),
        Status::Parked => format!("{line} · *{}*", text(locale, "status-parked")),
        Status::Active | Status::Ended => line,
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

/// `mon,wed`, in words that can be parsed again.
fn weekday_names(locale: &Locale, days: Days) -> String {
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

/// The time and the date of the occurrence on the guild's clock.
fn local_time_and_date(reminder: &Reminder, zone: Tz) -> (String, NaiveDate) {
    let time = reminder.event_time.with_timezone(&zone).format("%H:%M").to_string();
    (time, local_date(zone, reminder.event_time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::parse_days;

    #[test]
    fn english_and_dutch_have_the_same_texts() {
        assert_eq!(TEXTS.ids("en"), TEXTS.ids("nl"));
    }

    #[test]
    fn weekdays_read_back_in_the_language_they_are_written_in() {
        for locale in ["en", "nl"].map(Locale::new) {
            for set in ["0", "0,2,4", "0,1,2,3,4", "5,6", "0,1,2,3,4,5,6"] {
                let set = parse_days(set).days;
                assert_eq!(parse_days(&weekday_names(&locale, set)).days, set, "{}", locale.as_str());
            }
        }
    }

    #[test]
    fn every_refusal_has_a_sentence_that_quotes_harmlessly() {
        let locale = Locale::new("en");
        let sentence = input_error(&locale, &InputError::UnreadableTime("@everyone `x`".repeat(20)));
        assert!(!sentence.contains("@everyone") && sentence.chars().count() < 300, "{sentence}");
        let date: NaiveDate = "2026-03-12".parse().expect("a date");
        assert_eq!(long_date(&Locale::new("nl"), date), "donderdag 12 maart 2026");
    }
}
