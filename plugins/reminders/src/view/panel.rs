//! What a member sees who works with reminders.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use plugin_api::{
    CustomId, Locale, Result,
    serenity::{
        AutocompleteChoice, ChannelId, CreateActionRow, CreateInputText, CreateModal, InputTextStyle,
        Mentionable, Message, MessageId,
    },
    ui::{self, Reply, Tone, confirm::confirm, embed::cut, paginate::Page, stamp},
};

use super::{days, line, local, text, text_with};
use crate::{
    ID,
    domain::{
        LOCATION_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, Phase, Reminder,
        phase::Step,
        zone::{ClockChange, clock_change},
    },
};

/// Discord's limit on the name of an autocomplete choice, in characters.
const CHOICE_LIMIT: usize = 100;

/// How much of a message is taken over into a reminder about it, in characters.
const EXCERPT: usize = 300;

/// A reminder after something was done with it `now`; `id` is the headline, `zone` the guild's.
pub fn summary(locale: &Locale, id: &str, reminder: &Reminder, zone: Tz, now: DateTime<Utc>) -> Reply {
    let title = text_with(locale, id, &[("number", reminder.number.to_string().into())]);
    let mut embed = ui::embed(Tone::Good, &title, &format!("**{}**", ui::plain(&reminder.name)))
        .field(text(locale, "summary-when"), when(locale, reminder, zone), false)
        .field(text(locale, "summary-channel"), reminder.channel.mention().to_string(), true);
    if reminder.recurs() {
        embed = embed.field(text(locale, "summary-days"), days(locale, reminder.days), true);
    }
    if reminder.lead_minutes > 0 {
        let first = Step::first(reminder.event_time, reminder.lead_minutes, now);
        let id = if first.phase == Phase::Lead { "summary-lead-minutes" } else { "summary-lead-too-late" };
        let minutes = text_with(locale, id, &[("minutes", reminder.lead_minutes.into())]);
        embed = embed.field(text(locale, "summary-lead"), minutes, true);
    }
    Reply::new().embed(embed)
}

/// When it comes, and why at another time than was asked for, where the clock changes.
fn when(locale: &Locale, reminder: &Reminder, zone: Tz) -> String {
    let at = reminder.event_time;
    let when = format!("{} ({})", stamp(at, 'F'), stamp(at, 'R'));
    let id = match clock_change(zone, reminder.call_time, at) {
        None => return when,
        Some(ClockChange::Skipped) => "summary-clock-skipped",
        Some(ClockChange::Repeated) => "summary-clock-repeated",
    };
    let asked = reminder.call_time.format("%H:%M").to_string();
    let comes = local(reminder, zone).0;
    format!("{when}\n{}", text_with(locale, id, &[("time", asked.into()), ("comes", comes.into())]))
}

/// One page of a list. `scope` is the word of the list in the custom ids and the catalogue.
///
/// # Errors
/// Where a custom id can't be built.
pub fn list(locale: &Locale, scope: &str, reminders: &[Reminder], page: Page) -> Result<Reply> {
    let lines = if reminders.is_empty() {
        text(locale, "list-empty")
    } else {
        reminders.iter().map(|reminder| line(locale, reminder)).collect::<Vec<_>>().join("\n")
    };
    let embed = ui::embed(Tone::Neutral, &text(locale, &format!("list-title-{scope}")), &lines);
    let row = page.row(locale, |index| CustomId::new(ID, "list").with(scope).with(index))?;
    let reply = Reply::new().embed(embed);
    Ok(match row {
        Some(row) => reply.row(row),
        None => reply,
    })
}

/// Asks whether a reminder is to be deleted. `under` is the message under which it was asked, which then goes too.
///
/// # Errors
/// Where a custom id can't be built.
pub fn deletion(locale: &Locale, reminder: &Reminder, under: Option<MessageId>) -> Result<Reply> {
    let question = text_with(
        locale,
        "reply-sure",
        &[("number", reminder.number.to_string().into()), ("name", ui::plain(&reminder.name).into())],
    );
    let yes = CustomId::new(ID, "delete_yes").with(reminder.number).with(under.map_or(0, MessageId::get));
    let no = CustomId::new(ID, "delete_no");
    Ok(Reply::text(question).row(confirm(locale, &yes, &no)?))
}

/// The form in which a reminder is changed, to be sent in `channel`.
///
/// # Errors
/// Where the custom id can't be built.
pub fn modal(locale: &Locale, reminder: &Reminder, channel: ChannelId, zone: Tz) -> Result<CreateModal> {
    let day =
        if reminder.recurs() { days(locale, reminder.days) } else { local(reminder, zone).1.to_string() };
    let time = reminder.call_time.format("%H:%M").to_string();
    let fields = [
        input(locale, "name", &reminder.name, NAME_LIMIT).required(true),
        input(locale, "time", &time, 20).required(true),
        input(locale, "day", &day, 100),
        input(locale, "message", &reminder.message, MESSAGE_LIMIT).style(InputTextStyle::Paragraph),
        input(locale, "location", &reminder.location, LOCATION_LIMIT),
    ];
    let id = CustomId::new(ID, "edit").with(reminder.number).with(channel).build()?;
    let title = text_with(locale, "modal-title", &[("number", reminder.number.to_string().into())]);
    Ok(CreateModal::new(id, title).components(fields.into_iter().map(CreateActionRow::InputText).collect()))
}

/// The form for a reminder about a message, in its channel, with the beginning of its text.
///
/// # Errors
/// Where the custom id can't be built.
pub fn about(locale: &Locale, message: &Message) -> Result<CreateModal> {
    let excerpt = cut(message.content.trim(), EXCERPT);
    let fields = [
        input(locale, "name", "", NAME_LIMIT).required(true),
        input(locale, "time", "", 20).required(true),
        input(locale, "day", "", 100),
        input(locale, "message", &excerpt, MESSAGE_LIMIT).style(InputTextStyle::Paragraph),
    ];
    let id = CustomId::new(ID, "about").with(message.id).build()?;
    let rows = fields.into_iter().map(CreateActionRow::InputText).collect();
    Ok(CreateModal::new(id, text(locale, "modal-title-about")).components(rows))
}

fn input(locale: &Locale, name: &str, value: &str, limit: usize) -> CreateInputText {
    let input = CreateInputText::new(InputTextStyle::Short, text(locale, &format!("modal-{name}")), name)
        .required(false)
        .max_length(u16::try_from(limit).expect("Discord takes at most 4,000 characters"));
    if value.is_empty() { input } else { input.value(value) }
}

/// A reminder in an autocomplete list: its number, name, and time on the guild's clock.
pub fn choice(locale: &Locale, reminder: &Reminder, zone: Tz) -> AutocompleteChoice {
    let (time, date) = local(reminder, zone);
    let when = if reminder.recurs() { days(locale, reminder.days) } else { date.to_string() };
    let label = format!("#{} {} · {when} {time}", reminder.number, cut(&ui::unturned(&reminder.name), 60));
    AutocompleteChoice::new(cut(&label, CHOICE_LIMIT), reminder.number.to_string())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;
    use plugin_api::serenity::{ChannelId, GuildId, UserId};

    use super::*;
    use crate::domain::{Mention, Wish};

    const NOW: &str = "2026-03-28T22:00:00Z";

    fn reminder(name: &str, date: &str, time: &str) -> Reminder {
        let wish = Wish {
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
        let draft = wish.check(&Default::default(), Brussels, now).expect("it can be done");
        draft.into_reminder(GuildId::new(1), 7, UserId::new(3), now)
    }

    fn shown(language: &str, date: &str, time: &str) -> String {
        let (reminder, now) = (reminder("Stand-up", date, time), NOW.parse().expect("an instant"));
        format!("{:?}", summary(&Locale::new(language), "reply-created", &reminder, Brussels, now))
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
            let choice = choice(&Locale::new("en"), &reminder, Brussels);
            let label =
                serde_json::to_value(choice).expect("JSON")["name"].as_str().expect("a name").to_owned();
            assert!(!label.contains('\u{202e}') && reminder.answers_to(&label), "{label}");
        }
        let reminder = reminder("Stand-up", "2026-03-30", "12:00");
        assert!(reminder.answers_to("#7") && reminder.answers_to("#7 stand-up"));
        for other in ["#70", "#7 Lunch", "#71 Stand-up", "Stand-up", ""] {
            assert!(!reminder.answers_to(other), "{other}");
        }
    }
}
