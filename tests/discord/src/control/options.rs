//! Options of a command as a user's client would send them: checked, converted, and resolved.

use serde_json::{Map, Value, json};

use super::{
    error::{ControlError, ControlResult},
    messages::FileEntry,
    names::text_of,
};
use crate::{
    snowflake::Id,
    world::{Attachment, Channel, World},
};

/// Option types. <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type>
mod kind {
    pub(super) const STRING: u64 = 3;
    pub(super) const INTEGER: u64 = 4;
    pub(super) const BOOLEAN: u64 = 5;
    pub(super) const USER: u64 = 6;
    pub(super) const CHANNEL: u64 = 7;
    pub(super) const ROLE: u64 = 8;
    pub(super) const MENTIONABLE: u64 = 9;
    pub(super) const NUMBER: u64 = 10;
    pub(super) const ATTACHMENT: u64 = 11;
}

/// Integers outside this range do not survive JavaScript, so Discord's clients refuse them.
const MAX_INTEGER: i64 = 1 << 53;

/// A user in a channel: whose client it is, and where it is open.
#[derive(Clone, Copy)]
pub(super) struct UserContext {
    pub(super) user: Id,
    pub(super) guild: Option<Id>,
    pub(super) channel: Id,
}

/// Reads options, and collects the objects that they refer to.
pub(super) struct OptionReader<'a> {
    world: &'a mut World,
    context: UserContext,
    /// `resolved` of the interaction's data.
    pub(super) resolved: Map<String, Value>,
}

impl<'a> OptionReader<'a> {
    pub(super) fn new(world: &'a mut World, context: UserContext) -> Self {
        Self { world, context, resolved: Map::new() }
    }

    /// Reads the `given` options of a command or subcommand that has `declared` ones. With `focused` it is for
    /// autocomplete: that one is taken as typed, and required ones may still be missing.
    pub(super) fn read_options(
        &mut self,
        declared: &[Value],
        given: &Map<String, Value>,
        focused: Option<&str>,
    ) -> ControlResult<Vec<Value>> {
        let known = |name: &str| declared.iter().any(|option| option["name"] == name);
        if let Some(name) = given.keys().map(String::as_str).chain(focused).find(|name| !known(name)) {
            let names: Vec<_> = declared.iter().filter_map(|option| option["name"].as_str()).collect();
            let names = names.join(", ");
            return Err(ControlError::bad_request(format!(
                "the command has no option {name:?}; it has: {names}"
            )));
        }
        let mut options = Vec::new();
        for option in declared {
            let name = option["name"].as_str().unwrap_or_default();
            let is_focused = focused == Some(name);
            let Some(value) = given.get(name).filter(|value| !value.is_null()) else {
                if is_focused {
                    options
                        .push(json!({ "name": name, "type": option["type"], "value": "", "focused": true }));
                } else if option["required"] == true && focused.is_none() {
                    return Err(ControlError::bad_request(format!(
                        "the option {name:?} is required; give it"
                    )));
                }
                continue;
            };
            let mut view = json!({ "name": name, "type": option["type"] });
            if is_focused {
                self.check_autocompletes(option)?;
                view["value"] = json!(text_of(value).unwrap_or_default());
                view["focused"] = json!(true);
            } else {
                view["value"] = self.read_value(option, value).map_err(|why| refuse(name, &why))?;
            }
            options.push(view);
        }
        Ok(options)
    }

    fn check_autocompletes(&self, option: &Value) -> ControlResult<()> {
        if option["autocomplete"] == true {
            return Ok(());
        }
        let name = &option["name"];
        Err(ControlError::bad_request(format!(
            "the option {name} does not autocomplete; focus one that does"
        )))
    }

    fn read_value(&mut self, option: &Value, value: &Value) -> Result<Value, String> {
        match option["type"].as_u64().unwrap_or_default() {
            kind::STRING => {
                let text = text_of(value).ok_or("it takes a text")?;
                if let Some(chosen) = choose(option, value)? {
                    return Ok(chosen);
                }
                check_length(option, &text)?;
                Ok(json!(text))
            }
            kind::INTEGER => {
                if let Some(chosen) = choose(option, value)? {
                    return Ok(chosen);
                }
                let number = value.as_i64().filter(|number| number.abs() <= MAX_INTEGER);
                let number = number.ok_or("it takes a whole number between -2^53 and 2^53")?;
                check_range(option, number as f64)?;
                Ok(json!(number))
            }
            kind::NUMBER => {
                if let Some(chosen) = choose(option, value)? {
                    return Ok(chosen);
                }
                let number = value.as_f64().ok_or("it takes a number")?;
                check_range(option, number)?;
                Ok(value.clone())
            }
            kind::BOOLEAN => {
                value.as_bool().map(|value| json!(value)).ok_or_else(|| "it takes true or false".to_owned())
            }
            kind::USER => self.resolve_user(&name_of(value)?).map(|id| json!(id)),
            kind::CHANNEL => self.resolve_channel(option, &name_of(value)?).map(|id| json!(id)),
            kind::ROLE => self.resolve_role(&name_of(value)?).map(|id| json!(id)),
            kind::MENTIONABLE => {
                let name = name_of(value)?;
                self.resolve_role(&name).or_else(|_| self.resolve_user(&name)).map(|id| json!(id))
            }
            kind::ATTACHMENT => self.resolve_attachment(value).map(|id| json!(id)),
            other => Err(format!("options of type {other} are not emulated")),
        }
    }

    fn resolve(&mut self, kind: &str, id: Id, view: Value) {
        let group = self.resolved.entry(kind).or_insert_with(|| json!({}));
        group[id.to_string()] = view;
    }

    pub(super) fn resolve_user(&mut self, name: &str) -> Result<Id, String> {
        let id = self.world.find_user(name).map_err(|_| format!("there is no user {name:?}"))?.id;
        let view = self.world.user_json(id);
        self.resolve("users", id, view);
        let guild = self.context.guild.and_then(|guild| self.world.guilds.get(&guild));
        let member =
            guild.and_then(|guild| guild.members.get(&id)).map(crate::world::Member::to_partial_json);
        if let Some(mut member) = member {
            member["permissions"] = json!(self.world.permissions_in(self.context.channel, id).to_decimal());
            self.resolve("members", id, member);
        }
        Ok(id)
    }

    pub(super) fn resolve_channel(&mut self, option: &Value, name: &str) -> Result<Id, String> {
        let (user, guild) = (self.context.user, self.context.guild);
        let found = self.world.find_channel(Some(user), guild, name);
        let channel = found.map_err(|_| format!("there is no channel {name:?}"))?;
        let hidden = !self.world.can_see(user, channel.id);
        if hidden || channel.guild_id != guild {
            return Err(format!("the user does not see a channel {name:?} there"));
        }
        let types = option["channel_types"].as_array();
        if types.is_some_and(|types| !types.is_empty() && !types.contains(&json!(channel.kind))) {
            return Err(format!("#{} is of type {}, which it does not take", channel.name, channel.kind));
        }
        let (id, view) = (channel.id, self.partial_channel(channel));
        self.resolve("channels", id, view);
        Ok(id)
    }

    fn partial_channel(&self, channel: &Channel) -> Value {
        let mut view = self.world.channel_json(channel);
        if let Some(fields) = view.as_object_mut() {
            fields.remove("permission_overwrites");
        }
        view["permissions"] = json!(self.world.permissions_in(channel.id, self.context.user).to_decimal());
        view
    }

    pub(super) fn resolve_role(&mut self, name: &str) -> Result<Id, String> {
        let guild = self.context.guild.and_then(|guild| self.world.guilds.get(&guild));
        let role = guild.and_then(|guild| self.world.find_role(guild, name).ok());
        let role = role.ok_or_else(|| format!("there is no role {name:?} there"))?;
        let (id, view) = (role.id, role.to_json());
        self.resolve("roles", id, view);
        Ok(id)
    }

    pub(super) fn resolve_message(&mut self, id: Id) -> Result<Id, String> {
        let channel = self.context.channel;
        let message = self.world.message(channel, id);
        let message = message.ok_or_else(|| format!("there is no message {id} in the channel"))?;
        let view = self.world.message_json(message);
        self.resolve("messages", id, view);
        Ok(id)
    }

    fn resolve_attachment(&mut self, value: &Value) -> Result<Id, String> {
        use serde::Deserialize as _;
        let file = FileEntry::deserialize(value).map_err(|_| {
            "it takes a file: {\"filename\": .., \"content\" or \"content_base64\": ..}".to_owned()
        })?;
        let file = file.upload(0).map_err(|_| "its `content_base64` is not base64".to_owned())?;
        let id = self.world.next_id();
        let url =
            format!("{}/attachments/{}/{id}/{}", self.world.base_url, self.context.channel, file.filename);
        let attachment = Attachment {
            id,
            filename: file.filename,
            description: None,
            content_type: file.content_type,
            size: file.bytes.len(),
            url,
            ephemeral: true,
        };
        self.world.files.insert(id, file.bytes);
        self.resolve("attachments", id, attachment.to_json());
        Ok(id)
    }
}

fn name_of(value: &Value) -> Result<String, String> {
    text_of(value).ok_or_else(|| "it takes a name or an id".to_owned())
}

fn refuse(name: &str, why: &str) -> ControlError {
    ControlError::bad_request(format!("the option {name:?} is wrong: {why}"))
}

/// With choices, the value must be one: given as its value or as its name.
fn choose(option: &Value, value: &Value) -> Result<Option<Value>, String> {
    let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) else {
        return Ok(None);
    };
    let chosen = choices.iter().find(|choice| choice["value"] == *value || choice["name"] == *value);
    let names: Vec<_> = choices.iter().filter_map(|choice| choice["name"].as_str()).collect();
    match chosen {
        Some(choice) => Ok(Some(choice["value"].clone())),
        None => Err(format!("{value} is no choice; choose one of {}", names.join(", "))),
    }
}

fn check_length(option: &Value, text: &str) -> Result<(), String> {
    let length = text.chars().count() as u64;
    let min = option["min_length"].as_u64().unwrap_or(0);
    let max = option["max_length"].as_u64().unwrap_or(6000);
    if (min..=max).contains(&length) {
        Ok(())
    } else {
        Err(format!("it takes {min} to {max} characters, not {length}"))
    }
}

fn check_range(option: &Value, number: f64) -> Result<(), String> {
    let min = option["min_value"].as_f64().unwrap_or(f64::NEG_INFINITY);
    let max = option["max_value"].as_f64().unwrap_or(f64::INFINITY);
    if (min..=max).contains(&number) { Ok(()) } else { Err(format!("it takes {min} to {max}, not {number}")) }
}
