//! Messages that a world begins with.

use anyhow::{Context as _, Result, anyhow, ensure};
use chrono::TimeDelta;
use serde_json::json;

use super::{ChannelEntry, MessageEntry};
use crate::{
    posting::Payload,
    rest::validate,
    snowflake::Id,
    world::{Author, Message, World},
};

/// Writes a channel's messages, the oldest first. The guild is in the world already.
pub(super) fn write(world: &mut World, guild: Id, entry: &ChannelEntry) -> Result<()> {
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
    let body = Payload::of(body);
    validate::message::create(&body.json, 0)
        .map_err(|refused| anyhow!("Discord refuses it: {}", refused.body))?;
    let at = world.now() - TimeDelta::minutes(i64::from(entry.minutes_ago));
    let id = if entry.minutes_ago == 0 { world.next_id() } else { id_at(world, Id::at(at)) };
    let mut message = Message::new(id, channel, Author::User(author), at);
    world.fill(&mut message, &body);
    world.post(message);
    Ok(())
}

/// The first id from `first` on that no message has.
fn id_at(world: &World, first: Id) -> Id {
    let written = world.messages.values().flat_map(|messages| messages.range(first..).map(|(id, _)| *id));
    let mut taken: Vec<_> = written.collect();
    taken.sort_unstable();
    let free = taken.iter().zip(first.0..).find(|(id, expected)| id.0 != *expected);
    free.map_or(Id(first.0 + taken.len() as u64), |(_, expected)| Id(expected))
}
