//! The application: the bot's account, its token and the privileged intents that it was granted.

use serde_json::{Value, json};

use crate::snowflake::Id;

/// Application flags: those that grant a privileged intent (`LIMITED` to an application in fewer than 100 guilds).
/// <https://discord.com/developers/docs/resources/application#application-object-application-flags>
pub(crate) mod flag {
    pub(crate) const GATEWAY_PRESENCE: u64 = 1 << 12;
    pub(crate) const GATEWAY_PRESENCE_LIMITED: u64 = 1 << 13;
    pub(crate) const GATEWAY_GUILD_MEMBERS: u64 = 1 << 14;
    pub(crate) const GATEWAY_GUILD_MEMBERS_LIMITED: u64 = 1 << 15;
    pub(crate) const GATEWAY_MESSAGE_CONTENT: u64 = 1 << 18;
    pub(crate) const GATEWAY_MESSAGE_CONTENT_LIMITED: u64 = 1 << 19;
    /// It has an activity, which interactions can launch.
    pub(crate) const EMBEDDED: u64 = 1 << 17;
    /// All of the limited flags, as small bots have them.
    pub(crate) const ALL_LIMITED: u64 =
        GATEWAY_PRESENCE_LIMITED | GATEWAY_GUILD_MEMBERS_LIMITED | GATEWAY_MESSAGE_CONTENT_LIMITED;
}

/// The one application that the emulator knows. Its bot user has the same id.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) token: String,
    /// Bits of [`flag`].
    pub(crate) flags: u64,
    pub(crate) owner_id: Id,
    /// How many shards `GET /gateway/bot` recommends.
    pub(crate) shards: u64,
}

impl Application {
    /// Resets what /control can change: its intents, and one shard.
    pub(crate) fn reset(&mut self) {
        self.flags = flag::ALL_LIMITED;
        self.shards = 1;
    }

    /// Whether one of the two flags of a privileged intent is set.
    pub(crate) fn has_any(&self, flags: u64) -> bool {
        self.flags & flags != 0
    }

    pub(crate) fn reads_content(&self) -> bool {
        self.has_any(flag::GATEWAY_MESSAGE_CONTENT | flag::GATEWAY_MESSAGE_CONTENT_LIMITED)
    }

    /// The application object without its owner and bot.
    /// <https://discord.com/developers/docs/resources/application#application-object>
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "icon": null,
            "type": null,
            "bot_public": true,
            "bot_require_code_grant": false,
            "verify_key": "0".repeat(64),
            "flags": self.flags,
            "flags_new": self.flags.to_string(),
            "tags": [],
            "rpc_origins": [],
            "redirect_uris": [],
            "interactions_endpoint_url": null,
            "role_connections_verification_url": null,
            "event_webhooks_url": null,
            "event_webhooks_status": 1,
            "explicit_content_filter": 0,
            "team": null,
            "integration_types_config": { "0": {} },
            "install_params": { "scopes": ["bot", "applications.commands"], "permissions": "0" },
            "eligible_oauth2_scopes": [],
        })
    }
}
