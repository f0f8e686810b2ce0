//! Commands that the application has registered.

use serde_json::{Value, json};

use super::World;
use crate::{permissions::Permissions, snowflake::Id};

/// The type of slash commands.
pub(crate) const CHAT_INPUT: i64 = 1;

/// A registered command.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) id: Id,
    /// None for a global command.
    pub(crate) guild_id: Option<Id>,
    /// Changes with every change of the command.
    pub(crate) version: Id,
    /// The command as it was written, with Discord's defaults filled in.
    pub(crate) definition: Value,
}

impl Command {
    pub(crate) fn name(&self) -> &str {
        self.definition["name"].as_str().unwrap_or_default()
    }

    /// 1 for a slash command, 2 for one on users, 3 for one on messages.
    pub(crate) fn kind(&self) -> i64 {
        command_kind(&self.definition)
    }

    /// The permissions that a member needs unless it may everything; `None` when anybody may.
    pub(crate) fn needed(&self) -> Option<Permissions> {
        Permissions::from_json(&self.definition["default_member_permissions"])
    }

    /// Whether it is offered in guilds (context 0) or in a direct message with the bot (context 1).
    pub(crate) fn offered(&self, in_guild: bool) -> bool {
        let context = u64::from(!in_guild);
        match self.definition["contexts"].as_array() {
            Some(contexts) => contexts.iter().any(|one| one.as_u64() == Some(context)),
            None => in_guild || self.definition["dm_permission"].as_bool().unwrap_or(true),
        }
    }

    /// The application command object. `localizations` adds the full dictionaries.
    pub(crate) fn to_json(&self, application: Id, localizations: bool) -> Value {
        let mut view = self.definition.clone();
        view["id"] = json!(self.id);
        view["application_id"] = json!(application);
        view["version"] = json!(self.version);
        if let Some(guild) = self.guild_id {
            view["guild_id"] = json!(guild);
        }
        if !localizations {
            drop_localizations(&mut view);
        }
        view
    }
}

/// The type in a command's definition; chat input if it has none.
pub(crate) fn command_kind(definition: &Value) -> i64 {
    definition["type"].as_i64().unwrap_or(CHAT_INPUT)
}

fn drop_localizations(view: &mut Value) {
    if let Some(fields) = view.as_object_mut() {
        fields.remove("name_localizations");
        fields.remove("description_localizations");
        for list in ["options", "choices"] {
            if let Some(inner) = fields.get_mut(list).and_then(Value::as_array_mut) {
                inner.iter_mut().for_each(drop_localizations);
            }
        }
    }
}

impl World {
    /// Commands of a scope: global ones or a guild's.
    pub(crate) fn commands_in(&self, scope: Option<Id>) -> impl Iterator<Item = &Command> {
        self.commands.values().filter(move |command| command.guild_id == scope)
    }

    /// The commands that a user's client lists in a guild, or in the conversation with the bot.
    pub(crate) fn commands_for(&self, user: Id, guild: Option<Id>) -> Vec<&Command> {
        let held = guild.map(|guild| self.permissions_in_guild(guild, user));
        let bot_is_there = guild.is_none_or(|guild| self.is_member(guild, self.bot_id()));
        self.commands
            .values()
            .filter(|command| command.guild_id.is_none() || command.guild_id == guild)
            .filter(|command| bot_is_there && command.offered(guild.is_some()))
            .filter(|command| match (held, command.needed()) {
                // With no permission at all ("0") only administrators may.
                (Some(held), Some(needed)) if needed.is_empty() => held.contains(Permissions::ADMINISTRATOR),
                (Some(held), Some(needed)) => held.contains(needed),
                _ => true,
            })
            .collect()
    }
}
