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

/// Storing messages needs the Message Content Intent. A guild that stores none only needs to know that a message was written.
pub(crate) fn all() -> Vec<Hook> {
    let content = GatewayIntents::MESSAGE_CONTENT;
    vec![
        Hook::new(EventKind::Message, record_message).intents(content).when(keeps_messages),
        Hook::new(EventKind::Message, record_message).when(ignores_messages),
        Hook::new(EventKind::MessageUpdate, record_edit).intents(content).when(keeps_messages),
        Hook::new(EventKind::MessageDelete, mark_deleted).when(keeps_messages),
        Hook::new(EventKind::MessageDeleteBulk, mark_deleted).when(keeps_messages),
        Hook::new(EventKind::GuildCreate, queue_catch_up),
    ]
}

fn keeps_messages(settings: &TicketSettings) -> bool {
    settings.keep_messages
}

fn ignores_messages(settings: &TicketSettings) -> bool {
    !settings.keep_messages
}

async fn record_message(event: Event) -> Result<()> {
    let FullEvent::Message { new_message: message } = event.event.as_ref() else { return Ok(()) };
    if !record::is_conversation(message) {
        return Ok(());
    }
    let Some(ticket) = find_ticket(&event, message.channel_id).await? else { return Ok(()) };
    let roles = message.member.as_ref().map(|member| member.roles.as_slice());
    record::record_message(&event.host, &ticket, message, roles).await
}

async fn record_edit(event: Event) -> Result<()> {
    let FullEvent::MessageUpdate { event: update, .. } = event.event.as_ref() else { return Ok(()) };
    let Some(ticket) = find_ticket(&event, update.channel_id).await? else { return Ok(()) };
    record::record_edit(&event.host, &ticket, update).await
}

async fn mark_deleted(event: Event) -> Result<()> {
    let (channel, messages): (ChannelId, &[MessageId]) = match event.event.as_ref() {
        FullEvent::MessageDelete { channel_id, deleted_message_id, .. } => {
            (*channel_id, std::slice::from_ref(deleted_message_id))
        }
        FullEvent::MessageDeleteBulk { channel_id, multiple_deleted_messages_ids, .. } => {
            (*channel_id, multiple_deleted_messages_ids)
        }
        _ => return Ok(()),
    };
    let Some(ticket) = find_ticket(&event, channel).await? else { return Ok(()) };
    let now = event.host.clock().now();
    for message in messages {
        store::mark_deleted(event.host.db(), event.guild, ticket.id, message.get(), now).await?;
    }
    Ok(())
}

/// Queues reading of the channels in which messages were written while the bot could not see the guild.
async fn queue_catch_up(event: Event) -> Result<()> {
    let FullEvent::GuildCreate { guild, .. } = event.event.as_ref() else { return Ok(()) };
    let keeps_messages = keeps_messages(&event.host.settings::<TicketSettings>(event.guild));
    let mut behind = Vec::new();
    for known in store::fetch_channel_states(event.host.db(), event.guild).await? {
        let is_new = |last: MessageId| {
            if keeps_messages {
                last.get() > known.last_message
            } else {
                known.last_spoke_at.is_none_or(|at| *last.created_at() > at)
            }
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

/// Finds the ticket of a channel, unless it is archived.
async fn find_ticket(event: &Event, channel: ChannelId) -> Result<Option<Ticket>> {
    let non_ticket_channels = &Tickets::from_host(&event.host)?.non_ticket_channels;
    if non_ticket_channels.contains(channel) {
        return Ok(None);
    }
    let ticket = ticket::store::fetch_by_channel(event.host.db(), event.guild, channel).await?;
    if ticket.is_none() {
        non_ticket_channels.insert(channel, event.host.clock().now());
    }
    Ok(ticket.filter(|ticket| ticket.status != Status::Archived))
}
