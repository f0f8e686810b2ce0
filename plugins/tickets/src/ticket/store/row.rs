//! Rows of `support_tickets`.

use plugin_api::{
    Locale, Result,
    chrono::{DateTime, Utc},
    serenity::{ChannelId, GuildId, MessageId, RoleId, UserId},
};

use crate::ticket::domain::Ticket;

/// The columns that a member is given of the tickets they opened.
pub const EXPORT: &[&str] = &[
    "id",
    "username",
    "locale",
    "description",
    "answers",
    "category",
    "status",
    "priority",
    "close_reason",
    "created_at",
    "first_response_at",
    "closed_at",
];

/// The columns of [`Row`], so that a column added later does not change what is read.
macro_rules! select {
    ($($rest:tt)+) => {
        concat!(
            "SELECT guild_id, id, revision, user_id, username, locale, description, answers, category, status, priority, place, source, ",
            "source_channel_id, source_message_id, channel_id, message_id, applied, renamed, claimed_by, claimed_at, escalated_to, ",
            "escalated_at, first_response_at, last_member_at, last_staff_at, waiting_since, waited_seconds, close_reason, closed_by, ",
            "closed_at, archived_at, transcript_at, reopened, created_at, updated_at FROM support_tickets ",
            $($rest)+
        )
    };
}

pub(crate) use select;

/// A ticket as it is kept.
#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    guild_id: i64,
    id: i64,
    revision: i64,
    user_id: i64,
    username: String,
    locale: Option<String>,
    description: String,
    answers: String,
    category: String,
    status: String,
    priority: String,
    place: String,
    source: String,
    source_channel_id: Option<i64>,
    source_message_id: Option<i64>,
    channel_id: Option<i64>,
    message_id: Option<i64>,
    applied: String,
    renamed: String,
    claimed_by: Option<i64>,
    claimed_at: Option<DateTime<Utc>>,
    escalated_to: Option<i64>,
    escalated_at: Option<DateTime<Utc>>,
    first_response_at: Option<DateTime<Utc>>,
    last_member_at: Option<DateTime<Utc>>,
    last_staff_at: Option<DateTime<Utc>>,
    waiting_since: Option<DateTime<Utc>>,
    waited_seconds: i64,
    close_reason: String,
    closed_by: Option<i64>,
    closed_at: Option<DateTime<Utc>>,
    archived_at: Option<DateTime<Utc>>,
    transcript_at: Option<DateTime<Utc>>,
    reopened: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A snowflake as it is kept; none for 0, which is nobody's and what erasing leaves.
pub(crate) fn snowflake<T: From<std::num::NonZeroU64>>(id: Option<i64>) -> Option<T> {
    std::num::NonZeroU64::new(id?.cast_unsigned()).map(T::from)
}

pub(crate) fn parse_word<T: std::str::FromStr>(column: &str, word: &str) -> Result<T> {
    Ok(word.parse().map_err(|_| {
        anyhow::anyhow!("support_tickets.{column} holds '{word}', which this version doesn't know")
    })?)
}

impl Row {
    pub(crate) fn ticket(self) -> Result<Ticket> {
        Ok(Ticket {
            guild: GuildId::new(self.guild_id.cast_unsigned()),
            id: self.id,
            revision: self.revision,
            user: self.user_id.cast_unsigned(),
            username: self.username,
            locale: self.locale.as_deref().map(Locale::new),
            description: self.description,
            answers: serde_json::from_str(&self.answers).unwrap_or_default(),
            category: self.category,
            status: parse_word("status", &self.status)?,
            priority: parse_word("priority", &self.priority)?,
            place: parse_word("place", &self.place)?,
            source: parse_word("source", &self.source)?,
            origin: snowflake::<ChannelId>(self.source_channel_id)
                .zip(snowflake::<MessageId>(self.source_message_id)),
            channel: snowflake(self.channel_id),
            message: snowflake(self.message_id),
            applied: self.applied,
            renamed: serde_json::from_str(&self.renamed).unwrap_or_default(),
            claimed_by: snowflake::<UserId>(self.claimed_by),
            claimed_at: self.claimed_at,
            escalated_to: snowflake::<RoleId>(self.escalated_to),
            escalated_at: self.escalated_at,
            first_response_at: self.first_response_at,
            last_member_at: self.last_member_at,
            last_staff_at: self.last_staff_at,
            waiting_since: self.waiting_since,
            waited_seconds: self.waited_seconds,
            close_reason: self.close_reason,
            closed_by: snowflake::<UserId>(self.closed_by),
            closed_at: self.closed_at,
            archived_at: self.archived_at,
            transcript_at: self.transcript_at,
            reopened: self.reopened,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}
