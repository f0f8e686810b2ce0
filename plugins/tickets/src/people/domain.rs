//! Guests: members and roles that staff add to a ticket.

use plugin_api::serenity::{Mentionable, RoleId, UserId};

/// A member or a role that was added to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guest {
    /// A member.
    Member(UserId),
    /// All members with a role.
    Role(RoleId),
}

impl Guest {
    /// The id of the member or the role.
    pub const fn id(self) -> u64 {
        match self {
            Self::Member(user) => user.get(),
            Self::Role(role) => role.get(),
        }
    }

    /// The stored word for its kind.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Member(_) => "member",
            Self::Role(_) => "role",
        }
    }

    /// How they are named in Discord.
    pub fn mention(self) -> String {
        match self {
            Self::Member(user) => user.mention().to_string(),
            Self::Role(role) => role.mention().to_string(),
        }
    }
}
