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
    audit_log::Deed,
    channels::changes,
    error::{ApiError, ApiResult, Unknown},
    extract::{Params, Route},
    guilds::GuildPath,
    validate,
};
use crate::{
    app::App,
    permissions::Permissions,
    posting::{Payload, read_id},
    snowflake::Id,
    world::{Audience, Member, World, action, application_flag as flag},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}/members", get(list))
        .route("/guilds/{guild_id}/members/search", get(search))
        .route("/guilds/{guild_id}/members/@me", patch(change_me))
        .route("/guilds/{guild_id}/members/@me/nick", patch(change_me))
        .route("/guilds/{guild_id}/members/{user_id}", get(read).patch(change).delete(kick))
        .route("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", put(give_role).delete(take_role))
        .route("/users/@me/guilds/{guild_id}/member", get(read_me))
}

#[derive(Deserialize)]
pub(super) struct MemberPath {
    pub(super) guild_id: Id,
    pub(super) user_id: Id,
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
    world.member_view(path.guild_id, path.user_id).map(Json)
}

async fn read_me(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    world.member_view(path.guild_id, world.bot_id()).map(Json)
}

async fn change_me(State(app): State<Arc<App>>, deed: Deed, body: Payload) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = deed.actor;
    world.change_member(deed, actor, &body).map(Json)
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberPath>,
    deed: Deed,
    body: Payload,
) -> ApiResult<Json<Value>> {
    app.world().change_member(deed, path.user_id, &body).map(Json)
}

async fn give_role(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberRolePath>,
    deed: Deed,
) -> ApiResult<StatusCode> {
    app.world().change_role_of(deed, path.user_id, path.role_id, true)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take_role(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberRolePath>,
    deed: Deed,
) -> ApiResult<StatusCode> {
    app.world().change_role_of(deed, path.user_id, path.role_id, false)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn kick(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberPath>,
    deed: Deed,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    world.require_in_guild(deed.actor, deed.guild, Permissions::KICK_MEMBERS)?;
    world.outranked(&deed, path.user_id)?;
    world.leave_guild(path.guild_id, path.user_id)?;
    world.record(deed, action::MEMBER_KICK, path.user_id, Vec::new());
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    fn member_view(&self, guild: Id, user: Id) -> ApiResult {
        self.member_json(guild, user).ok_or_else(|| ApiError::unknown(Unknown::Member))
    }

    fn member(&self, guild: Id, user: Id) -> ApiResult<&Member> {
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&user));
        member.ok_or_else(|| ApiError::unknown(Unknown::Member))
    }

    /// Checks that `user` is a member whom the actor outranks.
    pub(crate) fn outranked(&self, deed: &Deed, user: Id) -> ApiResult<()> {
        self.member(deed.guild, user)?;
        let above = self.rank(deed.guild, deed.actor).is_above(self.rank(deed.guild, user));
        if above { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }

    /// Changes nick, roles, time-out, mute and deafness, each with its own permission.
    pub(crate) fn change_member(&mut self, deed: Deed, user: Id, body: &Payload) -> ApiResult {
        self.require_in_guild(deed.actor, deed.guild, Permissions::empty())?;
        validate::guild::member(&body.json, self.now())?;
        let old = self.member(deed.guild, user)?.clone();
        let mut new = old.clone();
        self.read_member_fields(&deed, user, body, &mut new)?;
        let roles_changed = new.roles != old.roles;
        let changed = changes(&old.to_partial_json(), &new.to_partial_json());
        self.put_member(deed.guild, new);
        if !changed.is_empty() {
            let action = if roles_changed { action::MEMBER_ROLE_UPDATE } else { action::MEMBER_UPDATE };
            let guild = deed.guild;
            self.record(deed, action, user, changed);
            return self.member_view(guild, user);
        }
        self.member_view(deed.guild, user)
    }

    fn read_member_fields(
        &self,
        deed: &Deed,
        user: Id,
        body: &Payload,
        member: &mut Member,
    ) -> ApiResult<()> {
        if let Some(nick) = body.json.get("nick") {
            self.check_nick(deed, user)?;
            member.nick = nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
        }
        if let Some(roles) = body.present("roles").and_then(Value::as_array) {
            member.roles = self.read_roles(deed, roles, &member.roles)?;
        }
        if let Some(until) = body.json.get("communication_disabled_until") {
            self.check_time_out(deed, user)?;
            let instant = until.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            member.timeout_until = instant.map(|instant| instant.to_utc());
        }
        for (key, needed) in [("mute", Permissions::MUTE_MEMBERS), ("deaf", Permissions::DEAFEN_MEMBERS)] {
            let Some(value) = body.present(key).and_then(Value::as_bool) else { continue };
            self.require_in_guild(deed.actor, deed.guild, needed)?;
            *(if key == "mute" { &mut member.mute } else { &mut member.deaf }) = value;
        }
        Ok(())
    }

    /// One's own nick and that of somebody else take different permissions.
    fn check_nick(&self, deed: &Deed, user: Id) -> ApiResult<()> {
        if user == deed.actor {
            return self.require_in_guild(deed.actor, deed.guild, Permissions::CHANGE_NICKNAME);
        }
        self.require_in_guild(deed.actor, deed.guild, Permissions::MANAGE_NICKNAMES)?;
        self.outranked(deed, user)
    }

    /// Administrators cannot be timed out.
    fn check_time_out(&self, deed: &Deed, user: Id) -> ApiResult<()> {
        self.require_in_guild(deed.actor, deed.guild, Permissions::MODERATE_MEMBERS)?;
        self.outranked(deed, user)?;
        let immune = self.permissions_in_guild(deed.guild, user).contains(Permissions::ADMINISTRATOR);
        if immune { Err(ApiError::missing_permissions()) } else { Ok(()) }
    }

    /// The wanted roles; the actor must be able to give and take all in which they differ from those `held`.
    fn read_roles(&self, deed: &Deed, wanted: &[Value], held: &[Id]) -> ApiResult<Vec<Id>> {
        self.require_in_guild(deed.actor, deed.guild, Permissions::MANAGE_ROLES)?;
        let wanted: Vec<Id> = wanted.iter().filter_map(read_id).filter(|id| *id != deed.guild).collect();
        let given = wanted.iter().filter(|id| !held.contains(id));
        let taken = held.iter().filter(|id| !wanted.contains(id));
        given.chain(taken).try_for_each(|id| self.assignable_role(deed, *id))?;
        Ok(wanted)
    }

    /// A role that the actor may give: below its own, and not one of an integration.
    fn assignable_role(&self, deed: &Deed, id: Id) -> ApiResult<()> {
        let role = self.manageable_role(deed.actor, deed.guild, id)?;
        if role.managed || id == deed.guild { Err(ApiError::missing_permissions()) } else { Ok(()) }
    }

    /// Gives a member a role, or takes it.
    pub(crate) fn change_role_of(&mut self, deed: Deed, user: Id, role: Id, give: bool) -> ApiResult<()> {
        self.require_in_guild(deed.actor, deed.guild, Permissions::MANAGE_ROLES)?;
        let mut member = self.member(deed.guild, user)?.clone();
        self.assignable_role(&deed, role)?;
        let (held, name) = (member.roles.contains(&role), self.role(deed.guild, role)?.name.clone());
        if held == give {
            return Ok(());
        }
        member.roles.retain(|id| *id != role);
        if give {
            member.roles.push(role);
        }
        self.put_member(deed.guild, member);
        let key = if give { "$add" } else { "$remove" };
        let change = json!({ "key": key, "new_value": [{ "id": role, "name": name }] });
        self.record(deed, action::MEMBER_ROLE_UPDATE, user, vec![change]);
        Ok(())
    }

    /// Replaces a membership and announces it.
    pub(crate) fn put_member(&mut self, guild_id: Id, member: Member) {
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
