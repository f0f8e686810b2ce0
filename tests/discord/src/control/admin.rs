//! What admins do in Discord's settings: users, members, roles, channels, the application.
//!
//! `as` names the acting user, under the same rules as everywhere; the default is the guild's owner.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{patch, post},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    error::{Body, ControlError, ControlResult},
    names::text_of,
};
use crate::{
    app::App,
    payload::Payload,
    seed::{self, WorldFile},
    snowflake::Id,
    world::{ActionContext, World},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/application", patch(change_application))
        .route("/users", post(add_user))
        .route("/users/{user}", patch(change_user))
        .route("/guilds/{guild}", patch(change_guild))
        .route("/guilds/{guild}/members", post(join))
        .route("/guilds/{guild}/members/{user}", patch(change_member).delete(leave))
        .route("/guilds/{guild}/roles", post(create_role))
        .route("/guilds/{guild}/roles/{role}", patch(change_role).delete(delete_role))
        .route("/guilds/{guild}/channels", post(create_channel))
        .route("/channels/{channel}", patch(change_channel).delete(delete_channel))
}

type Fields = Map<String, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicationChange {
    /// Application flags, among them those that grant privileged intents.
    flags: Option<u64>,
    /// How many shards Discord recommends.
    shards: Option<u64>,
}

async fn change_application(
    State(app): State<Arc<App>>,
    Body(change): Body<ApplicationChange>,
) -> ControlResult<Json<Value>> {
    if change.shards == Some(0) {
        return Err(ControlError::bad_request("`shards` is at least 1"));
    }
    let mut world = app.world();
    let application = &mut world.application;
    application.flags = change.flags.unwrap_or(application.flags);
    application.shards = change.shards.unwrap_or(application.shards);
    Ok(Json(world.application_json()))
}

async fn add_user(State(app): State<Arc<App>>, Body(user): Body<Value>) -> ControlResult<Json<Value>> {
    let name = text_of(&user["name"]).unwrap_or_default();
    let file: WorldFile = serde_json::from_value(json!({ "users": [user] }))
        .map_err(|error| ControlError::bad_request(format!("the user is not valid: {error}")))?;
    let mut world = app.world();
    seed::extend(&mut world, &file).map_err(|error| ControlError::bad_request(format!("{error:#}")))?;
    world.publish_change("people");
    Ok(Json(world.find_user(&name)?.to_json()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserChange {
    locale: Option<String>,
    accepts_dms: Option<bool>,
    display_name: Option<String>,
}

async fn change_user(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(change): Body<UserChange>,
) -> ControlResult<Json<Value>> {
    let mut world = app.world();
    let id = world.find_user(&user)?.id;
    let user = world.users.get_mut(&id).expect("just found");
    if let Some(locale) = change.locale {
        user.locale = locale;
    }
    if let Some(accepts) = change.accepts_dms {
        user.accepts_dms = accepts;
    }
    if let Some(name) = change.display_name {
        user.global_name = Some(name);
    }
    let view = user.to_json();
    world.publish_change("people");
    Ok(Json(view))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuildChange {
    /// An outage of Discord: the guild is there, but unavailable.
    unavailable: bool,
}

async fn change_guild(
    State(app): State<Arc<App>>,
    Path(guild): Path<String>,
    Body(change): Body<GuildChange>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let guild = world.find_guild(&guild)?.id;
    world.set_unavailable(guild, change.unavailable);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Join {
    user: String,
}

async fn join(
    State(app): State<Arc<App>>,
    Path(guild): Path<String>,
    Body(body): Body<Join>,
) -> ControlResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let guild = world.find_guild(&guild)?.id;
    let user = world.find_user(&body.user)?.id;
    world.join_guild(guild, user)?;
    Ok((StatusCode::CREATED, Json(json!(world.member_json(guild, user)))))
}

async fn leave(
    State(app): State<Arc<App>>,
    Path((guild, user)): Path<(String, String)>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let guild = world.find_guild(&guild)?.id;
    let user = world.find_user(&user)?.id;
    world.leave_guild(guild, user)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The acting user and the reason; removes `as` and `reason` from the fields.
fn action_context(world: &World, guild: &str, fields: &mut Fields) -> ControlResult<ActionContext> {
    let guild = world.find_guild(guild)?;
    let actor = match fields.remove("as").as_ref().and_then(text_of) {
        Some(name) => world.find_user(&name)?.id,
        None => guild.owner_id,
    };
    let reason = fields.remove("reason").as_ref().and_then(text_of);
    Ok(ActionContext { actor, guild: guild.id, reason })
}

/// Permissions as names become the decimal that the API takes.
fn convert_permissions(fields: &mut Fields, keys: &[&str]) -> ControlResult<()> {
    for key in keys {
        if let Some(value) = fields.get_mut(*key) {
            let bits = seed::read_permissions(value);
            let bits = bits.map_err(|error| ControlError::bad_request(format!("in `{key}`: {error}")))?;
            *value = json!(bits.to_decimal());
        }
    }
    Ok(())
}

async fn change_member(
    State(app): State<Arc<App>>,
    Path((guild, user)): Path<(String, String)>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<Json<Value>> {
    let mut world = app.world();
    let context = action_context(&world, &guild, &mut fields)?;
    let user = world.find_user(&user)?.id;
    if let Some(names) = fields.get("roles").and_then(Value::as_array) {
        let guild = world.find_guild(&guild)?;
        let ids: ControlResult<Vec<Id>> = names
            .iter()
            .map(|name| world.find_role(guild, &text_of(name).unwrap_or_default()).map(|role| role.id))
            .collect();
        fields.insert("roles".to_owned(), json!(ids?));
    }
    if let Some(until) = fields.remove("timeout_until") {
        fields.insert("communication_disabled_until".to_owned(), until);
    }
    let payload = Payload { json: fields, files: Vec::new() };
    Ok(Json(world.change_member(context, user, &payload)?))
}

async fn create_role(
    State(app): State<Arc<App>>,
    Path(guild): Path<String>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let context = action_context(&world, &guild, &mut fields)?;
    convert_permissions(&mut fields, &["permissions"])?;
    let role = world.create_role(context, &Payload { json: fields, files: Vec::new() })?;
    Ok((StatusCode::CREATED, Json(role)))
}

async fn change_role(
    State(app): State<Arc<App>>,
    Path((guild, role)): Path<(String, String)>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<Json<Value>> {
    let mut world = app.world();
    let context = action_context(&world, &guild, &mut fields)?;
    convert_permissions(&mut fields, &["permissions"])?;
    let role = world.find_role(world.find_guild(&guild)?, &role)?.id;
    Ok(Json(world.change_role(context, role, &Payload { json: fields, files: Vec::new() })?))
}

async fn delete_role(
    State(app): State<Arc<App>>,
    Path((guild, role)): Path<(String, String)>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let context = action_context(&world, &guild, &mut fields)?;
    let role = world.find_role(world.find_guild(&guild)?, &role)?.id;
    world.delete_role(context, role)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Channel types by name, the parent by name, overwrites by role or member name.
fn convert_channel(world: &World, guild: Id, fields: &mut Fields) -> ControlResult<()> {
    if let Some(kind) = fields.get("type").and_then(Value::as_str) {
        let known = crate::world::channel_kind::NAMES.iter().find(|(name, _)| *name == kind);
        let number = known.map(|(_, number)| *number);
        let number =
            number.ok_or_else(|| ControlError::bad_request(format!("{kind:?} is no channel type")))?;
        fields.insert("type".to_owned(), json!(number));
    }
    if let Some(parent) = fields.remove("parent").as_ref().and_then(text_of) {
        fields.insert("parent_id".to_owned(), json!(world.find_channel(None, Some(guild), &parent)?.id));
    }
    let Some(overwrites) = fields.remove("overwrites") else { return Ok(()) };
    let found = world.guilds.get(&guild).ok_or_else(|| ControlError::not_found("the guild is gone"))?;
    let mut list = Vec::new();
    for entry in overwrites.as_array().cloned().unwrap_or_default() {
        let mut entry = match entry {
            Value::Object(fields) => fields,
            _ => return Err(ControlError::bad_request("an overwrite is an object with `role` or `member`")),
        };
        convert_permissions(&mut entry, &["allow", "deny"])?;
        if let Some(role) = entry.remove("role").as_ref().and_then(text_of) {
            entry.insert("id".to_owned(), json!(world.find_role(found, &role)?.id));
            entry.insert("type".to_owned(), json!(0));
        } else if let Some(user) = entry.remove("member").as_ref().and_then(text_of) {
            entry.insert("id".to_owned(), json!(world.find_user(&user)?.id));
            entry.insert("type".to_owned(), json!(1));
        }
        list.push(Value::Object(entry));
    }
    fields.insert("permission_overwrites".to_owned(), json!(list));
    Ok(())
}

async fn create_channel(
    State(app): State<Arc<App>>,
    Path(guild): Path<String>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let context = action_context(&world, &guild, &mut fields)?;
    convert_channel(&world, context.guild, &mut fields)?;
    let payload = Payload { json: fields, files: Vec::new() };
    let channel = world.create_channel(context.actor, context.guild, &payload, context.reason)?;
    Ok((StatusCode::CREATED, Json(channel)))
}

/// The channel, and the context of an action on it.
fn channel_context(world: &World, name: &str, fields: &mut Fields) -> ControlResult<(Id, ActionContext)> {
    let channel = world.find_channel(None, None, name)?;
    let guild = channel.guild_id.map(|id| id.to_string());
    let guild = guild.ok_or_else(|| ControlError::bad_request("a conversation has no settings"))?;
    Ok((channel.id, action_context(world, &guild, fields)?))
}

async fn change_channel(
    State(app): State<Arc<App>>,
    Path(channel): Path<String>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<Json<Value>> {
    let mut world = app.world();
    let (id, context) = channel_context(&world, &channel, &mut fields)?;
    convert_channel(&world, context.guild, &mut fields)?;
    let payload = Payload { json: fields, files: Vec::new() };
    Ok(Json(world.change_channel(context.actor, id, &payload, context.reason)?))
}

async fn delete_channel(
    State(app): State<Arc<App>>,
    Path(channel): Path<String>,
    Body(mut fields): Body<Fields>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let (id, context) = channel_context(&world, &channel, &mut fields)?;
    world.delete_channel(context.actor, id, context.reason)?;
    Ok(StatusCode::NO_CONTENT)
}
