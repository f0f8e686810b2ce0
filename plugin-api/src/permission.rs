//! Who may do what where, asked of Discord when it matters.

use serenity::all::{ChannelId, GuildChannel, GuildId, PartialGuild, Permissions, Role, RoleId, UserId};

use crate::{
    DiscordCode, Error, Host, Locale, Result,
    error::{MissingPermission, Who},
    locale::{FALLBACK, OWN},
};

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
    /// # Errors
    /// `None` inside `Ok` where the channel does not exist, is not visible to the bot or belongs to another guild.
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
    #[must_use]
    pub fn role(&self, role: RoleId) -> Option<&Role> {
        self.guild.roles.get(&role)
    }

    /// What a member may do in the channel (one request for the member).
    ///
    /// # Errors
    /// Where Discord fails; a user who is no longer a member may do nothing.
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
    /// [`Error::MissingPermission`] with what is lacking, who lacks it and where.
    pub async fn require(&self, host: &Host, user: UserId, needed: Permissions) -> Result<()> {
        let who = if user == host.bot() { Who::Bot } else { Who::Member };
        let lacking = needed - self.permissions(host, user).await?;
        if lacking.is_empty() {
            return Ok(());
        }
        Err(MissingPermission { permissions: lacking, who, channel: Some(self.channel.id) }.into())
    }
}

/// The names of permissions as Discord's own settings show them in a language, separated by commas.
#[must_use]
pub fn names(permissions: Permissions, locale: &Locale) -> String {
    let name = |(name, flag): (&str, Permissions)| {
        let id = format!("permission-{}", name.to_lowercase().replace('_', "-"));
        let text = OWN.exact(locale.as_str(), &id).or_else(|| OWN.exact(FALLBACK, &id));
        text.unwrap_or_else(|| flag.to_string())
    };
    permissions.iter_names().map(name).collect::<Vec<_>>().join(", ")
}

/// Refuses unless the member of an interaction has these permissions where it happened. No request: Discord sends them along.
///
/// # Errors
/// [`Error::MissingPermission`] with what is lacking.
pub fn require_here(granted: Option<Permissions>, needed: Permissions) -> Result<()> {
    let lacking = needed - granted.unwrap_or_default();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(MissingPermission { permissions: lacking, who: Who::Member, channel: None }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_have_the_names_that_discord_shows() {
        let both = Permissions::MANAGE_GUILD | Permissions::SEND_MESSAGES;
        assert_eq!(names(both, &Locale::new("en-US")), "Manage Server, Send Messages");
        assert_eq!(names(both, &Locale::new("nl")), "Server beheren, Berichten verzenden");
        assert_eq!(names(Permissions::STREAM, &Locale::new("nl")), "Stream");
    }
}
