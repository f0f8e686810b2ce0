//! The JSON bodies of the routes.

use plugin_api::{
    Problem,
    chrono::{DateTime, Utc},
    serenity::{ChannelId, MessageId, RoleId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{Days, Mention, Origin, Reminder, ReminderInput};

/// A reminder.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Reminder)]
pub(crate) struct ReminderView {
    /// Its number in the guild.
    pub(crate) number: i64,
    /// Its title.
    pub(crate) name: String,
    /// Where it is sent.
    pub(crate) channel_id: String,
    /// Its time on the guild's wall clock, `HH:MM`.
    pub(crate) call_time: String,
    /// The weekdays on which it recurs, 0 = Monday; none for a one-off.
    pub(crate) days: Vec<u8>,
    /// The occurrence that comes next, or came last.
    pub(crate) event_time: DateTime<Utc>,
    /// How many minutes before it is announced.
    pub(crate) lead_minutes: u32,
    /// Its text.
    pub(crate) message: String,
    /// Where the event is.
    pub(crate) location: String,
    /// Whom it pings.
    pub(crate) mention: MentionView,
    /// Its owner.
    pub(crate) created_by: String,
    /// The channel of the message it was made from.
    pub(crate) origin_channel_id: Option<String>,
    /// The message it was made from.
    pub(crate) origin_message_id: Option<String>,
    /// `active`, `paused`, `parked` or `ended`.
    pub(crate) status: String,
    /// Why it is parked: `channel_gone`, `forbidden` or `failed`.
    pub(crate) parked_reason: Option<String>,
    /// When something of it was sent last.
    pub(crate) last_sent_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub(crate) created_at: DateTime<Utc>,
}

/// Whom a reminder pings.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Mention)]
pub(crate) enum MentionView {
    /// Nobody.
    #[default]
    Nobody,
    /// Everyone who sees the channel; the setting `allow_everyone` and the owner's permission are needed.
    Everyone,
    /// The members with a role.
    Role {
        /// The role.
        id: String,
    },
    /// One user.
    User {
        /// The user.
        id: String,
    },
}

/// A reminder to make. With `date` it is sent once on that day, with `days` every week, with neither the next
/// time the clock shows `time`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReminderBody {
    /// Its title, 1 to 100 characters.
    pub(crate) name: String,
    /// A text or announcement channel of the guild.
    pub(crate) channel_id: String,
    /// Its owner: a member who can see and write in the channel. Required to make one; a replaced reminder
    /// keeps its owner.
    pub(crate) created_by: Option<String>,
    /// `19:30`, on the guild's wall clock.
    pub(crate) time: String,
    /// `2026-03-12`.
    pub(crate) date: Option<String>,
    /// Weekdays, 0 = Monday to 6 = Sunday.
    pub(crate) days: Option<Vec<u8>>,
    /// Its text, at most 2,000 characters.
    pub(crate) message: Option<String>,
    /// Where the event is, at most 200 characters.
    pub(crate) location: Option<String>,
    /// How many minutes before it is announced, 0 to 4,320; the setting `default_lead_minutes` if left out.
    pub(crate) lead_minutes: Option<u32>,
    /// Whom it pings; nobody if left out.
    #[serde(default)]
    pub(crate) mention: MentionView,
    /// The channel of the message it is made from; goes with `origin_message_id`.
    pub(crate) origin_channel_id: Option<String>,
    /// The message it is made from; goes with `origin_channel_id`.
    pub(crate) origin_message_id: Option<String>,
}

/// A page of reminders.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page {
    /// The reminders, by number.
    pub(crate) reminders: Vec<ReminderView>,
    /// The `after` of the next page; null on the last page.
    #[schema(required = true)]
    pub(crate) next: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct NumberPath {
    /// The reminder's number in the guild.
    pub(crate) number: i64,
}

impl ReminderBody {
    /// Parses the ids.
    ///
    /// # Errors
    /// 422 with the field that is wrong.
    pub(crate) fn to_input(&self) -> Result<ReminderInput, Problem> {
        let mention = match &self.mention {
            MentionView::Nobody => Mention::Nobody,
            MentionView::Everyone => Mention::Everyone,
            MentionView::Role { id } => {
                Mention::Role(RoleId::new(Problem::parse_snowflake("mention.id", id)?))
            }
            MentionView::User { id } => {
                Mention::User(UserId::new(Problem::parse_snowflake("mention.id", id)?))
            }
        };
        let days = self.days.as_ref().map(|days| {
            Days::from_numbers(days.iter().copied())
                .map(|days| days.to_string())
                .ok_or_else(|| Problem::field("days", "Weekdays are numbers from 0 (Monday) to 6 (Sunday)"))
        });
        let origin = match (&self.origin_channel_id, &self.origin_message_id) {
            (Some(channel), Some(message)) => Some(Origin {
                channel: ChannelId::new(Problem::parse_snowflake("origin_channel_id", channel)?),
                message: MessageId::new(Problem::parse_snowflake("origin_message_id", message)?),
            }),
            (None, None) => None,
            (Some(_), None) => {
                return Err(Problem::field(
                    "origin_message_id",
                    "It goes with origin_channel_id; give both or none",
                ));
            }
            (None, Some(_)) => {
                return Err(Problem::field(
                    "origin_channel_id",
                    "It goes with origin_message_id; give both or none",
                ));
            }
        };
        Ok(ReminderInput {
            name: self.name.clone(),
            channel: ChannelId::new(Problem::parse_snowflake("channel_id", &self.channel_id)?),
            date: self.date.clone(),
            time: self.time.clone(),
            days: days.transpose()?,
            message: self.message.clone(),
            location: self.location.clone(),
            lead_minutes: self.lead_minutes,
            mention,
            origin,
        })
    }
}

impl ReminderView {
    pub(crate) fn from_reminder(reminder: &Reminder) -> Self {
        Self {
            number: reminder.number,
            name: reminder.name.clone(),
            channel_id: reminder.channel.to_string(),
            call_time: reminder.call_time.format("%H:%M").to_string(),
            days: reminder.days.numbers().collect(),
            event_time: reminder.event_time,
            lead_minutes: reminder.lead_minutes,
            message: reminder.message.clone(),
            location: reminder.location.clone(),
            mention: match reminder.mention {
                Mention::Nobody => MentionView::Nobody,
                Mention::Everyone => MentionView::Everyone,
                Mention::Role(id) => MentionView::Role { id: id.to_string() },
                Mention::User(id) => MentionView::User { id: id.to_string() },
            },
            created_by: reminder.created_by.to_string(),
            origin_channel_id: reminder.origin.map(|origin| origin.channel.to_string()),
            origin_message_id: reminder.origin.map(|origin| origin.message.to_string()),
            status: reminder.status.as_str().to_owned(),
            parked_reason: reminder.parked_reason.map(|reason| reason.as_str().to_owned()),
            last_sent_at: reminder.last_sent_at,
            created_at: reminder.created_at,
        }
    }
}
