//! Invites to a guild.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::World;
use crate::{json::timestamp, snowflake::Id};

/// An invite to a channel of a guild.
#[derive(Clone, Debug)]
pub(crate) struct Invite {
    pub(crate) code: String,
    pub(crate) guild_id: Id,
    pub(crate) channel_id: Id,
    pub(crate) inviter: Id,
    pub(crate) created_at: DateTime<Utc>,
    /// In seconds, 0 for ever.
    pub(crate) max_age: u32,
    /// How often it can be used, 0 for any number.
    pub(crate) max_uses: u32,
    pub(crate) temporary: bool,
}

impl Invite {
    /// When it ends; `None` for never.
    pub(crate) fn expires_at(&self) -> Option<DateTime<Utc>> {
        (self.max_age > 0).then(|| self.created_at + TimeDelta::seconds(i64::from(self.max_age)))
    }
}

impl World {
    /// The invite object. <https://discord.com/developers/docs/resources/invite#invite-object>
    pub(crate) fn invite_json(&self, invite: &Invite) -> Value {
        let channel = self.channels.get(&invite.channel_id);
        let guild = self.guilds.get(&invite.guild_id);
        json!({
            "type": 0,
            "code": invite.code,
            "inviter": self.user_json(invite.inviter),
            "created_at": timestamp(invite.created_at),
            "expires_at": invite.expires_at().map(timestamp),
            "max_age": invite.max_age,
            "max_uses": invite.max_uses,
            "temporary": invite.temporary,
            "uses": 0,
            "guild_id": invite.guild_id,
            "guild": guild.map(|guild| json!({
                "id": guild.id, "name": guild.name, "description": guild.description, "icon": null,
                "splash": null, "banner": null, "features": ["COMMUNITY", "NEWS"], "verification_level": 1,
                "vanity_url_code": null, "nsfw_level": 0, "nsfw": false, "premium_subscription_count": 0,
            })),
            "channel": channel.map(|channel| json!({
                "id": channel.id, "type": channel.kind, "name": channel.name,
            })),
        })
    }
}
