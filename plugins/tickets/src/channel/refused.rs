//! Why Discord does not make a ticket's channel, where trying again does not help.

use plugin_api::{
    DiscordCode, Error,
    serenity::{self, HttpError},
};

/// Why a channel can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Discord makes no such channel: {}", self.as_str())]
pub enum Refused {
    /// The Discord category has its 50 channels.
    CategoryFull,
    /// The guild has its 500 channels.
    GuildFull,
    /// The Discord category, or the channel for threads, is not there.
    ParentGone,
    /// The Discord category is a channel of another kind.
    ParentKind,
    /// The channel for threads is of a kind that has no private ones.
    NoPrivateThreads,
    /// Who is to be put into a thread does not see the channel that has it.
    Unseen,
    /// The bot lacks a permission.
    Forbidden,
    /// Anything else that Discord does not take.
    Other,
}

impl Refused {
    /// The word for it in the catalogue.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CategoryFull => "category-full",
            Self::GuildFull => "guild-full",
            Self::ParentGone => "parent-gone",
            Self::ParentKind => "parent-kind",
            Self::NoPrivateThreads => "no-private-threads",
            Self::Unseen => "unseen",
            Self::Forbidden => "forbidden",
            Self::Other => "other",
        }
    }

    /// Whether the Discord category can't take a channel, and another may.
    #[must_use]
    pub const fn is_of_parent(self) -> bool {
        matches!(self, Self::ParentGone | Self::ParentKind)
    }

    /// Reads it from what Discord said, or from what was found before it was asked; `None` for what may work at the next try.
    #[must_use]
    pub fn from_error(error: &Error) -> Option<Self> {
        if let Error::Internal(found) = error {
            return found.downcast_ref::<Self>().copied();
        }
        let status = error.discord_status().filter(|status| (400..500).contains(status) && *status != 429)?;
        Some(match error.discord_code() {
            Some(DiscordCode::TooManyGuildChannels) => Self::GuildFull,
            Some(DiscordCode::UnknownChannel) => Self::ParentGone,
            Some(DiscordCode::MissingAccess | DiscordCode::MissingPermissions) => Self::Forbidden,
            _ => match parent_error(error) {
                Some("CHANNEL_PARENT_MAX_CHANNELS") => Self::CategoryFull,
                Some("CHANNEL_PARENT_INVALID_TYPE") => Self::ParentKind,
                Some(_) => Self::ParentGone,
                None if status == 403 => Self::Forbidden,
                None => Self::Other,
            },
        })
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        anyhow::Error::new(refused).into()
    }
}

/// What Discord has against the Discord category.
fn parent_error(error: &Error) -> Option<&str> {
    let Error::Discord(error) = error else { return None };
    let serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) = error.as_ref() else { return None };
    let found = response.error.errors.iter().find(|one| one.path.starts_with("parent_id"));
    found.map(|one| one.code.as_str())
}
