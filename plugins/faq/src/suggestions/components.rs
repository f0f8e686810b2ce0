//! The buttons of a suggestion: whether it helped the author of the question.

use plugin_api::{
    Component, ComponentInteraction, DiscordCode, Error, Result,
    serenity::{MessageId, UserId},
    ui::Reply,
};

use super::{store, view};
use crate::{
    gaps::actions::record,
    names::{HELPED, NOT_HELPED},
    store as entries,
    texts::text,
};

pub(crate) fn all() -> Vec<Component> {
    vec![Component::new(HELPED, keep_answer), Component::new(NOT_HELPED, withdraw_answer)]
}

/// The answer stays, without its buttons.
async fn keep_answer(interaction: ComponentInteraction) -> Result<()> {
    let Some(entry) = count(&interaction, true).await? else { return Ok(()) };
    let locale = interaction.host.guild(interaction.guild).locale;
    let entry = entries::get(interaction.host.db(), interaction.guild, entry).await?;
    let entry = entry.filter(|entry| entry.published);
    interaction.update(view::helped(&locale, entry.as_ref())).await
}

/// The answer is deleted, and staff find the question among those without one.
async fn withdraw_answer(interaction: ComponentInteraction) -> Result<()> {
    let Some(_) = count(&interaction, false).await? else { return Ok(()) };
    let question = interaction.message().and_then(|message| message.referenced_message.as_deref());
    if let Some(question) = question.filter(|question| question.author.id == interaction.user().id) {
        record(&interaction.host, interaction.guild, question.author.id, &question.content).await;
    }
    interaction.reply(Reply::text(text(&interaction.member_locale(), "suggest-not-helped"))).await?;
    let Some(message) = interaction.message() else { return Ok(()) };
    let deleted = interaction.channel().delete_message(interaction.host.http(), message.id).await;
    match deleted.map_err(Error::from) {
        // Somebody else has deleted it already.
        Err(error) if error.discord_code() != Some(DiscordCode::UnknownMessage) => Err(error),
        _ => Ok(()),
    }
}

/// Counts once whether the suggestion helped the author of the question. Returns the entry; replies that it is too late otherwise.
async fn count(interaction: &ComponentInteraction, helped: bool) -> Result<Option<i64>> {
    let (question, author): (MessageId, UserId) = interaction.args()?;
    let locale = interaction.member_locale();
    if author != interaction.user().id {
        return Err(Error::user(text(&locale, "refused-not-asker")));
    }
    let entry = store::count_helped(interaction.host.db(), interaction.guild, question, helped).await?;
    if entry.is_none() {
        interaction.reply(Reply::text(text(&locale, "suggest-late"))).await?;
    }
    Ok(entry)
}
