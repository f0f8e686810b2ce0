//! Users, guilds, channels and roles by id or by name.

use serde_json::Value;

use super::error::{ControlError, ControlResult};
use crate::{
    snowflake::Id,
    world::{Channel, Guild, Role, User, World},
};

/// A name or an id, as a path or JSON writes it.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

impl World {
    /// The user with this name or id. `@me` and `bot` are the bot.
    pub(crate) fn find_user(&self, name: &str) -> ControlResult<&User> {
        let bot = self.bot_id();
        let named = name.trim_start_matches('@');
        let fits = |user: &&User| {
            user.name == named
                || Some(user.id) == named.parse().ok()
                || (matches!(named, "me" | "bot") && user.id == bot)
        };
        self.users.values().find(fits).ok_or_else(|| {
            let known = list(self.users.values().map(|user| user.name.as_str()));
            ControlError::not_found(format!("there is no user {name:?}; there are {known}"))
        })
    }

    pub(crate) fn find_guild(&self, name: &str) -> ControlResult<&Guild> {
        let fits = |guild: &&Guild| guild.name == name || Some(guild.id) == name.parse().ok();
        self.guilds.values().find(fits).ok_or_else(|| {
            let known = list(self.guilds.values().map(|guild| guild.name.as_str()));
            ControlError::not_found(format!("there is no guild {name:?}; there are {known}"))
        })
    }

    /// The channel or thread with this name or id, in `guild` if one is given. `dm` is the conversation of the bot
    /// with `user`.
    pub(crate) fn find_channel(
        &self,
        user: Option<Id>,
        guild: Option<Id>,
        name: &str,
    ) -> ControlResult<&Channel> {
        let bare = name.trim_start_matches('#');
        let fits = |channel: &&Channel| {
            let named = match bare {
                "dm" => channel.recipient.is_some() && channel.recipient == user,
                _ => channel.recipient.is_none() && channel.name == bare,
            };
            Some(channel.id) == bare.parse().ok()
                || named && guild.is_none_or(|guild| channel.guild_id == Some(guild))
        };
        let mut found = self.channels.values().filter(fits);
        let first = found.next().ok_or_else(|| {
            let known = list(self.channels.values().map(|channel| channel.name.as_str()));
            ControlError::not_found(format!("there is no channel {name:?}; there are {known}"))
        })?;
        match found.next() {
            Some(_) => Err(ControlError::bad_request(format!(
                "more than one channel is named {name:?}; give its id, or the guild"
            ))),
            None => Ok(first),
        }
    }

    pub(crate) fn find_role<'w>(&'w self, guild: &'w Guild, name: &str) -> ControlResult<&'w Role> {
        let fits = |role: &&Role| role.name == name || Some(role.id) == name.parse().ok();
        guild.roles.values().find(fits).ok_or_else(|| {
            let known = list(guild.roles.values().map(|role| role.name.as_str()));
            ControlError::not_found(format!(
                "there is no role {name:?} in {:?}; there are {known}",
                guild.name
            ))
        })
    }

    /// A channel that the user sees; 403 otherwise.
    pub(crate) fn find_visible(&self, user: Id, guild: Option<Id>, name: &str) -> ControlResult<Id> {
        let channel = self.find_channel(Some(user), guild, name)?;
        if self.can_see(user, channel.id) {
            Ok(channel.id)
        } else {
            let who = self.users.get(&user).map_or("the user", |user| &user.name);
            Err(ControlError::forbidden(format!(
                "{who} may not see #{}; grant VIEW_CHANNEL there, or act as another user",
                channel.name
            )))
        }
    }
}
