//! The plugin's own state: what it remembers of Discord between two events.

use std::sync::Arc;

use plugin_api::{About, Host, Result, serenity::Permissions};

use crate::{
    conversation::{client::Fetcher, non_ticket_channels::NonTicketChannels},
    names::ID,
    staff::usual::UsualStaff,
};

/// The plugin.
#[derive(Default)]
pub struct Tickets {
    /// Who answers where the settings name nobody.
    pub usual_staff: UsualStaff,
    /// Which channels are no tickets'.
    pub non_ticket_channels: NonTicketChannels,
    /// What fetches the files of messages.
    pub files: Fetcher,
}

impl Tickets {
    /// The plugin of a host.
    ///
    /// # Errors
    /// Where a host is put together without it, which only a test does.
    pub fn from_host(host: &Host) -> Result<Arc<Self>> {
        Ok(host.plugin().ok_or_else(|| anyhow::anyhow!("the plugin '{ID}' is not linked"))?)
    }
}

/// What the bot needs in a guild.
pub(crate) const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::MANAGE_ROLES)
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::MANAGE_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::MENTION_EVERYONE);

/// One list of what each noun declares.
pub(crate) fn flatten<T, const N: usize>(lists: [Vec<T>; N]) -> Vec<T> {
    lists.into_iter().flatten().collect()
}

/// What the plugin is.
pub(crate) fn about() -> About {
    About::new("Tickets", "Members ask staff in a channel of their own, and not a word is lost")
        .category("Support")
        .uses(&[faq::ID])
        .version(env!("CARGO_PKG_VERSION"))
}
