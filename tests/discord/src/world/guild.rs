//! Guilds, with their roles, members, bans and audit log.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{AuditEntry, Member, Role};
use crate::{json::merge, permissions::Permissions, snowflake::Id};

/// A guild ("server"). Its channels live in the world, because DMs are channels too.
#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) owner_id: Id,
    pub(crate) preferred_locale: String,
    pub(crate) roles: BTreeMap<Id, Role>,
    pub(crate) members: BTreeMap<Id, Member>,
    /// Banned users and the reason that was given.
    pub(crate) bans: BTreeMap<Id, Option<String>>,
    pub(crate) audit_log: Vec<AuditEntry>,
    pub(crate) emojis: Vec<Value>,
    pub(crate) system_channel_id: Option<Id>,
    pub(crate) rules_channel_id: Option<Id>,
    pub(crate) created_at: DateTime<Utc>,
    /// Marked unavailable, as in an outage of Discord.
    pub(crate) unavailable: bool,
}

impl Guild {
    /// An empty guild with only @everyone.
    pub(crate) fn new(id: Id, name: &str, owner_id: Id, everyone: Permissions, now: DateTime<Utc>) -> Self {
        Self {
            id,
            name: name.to_owned(),
            description: None,
            owner_id,
            preferred_locale: "en-US".to_owned(),
            roles: BTreeMap::from([(id, Role::new(id, "@everyone", everyone, 0))]),
            members: BTreeMap::new(),
            bans: BTreeMap::new(),
            audit_log: Vec::new(),
            emojis: Vec::new(),
            system_channel_id: None,
            rules_channel_id: None,
            created_at: now,
            unavailable: false,
        }
    }

    /// Roles as Discord lists them.
    pub(crate) fn roles_json(&self) -> Vec<Value> {
        self.roles.values().map(Role::to_json).collect()
    }

    pub(crate) fn role_named(&self, name: &str) -> Option<&Role> {
        self.roles.values().find(|role| role.name == name)
    }

    /// The guild object. <https://discord.com/developers/docs/resources/guild#guild-object>
    pub(crate) fn to_json(&self) -> Value {
        let mut view = self.settings_json();
        let about = json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "owner_id": self.owner_id,
            "icon": null,
            "icon_hash": null,
            "splash": null,
            "discovery_splash": null,
            "home_header": null,
            "banner": null,
            "features": ["COMMUNITY", "NEWS"],
            "emojis": self.emojis,
            "stickers": [],
            "application_id": null,
            "vanity_url_code": null,
            "roles": self.roles_json(),
            "system_channel_id": self.system_channel_id,
            "rules_channel_id": self.rules_channel_id,
            "public_updates_channel_id": null,
            "safety_alerts_channel_id": null,
            "incidents_data": null,
        });
        merge(&mut view, about);
        view
    }

    fn settings_json(&self) -> Value {
        json!({
            "region": "deprecated",
            "preferred_locale": self.preferred_locale,
            "afk_channel_id": null,
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "widget_enabled": false,
            "widget_channel_id": null,
            "verification_level": 1,
            "default_message_notifications": 1,
            "mfa_level": 0,
            "explicit_content_filter": 2,
            "max_presences": null,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": false,
            "nsfw": false,
            "nsfw_level": 0,
            "hub_type": null,
            "latest_onboarding_question_id": null,
        })
    }
}
