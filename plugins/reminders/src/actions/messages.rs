//! The bot's own messages about a reminder. What can't be deleted or changed is logged and does not fail an action.

use plugin_api::{
    DiscordCode, Error, Host, Result,
    serenity::{ChannelId, MessageId},
    ui,
};

/// Deletes a message of the bot, if there is one.
pub(crate) async fn delete_message(host: &Host, channel: ChannelId, message: Option<MessageId>) {
    let Some(message) = message else { return };
    let result = channel.delete_message(host.http(), message).await;
    log_failure(channel, message, result.map_err(Error::from), "deleted");
}

/// Removes the buttons from a message of the bot, because they no longer lead anywhere.
pub(crate) async fn remove_buttons(host: &Host, channel: ChannelId, message: MessageId) {
    let result = channel.edit_message(host.http(), message, ui::edit().components(Vec::new())).await;
    log_failure(channel, message, result.map(drop).map_err(Error::from), "changed");
}

fn log_failure(channel: ChannelId, message: MessageId, result: Result<()>, what: &str) {
    if let Err(error) = result
        && !matches!(error.discord_code(), Some(DiscordCode::UnknownChannel | DiscordCode::UnknownMessage))
    {
        tracing::warn!(%channel, %message, %error, "a message of a reminder could not be {what}");
    }
}
