//! Registers a guild's commands with Discord if they differ from those that are there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use plugin_api::{
    Error, Result,
    serenity::{CreateCommand, GuildId, Http},
};
use serde_json::{Map, Value};

use super::{Commands, Owner};
use crate::registry::command_names;

/// The most slash commands that one application may have in a guild; of user and of message commands it is [`MAX_MENU`] each.
const MAX_SLASH: usize = 100;
const MAX_MENU: usize = 15;

/// The keys of a command that we set and compare. The rest is Discord's own.
const OWN_KEYS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "default_member_permissions",
    "nsfw",
];

/// Remembers which commands each guild has, so that a guild whose plugins did not change costs no request.
#[derive(Default)]
pub(crate) struct Registrar(Mutex<HashMap<GuildId, Arc<Known>>>);

/// The commands of a guild as far as this process knows. Locked while they are changed, so that one change follows another.
type Known = tokio::sync::Mutex<Option<Value>>;

impl Registrar {
    /// Registers the commands that a guild should have now. Returns whether they had to be changed. Asks Discord which commands are there if
    /// this process has not seen the guild yet.
    pub(crate) async fn register(&self, commands: &Commands, http: &Http, guild: GuildId) -> Result<bool> {
        let known = Arc::clone(self.guilds().entry(guild).or_default());
        let mut known = known.lock().await;
        let builders = commands.build_for(guild);
        let wanted = normalize(&serde_json::to_value(&builders).map_err(anyhow::Error::from)?);
        check_counts(&wanted)?;
        let there = match known.take() {
            Some(there) => there,
            None => {
                let there = http.get_guild_commands_with_localizations(guild).await?;
                normalize(&serde_json::to_value(there).map_err(anyhow::Error::from)?)
            }
        };
        let differs = there != wanted;
        if differs {
            http.create_guild_commands(guild, &builders).await?;
        }
        *known = Some(wanted);
        Ok(differs)
    }

    /// Forgets a guild that the bot was removed from: Discord forgot its commands too.
    pub(crate) fn forget(&self, guild: GuildId) {
        self.guilds().remove(&guild);
    }

    fn guilds(&self) -> std::sync::MutexGuard<'_, HashMap<GuildId, Arc<Known>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Commands {
    /// Builds the commands that a guild should have: the host's and those of the plugins that are on there.
    fn build_for(&self, guild: GuildId) -> Vec<CreateCommand> {
        let mut builders = Vec::new();
        for command in &self.options.commands {
            let on = command_names(command)
                .first()
                .and_then(|(kind, name)| self.owner(*kind, name))
                .is_some_and(|owner: Owner| owner.is_on(&self.gate, guild));
            if on {
                builders.extend(command.create_as_slash_command());
                // poise leaves the localised names of these out.
                let names = command.name_localizations.iter();
                builders.extend(command.create_as_context_menu_command().map(|menu| {
                    names.fold(menu, |menu, (locale, name)| {
                        menu.name_localized(locale.as_ref(), name.as_ref())
                    })
                }));
            }
        }
        builders
    }
}

fn check_counts(commands: &Value) -> Result<()> {
    let count = |kind: u64| commands.as_array().into_iter().flatten().filter(|c| c["type"] == kind).count();
    for (kind, most, what) in [(1, MAX_SLASH, "slash"), (2, MAX_MENU, "user"), (3, MAX_MENU, "message")] {
        let count = count(kind);
        if count > most {
            return Err(Error::Internal(anyhow::anyhow!(
                "the plugins that are on have {count} {what} commands together; Discord takes {most}: switch some off"
            )));
        }
    }
    Ok(())
}

/// Brings a list of commands into a form in which equal ones are equal: our keys only, nothing that is empty, sorted.
fn normalize(commands: &Value) -> Value {
    let mut list: Vec<Value> = commands
        .as_array()
        .into_iter()
        .flatten()
        .map(|command| {
            let mut command = strip_defaults(command);
            if let Value::Object(map) = &mut command {
                map.entry("type").or_insert(1.into());
            }
            command
        })
        .collect();
    list.sort_by_key(|command| (command["type"].as_u64(), command["name"].as_str().map(str::to_owned)));
    Value::Array(list)
}

fn strip_defaults(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let localised = |key: &str| key.ends_with("_localizations");
            let own = map.iter().filter(|(key, _)| OWN_KEYS.contains(&key.as_str()));
            let own =
                own.map(|(key, v)| (key.clone(), if localised(key) { v.clone() } else { strip_defaults(v) }));
            Value::Object(own.filter(|(_, v)| !is_default(v)).collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.iter().map(strip_defaults).collect()),
        other => other.clone(),
    }
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_discord_adds_makes_no_difference_and_what_we_set_does() {
        let ours = json!([{"name": "b", "description": "B"}, {"name": "a", "description": "A", "options":
            [{"type": 3, "name": "x", "description": "X", "required": true, "choices": [], "name_localizations": {"nl": "y"}}]}]);
        let theirs = json!([{"id": "1", "version": "2", "type": 1, "name": "a", "description": "A", "nsfw": false, "options":
            [{"type": 3, "name": "x", "description": "X", "required": true, "name_localizations": {"nl": "y"}}]},
            {"id": "3", "type": 1, "name": "b", "description": "B", "options": [], "default_member_permissions": null}]);
        assert_eq!(normalize(&ours), normalize(&theirs));
        let mut other = theirs;
        other[0]["options"][0]["name_localizations"] = json!({"nl": "z"});
        assert_ne!(normalize(&ours), normalize(&other));
    }
}
