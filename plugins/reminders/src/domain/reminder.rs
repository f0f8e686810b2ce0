//! A reminder, and who may change it.

use chrono::{DateTime, NaiveTime, Utc};
use plugin_api::{
    serenity::{ChannelId, GuildId, MessageId, Permissions, RoleId, UserId},
    ui::unturned,
};
use serde::{Deserialize, Serialize};

use super::Days;

/// A reminder as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The guild it belongs to.
    pub guild: GuildId,
    /// Its number in the guild, starting with 1.
    pub number: i64,
    /// Its title, 1 to 100 characters.
    pub name: String,
    /// Where it is sent.
    pub channel: ChannelId,
    /// Its time on the guild's wall clock.
    pub call_time: NaiveTime,
    /// The weekdays on which it recurs; none for one that is sent once.
    pub days: Days,
    /// The instant of the occurrence that comes next, or came last.
    pub event_time: DateTime<Utc>,
    /// How many minutes before each occurrence it is announced; 0 for not at all.
    pub lead_minutes: u32,
    /// Its text, at most 2,000 characters; may be empty.
    pub message: String,
    /// Where the event is, at most 200 characters; may be empty.
    pub location: String,
    /// Whom it pings.
    pub mention: Mention,
    /// Whose it is.
    pub created_by: UserId,
    /// The message it was made from.
    pub origin: Option<Origin>,
    /// How it stands.
    pub status: Status,
    /// Why it is parked, where it is.
    pub parked_reason: Option<ParkReason>,
    /// The announcement that was posted before the occurrence.
    pub lead_message: Option<MessageId>,
    /// When something of it was sent last.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl Reminder {
    /// Whether it comes again.
    #[must_use]
    pub const fn recurs(&self) -> bool {
        !self.days.is_empty()
    }

    /// Whether somebody means it who typed its number, or what autocomplete shows of it: `#7`, `#7 Stand-up · mon 19:30`.
    #[must_use]
    pub fn answers_to(&self, typed: &str) -> bool {
        let number = format!("#{}", self.number);
        let Some(rest) = typed.trim().strip_prefix(&number) else { return false };
        // A long name is cut there.
        let name = rest.split(" · ").next().unwrap_or_default().trim_end_matches('…').trim();
        let same = || unturned(&self.name).to_lowercase().starts_with(&name.to_lowercase());
        rest.is_empty() || (rest.starts_with(' ') && same())
    }

    /// Whether what is known without asking Discord suffices to let somebody change it: its owner, an administrator, or who has
    /// Manage Messages in its channel and acts there.
    #[must_use]
    pub fn is_open_to(&self, actor: &Actor) -> bool {
        actor.user == self.created_by
            || actor.granted.contains(Permissions::ADMINISTRATOR)
            || (actor.channel == self.channel && actor.granted.contains(Permissions::MANAGE_MESSAGES))
    }
}

/// Who wants to do something, as Discord described them in an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// Where they act.
    pub channel: ChannelId,
    /// What they may do there.
    pub granted: Permissions,
}

/// How a reminder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It will be sent.
    Active,
    /// Somebody paused it.
    Paused,
    /// It could not be sent; it can be resumed once the cause is mended.
    Parked,
    /// It was sent, or missed, and does not come again.
    Ended,
}

impl Status {
    /// The word for it in the database and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Parked => "parked",
            Self::Ended => "ended",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Parked, Self::Ended]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// Why a reminder could not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkReason {
    /// Its channel no longer exists.
    ChannelGone,
    /// The bot may not see or write there.
    Forbidden,
    /// Discord failed again and again.
    Failed,
}

impl ParkReason {
    /// The word for it in the database, the API and the catalogues.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ChannelGone => "channel_gone",
            Self::Forbidden => "forbidden",
            Self::Failed => "failed",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::ChannelGone, Self::Forbidden, Self::Failed].into_iter().find(|reason| reason.as_str() == word)
    }

    /// What one of Discord's JSON error codes means for a reminder; `None` for what may pass by itself.
    #[must_use]
    pub const fn of_code(code: isize) -> Option<Self> {
        match code {
            10003 => Some(Self::ChannelGone),
            50001 | 50013 => Some(Self::Forbidden),
            _ => None,
        }
    }
}

/// Whom a reminder pings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mention {
    /// Nobody.
    #[default]
    Nobody,
    /// Everyone who sees the channel.
    Everyone,
    /// Who has a role.
    Role(RoleId),
    /// One user.
    User(UserId),
}

/// The message from which a reminder was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its channel.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
}
