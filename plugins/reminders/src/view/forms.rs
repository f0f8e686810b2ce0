//! The forms for a reminder.

use chrono_tz::Tz;
use plugin_api::{
    CustomId, Locale, Result,
    serenity::{ChannelId, CreateActionRow, CreateInputText, CreateModal, InputTextStyle, Message},
    ui::embed::truncate,
};

use super::{local_time_and_date, text, text_with_number, weekday_names};
use crate::{
    domain::{LOCATION_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, Reminder},
    names::{ABOUT, EDIT},
};

/// How much of a message goes into the form for a reminder about it, in characters.
const EXCERPT: usize = 300;

/// The form that changes a reminder, which is sent in `channel` from then on.
pub(crate) fn edit_form(
    locale: &Locale,
    reminder: &Reminder,
    channel: ChannelId,
    zone: Tz,
) -> Result<CreateModal> {
    let day = if reminder.recurs() {
        weekday_names(locale, reminder.days)
    } else {
        local_time_and_date(reminder, zone).1.to_string()
    };
    let time = reminder.call_time.format("%H:%M").to_string();
    let fields = [
        input(locale, "name", &reminder.name, NAME_LIMIT).required(true),
        input(locale, "time", &time, 20).required(true),
        input(locale, "day", &day, 100),
        input(locale, "message", &reminder.message, MESSAGE_LIMIT).style(InputTextStyle::Paragraph),
        input(locale, "location", &reminder.location, LOCATION_LIMIT),
    ];
    let title = text_with_number(locale, "modal-title", reminder.number);
    form(&EDIT.id().with(reminder.number).with(channel), title, fields)
}

/// The form for a reminder about a message, in its channel, with the beginning of its text.
pub(crate) fn about_form(locale: &Locale, message: &Message) -> Result<CreateModal> {
    let excerpt = truncate(message.content.trim(), EXCERPT);
    let fields = [
        input(locale, "name", "", NAME_LIMIT).required(true),
        input(locale, "time", "", 20).required(true),
        input(locale, "day", "", 100),
        input(locale, "message", &excerpt, MESSAGE_LIMIT).style(InputTextStyle::Paragraph),
    ];
    form(&ABOUT.id().with(message.id), text(locale, "modal-title-about"), fields)
}

fn form(
    id: &CustomId,
    title: String,
    fields: impl IntoIterator<Item = CreateInputText>,
) -> Result<CreateModal> {
    let rows = fields.into_iter().map(CreateActionRow::InputText).collect();
    Ok(CreateModal::new(id.build()?, title).components(rows))
}

fn input(locale: &Locale, name: &str, value: &str, limit: usize) -> CreateInputText {
    let input = CreateInputText::new(InputTextStyle::Short, text(locale, &format!("modal-{name}")), name)
        .required(false)
        .max_length(u16::try_from(limit).expect("Discord takes at most 4,000 characters"));
    if value.is_empty() { input } else { input.value(value) }
}
