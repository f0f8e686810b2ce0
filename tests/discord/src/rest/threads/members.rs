//! Members of a thread.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    permissions::Permissions,
    rest::{
        extract::{Params, Route, Switch},
        paths::ChannelPath,
    },
    snowflake::Id,
    world::{Audience, Channel, Message, Thread, World, channel_kind, thread_member_json},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/thread-members", get(list))
        .route("/channels/{channel_id}/thread-members/@me", put(join).delete(leave))
        .route("/channels/{channel_id}/thread-members/{user_id}", get(read).put(add).delete(remove))
}

#[derive(Deserialize)]
struct ThreadMemberPath {
    channel_id: Id,
    user_id: Id,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    with_member: Switch,
    after: Option<Id>,
    limit: Option<usize>,
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Params(detail): Params<Detail>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    let (thread, _) = world.thread(world.bot_id(), path.channel_id)?;
    let members = thread
        .members
        .keys()
        .filter(|user| detail.after.is_none_or(|after| **user > after))
        .take(detail.limit.unwrap_or(100).clamp(1, 100))
        .map(|user| world.client_thread_member_json(path.channel_id, *user, detail.with_member.0));
    Ok(Json(Value::Array(members.collect::<ApiResult<_>>()?)))
}

async fn read(
    State(app): State<Arc<App>>,
    Route(path): Route<ThreadMemberPath>,
    Params(detail): Params<Detail>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.thread(world.bot_id(), path.channel_id)?;
    let with_member = detail.with_member.0;
    world.client_thread_member_json(path.channel_id, path.user_id, with_member).map(Json)
}

async fn join(State(app): State<Arc<App>>, Route(path): Route<ChannelPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.add_to_thread(actor, path.channel_id, actor)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn add(State(app): State<Arc<App>>, Route(path): Route<ThreadMemberPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.require_in(actor, path.channel_id, Permissions::SEND_MESSAGES)?;
    world.add_to_thread(actor, path.channel_id, path.user_id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn leave(State(app): State<Arc<App>>, Route(path): Route<ChannelPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.remove_from_thread(actor, path.channel_id, actor)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(State(app): State<Arc<App>>, Route(path): Route<ThreadMemberPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.remove_from_thread(actor, path.channel_id, path.user_id)?;
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// A thread that `user` sees, and its guild.
    fn thread(&self, user: Id, id: Id) -> ApiResult<(&Thread, Id)> {
        let channel = self.visible_channel(user, id)?;
        channel.thread.as_ref().zip(channel.guild_id).ok_or_else(ApiError::wrong_channel_type)
    }

    fn client_thread_member_json(&self, id: Id, user: Id, with_member: bool) -> ApiResult {
        let (thread, guild) = self.thread(self.bot_id(), id)?;
        let joined = thread.members.get(&user).ok_or_else(|| ApiError::unknown(Unknown::Member))?;
        let mut view = thread_member_json(id, user, *joined);
        if with_member {
            view["member"] = json!(self.member_json(guild, user));
        }
        Ok(view)
    }

    /// Adds `user` to a thread that is not archived; the user must see its channel.
    pub(crate) fn add_to_thread(&mut self, actor: Id, id: Id, user: Id) -> ApiResult<()> {
        let (thread, guild) = self.thread(actor, id)?;
        if thread.archived {
            return Err(ApiError::thread_archived());
        }
        if thread.members.contains_key(&user) {
            return Ok(());
        }
        let parent = self.channels.get(&id).and_then(|channel| channel.parent_id).unwrap_or_default();
        if !self.is_member(guild, user) {
            return Err(ApiError::unknown(Unknown::Member));
        }
        if !self.can_see(user, parent) {
            return Err(ApiError::missing_access());
        }
        let now = self.now();
        if let Some(thread) = self.channels.get_mut(&id).and_then(|channel| channel.thread.as_mut()) {
            thread.members.insert(user, now);
        }
        if user == self.bot_id()
            && let Some(view) = self.channels.get(&id).map(|channel| self.channel_json(channel))
        {
            self.emit("THREAD_CREATE", Audience::Channel(id), view);
        }
        let mut added = thread_member_json(id, user, now);
        added["member"] = json!(self.member_json(guild, user));
        added["presence"] = Value::Null;
        self.announce_members(id, guild, json!({ "added_members": [added] }));
        Ok(())
    }

    /// The author of a message joins the thread that it is in.
    pub(crate) fn add_author(&mut self, user: Id, channel: Id) -> ApiResult<()> {
        let is_thread = self.channels.get(&channel).is_some_and(Channel::is_thread);
        if is_thread { self.add_to_thread(user, channel, user) } else { Ok(()) }
    }

    /// Adds the mentioned members, and those with a mentioned role, to a private thread if they see its channel.
    pub(crate) fn add_mentioned(&mut self, actor: Id, message: &Message) {
        let thread = self.channels.get(&message.channel_id);
        let thread = thread.filter(|channel| channel.kind == channel_kind::PRIVATE_THREAD);
        let guild = thread.and_then(|channel| self.guilds.get(&channel.guild_id?));
        let members = guild.into_iter().flat_map(|guild| guild.members.values());
        let has_role = |role: &Id| message.mention_roles.contains(role);
        let of_roles = members.filter(|member| member.roles.iter().any(has_role));
        let mut called: Vec<_> = of_roles.map(|member| member.user_id).collect();
        called.extend(&message.mentions);
        for user in called {
            // Members who do not see the channel are not added.
            let _ = self.add_to_thread(actor, message.channel_id, user);
        }
    }

    /// Removes `user` from a thread; removing another member needs MANAGE_THREADS, or to own the private thread.
    pub(crate) fn remove_from_thread(&mut self, actor: Id, id: Id, user: Id) -> ApiResult<()> {
        let (thread, guild) = self.thread(actor, id)?;
        if thread.archived {
            return Err(ApiError::thread_archived());
        }
        let private =
            self.channels.get(&id).is_some_and(|channel| channel.kind == channel_kind::PRIVATE_THREAD);
        if actor != user && !(private && thread.owner_id == actor) {
            self.require_in(actor, id, Permissions::MANAGE_THREADS)?;
        }
        if !thread.members.contains_key(&user) {
            return Err(ApiError::unknown(Unknown::Member));
        }
        self.announce_members(id, guild, json!({ "removed_member_ids": [user] }));
        if let Some(thread) = self.channels.get_mut(&id).and_then(|channel| channel.thread.as_mut()) {
            thread.members.remove(&user);
        }
        Ok(())
    }

    fn announce_members(&mut self, id: Id, guild: Id, mut event: Value) {
        let count = self.channels.get(&id).and_then(|channel| Some(channel.thread.as_ref()?.members.len()));
        event["id"] = json!(id);
        event["guild_id"] = json!(guild);
        event["member_count"] = json!(count.unwrap_or_default().min(50));
        self.emit("THREAD_MEMBERS_UPDATE", Audience::Channel(id), event);
    }
}
