//! A reminder, and which members may change it.

use chrono::{DateTime, NaiveTime, Utc};
use plugin_api::{
    Actor, DiscordCode,
    serenity::{ChannelId, GuildId, MessageId, Permissions, RoleId, UserId},
    ui::strip_bidi,
};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use super::days::Days;

/// A stored reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The guild it belongs to.
    pub(crate) guild: GuildId,
    /// Its number in the guild, starting with 1.
    pub(crate) number: i64,
    /// Its title, 1 to 100 characters.
    pub(crate) name: String,
    /// Where it is sent.
    pub(crate) channel: ChannelId,
    /// Its time on the guild's wall clock.
    pub(crate) call_time: NaiveTime,
    /// The weekdays on which it recurs; none for a one-off.
    pub(crate) days: Days,
    /// The instant of the occurrence that comes next, or came last.
    pub(crate) event_time: DateTime<Utc>,
    /// How many minutes before each occurrence it is announced; 0 if it is not.
    pub(crate) lead_minutes: u32,
    /// Its text, at most 2,000 characters; may be empty.
    pub(crate) message: String,
    /// Where the event is, at most 200 characters; may be empty.
    pub(crate) location: String,
    /// Whom it pings.
    pub(crate) mention: Mention,
    /// Its owner.
    pub(crate) created_by: UserId,
    /// The message it was made from.
    pub(crate) origin: Option<Origin>,
    pub(crate) status: Status,
    /// Why it is parked, if it is.
    pub(crate) parked_reason: Option<ParkReason>,
    /// The announcement that was posted before the occurrence.
    pub(crate) lead_message: Option<MessageId>,
    /// When something of it was sent last.
    pub(crate) last_sent_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub(crate) created_at: DateTime<Utc>,
}

impl Reminder {
    pub(crate) const fn recurs(&self) -> bool {
        !self.days.is_empty()
    }

    /// Whether this text is its number, or its label in an autocomplete list: `#7`, `#7 Stand-up · mon 19:30`.
    pub(crate) fn matches_label(&self, typed: &str) -> bool {
        let number = format!("#{}", self.number);
        let Some(rest) = typed.trim().strip_prefix(&number) else { return false };
        // The label of a long name is cut.
        let name = rest.split(" · ").next().unwrap_or_default().trim_end_matches('…').trim();
        let same = || strip_bidi(&self.name).to_lowercase().starts_with(&name.to_lowercase());
        rest.is_empty() || (rest.starts_with(' ') && same())
    }

    /// Whether the interaction alone shows that a member may change it: its owner, an administrator, or a member with
    /// Manage Messages who acts in its channel.
    pub(crate) fn is_editable_by(&self, actor: &Actor) -> bool {
        let permissions = actor.permissions();
        actor.user() == Some(self.created_by)
            || permissions.contains(Permissions::ADMINISTRATOR)
            || (actor.channel() == Some(self.channel) && permissions.contains(Permissions::MANAGE_MESSAGES))
    }
}

/// What becomes of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Status {
    /// It will be sent.
    Active,
    /// A member paused it.
    Paused,
    /// It could not be sent. It can be resumed when the cause is gone.
    Parked,
    /// It was sent or missed, and does not come again.
    Ended,
}

impl Status {
    /// Its name in the database, the API and the catalogues.
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Why a reminder could not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(crate) enum ParkReason {
    /// Its channel no longer exists.
    ChannelGone,
    /// The bot may not see or write there.
    Forbidden,
    /// Discord failed again and again.
    Failed,
}

impl ParkReason {
    /// Its name in the database, the API and the catalogues.
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }

    /// What one of Discord's error codes means for a reminder; `None` if it may work later.
    pub(crate) const fn from_discord_code(code: DiscordCode) -> Option<Self> {
        match code {
            DiscordCode::UnknownChannel => Some(Self::ChannelGone),
            DiscordCode::MissingAccess | DiscordCode::MissingPermissions => Some(Self::Forbidden),
            _ => None,
        }
    }
}

/// Whom a reminder pings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mention {
    /// Nobody.
    #[default]
    Nobody,
    /// Everyone who sees the channel.
    Everyone,
    /// The members with a role.
    Role(RoleId),
    /// One user.
    User(UserId),
}

/// The message from which a reminder was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Its channel.
    pub(crate) channel: ChannelId,
    /// The message.
    pub(crate) message: MessageId,
}
