//! Commands that the application has registered.

use serde_json::{Value, json};

use crate::{permissions::Permissions, rest::validate::form::whole, snowflake::Id, world::World};

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
        super::limits::kind_of(&self.definition)
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

/// The option type of whole numbers.
const INTEGER: u64 = 4;

/// What is null is left out, and bounds and choices of whole numbers become whole, however they were written.
fn tidy_option(option: &mut Value) {
    if let Some(fields) = option.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    option.get_mut("options").and_then(Value::as_array_mut).into_iter().flatten().for_each(tidy_option);
    if option["type"] != INTEGER {
        return;
    }
    for choice in option.get_mut("choices").and_then(Value::as_array_mut).into_iter().flatten() {
        round(choice, "value");
    }
    round(option, "min_value");
    round(option, "max_value");
}

fn round(object: &mut Value, key: &str) {
    if let Some(number) = object.get(key).and_then(whole) {
        object[key] = json!(number);
    }
}

/// Fills in what Discord fills in: type, nulls, contexts of a global command, and every option's `required`.
pub(crate) fn normalise(mut written: Value, global: bool) -> Value {
    let Some(fields) = written.as_object_mut() else { return written };
    for key in ["id", "application_id", "version", "guild_id"] {
        fields.remove(key);
    }
    if fields.get("options").is_none_or(Value::is_null) {
        fields.remove("options");
    }
    if let Some(options) = fields.get_mut("options").and_then(Value::as_array_mut) {
        options.iter_mut().for_each(tidy_option);
    }
    let defaults = [
        ("type", json!(1)),
        ("description", json!("")),
        ("name_localizations", Value::Null),
        ("description_localizations", Value::Null),
        ("default_member_permissions", Value::Null),
        ("nsfw", json!(false)),
        ("integration_types", json!([0])),
        ("contexts", Value::Null),
    ];
    for (key, default) in defaults {
        let value = fields.entry(key).or_insert(default.clone());
        if value.is_null() {
            *value = default;
        }
    }
    if let Some(bits) = Permissions::from_json(&fields["default_member_permissions"]) {
        fields.insert("default_member_permissions".to_owned(), json!(bits.to_decimal()));
    }
    if global {
        fields.entry("dm_permission").or_insert(json!(true));
    }
    written
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
