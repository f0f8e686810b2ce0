//! A permission that a member or the bot lacks, and the names of permissions.

use std::fmt;

use serenity::all::{ChannelId, Permissions};

use crate::locale::{FALLBACK, Locale, OWN};

/// Who should have a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionHolder {
    /// The member who asked.
    Member,
    /// The bot itself.
    Bot,
}

/// A permission that is missing, and in which channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingPermission {
    /// What is lacking.
    pub permissions: Permissions,
    /// Who should have it.
    pub holder: PermissionHolder,
    /// In which channel; `None` for the whole guild.
    pub channel: Option<ChannelId>,
}

impl MissingPermission {
    pub(crate) fn for_member(&self, locale: &Locale) -> String {
        let id = match (self.holder, self.channel) {
            (PermissionHolder::Member, Some(_)) => "error-member-lacks-in-channel",
            (PermissionHolder::Member, None) => "error-member-lacks",
            (PermissionHolder::Bot, Some(_)) => "error-bot-lacks-in-channel",
            (PermissionHolder::Bot, None) => "error-bot-lacks",
        };
        let channel = self.channel.map(|c| format!("<#{c}>")).unwrap_or_default();
        OWN.text_with(
            locale,
            id,
            &[("permissions", names(self.permissions, locale).into()), ("channel", channel.into())],
        )
    }
}

impl fmt::Display for MissingPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} lacks {} in {:?}", self.holder, self.permissions, self.channel)
    }
}

impl std::error::Error for MissingPermission {}

/// The names of permissions as Discord's own settings show them in a language, separated by commas.
pub fn names(permissions: Permissions, locale: &Locale) -> String {
    let name = |(name, flag): (&str, Permissions)| {
        let id = format!("permission-{}", name.to_lowercase().replace('_', "-"));
        let text = OWN.exact(locale.as_str(), &id).or_else(|| OWN.exact(FALLBACK, &id));
        text.unwrap_or_else(|| flag.to_string())
    };
    permissions.iter_names().map(name).collect::<Vec<_>>().join(", ")
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
