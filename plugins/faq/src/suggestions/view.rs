//! How suggestions look.

use plugin_api::{
    Action, Locale, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateButton, CreateMessage, Message, MessageReference, UserId,
    },
    ui::{self, Reply},
};

use crate::{
    domain::Entry,
    names::{HELPED, NOT_HELPED},
    texts::text,
    view::embed,
};

/// Answers a question in a channel. Only its author may say whether that helped: their id is in the buttons and nowhere else.
pub(super) fn suggestion(
    locale: &Locale,
    entry: &Entry,
    question: &Message,
    asker: UserId,
) -> Result<CreateMessage> {
    let button = |action: Action, label, style| -> Result<CreateButton> {
        let id = action.id().with(question.id).with(asker).build()?;
        Ok(CreateButton::new(id).style(style).label(text(locale, label)))
    };
    Ok(ui::message()
        .content(text(locale, "suggest-says"))
        .embed(embed(locale, entry))
        // A question that was deleted meanwhile is answered all the same.
        .reference_message(MessageReference::from(question).fail_if_not_exists(false))
        .components(vec![CreateActionRow::Buttons(vec![
            button(HELPED, "button-helped", ButtonStyle::Success)?,
            button(NOT_HELPED, "button-not-helped", ButtonStyle::Secondary)?,
        ])]))
}

/// A suggestion after it helped.
pub(super) fn helped(locale: &Locale, entry: Option<&Entry>) -> Reply {
    let reply = Reply::text(text(locale, "suggest-helped"));
    match entry {
        Some(entry) => reply.embed(embed(locale, entry)),
        None => reply,
    }
}
