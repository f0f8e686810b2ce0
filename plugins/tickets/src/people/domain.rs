//! Whom staff add to a ticket.

use plugin_api::serenity::{Mentionable, RoleId, UserId};

/// Somebody who was added to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guest {
    /// A member.
    Member(UserId),
    /// Everybody who has a role.
    Role(RoleId),
}

impl Guest {
    /// Their id.
    #[must_use]
    pub const fn id(self) -> u64 {
        match self {
            Self::Member(user) => user.get(),
            Self::Role(role) => role.get(),
        }
    }

    /// The word for what they are.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Member(_) => "member",
            Self::Role(_) => "role",
        }
    }

    /// How they are named in Discord.
    #[must_use]
    pub fn mention(self) -> String {
        match self {
            Self::Member(user) => user.mention().to_string(),
            Self::Role(role) => role.mention().to_string(),
        }
    }
}
