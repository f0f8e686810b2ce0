//! The replies to a member who makes, lists or changes reminders.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use plugin_api::{
    Locale, Request, Result,
    serenity::{Mentionable, MessageId},
    ui::{self, Reply, Tone, confirm::confirm, embed::truncate, paginate::Page, timestamp},
};

use super::{list_line, local_time_and_date, text, text_with, text_with_number, weekday_names};
use crate::{
    domain::{ClockChange, ListScope, Phase, Reminder, Step, clock_change},
    names::{DELETE_NO, DELETE_YES, LIST},
};

/// A reminder after something was done with it; `id` is the headline's.
pub(crate) fn summary(request: &Request, id: &str, reminder: &Reminder) -> Reply {
    let zone = request.host.guild(request.guild).timezone;
    render_summary(&request.locale, id, reminder, zone, request.host.clock().now())
}

fn render_summary(locale: &Locale, id: &str, reminder: &Reminder, zone: Tz, now: DateTime<Utc>) -> Reply {
    let title = text_with_number(locale, id, reminder.number);
    let mut embed = ui::embed(Tone::Good, &title, &format!("**{}**", ui::escape_markdown(&reminder.name)))
        .field(text(locale, "summary-when"), when(locale, reminder, zone), false)
        .field(text(locale, "summary-channel"), reminder.channel.mention().to_string(), true);
    if reminder.recurs() {
        embed = embed.field(text(locale, "summary-days"), weekday_names(locale, reminder.days), true);
    }
    if reminder.lead_minutes > 0 {
        let first = Step::first(reminder.event_time, reminder.lead_minutes, now);
        let id = if first.phase == Phase::Lead { "summary-lead-minutes" } else { "summary-lead-too-late" };
        let minutes = text_with(locale, id, &[("minutes", reminder.lead_minutes.into())]);
        embed = embed.field(text(locale, "summary-lead"), minutes, true);
    }
    Reply::new().embed(embed)
}

/// When it comes, and why that is not the time that was asked for if the clock changes that day.
fn when(locale: &Locale, reminder: &Reminder, zone: Tz) -> String {
    let at = reminder.event_time;
    let when = format!("{} ({})", timestamp(at, 'F'), timestamp(at, 'R'));
    let id = match clock_change(zone, reminder.call_time, at) {
        None => return when,
        Some(ClockChange::Skipped) => "summary-clock-skipped",
        Some(ClockChange::Repeated) => "summary-clock-repeated",
    };
    let asked = reminder.call_time.format("%H:%M").to_string();
    let comes = local_time_and_date(reminder, zone).0;
    format!("{when}\n{}", text_with(locale, id, &[("time", asked.into()), ("comes", comes.into())]))
}

/// A page of a list.
pub(crate) fn list_page(
    locale: &Locale,
    scope: ListScope,
    reminders: &[Reminder],
    page: Page,
) -> Result<Reply> {
    let lines = if reminders.is_empty() {
        text(locale, "list-empty")
    } else {
        reminders.iter().map(|reminder| list_line(locale, reminder)).collect::<Vec<_>>().join("\n")
    };
    let title = text(locale, &format!("list-title-{}", scope.as_str()));
    let reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    let row = page.row(locale, |index| LIST.id().with(scope.as_str()).with(index))?;
    Ok(match row {
        Some(row) => reply.row(row),
        None => reply,
    })
}

/// Asks whether a reminder is to be deleted. `message` is the one under which it was asked; it is deleted too.
pub(crate) fn confirm_delete(
    locale: &Locale,
    reminder: &Reminder,
    message: Option<MessageId>,
) -> Result<Reply> {
    let question = text_with(
        locale,
        "reply-sure",
        &[
            ("number", reminder.number.to_string().into()),
            ("name", ui::escape_markdown(&reminder.name).into()),
        ],
    );
    let yes = DELETE_YES.id().with(reminder.number).with(message.map_or(0, MessageId::get));
    Ok(Reply::text(question).row(confirm(locale, &yes, &DELETE_NO.id())?))
}

/// A reminder in an autocomplete list: its number, name, and time on the guild's clock.
pub(crate) fn choice(locale: &Locale, reminder: &Reminder, zone: Tz) -> (String, String) {
    let (time, date) = local_time_and_date(reminder, zone);
    let when = if reminder.recurs() { weekday_names(locale, reminder.days) } else { date.to_string() };
    let name = truncate(&ui::strip_bidi(&reminder.name), 60);
    (format!("#{} {name} · {when} {time}", reminder.number), reminder.number.to_string())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;
    use plugin_api::{
        serenity::{ChannelId, GuildId, UserId},
        ui::choices,
    };

    use super::*;
    use crate::{
        domain::{Mention, ReminderInput},
        settings::ReminderSettings,
    };

    const NOW: &str = "2026-03-28T22:00:00Z";

    fn reminder(name: &str, date: &str, time: &str) -> Reminder {
        let input = ReminderInput {
            name: name.to_owned(),
            channel: ChannelId::new(2),
            date: Some(date.to_owned()),
            time: time.to_owned(),
            days: None,
            message: None,
            location: None,
            lead_minutes: Some(60),
            mention: Mention::Nobody,
            origin: None,
        };
        let now = NOW.parse().expect("an instant");
        let limits = ReminderSettings::default().input_limits();
        let draft = input.validate(limits, Brussels, now).expect("it can be done");
        draft.into_reminder(GuildId::new(1), 7, UserId::new(3), now)
    }

    fn shown(language: &str, date: &str, time: &str) -> String {
        let (reminder, now) = (reminder("Stand-up", date, time), NOW.parse().expect("an instant"));
        format!("{:?}", render_summary(&Locale::new(language), "reply-created", &reminder, Brussels, now))
    }

    #[test]
    fn a_confirmation_promises_only_an_announcement_that_is_still_to_come() {
        assert!(shown("en", "2026-03-29", "00:01").contains("60 minutes before\""));
        assert!(shown("en", "2026-03-28", "23:30").contains("too late for 60 minutes before"));
    }

    #[test]
    fn a_confirmation_says_what_the_clock_does_to_a_time() {
        assert!(shown("en", "2026-03-29", "02:30").contains("skips 02:30 that day, so it comes at 03:00"));
        assert!(shown("nl", "2026-03-29", "02:30").contains("slaat 02:30 die dag over"));
        assert!(shown("en", "2026-10-25", "02:30").contains("shows 02:30 twice"));
        assert!(!shown("en", "2026-03-30", "02:30").contains("clock"));
    }

    #[test]
    fn a_choice_cannot_turn_round_and_finds_its_reminder_when_typed() {
        for name in ["Stand-up", "\u{202e}pu-dnatS *x*", &"é".repeat(100), "A · B"] {
            let reminder = reminder(name, "2026-03-30", "12:00");
            let (label, _) = choice(&Locale::new("en"), &reminder, Brussels);
            let offered = serde_json::json!(choices([(label, "7".to_owned())]));
            let label = offered["choices"][0]["name"].as_str().expect("a name").to_owned();
            assert!(!label.contains('\u{202e}') && reminder.matches_label(&label), "{label}");
        }
        let reminder = reminder("Stand-up", "2026-03-30", "12:00");
        assert!(reminder.matches_label("#7") && reminder.matches_label("#7 stand-up"));
        for other in ["#70", "#7 Lunch", "#71 Stand-up", "Stand-up", ""] {
            assert!(!reminder.matches_label(other), "{other}");
        }
    }
}
