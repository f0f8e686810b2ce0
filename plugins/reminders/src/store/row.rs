//! A row of the table `reminders`.

use chrono::{DateTime, Utc};
use plugin_api::{
    Result,
    serenity::{ChannelId, GuildId, MessageId, RoleId, UserId},
};

use crate::domain::{Days, Mention, Origin, Reminder};

/// `SELECT` with the columns of [`Row`]: a column that is added later changes nothing.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT guild_id, number, name, channel_id, call_time, days, event_time, lead_minutes, message, location, ",
            "mention_everyone, mention_role_id, mention_user_id, created_by, origin_channel_id, origin_message_id, status, ",
            "parked_reason, lead_message_id, last_sent_at, created_at FROM reminders ",
            $rest
        )
    };
}

pub(crate) use select;

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    guild_id: i64,
    number: i64,
    name: String,
    channel_id: i64,
    call_time: String,
    days: String,
    event_time: DateTime<Utc>,
    lead_minutes: i64,
    message: String,
    location: String,
    mention_everyone: bool,
    mention_role_id: Option<i64>,
    mention_user_id: Option<i64>,
    created_by: i64,
    origin_channel_id: Option<i64>,
    origin_message_id: Option<i64>,
    status: String,
    parked_reason: Option<String>,
    lead_message_id: Option<i64>,
    last_sent_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl Row {
    /// Fails if a column holds something that this program never wrote there.
    pub(crate) fn into_reminder(self) -> Result<Reminder> {
        let unreadable = |column: &str| {
            anyhow::anyhow!("reminder {} of guild {} has an unreadable {column}", self.number, self.guild_id)
        };
        let days = self
            .days
            .split(',')
            .filter(|day| !day.is_empty())
            .map(str::parse)
            .collect::<Result<Vec<u8>, _>>();
        let id = |id: Option<i64>| id.map(i64::cast_unsigned).filter(|id| *id != 0);
        let mention = match (self.mention_everyone, id(self.mention_role_id), id(self.mention_user_id)) {
            (true, ..) => Mention::Everyone,
            (_, Some(role), _) => Mention::Role(RoleId::new(role)),
            (_, _, Some(user)) => Mention::User(UserId::new(user)),
            _ => Mention::Nobody,
        };
        let origin = id(self.origin_channel_id).zip(id(self.origin_message_id));
        Ok(Reminder {
            guild: GuildId::new(id(Some(self.guild_id)).ok_or_else(|| unreadable("guild_id"))?),
            number: self.number,
            channel: ChannelId::new(id(Some(self.channel_id)).ok_or_else(|| unreadable("channel_id"))?),
            call_time: self.call_time.parse().map_err(|_| unreadable("call_time"))?,
            days: days.ok().and_then(Days::from_numbers).ok_or_else(|| unreadable("days"))?,
            event_time: self.event_time,
            lead_minutes: u32::try_from(self.lead_minutes).map_err(|_| unreadable("lead_minutes"))?,
            mention,
            created_by: UserId::new(id(Some(self.created_by)).ok_or_else(|| unreadable("created_by"))?),
            origin: origin.map(|(c, m)| Origin { channel: ChannelId::new(c), message: MessageId::new(m) }),
            status: self.status.parse().map_err(|_| unreadable("status"))?,
            parked_reason: self.parked_reason.as_deref().and_then(|reason| reason.parse().ok()),
            lead_message: id(self.lead_message_id).map(MessageId::new),
            last_sent_at: self.last_sent_at,
            created_at: self.created_at,
            name: self.name,
            message: self.message,
            location: self.location,
        })
    }
}

pub(crate) fn into_reminders(rows: Vec<Row>) -> Result<Vec<Reminder>> {
    rows.into_iter().map(Row::into_reminder).collect()
}
