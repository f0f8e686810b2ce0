//! What members and the bot may do in a channel, asked of Discord.

use serenity::all::{ChannelId, GuildChannel, GuildId, PartialGuild, Permissions, Role, RoleId, UserId};

use crate::{DiscordCode, Error, Host, MissingPermission, PermissionHolder, Result};

pub use crate::missing_permission::names;

/// A channel of a guild together with what is needed to compute permissions in it.
#[derive(Clone, Debug)]
pub struct ChannelAccess {
    guild: PartialGuild,
    /// The channel.
    pub channel: GuildChannel,
}

impl ChannelAccess {
    /// Fetches a channel and its guild (two requests).
    ///
    /// Returns `None` if the channel does not exist, is not visible to the bot or belongs to another guild.
    pub async fn fetch(host: &Host, guild: GuildId, channel: ChannelId) -> Result<Option<Self>> {
        let found = match channel.to_channel(host.http()).await.map_err(Error::from) {
            Ok(found) => found.guild(),
            Err(error)
                if matches!(
                    error.discord_code(),
                    Some(DiscordCode::UnknownChannel | DiscordCode::MissingAccess)
                ) =>
            {
                None
            }
            Err(error) => return Err(error),
        };
        let Some(channel) = found.filter(|c| c.guild_id == guild) else { return Ok(None) };
        Ok(Some(Self { guild: guild.to_partial_guild(host.http()).await?, channel }))
    }

    /// A role of the guild.
    pub fn role(&self, role: RoleId) -> Option<&Role> {
        self.guild.roles.get(&role)
    }

    /// What a member may do in the channel (one request for the member).
    /// A user who is no longer a member may do nothing.
    pub async fn permissions(&self, host: &Host, user: UserId) -> Result<Permissions> {
        match self.guild.id.member(host.http(), user).await.map_err(Error::from) {
            Ok(member) => Ok(self.guild.user_permissions_in(&self.channel, &member)),
            Err(error) if error.discord_code() == Some(DiscordCode::UnknownMember) => {
                Ok(Permissions::empty())
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses unless a member has all of these permissions in the channel.
    ///
    /// # Errors
    /// [`Error::MissingPermission`] with what is lacking, its holder and the channel.
    pub async fn require(&self, host: &Host, user: UserId, needed: Permissions) -> Result<()> {
        let holder = if user == host.bot() { PermissionHolder::Bot } else { PermissionHolder::Member };
        let lacking = needed - self.permissions(host, user).await?;
        if lacking.is_empty() {
            return Ok(());
        }
        Err(MissingPermission { permissions: lacking, holder, channel: Some(self.channel.id) }.into())
    }
}

/// Refuses unless the member of an interaction has these permissions in its channel. Makes no request: Discord sends them along.
///
/// # Errors
/// [`Error::MissingPermission`] with what is lacking.
pub fn require_permissions(granted: Option<Permissions>, needed: Permissions) -> Result<()> {
    let lacking = needed - granted.unwrap_or_default();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(MissingPermission { permissions: lacking, holder: PermissionHolder::Member, channel: None }.into())
}
