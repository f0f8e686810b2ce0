//! What a member sees who works with reminders.

use chrono_tz::Tz;
use plugin_api::{
    CustomId, Locale, Result,
    serenity::{
        AutocompleteChoice, ChannelId, CreateActionRow, CreateInputText, CreateModal, InputTextStyle,
        Mentionable, Message, MessageId,
    },
    ui::{self, Reply, Tone, confirm::confirm, embed::cut, paginate::Page},
};

use super::{days, line, local, stamp, text, text_with};
use crate::{
    ID,
    domain::{LOCATION_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, Reminder},
};

/// Discord's limit on the name of an autocomplete choice, in characters.
const CHOICE_LIMIT: usize = 100;

/// How much of a message is taken over into a reminder about it, in characters.
const EXCERPT: usize = 300;

/// A reminder after something was done with it; `id` is the headline.
pub fn summary(locale: &Locale, id: &str, reminder: &Reminder) -> Reply {
    let title = text_with(locale, id, &[("number", reminder.number.to_string().into())]);
    let at = reminder.event_time;
    let mut embed = ui::embed(Tone::Good, &title, &format!("**{}**", ui::plain(&reminder.name)))
        .field(text(locale, "summary-when"), format!("{} ({})", stamp(at, 'F'), stamp(at, 'R')), false)
        .field(text(locale, "summary-channel"), reminder.channel.mention().to_string(), true);
    if reminder.recurs() {
        embed = embed.field(text(locale, "summary-days"), days(locale, reminder.days), true);
    }
    if reminder.lead_minutes > 0 {
        let minutes = text_with(locale, "summary-lead-minutes", &[("minutes", reminder.lead_minutes.into())]);
        embed = embed.field(text(locale, "summary-lead"), minutes, true);
    }
    Reply::new().embed(embed)
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
    let label = format!("#{} {} · {when} {time}", reminder.number, cut(&reminder.name, 60));
    AutocompleteChoice::new(cut(&label, CHOICE_LIMIT), reminder.number.to_string())
}
