//! Using commands as a user, and autocomplete.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    error::{Body, ControlError, ControlResult},
    options::{OptionReader, UserContext},
};
use crate::{
    app::App,
    interactions::NewInteraction,
    permissions::Permissions,
    snowflake::Id,
    world::{Command, World, interaction_kind},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/users/{user}/commands", post(run))
        .route("/users/{user}/autocomplete", post(autocomplete))
        .route("/interactions/{interaction}", get(outcome))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommandUse {
    channel: String,
    guild: Option<String>,
    /// The command's name; subcommands follow it after spaces.
    name: String,
    /// `user` or `message` for a context menu command.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// The user or message of a context menu command.
    target: Option<Value>,
    #[serde(default)]
    options: Map<String, Value>,
    /// The option that is being typed, for autocomplete.
    focused: Option<String>,
    #[serde(default = "yes")]
    wait: bool,
}

fn yes() -> bool {
    true
}

async fn run(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<CommandUse>,
) -> ControlResult<Json<Value>> {
    let wait = body.wait;
    let interaction = command_interaction(&mut app.world(), &user, &body, None)?;
    let id = app.start_interaction(interaction);
    Ok(Json(if wait { app.wait_for_outcome(id).await } else { json!({ "interaction": id }) }))
}

async fn autocomplete(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<CommandUse>,
) -> ControlResult<Json<Value>> {
    let Some(focused) = body.focused.clone() else {
        return Err(ControlError::bad_request("`focused` is missing: name the option that is being typed"));
    };
    let interaction = command_interaction(&mut app.world(), &user, &body, Some(&focused))?;
    let id = app.start_interaction(interaction);
    Ok(Json(app.wait_for_outcome(id).await))
}

#[derive(Deserialize)]
struct Wait {
    #[serde(default)]
    wait: bool,
}

async fn outcome(
    State(app): State<Arc<App>>,
    Path(id): Path<Id>,
    Query(query): Query<Wait>,
) -> ControlResult<Json<Value>> {
    if !app.world().interactions.contains_key(&id) {
        return Err(ControlError::not_found(format!("there is no interaction {id}")));
    }
    if query.wait {
        return Ok(Json(app.wait_for_outcome(id).await));
    }
    let view = app.world().outcome_json(id);
    Ok(Json(view))
}

fn command_interaction(
    world: &mut World,
    user: &str,
    body: &CommandUse,
    focused: Option<&str>,
) -> ControlResult<NewInteraction> {
    let context = user_context(world, user, body)?;
    let (number, words) = match body.kind.as_deref() {
        None | Some("chat" | "slash") => (1, body.name.trim_start_matches('/').split(' ').collect()),
        Some("user") => (2, vec![body.name.as_str()]),
        Some("message") => (3, vec![body.name.as_str()]),
        Some(other) => {
            let text = format!("{other:?} is no command type; use \"user\", \"message\" or leave it out");
            return Err(ControlError::bad_request(text));
        }
    };
    let command = find(world, context, number, words[0])?.clone();
    let data = match number {
        1 => {
            let slash = SlashCommand::resolve(&command, &words[1..])?;
            slash_data(world, context, &slash, &body.options, focused)?
        }
        _ => menu_data(world, context, &command, body)?,
    };
    let kind = if focused.is_some() { interaction_kind::AUTOCOMPLETE } else { interaction_kind::COMMAND };
    Ok(NewInteraction {
        kind,
        user_id: context.user,
        channel_id: context.channel,
        data,
        message: None,
        opened_by: None,
    })
}

fn user_context(world: &mut World, user: &str, body: &CommandUse) -> ControlResult<UserContext> {
    let user = world.find_user(user)?.id;
    let guild = body.guild.as_ref().map(|name| world.find_guild(name).map(|guild| guild.id)).transpose()?;
    if body.channel == "dm" {
        world.open_dm(user);
    }
    let channel = world.find_visible(user, guild, &body.channel)?;
    if !world.permissions_in(channel, user).contains(Permissions::USE_APPLICATION_COMMANDS) {
        let text = "the user may not use commands there; grant USE_APPLICATION_COMMANDS";
        return Err(ControlError::forbidden(text));
    }
    let guild = world.channels.get(&channel).and_then(|channel| channel.guild_id);
    Ok(UserContext { user, guild, channel })
}

/// The command that the user's client lists; a guild's own takes precedence over a global one.
fn find<'w>(world: &'w World, context: UserContext, kind: i64, name: &str) -> ControlResult<&'w Command> {
    let listed = world.commands_for(context.user, context.guild);
    let mut fitting: Vec<_> =
        listed.into_iter().filter(|one| one.kind() == kind && one.name() == name).collect();
    fitting.sort_by_key(|command| command.guild_id.is_none());
    fitting.first().copied().ok_or_else(|| {
        let exists = world.commands.values().any(|one| one.kind() == kind && one.name() == name);
        let why = if exists { "is not offered to that user there" } else { "is not registered" };
        ControlError::not_found(format!(
            "the command {name:?} {why}; GET /control/users/USER/guilds/GUILD/commands lists those that are"
        ))
    })
}

fn base_data(command: &Command) -> Value {
    let mut data = json!({ "id": command.id, "name": command.name(), "type": command.kind() });
    if let Some(guild) = command.guild_id {
        data["guild_id"] = json!(guild);
    }
    data
}

/// A slash command with the subcommand that was named.
struct SlashCommand<'c> {
    command: &'c Command,
    /// The definition that has the options: the command's own, or that of the innermost subcommand.
    definition: &'c Value,
    /// The subcommand group and the subcommand, outermost first.
    path: Vec<&'c Value>,
}

impl<'c> SlashCommand<'c> {
    /// Follows the names of subcommands.
    fn resolve(command: &'c Command, names: &[&str]) -> ControlResult<Self> {
        let mut definition = &command.definition;
        let mut path = Vec::new();
        for name in names {
            let next = subcommands(definition).find(|option| option["name"] == *name);
            definition = next.ok_or_else(|| unknown_subcommand(definition, name))?;
            path.push(definition);
        }
        if let Some(one) = subcommands(definition).next() {
            let text = format!("{} needs a subcommand, for example {}", definition["name"], one["name"]);
            return Err(ControlError::bad_request(text));
        }
        Ok(Self { command, definition, path })
    }
}

fn slash_data(
    world: &mut World,
    context: UserContext,
    slash: &SlashCommand<'_>,
    given: &Map<String, Value>,
    focused: Option<&str>,
) -> ControlResult {
    let declared = slash.definition["options"].as_array().cloned().unwrap_or_default();
    let mut reader = OptionReader::new(world, context);
    let mut options = reader.read_options(&declared, given, focused)?;
    let resolved = reader.resolved;
    for parent in slash.path.iter().rev() {
        options = vec![json!({ "name": parent["name"], "type": parent["type"], "options": options })];
    }
    let mut data = base_data(slash.command);
    data["options"] = json!(options);
    if !resolved.is_empty() {
        data["resolved"] = Value::Object(resolved);
    }
    Ok(data)
}

fn subcommands(level: &Value) -> impl Iterator<Item = &Value> {
    let options = level["options"].as_array().map_or(&[][..], Vec::as_slice);
    options.iter().filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
}

fn unknown_subcommand(level: &Value, word: &str) -> ControlError {
    let names: Vec<_> = subcommands(level).filter_map(|option| option["name"].as_str()).collect();
    let name = &level["name"];
    ControlError::not_found(format!("{name} has no subcommand {word:?}; it has: {}", names.join(", ")))
}

fn menu_data(world: &mut World, context: UserContext, command: &Command, body: &CommandUse) -> ControlResult {
    let target = body.target.as_ref().and_then(super::names::text_of);
    let target = target.ok_or_else(|| {
        ControlError::bad_request("`target` is missing: the user or message that was chosen")
    })?;
    let mut reader = OptionReader::new(world, context);
    let id = match command.kind() {
        2 => reader.resolve_user(&target),
        _ => target
            .parse()
            .map_err(|_| "`target` is the id of a message".to_owned())
            .and_then(|id| reader.resolve_message(id)),
    };
    let id = id.map_err(ControlError::not_found)?;
    let mut data = base_data(command);
    data["target_id"] = json!(id);
    data["resolved"] = Value::Object(reader.resolved);
    Ok(data)
}
