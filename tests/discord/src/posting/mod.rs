//! Writing messages, as REST, webhooks, interactions and /control share it.

mod check;
mod components;
mod embeds;
mod mentions;

use serde_json::{Value, json};

pub(crate) use check::{check_edit, check_files};
pub(crate) use components::number_components;

use crate::{
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::{Payload, Upload},
    permissions::Permissions,
    snowflake::Id,
    world::{Attachment, Audience, Author, Message, World, message_flag},
};

/// Flags that a writer may set; the others belong to Discord.
const WRITABLE_FLAGS: u64 =
    message_flag::SUPPRESS_EMBEDS | message_flag::SUPPRESS_NOTIFICATIONS | message_flag::IS_COMPONENTS_V2;

impl World {
    /// Writes the fields that `payload` has into `message`; the others stay. The payload has been validated.
    pub(crate) fn fill(&mut self, message: &mut Message, payload: &Payload) {
        let json = &payload.json;
        self.fill_attachments(message, payload);
        if let Some(content) = json.get("content") {
            message.content = content.as_str().unwrap_or_default().trim().to_owned();
        }
        if let Some(embeds) = json.get("embeds") {
            message.embeds = embeds::normalise(embeds, &message.attachments);
        }
        if let Some(components) = json.get("components") {
            message.components = components::normalise(components, &message.attachments);
        }
        if let Some(flags) = json.get("flags").and_then(Value::as_u64) {
            let kept = message.flags & !WRITABLE_FLAGS;
            message.flags = kept | (flags & WRITABLE_FLAGS);
        }
        if payload.flag("tts") {
            message.tts = true;
        }
        if json.contains_key("content") || json.contains_key("allowed_mentions") {
            self.fill_mentions(message, payload);
        }
    }

    fn fill_attachments(&mut self, message: &mut Message, payload: &Payload) {
        let listed = payload.json.get("attachments").and_then(Value::as_array).cloned();
        if let Some(listed) = &listed {
            message
                .attachments
                .retain(|old| listed.iter().any(|entry| read_id(&entry["id"]) == Some(old.id)));
        }
        for upload in &payload.files {
            let about = upload.number().and_then(|number| {
                let matches =
                    |entry: &&Value| read_id(&entry["id"]).is_some_and(|id| id.to_string() == number);
                listed.as_ref()?.iter().find(matches)
            });
            let attachment = self.store_upload(message, upload, about);
            message.attachments.push(attachment);
        }
    }

    fn store_upload(&mut self, message: &Message, upload: &Upload, about: Option<&Value>) -> Attachment {
        let id = self.next_id();
        self.files.insert(id, upload.bytes.clone());
        let text = |key: &str| about.and_then(|about| about[key].as_str()).map(str::to_owned);
        let filename = text("filename").unwrap_or_else(|| upload.filename.clone());
        // Discord keeps word characters, dots and dashes.
        let filename: String = filename
            .chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
            .collect();
        Attachment {
            id,
            url: format!("{}/attachments/{}/{id}/{filename}", self.base_url, message.channel_id),
            filename,
            description: text("description"),
            content_type: upload.content_type.clone(),
            size: upload.bytes.len(),
            ephemeral: message.ephemeral_for.is_some(),
        }
    }

    /// Puts a message into its channel and announces it, unless it is ephemeral. Returns its id.
    pub(crate) fn post(&mut self, message: Message) -> Id {
        let (id, channel_id) = (message.id, message.channel_id);
        let event = self.message_event_json(&message);
        let only = message.ephemeral_for;
        self.messages.entry(channel_id).or_default().insert(id, message);
        if let Some(channel) = self.channels.get_mut(&channel_id).filter(|_| only.is_none()) {
            channel.last_message_id = Some(id);
            if let Some(thread) = &mut channel.thread {
                thread.message_count += 1;
            }
        }
        self.announce("MESSAGE_CREATE", channel_id, only, event);
        id
    }

    /// Changes a message with `change` and announces it, unless it is ephemeral. 10008 when there is none.
    pub(crate) fn change_message(
        &mut self,
        channel_id: Id,
        id: Id,
        change: impl FnOnce(&mut Self, &mut Message),
    ) -> ApiResult<()> {
        let message = self.message(channel_id, id).cloned();
        let mut message = message.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        change(self, &mut message);
        let event = self.message_event_json(&message);
        let only = message.ephemeral_for;
        self.messages.entry(channel_id).or_default().insert(id, message);
        self.announce("MESSAGE_UPDATE", channel_id, only, event);
        self.complete_deferred_updates(id, true);
        Ok(())
    }

    /// Removes a message and announces it. 10008 when there is none.
    pub(crate) fn remove_message(&mut self, channel_id: Id, id: Id) -> ApiResult<Message> {
        let removed = self.messages.get_mut(&channel_id).and_then(|messages| messages.remove(&id));
        let message = removed.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        for attachment in &message.attachments {
            self.files.remove(&attachment.id);
        }
        let guild = self.channels.get(&channel_id).and_then(|channel| channel.guild_id);
        let mut event = json!({ "id": id, "channel_id": channel_id });
        if let Some(guild) = guild {
            event["guild_id"] = json!(guild);
        }
        self.announce("MESSAGE_DELETE", channel_id, message.ephemeral_for, event);
        self.complete_deferred_updates(id, false);
        Ok(message)
    }

    /// Announces a message event; an ephemeral message's only to its user.
    fn announce(&mut self, event: &'static str, channel: Id, only: Option<Id>, data: Value) {
        match only {
            None => self.emit(event, Audience::Channel(channel), data),
            Some(user) => self.feed.publish(
                "ephemeral",
                self.now(),
                || json!({ "event": event, "user": user, "data": data }),
            ),
        }
    }

    /// Whether the author of a message may ping @everyone in its channel. Webhooks may.
    fn may_ping_everyone(&self, message: &Message) -> bool {
        match message.author {
            Author::User(id) => {
                self.permissions_in(message.channel_id, id).contains(Permissions::MENTION_EVERYONE)
            }
            Author::Webhook { .. } => true,
        }
    }
}
