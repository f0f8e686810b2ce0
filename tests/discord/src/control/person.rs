//! Everything that a person's client knows, apart from messages.

use std::{cmp::Reverse, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::get,
};
use serde_json::{Value, json};

use super::error::ControlResult;
use crate::{
    app::App,
    commands::localisation::localise,
    snowflake::Id,
    world::{Channel, Guild, User, World},
};

/// How many archived threads of a guild are listed.
const ARCHIVED: usize = 100;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/users/{user}", get(read))
}

async fn read(State(app): State<Arc<App>>, Path(user): Path<String>) -> ControlResult<Json<Value>> {
    let world = app.world();
    let user = world.find_user(&user)?;
    Ok(Json(world.person_json(user)))
}

impl World {
    fn person_json(&self, user: &User) -> Value {
        let mut own = account_json(user);
        own["accepts_dms"] = json!(user.accepts_dms);
        let people: Vec<_> = self.users.values().filter(|user| !user.bot).map(account_json).collect();
        let joined = self.guilds.values().filter(|guild| guild.members.contains_key(&user.id));
        let guilds: Vec<_> = joined.map(|guild| self.client_guild_json(user, guild)).collect();
        let talks = self.channels.values().filter(|channel| channel.recipient == Some(user.id));
        let dms: Vec<_> = talks.map(|channel| self.client_channel_json(user.id, channel)).collect();
        let shared = self
            .guilds
            .values()
            .any(|guild| guild.members.contains_key(&user.id) && guild.members.contains_key(&self.bot_id()));
        json!({
            "user": own,
            "people": people,
            "application": {
                "id": self.application.id,
                "name": self.application.name,
                "description": self.application.description,
            },
            "bot": self.user_json(self.bot_id()),
            "base": self.base_url,
            "guilds": guilds,
            "dms": dms,
            "dm_commands": if shared { self.commands_json(user.id, None) } else { json!([]) },
        })
    }

    fn client_guild_json(&self, user: &User, guild: &Guild) -> Value {
        let members: Vec<_> = guild
            .members
            .values()
            .filter_map(|member| Some(member.to_json(self.users.get(&member.user_id)?)))
            .collect();
        let mut channels: Vec<_> = self.guild_channels(guild.id).collect();
        channels.sort_by_key(|channel| (channel.position, channel.id));
        json!({
            "id": guild.id,
            "name": guild.name,
            "owner_id": guild.owner_id,
            "permissions": self.permissions_in_guild(guild.id, user.id).to_decimal(),
            "roles": guild.roles_json(),
            "members": members,
            "channels": self.visible_channels_json(user.id, channels.into_iter()),
            "threads": self.visible_threads_json(user.id, guild.id),
            "commands": self.commands_json(user.id, Some(guild.id)),
        })
    }

    /// The threads of a guild that the user sees: all active ones, and the newest of those that are archived.
    fn visible_threads_json(&self, user: Id, guild: Id) -> Value {
        let threads = self.channels.values().filter(|one| one.guild_id == Some(guild));
        let seen = threads.filter_map(|one| Some((one, one.thread.as_ref()?)));
        let seen = seen.filter(|(one, _)| self.can_see(user, one.id));
        let (mut archived, mut known): (Vec<_>, Vec<_>) = seen.partition(|(_, thread)| thread.archived);
        archived.sort_by_key(|(one, thread)| Reverse((thread.archive_timestamp, one.id)));
        archived.truncate(ARCHIVED);
        known.append(&mut archived);
        known.into_iter().map(|(one, _)| self.client_channel_json(user, one)).collect()
    }

    /// Those of `channels` that the user sees.
    pub(super) fn visible_channels_json<'w>(
        &self,
        user: Id,
        channels: impl Iterator<Item = &'w Channel>,
    ) -> Value {
        let seen = channels.filter(|channel| self.can_see(user, channel.id));
        seen.map(|channel| self.client_channel_json(user, channel)).collect()
    }

    /// A channel as a user's client knows it, with the user's permissions.
    fn client_channel_json(&self, user: Id, channel: &Channel) -> Value {
        let mut view = self.channel_json_for(user, channel);
        view["permissions"] = json!(self.permissions_in(channel.id, user).to_decimal());
        view
    }

    /// The commands that the user's client lists in a guild or in the conversation, in the user's language.
    pub(super) fn commands_json(&self, user: Id, guild: Option<Id>) -> Value {
        let locale = self.users.get(&user).map_or("", |user| &user.locale);
        let listed = self.commands_for(user, guild).into_iter().map(|command| {
            let mut view = command.to_json(self.application.id, true);
            localise(&mut view, locale);
            view
        });
        listed.collect()
    }
}

fn account_json(user: &User) -> Value {
    let mut view = user.to_json();
    view["locale"] = json!(user.locale);
    view
}
