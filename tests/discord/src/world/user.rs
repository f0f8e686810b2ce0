//! Users: people and the bot.

use serde_json::{Value, json};

use crate::snowflake::Id;

/// A user account, of a person or of the bot.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Id,
    /// Unique; the handle that /control accepts.
    pub(crate) name: String,
    pub(crate) global_name: Option<String>,
    pub(crate) bot: bool,
    /// The language of the user's client, as Discord writes it (`en-US`, `nl`).
    pub(crate) locale: String,
    /// Whether the bot may write to them (50007 otherwise).
    pub(crate) accepts_dms: bool,
}

impl User {
    /// The user object. <https://discord.com/developers/docs/resources/user#user-object>
    pub(crate) fn to_json(&self) -> Value {
        let mut view = json!({
            "id": self.id,
            "username": self.name,
            "global_name": self.global_name,
            "discriminator": if self.bot { "1337" } else { "0" },
            "avatar": null,
            "avatar_decoration_data": null,
            "collectibles": null,
            "banner": null,
            "accent_color": null,
            "primary_guild": null,
            "public_flags": 0,
            "flags": 0,
        });
        if self.bot {
            view["bot"] = json!(true);
        }
        view
    }

    /// The bot's own user as `GET /users/@me` and READY show it.
    pub(crate) fn to_own_json(&self) -> Value {
        let mut view = self.to_json();
        view["mfa_enabled"] = json!(false);
        view["locale"] = json!(self.locale);
        view["verified"] = json!(true);
        view["email"] = Value::Null;
        view
    }
}
