//! Members of a guild: reading, changing, their roles, kicking and banning.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, patch, put},
};
use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Params, Route},
    paths::{GuildPath, MemberPath},
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    validate,
    world::{ActionContext, Audience, Member, World, action, application_flag as flag, changed_fields},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}/members", get(list))
        .route("/guilds/{guild_id}/members/search", get(search))
        .route("/guilds/{guild_id}/members/@me", patch(change_own_member))
        .route("/guilds/{guild_id}/members/@me/nick", patch(change_own_member))
        .route("/guilds/{guild_id}/members/{user_id}", get(read).patch(change).delete(kick))
        .route("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", put(give_role).delete(take_role))
        .route("/users/@me/guilds/{guild_id}/member", get(read_own_member))
}

#[derive(Deserialize)]
struct MemberRolePath {
    user_id: Id,
    role_id: Id,
}

#[derive(Deserialize)]
struct Page {
    limit: Option<usize>,
    after: Option<Id>,
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    if !world.application.has_any(flag::GATEWAY_GUILD_MEMBERS | flag::GATEWAY_GUILD_MEMBERS_LIMITED) {
        return Err(ApiError::missing_access());
    }
    let limit = page.limit.unwrap_or(1).clamp(1, 1000);
    let ids =
        world.guilds[&path.guild_id].members.keys().filter(|id| page.after.is_none_or(|after| **id > after));
    let members: Vec<_> = ids.take(limit).filter_map(|id| world.member_json(path.guild_id, *id)).collect();
    Ok(Json(json!(members)))
}

#[derive(Deserialize)]
struct Search {
    query: String,
    limit: Option<usize>,
}

async fn search(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Params(search): Params<Search>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    let wanted = search.query.to_lowercase();
    let starts = |text: Option<&str>| text.is_some_and(|text| text.to_lowercase().starts_with(&wanted));
    let found: Vec<_> = world.guilds[&path.guild_id]
        .members
        .values()
        .filter(|member| {
            let user = world.users.get(&member.user_id);
            starts(member.nick.as_deref())
                || user.is_some_and(|user| starts(Some(&user.name)) || starts(user.global_name.as_deref()))
        })
        .take(search.limit.unwrap_or(1).clamp(1, 1000))
        .filter_map(|member| world.member_json(path.guild_id, member.user_id))
        .collect();
    Ok(Json(json!(found)))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<MemberPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    world.require_member_json(path.guild_id, path.user_id).map(Json)
}

async fn read_own_member(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    world.require_member_json(path.guild_id, world.bot_id()).map(Json)
}

async fn change_own_member(
    State(app): State<Arc<App>>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = context.actor;
    world.change_member(context, actor, &body).map(Json)
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberPath>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<Json<Value>> {
    app.world().change_member(context, path.user_id, &body).map(Json)
}

async fn give_role(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberRolePath>,
    context: ActionContext,
) -> ApiResult<StatusCode> {
    app.world().set_member_role(context, path.user_id, path.role_id, true)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take_role(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberRolePath>,
    context: ActionContext,
) -> ApiResult<StatusCode> {
    app.world().set_member_role(context, path.user_id, path.role_id, false)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn kick(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberPath>,
    context: ActionContext,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    world.require_in_guild(context.actor, context.guild, Permissions::KICK_MEMBERS)?;
    world.require_outranks(&context, path.user_id)?;
    world.leave_guild(path.guild_id, path.user_id)?;
    world.record(context, action::MEMBER_KICK, path.user_id, Vec::new());
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    fn require_member_json(&self, guild: Id, user: Id) -> ApiResult {
        self.member_json(guild, user).ok_or_else(|| ApiError::unknown(Unknown::Member))
    }

    fn member(&self, guild: Id, user: Id) -> ApiResult<&Member> {
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&user));
        member.ok_or_else(|| ApiError::unknown(Unknown::Member))
    }

    /// Checks that `user` is a member whom the actor outranks.
    pub(crate) fn require_outranks(&self, context: &ActionContext, user: Id) -> ApiResult<()> {
        self.member(context.guild, user)?;
        let above = self.rank(context.guild, context.actor).is_above(self.rank(context.guild, user));
        if above { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }

    /// Changes nick, roles, time-out, mute and deafness, each with its own permission.
    pub(crate) fn change_member(&mut self, context: ActionContext, user: Id, body: &Payload) -> ApiResult {
        self.require_in_guild(context.actor, context.guild, Permissions::empty())?;
        validate::guild::member(&body.json, self.now())?;
        let old = self.member(context.guild, user)?.clone();
        let mut new = old.clone();
        self.read_own_membermber_fields(&context, user, body, &mut new)?;
        let roles_changed = new.roles != old.roles;
        let changed = changed_fields(&old.to_partial_json(), &new.to_partial_json());
        self.replace_member(context.guild, new);
        if !changed.is_empty() {
            let action = if roles_changed { action::MEMBER_ROLE_UPDATE } else { action::MEMBER_UPDATE };
            let guild = context.guild;
            self.record(context, action, user, changed);
            return self.require_member_json(guild, user);
        }
        self.require_member_json(context.guild, user)
    }

    fn read_own_membermber_fields(
        &self,
        context: &ActionContext,
        user: Id,
        body: &Payload,
        member: &mut Member,
    ) -> ApiResult<()> {
        if let Some(nick) = body.json.get("nick") {
            self.check_nick(context, user)?;
            member.nick = nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
        }
        if let Some(roles) = body.present("roles").and_then(Value::as_array) {
            member.roles = self.read_roles(context, roles, &member.roles)?;
        }
        if let Some(until) = body.json.get("communication_disabled_until") {
            self.check_time_out(context, user)?;
            let instant = until.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            member.timeout_until = instant.map(|instant| instant.to_utc());
        }
        for (key, needed) in [("mute", Permissions::MUTE_MEMBERS), ("deaf", Permissions::DEAFEN_MEMBERS)] {
            let Some(value) = body.present(key).and_then(Value::as_bool) else { continue };
            self.require_in_guild(context.actor, context.guild, needed)?;
            *(if key == "mute" { &mut member.mute } else { &mut member.deaf }) = value;
        }
        Ok(())
    }

    /// Changing one's own nick and another member's need different permissions.
    fn check_nick(&self, context: &ActionContext, user: Id) -> ApiResult<()> {
        if user == context.actor {
            return self.require_in_guild(context.actor, context.guild, Permissions::CHANGE_NICKNAME);
        }
        self.require_in_guild(context.actor, context.guild, Permissions::MANAGE_NICKNAMES)?;
        self.require_outranks(context, user)
    }

    /// Administrators cannot be timed out.
    fn check_time_out(&self, context: &ActionContext, user: Id) -> ApiResult<()> {
        self.require_in_guild(context.actor, context.guild, Permissions::MODERATE_MEMBERS)?;
        self.require_outranks(context, user)?;
        let immune = self.permissions_in_guild(context.guild, user).contains(Permissions::ADMINISTRATOR);
        if immune { Err(ApiError::missing_permissions()) } else { Ok(()) }
    }

    /// The wanted roles; the actor must be able to give and take all in which they differ from those `held`.
    fn read_roles(&self, context: &ActionContext, wanted: &[Value], held: &[Id]) -> ApiResult<Vec<Id>> {
        self.require_in_guild(context.actor, context.guild, Permissions::MANAGE_ROLES)?;
        let wanted: Vec<Id> = wanted.iter().filter_map(read_id).filter(|id| *id != context.guild).collect();
        let given = wanted.iter().filter(|id| !held.contains(id));
        let taken = held.iter().filter(|id| !wanted.contains(id));
        given.chain(taken).try_for_each(|id| self.assignable_role(context, *id))?;
        Ok(wanted)
    }

    /// A role that the actor may give: below its own, and not one of an integration.
    fn assignable_role(&self, context: &ActionContext, id: Id) -> ApiResult<()> {
        let role = self.manageable_role(context.actor, context.guild, id)?;
        if role.managed || id == context.guild { Err(ApiError::missing_permissions()) } else { Ok(()) }
    }

    /// Gives a member a role, or takes it.
    pub(crate) fn set_member_role(
        &mut self,
        context: ActionContext,
        user: Id,
        role: Id,
        give: bool,
    ) -> ApiResult<()> {
        self.require_in_guild(context.actor, context.guild, Permissions::MANAGE_ROLES)?;
        let mut member = self.member(context.guild, user)?.clone();
        self.assignable_role(&context, role)?;
        let (held, name) = (member.roles.contains(&role), self.role(context.guild, role)?.name.clone());
        if held == give {
            return Ok(());
        }
        member.roles.retain(|id| *id != role);
        if give {
            member.roles.push(role);
        }
        self.replace_member(context.guild, member);
        let key = if give { "$add" } else { "$remove" };
        let change = json!({ "key": key, "new_value": [{ "id": role, "name": name }] });
        self.record(context, action::MEMBER_ROLE_UPDATE, user, vec![change]);
        Ok(())
    }

    /// Replaces a membership and announces it.
    pub(crate) fn replace_member(&mut self, guild_id: Id, member: Member) {
        let user = member.user_id;
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.members.insert(user, member);
        }
        if let Some(mut view) = self.member_json(guild_id, user) {
            view["guild_id"] = json!(guild_id);
            self.emit("GUILD_MEMBER_UPDATE", Audience::Guild(guild_id), view);
        }
    }
}
