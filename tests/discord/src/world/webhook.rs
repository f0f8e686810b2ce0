//! Incoming webhooks.

use serde_json::{Value, json};

use crate::snowflake::Id;

/// A webhook of a channel.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) id: Id,
    pub(crate) guild_id: Id,
    pub(crate) channel_id: Id,
    pub(crate) name: String,
    /// The secret part of its address.
    pub(crate) token: String,
    /// The user who created it.
    pub(crate) creator: Id,
    /// Set when an application made it: only then may its messages carry components.
    pub(crate) application_id: Option<Id>,
}

impl Webhook {
    /// The webhook object without its creator. `base` is the address of the emulator.
    pub(crate) fn to_json(&self, base: &str) -> Value {
        json!({
            "id": self.id,
            "type": 1,
            "guild_id": self.guild_id,
            "channel_id": self.channel_id,
            "name": self.name,
            "avatar": null,
            "token": self.token,
            "application_id": self.application_id,
            "url": format!("{base}/api/webhooks/{}/{}", self.id, self.token),
        })
    }
}
