//! Messages in the channels of tickets.

use plugin_api::{
    Event, EventKind, Hook, Result,
    serenity::{ChannelId, FullEvent, GatewayIntents, MessageId},
};

use super::{record, store};
use crate::{
    names::CATCH_UP,
    plugin::Tickets,
    settings::TicketSettings,
    ticket::{self, Status, Ticket},
};

/// What is said needs the Message Content Intent; where nothing is kept, that somebody wrote is enough.
pub(crate) fn all() -> Vec<Hook> {
    let content = GatewayIntents::MESSAGE_CONTENT;
    vec![
        Hook::new(EventKind::Message, message).intents(content).when(keeps),
        Hook::new(EventKind::Message, message).when(keeps_nothing),
        Hook::new(EventKind::MessageUpdate, edited).intents(content).when(keeps),
        Hook::new(EventKind::MessageDelete, deleted).when(keeps),
        Hook::new(EventKind::MessageDeleteBulk, deleted).when(keeps),
        Hook::new(EventKind::GuildCreate, seen),
    ]
}

fn keeps(settings: &TicketSettings) -> bool {
    settings.keep_messages
}

fn keeps_nothing(settings: &TicketSettings) -> bool {
    !settings.keep_messages
}

async fn message(event: Event) -> Result<()> {
    let FullEvent::Message { new_message: message } = event.event.as_ref() else { return Ok(()) };
    if !record::says(message) {
        return Ok(());
    }
    let Some(ticket) = ticket(&event, message.channel_id).await? else { return Ok(()) };
    let roles = message.member.as_ref().map(|member| member.roles.as_slice());
    record::keep(&event.host, &ticket, message, roles).await
}

async fn edited(event: Event) -> Result<()> {
    let FullEvent::MessageUpdate { event: update, .. } = event.event.as_ref() else { return Ok(()) };
    let Some(ticket) = ticket(&event, update.channel_id).await? else { return Ok(()) };
    record::edit(&event.host, &ticket, update).await
}

async fn deleted(event: Event) -> Result<()> {
    let (channel, messages): (ChannelId, &[MessageId]) = match event.event.as_ref() {
        FullEvent::MessageDelete { channel_id, deleted_message_id, .. } => {
            (*channel_id, std::slice::from_ref(deleted_message_id))
        }
        FullEvent::MessageDeleteBulk { channel_id, multiple_deleted_messages_ids, .. } => {
            (*channel_id, multiple_deleted_messages_ids)
        }
        _ => return Ok(()),
    };
    let Some(ticket) = ticket(&event, channel).await? else { return Ok(()) };
    let now = event.host.clock().now();
    for message in messages {
        store::mark_deleted(event.host.db(), event.guild, ticket.id, message.get(), now).await?;
    }
    Ok(())
}

/// The bot sees the guild, perhaps after a while: what was said meanwhile is read.
async fn seen(event: Event) -> Result<()> {
    let FullEvent::GuildCreate { guild, .. } = event.event.as_ref() else { return Ok(()) };
    let keeps = keeps(&event.host.settings::<TicketSettings>(event.guild));
    let mut behind = Vec::new();
    for known in store::last_of_channels(event.host.db(), event.guild).await? {
        let is_new = |last: MessageId| {
            if keeps { last.get() > known.kept } else { known.heard.is_none_or(|at| *last.created_at() > at) }
        };
        let thread = || guild.threads.iter().find(|thread| thread.id == known.channel);
        let channel = guild.channels.get(&known.channel).or_else(thread);
        if channel.and_then(|channel| channel.last_message_id).is_some_and(is_new) {
            behind.push(known.ticket);
        }
    }
    if behind.is_empty() {
        return Ok(());
    }
    let mut tx = event.host.db().begin().await?;
    for ticket in behind {
        let (key, now) = (ticket.to_string(), event.host.clock().now());
        event.host.jobs().enqueue(&mut tx, CATCH_UP, event.guild, &key, now, &()).await?;
    }
    Ok(tx.commit().await?)
}

/// The ticket whose channel it is.
async fn ticket(event: &Event, channel: ChannelId) -> Result<Option<Ticket>> {
    let non_ticket_channels = &Tickets::of(&event.host)?.non_ticket_channels;
    if non_ticket_channels.knows(channel) {
        return Ok(None);
    }
    let ticket = ticket::store::by_channel(event.host.db(), event.guild, channel).await?;
    if ticket.is_none() {
        non_ticket_channels.learn(channel, event.host.clock().now());
    }
    Ok(ticket.filter(|ticket| ticket.status != Status::Archived))
}
