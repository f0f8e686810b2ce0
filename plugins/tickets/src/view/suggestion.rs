//! What staff may answer next.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{ButtonStyle, CreateActionRow, CreateButton, Mentionable, UserId},
    ui::{self, Reply, Tone},
};

use super::{text, text_with};
use crate::{ID, actions::Suggestions, domain::Ticket};

/// What may be answered, each with a button that posts it. The message itself holds what is posted.
///
/// # Errors
/// Where a custom id can't be built.
pub fn suggestions(reader: &Locale, ticket: &Ticket, suggestions: &Suggestions) -> Result<Reply> {
    let said = if suggestions.answers.is_empty() { "reply-no-suggestion" } else { "reply-suggestions" };
    let said = [suggestions.note.clone(), Some(text(reader, said))];
    let mut reply = Reply::text(said.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    let mut buttons = Vec::new();
    let several = suggestions.answers.len() > 1;
    for (index, (title, words)) in suggestions.answers.iter().enumerate() {
        reply = reply.embed(ui::embed(Tone::Neutral, title, words));
        let label = if several {
            text_with(reader, "button-post-one", &[("number", (index + 1).to_string().into())])
        } else {
            text(reader, "button-post")
        };
        let id = CustomId::new(ID, "post").with(ticket.id).with(index).build()?;
        buttons.push(CreateButton::new(id).style(ButtonStyle::Success).label(label));
    }
    Ok(if buttons.is_empty() { reply } else { reply.row(CreateActionRow::Buttons(buttons)) })
}

/// Says on whose behalf the bot answers.
#[must_use]
pub fn answered_by(locale: &Locale, who: Option<UserId>) -> String {
    let who = who.map_or_else(|| text(locale, "nobody"), |user| user.mention().to_string());
    text_with(locale, "said-post", &[("who", who.into())])
}
