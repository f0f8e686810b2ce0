//! What becomes of a ticket whose channel is gone.

use plugin_api::{Host, Result};

use crate::{
    names::OPEN,
    opening::Opener,
    texts,
    ticket::{self, Status, Ticket, Transition, access::TicketRequest, actions::change},
};

/// Writes down that a ticket's channel is gone, because a moderator deleted it or it was deleted in time. The ticket outlives it: one that
/// was still in hand is closed, with all that was said in it.
pub async fn channel_gone(host: &Host, ticket: &Ticket) -> Result<()> {
    let (locale, now) = (host.guild(ticket.guild).locale, host.clock().now());
    let mut tx = host.db().begin().await?;
    let current = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await?;
    // It may have another one by now.
    let Some(before) =
        current.filter(|current| current.channel == ticket.channel && current.channel.is_some())
    else {
        tx.rollback().await?;
        return Ok(());
    };
    ticket::store::set_channel(&mut tx, before.guild, before.id, None).await?;
    let before = Ticket { channel: None, message: None, ..before };
    ticket::store::insert_event(&mut tx, &before, ticket::store::Event::new("channel_gone", None, ""), now)
        .await?;
    let mut closed = None;
    if before.status == Status::Opening {
        let key = before.id.to_string();
        // It knows whom to tell. Where it was given up, nobody waits any more.
        if !host.jobs().reschedule(&mut tx, OPEN, before.guild, &key, now).await? {
            host.jobs().enqueue(&mut tx, OPEN, before.guild, &key, now, &Opener::default()).await?;
        }
    } else if before.status.is_live() {
        let act = Transition::Close(texts::text(&locale, "closed-channel-gone"));
        let after = change(&mut tx, &TicketRequest::from_host(host, before.guild), &before, &act).await?;
        closed = Some((after, act));
    }
    tx.commit().await?;
    if let Some((after, act)) = closed {
        ticket::messages::announce(host, &after, &act, None).await;
    }
    Ok(())
}
