//! Roles of a guild: list, create, change, order, delete.

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{JsonBody, Route},
    paths::GuildPath,
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    payload::Payload,
    permissions::{Permissions, Rank},
    snowflake::Id,
    validate,
    world::{ActionContext, Audience, Role, World, action, changed_fields},
};

/// Roles of one guild, @everyone not counted.
const MAX_ROLES: usize = 250;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}/roles", get(list).post(create).patch(reorder))
        .route("/guilds/{guild_id}/roles/member-counts", get(member_counts))
        .route("/guilds/{guild_id}/roles/{role_id}", get(read).patch(change).delete(remove))
}

#[derive(Deserialize)]
struct RolePath {
    guild_id: Id,
    role_id: Id,
}

async fn list(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    Ok(Json(json!(world.guilds[&path.guild_id].roles_json())))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<RolePath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    Ok(Json(world.role(path.guild_id, path.role_id)?.to_json()))
}

async fn member_counts(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    let guild = &world.guilds[&path.guild_id];
    let count = |role: &Id| guild.members.values().filter(|member| member.roles.contains(role)).count();
    let counts: serde_json::Map<_, _> =
        guild.roles.keys().map(|role| (role.to_string(), json!(count(role)))).collect();
    Ok(Json(Value::Object(counts)))
}

async fn create(
    State(app): State<Arc<App>>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<Json<Value>> {
    app.world().create_role(context, &body).map(Json)
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<RolePath>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<Json<Value>> {
    app.world().change_role(context, path.role_id, &body).map(Json)
}

async fn remove(
    State(app): State<Arc<App>>,
    Route(path): Route<RolePath>,
    context: ActionContext,
) -> ApiResult<StatusCode> {
    app.world().delete_role(context, path.role_id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reorder(
    State(app): State<Arc<App>>,
    context: ActionContext,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let (actor, guild) = (context.actor, context.guild);
    world.require_in_guild(actor, guild, Permissions::MANAGE_ROLES)?;
    let moved = validate::guild::role_positions(&body)?;
    for (id, _) in &moved {
        world.role(guild, *id)?;
    }
    if world.unmovable_roles(guild, actor, &[]) != world.unmovable_roles(guild, actor, &moved) {
        return Err(ApiError::missing_permissions());
    }
    for (id, old, new) in world.move_roles(guild, &moved) {
        let change = json!({ "key": "position", "old_value": old, "new_value": new });
        world.record(context.clone(), action::ROLE_UPDATE, id, vec![change]);
    }
    Ok(Json(json!(world.guilds[&guild].roles_json())))
}

impl World {
    /// A role of a guild, or 10011.
    pub(crate) fn role(&self, guild: Id, id: Id) -> ApiResult<&Role> {
        let role = self.guilds.get(&guild).and_then(|guild| guild.roles.get(&id));
        role.ok_or_else(|| ApiError::unknown(Unknown::Role))
    }

    /// A role that `actor` may change, give and take: strictly below its own highest.
    pub(crate) fn manageable_role(&self, actor: Id, guild: Id, id: Id) -> ApiResult<&Role> {
        let role = self.role(guild, id)?;
        let rank = Rank::Role { position: role.position, id: role.id.0 };
        if self.rank(guild, actor).is_above(rank) { Ok(role) } else { Err(ApiError::missing_permissions()) }
    }

    /// The roles that `actor` cannot move, highest first, when `moved` have their new positions: its own highest and
    /// all above it.
    fn unmovable_roles(&self, guild: Id, actor: Id, moved: &[(Id, i64)]) -> Vec<Id> {
        let own = self.rank(guild, actor);
        let count = self.guilds[&guild]
            .roles
            .values()
            .filter(|role| !own.is_above(Rank::Role { position: role.position, id: role.id.0 }))
            .count();
        let position = |role: &Role| {
            moved.iter().find(|(id, _)| *id == role.id).map_or(role.position, |(_, position)| *position)
        };
        let mut order: Vec<_> =
            self.guilds[&guild].roles.values().map(|role| (-position(role), role.id)).collect();
        order.sort_unstable();
        order.into_iter().take(count).map(|(_, id)| id).collect()
    }

    /// Creates a role just above @everyone.
    pub(crate) fn create_role(&mut self, context: ActionContext, body: &Payload) -> ApiResult {
        let guild_id = context.guild;
        self.require_in_guild(context.actor, guild_id, Permissions::MANAGE_ROLES)?;
        validate::guild::role(&body.json)?;
        if self.guilds[&guild_id].roles.len() > MAX_ROLES {
            let message = format!("Maximum number of guild roles reached ({MAX_ROLES})");
            return Err(ApiError::bad_request(30005, &message));
        }
        let everyone = self.role(guild_id, guild_id)?.permissions;
        let id = self.next_id();
        let mut role = Role::new(id, "new role", everyone, 1);
        write_fields(&mut role, body);
        self.check_grant(&context, Permissions::empty(), role.permissions - everyone)?;
        let shifted: Vec<_> = self.guilds[&guild_id]
            .roles
            .values()
            .filter(|one| one.position >= 1)
            .map(|one| (one.id, one.position + 1))
            .collect();
        self.move_roles(guild_id, &shifted);
        let view = role.to_json();
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.roles.insert(id, role);
        }
        self.emit(
            "GUILD_ROLE_CREATE",
            Audience::Guild(guild_id),
            json!({ "guild_id": guild_id, "role": view }),
        );
        self.record(
            context,
            action::ROLE_CREATE,
            id,
            changed_fields(&json!({}), &json!({ "name": view["name"] })),
        );
        Ok(view)
    }

    /// Changes a role; of @everyone only the permissions.
    pub(crate) fn change_role(&mut self, context: ActionContext, id: Id, body: &Payload) -> ApiResult {
        let guild_id = context.guild;
        self.require_in_guild(context.actor, guild_id, Permissions::MANAGE_ROLES)?;
        let old = self.manageable_role(context.actor, guild_id, id)?.clone();
        validate::guild::role(&body.json)?;
        let mut role = old.clone();
        write_fields(&mut role, body);
        if id == guild_id {
            role = Role { permissions: role.permissions, ..old.clone() };
        }
        self.check_grant(&context, old.permissions, role.permissions)?;
        let view = role.to_json();
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.roles.insert(id, role);
        }
        self.emit(
            "GUILD_ROLE_UPDATE",
            Audience::Guild(guild_id),
            json!({ "guild_id": guild_id, "role": view }),
        );
        self.record(context, action::ROLE_UPDATE, id, changed_fields(&old.to_json(), &view));
        Ok(view)
    }

    /// Deletes a role, and removes it from every member and overwrite.
    pub(crate) fn delete_role(&mut self, context: ActionContext, id: Id) -> ApiResult<()> {
        let guild_id = context.guild;
        self.require_in_guild(context.actor, guild_id, Permissions::MANAGE_ROLES)?;
        let role = self.manageable_role(context.actor, guild_id, id)?.clone();
        if id == guild_id || role.managed {
            return Err(ApiError::bad_request(50028, "Invalid role"));
        }
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.roles.remove(&id);
            for member in guild.members.values_mut() {
                member.roles.retain(|held| *held != id);
            }
        }
        for channel in self.channels.values_mut() {
            channel.overwrites.retain(|overwrite| overwrite.id != id);
        }
        self.emit(
            "GUILD_ROLE_DELETE",
            Audience::Guild(guild_id),
            json!({ "guild_id": guild_id, "role_id": id }),
        );
        self.record(context, action::ROLE_DELETE, id, vec![json!({ "key": "name", "old_value": role.name })]);
        Ok(())
    }

    /// A member cannot grant permissions that the member lacks.
    fn check_grant(&self, context: &ActionContext, old: Permissions, new: Permissions) -> ApiResult<()> {
        let held = self.permissions_in_guild(context.guild, context.actor);
        if held.contains(new - old) { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }

    /// Moves roles and announces it. Returns those that moved, with their old and new positions.
    fn move_roles(&mut self, guild_id: Id, moved: &[(Id, i64)]) -> Vec<(Id, i64, i64)> {
        let mut really = Vec::new();
        for (id, position) in moved {
            let role = self.guilds.get_mut(&guild_id).and_then(|guild| guild.roles.get_mut(id));
            let Some(role) = role.filter(|role| role.position != *position) else { continue };
            really.push((*id, role.position, *position));
            role.position = *position;
            let event = json!({ "guild_id": guild_id, "role": role.to_json() });
            self.emit("GUILD_ROLE_UPDATE", Audience::Guild(guild_id), event);
        }
        really
    }
}

fn write_fields(role: &mut Role, body: &Payload) {
    if let Some(name) = body.text("name").filter(|name| !name.is_empty()) {
        role.name = name.to_owned();
    }
    if let Some(bits) = body.present("permissions").and_then(Permissions::from_json) {
        role.permissions = bits;
    }
    let colors = body.present("colors").map(|colors| &colors["primary_color"]);
    if let Some(color) = colors.or_else(|| body.present("color")).and_then(Value::as_u64) {
        role.color = u32::try_from(color).unwrap_or_default();
    }
    if let Some(hoist) = body.present("hoist").and_then(Value::as_bool) {
        role.hoist = hoist;
    }
    if let Some(mentionable) = body.present("mentionable").and_then(Value::as_bool) {
        role.mentionable = mentionable;
    }
}
