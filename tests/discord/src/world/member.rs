//! Members: users in a guild.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::User;
use crate::{json::timestamp, snowflake::Id};

/// A user's membership of a guild.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) user_id: Id,
    pub(crate) nick: Option<String>,
    /// Without @everyone.
    pub(crate) roles: Vec<Id>,
    pub(crate) joined_at: DateTime<Utc>,
    /// A timed-out member can only look until then.
    pub(crate) timeout_until: Option<DateTime<Utc>>,
    pub(crate) mute: bool,
    pub(crate) deaf: bool,
    pub(crate) pending: bool,
}

impl Member {
    pub(crate) fn new(user_id: Id, joined_at: DateTime<Utc>) -> Self {
        Self {
            user_id,
            nick: None,
            roles: Vec::new(),
            joined_at,
            timeout_until: None,
            mute: false,
            deaf: false,
            pending: false,
        }
    }

    /// The member object without `user`, as messages carry it.
    pub(crate) fn to_partial_json(&self) -> Value {
        json!({
            "nick": self.nick,
            "roles": self.roles,
            "joined_at": timestamp(self.joined_at),
            "communication_disabled_until": self.timeout_until.map(timestamp),
            "mute": self.mute,
            "deaf": self.deaf,
            "pending": self.pending,
            "avatar": null,
            "avatar_decoration_data": null,
            "collectibles": null,
            "banner": null,
            "premium_since": null,
            "flags": 0,
        })
    }

    /// The member object. <https://discord.com/developers/docs/resources/guild#guild-member-object>
    pub(crate) fn to_json(&self, user: &User) -> Value {
        let mut view = self.to_partial_json();
        view["user"] = user.to_json();
        view
    }
}
