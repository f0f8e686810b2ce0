//! Channels and threads of tickets that are deleted or opened up by somebody else.

use std::time::Duration;

use plugin_api::{
    Event, EventKind, Hook, Host, Result,
    serenity::{ChannelId, FullEvent, GuildId},
};

use super::{actions, reconcile::reconcile, spec::AppliedSpec};
use crate::{
    names::SYNC,
    opening,
    ticket::{self, Place},
};

/// How long a guild's tickets may be held against its channels.
const RECONCILE: Duration = Duration::from_secs(120);

/// All of them.
pub(crate) fn all() -> Vec<Hook> {
    vec![
        Hook::new(EventKind::GuildCreate, reconcile).deadline(RECONCILE),
        Hook::new(EventKind::ChannelDelete, deleted),
        Hook::new(EventKind::ThreadDelete, thread_deleted),
        Hook::new(EventKind::ThreadUpdate, thread_changed),
    ]
}

/// Writes down that a ticket's channel is gone, and the threads of tickets with it; Discord does not tell of each.
pub(crate) async fn deleted(event: Event) -> Result<()> {
    let FullEvent::ChannelDelete { channel, .. } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    opening::store::delete_panel(host.db(), guild, channel.id).await?;
    gone(host, guild, channel.id).await?;
    let all = opening::store::with_channel(host.db(), guild).await?;
    let within = all.into_iter().filter(|ticket| ticket.place == Place::Thread);
    for ticket in
        within.filter(|ticket| AppliedSpec::from_ticket(ticket).spec.parent == Some(channel.id.get()))
    {
        actions::channel_gone(host, &ticket).await?;
    }
    Ok(())
}

/// The same for a thread.
pub(crate) async fn thread_deleted(event: Event) -> Result<()> {
    let FullEvent::ThreadDelete { thread, .. } = event.event.as_ref() else { return Ok(()) };
    gone(&event.host, event.guild, thread.id).await
}

async fn gone(host: &Host, guild: GuildId, channel: ChannelId) -> Result<()> {
    match ticket::store::fetch_by_channel(host.db(), guild, channel).await? {
        Some(ticket) => actions::channel_gone(host, &ticket).await,
        None => Ok(()),
    }
}

/// Puts the thread of a closed ticket away again that somebody, or a message of ours, took out.
pub(crate) async fn thread_changed(event: Event) -> Result<()> {
    let FullEvent::ThreadUpdate { new, .. } = event.event.as_ref() else { return Ok(()) };
    let is_out = new.thread_metadata.is_some_and(|thread| !thread.archived || !thread.locked);
    if !is_out {
        return Ok(());
    }
    let (host, guild) = (&event.host, event.guild);
    let Some(ticket) = ticket::store::fetch_by_channel(host.db(), guild, new.id).await? else {
        return Ok(());
    };
    if !AppliedSpec::from_ticket(&ticket).spec.locked {
        return Ok(());
    }
    let mut tx = host.db().begin().await?;
    let now = host.clock().now();
    host.jobs().enqueue(&mut tx, SYNC, guild, &ticket.id.to_string(), now, &()).await?;
    Ok(tx.commit().await?)
}
