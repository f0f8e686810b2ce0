//! Reading as a user: only what that user may see.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, ControlResult};
use crate::{
    app::App, commands::localisation::localise, permissions::Permissions, snowflake::Id, world::World,
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/users/{user}/channels/{channel}/messages", get(messages))
        .route("/users/{user}/guilds/{guild}/channels", get(channels))
        .route("/users/{user}/guilds/{guild}/commands", get(commands))
        .route("/users/{user}/dms", get(conversation))
}

#[derive(Deserialize)]
struct Page {
    limit: Option<usize>,
    after: Option<Id>,
    guild: Option<String>,
}

impl World {
    /// The newest messages of a channel that a user sees, the newest first as Discord lists them.
    fn seen_messages(&self, user: Id, channel: Id, page: &Page) -> Value {
        let history = self.permissions_in(channel, user).contains(Permissions::READ_MESSAGE_HISTORY);
        let messages = self.messages.get(&channel).into_iter().flat_map(|messages| messages.values().rev());
        messages
            .filter(|message| match message.ephemeral_for {
                Some(only) => only == user,
                None => history,
            })
            .take_while(|message| page.after.is_none_or(|after| message.id > after))
            .take(page.limit.unwrap_or(50))
            .map(|message| self.seen_message_json(message))
            .collect()
    }
}

async fn messages(
    State(app): State<Arc<App>>,
    Path((user, channel)): Path<(String, String)>,
    Query(page): Query<Page>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let user = world.find_user(&user)?.id;
    let guild = page.guild.as_ref().map(|name| world.find_guild(name).map(|guild| guild.id)).transpose()?;
    let channel = world.find_visible(user, guild, &channel)?;
    Ok(Json(world.seen_messages(user, channel, &page)))
}

async fn conversation(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Query(page): Query<Page>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let user = world.find_user(&user)?.id;
    let channel = world.channels.values().find(|channel| channel.recipient == Some(user));
    Ok(Json(channel.map_or_else(|| json!([]), |channel| world.seen_messages(user, channel.id, &page))))
}

fn place(world: &World, user: &str, guild: &str) -> ControlResult<(Id, Id)> {
    let user = world.find_user(user)?;
    let guild = world.find_guild(guild)?;
    if guild.members.contains_key(&user.id) {
        Ok((user.id, guild.id))
    } else {
        Err(ControlError::forbidden(format!("{} is no member of {:?}; let them join", user.name, guild.name)))
    }
}

async fn channels(
    State(app): State<Arc<App>>,
    Path((user, guild)): Path<(String, String)>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let (user, guild) = place(&world, &user, &guild)?;
    let all = world.channels.values().filter(|channel| channel.guild_id == Some(guild));
    let seen: Vec<_> = all
        .filter(|channel| world.can_see(user, channel.id))
        .map(|channel| {
            let mut view = world.channel_json(channel);
            view["permissions"] = json!(world.permissions_in(channel.id, user).to_decimal());
            view
        })
        .collect();
    Ok(Json(json!(seen)))
}

async fn commands(
    State(app): State<Arc<App>>,
    Path((user, guild)): Path<(String, String)>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let (user, guild) = place(&world, &user, &guild)?;
    let listed = world.commands_for(user, Some(guild));
    let locale = world.users.get(&user).map_or("", |user| &user.locale);
    let views: Vec<_> = listed
        .iter()
        .map(|command| {
            let mut view = command.to_json(world.application.id, true);
            localise(&mut view, locale);
            view
        })
        .collect();
    Ok(Json(json!(views)))
}
