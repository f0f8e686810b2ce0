//! The messages of a world file.

use anyhow::{Context as _, Result, anyhow, ensure};
use chrono::TimeDelta;
use serde_json::json;

use super::file::{ChannelEntry, MessageEntry};
use crate::{
    payload::Payload,
    snowflake::Id,
    validate,
    world::{Author, Message, World},
};

/// Writes a channel's messages, the oldest first. The guild is in the world already.
pub(super) fn write_messages(world: &mut World, guild: Id, entry: &ChannelEntry) -> Result<()> {
    let channel = world.guild_channels(guild).find(|channel| channel.name == entry.name);
    let channel = channel.context("it is not in the guild")?;
    ensure!(channel.holds_messages(), "a channel of its type holds no messages; leave `messages` out");
    let id = channel.id;
    let mut messages: Vec<_> = entry.messages.iter().enumerate().collect();
    messages.sort_by_key(|(_, message)| std::cmp::Reverse(message.minutes_ago));
    for (index, message) in messages {
        add(world, id, message).with_context(|| format!("in message {}", index + 1))?;
    }
    Ok(())
}

fn add(world: &mut World, channel: Id, entry: &MessageEntry) -> Result<()> {
    let author = world.users.values().find(|user| user.name == entry.author);
    let author = author
        .with_context(|| format!("there is no user {:?}; list the author under `users`", entry.author))?
        .id;
    let mut body = json!({ "content": entry.content });
    if let Some(embeds) = &entry.embeds {
        body["embeds"] = embeds.clone();
    }
    let body = Payload::from_json(body);
    validate::message::create(&body.json, 0)
        .map_err(|refused| anyhow!("Discord refuses it: {}", refused.body))?;
    let at = world.now() - TimeDelta::minutes(i64::from(entry.minutes_ago));
    ensure!(
        at > Id::default().created_at(),
        "`minutes_ago` {} is before 2015, when Discord's ids begin; give fewer minutes",
        entry.minutes_ago
    );
    let id = if entry.minutes_ago == 0 { world.next_id() } else { id_at(world, Id::from_instant(at)) };
    let mut message = Message::new(id, channel, Author::User(author), at);
    world.fill(&mut message, &body);
    world.post(message);
    Ok(())
}

/// An id of the same millisecond as `first`, higher than those of all messages of that millisecond.
fn id_at(world: &World, first: Id) -> Id {
    let end = Id(first.0 + Id::PER_MILLISECOND);
    let newest = world.messages.values().filter_map(|messages| messages.range(first..end).next_back());
    newest.map(|(id, _)| Id(id.0 + 1)).max().unwrap_or(first)
}
