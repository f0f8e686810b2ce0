//! Application commands, global and of a guild.
//! <https://discord.com/developers/docs/interactions/application-commands>

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use super::extract::{JsonBody, Params, Route, Switch};
use crate::{
    app::App,
    commands::{limits, normalise::normalise},
    error::{ApiError, ApiResult, Unknown},
    json::merge,
    snowflake::Id,
    world::{Command, World, command_kind},
};

/// A scope gets this many new commands in a day; it holds when rate limits are strict.
/// <https://discord.com/developers/docs/interactions/application-commands#registering-a-command>
const CREATIONS_PER_DAY: usize = 200;

pub(super) fn router() -> Router<Arc<App>> {
    let mut router = Router::new();
    for scope in ["/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"] {
        router = router
            .route(&format!("{scope}/commands"), get(list).post(create).put(overwrite))
            .route(&format!("{scope}/commands/{{command_id}}"), get(read).patch(change).delete(remove));
    }
    let guild = "/applications/{application_id}/guilds/{guild_id}/commands";
    router
        .route(&format!("{guild}/permissions"), get(permissions))
        .route(&format!("{guild}/{{command_id}}/permissions"), get(own_permissions))
}

#[derive(Deserialize)]
struct ScopePath {
    application_id: Id,
    guild_id: Option<Id>,
}

#[derive(Deserialize)]
struct CommandPath {
    application_id: Id,
    guild_id: Option<Id>,
    command_id: Id,
}

#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    with_localizations: Switch,
}

impl World {
    fn check_scope(&self, application: Id, guild: Option<Id>) -> ApiResult<()> {
        if application != self.application.id {
            return Err(ApiError::forbidden(
                20012,
                "You are not authorized to perform this action on this application",
            ));
        }
        match guild {
            Some(guild) if !self.is_member(guild, self.bot_id()) => Err(ApiError::missing_access()),
            _ => Ok(()),
        }
    }

    /// 30034 when `creating` more would be over the limit of a day. Replacing a command does not count.
    fn check_creations(&mut self, scope: Option<Id>, creating: usize) -> ApiResult<()> {
        let now = self.now();
        let lately = self.command_creations.entry(scope).or_default();
        lately.retain(|at| *at <= now && now - *at < TimeDelta::days(1));
        if lately.len() + creating > CREATIONS_PER_DAY {
            let message = format!(
                "Max number of daily application command creates has been reached ({CREATIONS_PER_DAY})"
            );
            return Err(ApiError::bad_request(30034, &message));
        }
        lately.extend(std::iter::repeat_n(now, creating));
        Ok(())
    }

    /// How many of these commands the scope does not have yet.
    fn count_new(&self, scope: Option<Id>, written: &[Value]) -> usize {
        let known = |one: &Value| {
            self.commands_in(scope).any(|command| {
                command.kind() == command_kind(one) && Some(command.name()) == one["name"].as_str()
            })
        };
        written.iter().filter(|one| !known(one)).count()
    }

    /// Registers a command, or replaces the one of the same type and name. Returns it and whether it is new.
    fn register(&mut self, scope: Option<Id>, written: Value) -> (Id, bool) {
        let definition = normalise(written, scope.is_none());
        let kind = command_kind(&definition);
        let name = definition["name"].as_str().unwrap_or_default();
        let known =
            self.commands_in(scope).find(|one| one.kind() == kind && one.name() == name).map(|one| one.id);
        let version = self.next_id();
        let id = known.unwrap_or(version);
        let same = self.commands.get(&id).filter(|command| command.definition == definition);
        if same.is_none() {
            self.commands.insert(id, Command { id, guild_id: scope, version, definition });
        }
        (id, known.is_none())
    }

    fn command_json(&self, id: Id) -> ApiResult {
        let command = self.commands.get(&id).ok_or_else(|| ApiError::unknown(Unknown::Command))?;
        Ok(command.to_json(self.application.id, true))
    }

    fn find_command(&self, path: &CommandPath) -> ApiResult<&Command> {
        self.check_scope(path.application_id, path.guild_id)?;
        let command = self.commands.get(&path.command_id);
        let command = command.filter(|command| command.guild_id == path.guild_id);
        command.ok_or_else(|| ApiError::unknown(Unknown::Command))
    }
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<ScopePath>,
    Params(query): Params<ListQuery>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.check_scope(path.application_id, path.guild_id)?;
    let localizations = query.with_localizations.0;
    let commands: Vec<_> = world
        .commands_in(path.guild_id)
        .map(|command| command.to_json(path.application_id, localizations))
        .collect();
    Ok(Json(json!(commands)))
}

async fn create(
    State(app): State<Arc<App>>,
    Route(path): Route<ScopePath>,
    JsonBody(body): JsonBody,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    world.check_scope(path.application_id, path.guild_id)?;
    limits::check(&body)?;
    let kind = command_kind(&body);
    let others = world.commands_in(path.guild_id).filter(|one| one.kind() == kind);
    let others = others.filter(|one| Some(one.name()) != body["name"].as_str()).count();
    limits::check_count(kind, others + 1)?;
    if app.limits.is_strict() {
        let creating = world.count_new(path.guild_id, std::slice::from_ref(&body));
        world.check_creations(path.guild_id, creating)?;
    }
    let (id, new) = world.register(path.guild_id, body);
    world.publish_change("commands");
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(world.command_json(id)?)))
}

async fn overwrite(
    State(app): State<Arc<App>>,
    Route(path): Route<ScopePath>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    world.check_scope(path.application_id, path.guild_id)?;
    limits::check_bulk(&body)?;
    let written = body.as_array().cloned().unwrap_or_default();
    if app.limits.is_strict() {
        let creating = world.count_new(path.guild_id, &written);
        world.check_creations(path.guild_id, creating)?;
    }
    let ids: Vec<Id> = written.into_iter().map(|one| world.register(path.guild_id, one).0).collect();
    world.commands.retain(|id, command| command.guild_id != path.guild_id || ids.contains(id));
    world.publish_change("commands");
    let views: ApiResult<Vec<_>> = ids.into_iter().map(|id| world.command_json(id)).collect();
    Ok(Json(json!(views?)))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<CommandPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let command = world.find_command(&path)?;
    Ok(Json(command.to_json(path.application_id, true)))
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<CommandPath>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let mut merged = world.find_command(&path)?.definition.clone();
    merge(&mut merged, body);
    limits::check(&merged)?;
    let kind = command_kind(&merged);
    let taken = world.commands_in(path.guild_id).any(|one| {
        one.id != path.command_id && one.kind() == kind && Some(one.name()) == merged["name"].as_str()
    });
    if taken {
        let message = "Application command names must be unique";
        return Err(ApiError::field("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message));
    }
    let version = world.next_id();
    let definition = normalise(merged, path.guild_id.is_none());
    let command = Command { id: path.command_id, guild_id: path.guild_id, version, definition };
    world.commands.insert(path.command_id, command);
    world.publish_change("commands");
    world.command_json(path.command_id).map(Json)
}

async fn remove(State(app): State<Arc<App>>, Route(path): Route<CommandPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let id = world.find_command(&path)?.id;
    world.commands.remove(&id);
    world.publish_change("commands");
    Ok(StatusCode::NO_CONTENT)
}

/// No command has permissions of its own: they are set in a guild's settings, which the emulator has none of.
async fn permissions(State(app): State<Arc<App>>, Route(path): Route<ScopePath>) -> ApiResult<Json<Value>> {
    app.world().check_scope(path.application_id, path.guild_id)?;
    Ok(Json(json!([])))
}

async fn own_permissions(
    State(app): State<Arc<App>>,
    Route(path): Route<CommandPath>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.check_scope(path.application_id, path.guild_id)?;
    world.commands.get(&path.command_id).ok_or_else(|| ApiError::unknown(Unknown::Command))?;
    Err(ApiError::unknown(Unknown::CommandPermissions))
}
