//! Roles of a guild.

use serde_json::{Value, json};

use crate::{permissions::Permissions, snowflake::Id};

/// A role. The one with the guild's id is @everyone.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    pub(crate) position: i64,
    pub(crate) color: u32,
    pub(crate) hoist: bool,
    pub(crate) managed: bool,
    pub(crate) mentionable: bool,
    /// The bot that this managed role belongs to.
    pub(crate) bot_id: Option<Id>,
}

impl Role {
    pub(crate) fn new(id: Id, name: &str, permissions: Permissions, position: i64) -> Self {
        Self {
            id,
            name: name.to_owned(),
            permissions,
            position,
            color: 0,
            hoist: false,
            managed: false,
            mentionable: false,
            bot_id: None,
        }
    }

    /// The role object. <https://discord.com/developers/docs/topics/permissions#role-object>
    pub(crate) fn to_json(&self) -> Value {
        let mut view = json!({
            "id": self.id,
            "name": self.name,
            "description": null,
            "permissions": self.permissions.to_decimal(),
            "position": self.position,
            "color": self.color,
            "colors": { "primary_color": self.color, "secondary_color": null, "tertiary_color": null },
            "hoist": self.hoist,
            "managed": self.managed,
            "mentionable": self.mentionable,
            "icon": null,
            "unicode_emoji": null,
            "flags": 0,
        });
        if let Some(bot) = self.bot_id {
            view["tags"] = json!({ "bot_id": bot });
        }
        view
    }
}
