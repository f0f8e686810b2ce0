//! Suggestions: entries with which the bot answers questions in channels, and whether they helped.

use plugin_api::serenity::Permissions;

pub(crate) mod components;
pub(crate) mod hooks;
pub mod store;
mod view;

/// What the bot needs in a guild. Only suggestions are messages of its own; everything else answers an interaction.
pub(crate) const BOT_NEEDS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);
