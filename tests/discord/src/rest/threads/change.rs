//! Changing a thread: name, archive, lock.

use serde_json::Value;

use crate::{
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    validate,
    world::{ActionContext, Audience, Channel, Thread, World, action, changed_fields},
};

/// What the starter of a thread may change without MANAGE_THREADS.
const OWNERS: [&str; 5] = ["name", "archived", "auto_archive_duration", "invitable", "applied_tags"];

impl World {
    /// Changes a thread as `actor`.
    pub(crate) fn change_thread(
        &mut self,
        actor: Id,
        id: Id,
        body: &Payload,
        reason: Option<String>,
    ) -> ApiResult {
        let channel = self.visible_channel(actor, id)?;
        let (Some(thread), Some(guild)) = (&channel.thread, channel.guild_id) else {
            return Err(ApiError::unknown(Unknown::Channel));
        };
        self.check_may_change(actor, id, thread, body)?;
        validate::guild::channel(&body.json, false)?;
        let (old, now) = (self.channel_json(channel), self.now());
        let Some(channel) = self.channels.get_mut(&id) else {
            return Err(ApiError::unknown(Unknown::Channel));
        };
        write_fields(channel, body, now);
        let Some(view) = self.channels.get(&id).map(|channel| self.channel_json(channel)) else {
            return Err(ApiError::unknown(Unknown::Channel));
        };
        self.emit("THREAD_UPDATE", Audience::Channel(id), view.clone());
        self.record(
            ActionContext { actor, guild, reason },
            action::THREAD_UPDATE,
            id,
            changed_fields(&old, &view),
        );
        Ok(view)
    }

    fn check_may_change(&self, actor: Id, id: Id, thread: &Thread, body: &Payload) -> ApiResult<()> {
        let held = self.permissions_in(id, actor);
        let manages = held.contains(Permissions::MANAGE_THREADS);
        let opens = body.json.get("archived") == Some(&Value::Bool(false));
        if thread.archived && !opens {
            return Err(ApiError::thread_archived());
        }
        let only = |allowed: &[&str]| body.json.keys().all(|key| allowed.contains(&key.as_str()));
        let by_owner = thread.owner_id == actor && only(&OWNERS) && !(thread.locked && opens);
        let by_writer =
            opens && only(&["archived"]) && !thread.locked && held.contains(Permissions::SEND_MESSAGES);
        if manages || by_owner || by_writer { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }
}

fn write_fields(channel: &mut Channel, body: &Payload, now: chrono::DateTime<chrono::Utc>) {
    let flag = |key: &str| body.present(key).and_then(Value::as_bool);
    let number = |key: &str| body.present(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    if let Some(name) = body.text("name") {
        channel.name = name.to_owned();
    }
    if let Some(seconds) = number("rate_limit_per_user") {
        channel.settings.rate_limit_per_user = seconds;
    }
    let Some(thread) = &mut channel.thread else { return };
    if let Some(archived) = flag("archived").filter(|archived| *archived != thread.archived) {
        thread.archived = archived;
        thread.archive_timestamp = now;
    }
    thread.locked = flag("locked").unwrap_or(thread.locked);
    thread.invitable = flag("invitable").unwrap_or(thread.invitable);
    thread.auto_archive_duration = number("auto_archive_duration").unwrap_or(thread.auto_archive_duration);
    if let Some(tags) = body.present("applied_tags").and_then(Value::as_array) {
        thread.applied_tags = tags.iter().filter_map(read_id).collect();
    }
}
