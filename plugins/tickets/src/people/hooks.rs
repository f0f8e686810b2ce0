//! Members with tickets who leave and rejoin the guild.

use plugin_api::{
    Event, EventKind, Hook, Host, Result,
    serenity::{FullEvent, GuildId, Mentionable, UserId},
};

use super::store;
use crate::{
    channel::spec::AppliedSpec,
    names::SYNC,
    opening, texts,
    ticket::{self, Ticket},
};

pub(crate) fn all() -> Vec<Hook> {
    vec![
        Hook::new(EventKind::GuildMemberRemoval, announce_left),
        Hook::new(EventKind::GuildMemberAddition, restore_access),
    ]
}

/// Posts in a member's tickets that they left. The tickets stay open.
pub(crate) async fn announce_left(event: Event) -> Result<()> {
    let FullEvent::GuildMemberRemoval { user, .. } = event.event.as_ref() else { return Ok(()) };
    let locale = event.host.guild(event.guild).locale;
    let text = texts::text_with(&locale, "said-left", &[("who", user.mention().to_string().into())]);
    for ticket in fetch_tickets(&event.host, event.guild, user.id).await? {
        if ticket.opener() == Some(user.id) && ticket.status.is_live() {
            ticket::messages::send_text(&event.host, &ticket, &text).await;
        }
    }
    Ok(())
}

/// Restores a rejoined member's access to their tickets: Discord removed their permissions.
pub(crate) async fn restore_access(event: Event) -> Result<()> {
    let FullEvent::GuildMemberAddition { new_member: member } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    for ticket in fetch_tickets(host, guild, member.user.id).await? {
        let mut applied = AppliedSpec::from_ticket(&ticket);
        applied.spec.grants.retain(|grant| grant.id != member.user.id.get());
        applied.spec.members.retain(|id| *id != member.user.id.get());
        let mut tx = host.db().begin().await?;
        let text = applied.to_text()?;
        opening::store::set_applied(&mut tx, guild, ticket.id, &text).await?;
        let key = ticket.id.to_string();
        host.jobs().enqueue(&mut tx, SYNC, guild, &key, host.clock().now(), &()).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn fetch_tickets(host: &Host, guild: GuildId, user: UserId) -> Result<Vec<Ticket>> {
    let mut tickets = Vec::new();
    for id in store::fetch_ticket_ids(host.db(), guild, user).await? {
        tickets.extend(ticket::store::fetch(host.db(), guild, id).await?);
    }
    Ok(tickets)
}
