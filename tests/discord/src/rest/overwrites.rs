//! Permission overwrites of channels: reading them from requests, permission to write them, and their own routes.

use std::sync::Arc;

use axum::{Router, extract::State, http::StatusCode, routing::put};
use serde::Deserialize;
use serde_json::{Value, json};

use super::extract::{Reason, Route};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    validate,
    world::{ActionContext, Audience, Channel, Overwrite, OverwriteKind, World, action},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route(
        "/channels/{channel_id}/permissions/{overwrite_id}",
        put(put_overwrite).delete(delete_overwrite),
    )
}

/// Reads overwrites that `actor` writes: it cannot hand out permissions that it lacks itself.
pub(crate) fn read_overwrites(
    world: &World,
    actor: Id,
    guild: Id,
    list: &Value,
) -> ApiResult<Vec<Overwrite>> {
    let entries = list.as_array().into_iter().flatten();
    entries
        .map(|entry| {
            let missing =
                || ApiError::field("permission_overwrites", "BASE_TYPE_REQUIRED", "This field is required");
            read_overwrite(world, actor, guild, read_id(&entry["id"]).ok_or_else(missing)?, entry)
        })
        .collect()
}

fn read_overwrite(world: &World, actor: Id, guild: Id, id: Id, entry: &Value) -> ApiResult<Overwrite> {
    let is_role = world.guilds.get(&guild).is_some_and(|guild| guild.roles.contains_key(&id));
    let kind = match entry["type"].as_u64() {
        Some(1) => OverwriteKind::Member,
        Some(_) => OverwriteKind::Role,
        None if is_role => OverwriteKind::Role,
        None => OverwriteKind::Member,
    };
    if kind == OverwriteKind::Role && !is_role {
        return Err(ApiError::unknown(Unknown::Role));
    }
    let bits = |key: &str| Permissions::from_json(&entry[key]).unwrap_or_default();
    let overwrite = Overwrite { id, kind, allow: bits("allow"), deny: bits("deny") };
    let held = world.permissions_in_guild(guild, actor);
    let named = overwrite.allow | overwrite.deny;
    // MANAGE_ROLES in an overwrite is for administrators only.
    let may_all = held.contains(Permissions::ADMINISTRATOR);
    let wrong = !held.contains(named) || named.contains(Permissions::MANAGE_ROLES);
    if wrong && !may_all { Err(ApiError::missing_permissions()) } else { Ok(overwrite) }
}

#[derive(Deserialize)]
struct OverwritePath {
    channel_id: Id,
    overwrite_id: Id,
}

async fn put_overwrite(
    State(app): State<Arc<App>>,
    Route(path): Route<OverwritePath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<StatusCode> {
    validate::guild::overwrite(&body.json)?;
    let mut world = app.world();
    let actor = world.bot_id();
    let guild = world.require_overwritable(actor, path.channel_id)?;
    let entry = Value::Object(body.json);
    let overwrite = read_overwrite(&world, actor, guild, path.overwrite_id, &entry)?;
    let channel =
        world.channels.get_mut(&path.channel_id).ok_or_else(|| ApiError::unknown(Unknown::Channel))?;
    let known = channel.overwrites.iter_mut().find(|one| one.id == overwrite.id);
    let action = match known {
        Some(known) => {
            *known = overwrite;
            action::OVERWRITE_UPDATE
        }
        None => {
            channel.overwrites.push(overwrite);
            action::OVERWRITE_CREATE
        }
    };
    world.announce_overwrite(actor, guild, &path, action, reason);
    Ok(StatusCode::NO_CONTENT)
}

async fn delete_overwrite(
    State(app): State<Arc<App>>,
    Route(path): Route<OverwritePath>,
    Reason(reason): Reason,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    let guild = world.require_overwritable(actor, path.channel_id)?;
    let channel =
        world.channels.get_mut(&path.channel_id).ok_or_else(|| ApiError::unknown(Unknown::Channel))?;
    let before = channel.overwrites.len();
    channel.overwrites.retain(|one| one.id != path.overwrite_id);
    if channel.overwrites.len() == before {
        return Err(ApiError::unknown(Unknown::Overwrite));
    }
    world.announce_overwrite(actor, guild, &path, action::OVERWRITE_DELETE, reason);
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// The guild of a channel whose overwrites `actor` may change.
    fn require_overwritable(&self, actor: Id, channel: Id) -> ApiResult<Id> {
        let channel = self.require_in(actor, channel, Permissions::MANAGE_ROLES)?;
        let plain = channel.guild_id.filter(|_| !channel.is_thread());
        plain.ok_or_else(ApiError::wrong_channel_type)
    }

    fn announce_overwrite(
        &mut self,
        actor: Id,
        guild: Id,
        path: &OverwritePath,
        action: u16,
        reason: Option<String>,
    ) {
        let id = path.channel_id;
        let Some(view) = self.channels.get(&id).map(Channel::to_json) else { return };
        self.emit("CHANNEL_UPDATE", Audience::Guild(guild), view);
        let options = json!({ "id": path.overwrite_id });
        self.record_with(ActionContext { actor, guild, reason }, action, id, Vec::new(), Some(options));
    }
}
