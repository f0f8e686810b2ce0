//! Members with tickets who leave and come back.

use plugin_api::{
    Event, Host, Result,
    serenity::{FullEvent, GuildId, Mentionable, UserId},
};
use plugin_api::{EventKind, Hook};

use super::store;
use crate::{
    channel::spec::AppliedSpec,
    names::SYNC,
    opening, texts,
    ticket::{self, Ticket},
};

/// All of them.
pub(crate) fn all() -> Vec<Hook> {
    vec![Hook::new(EventKind::GuildMemberRemoval, left), Hook::new(EventKind::GuildMemberAddition, joined)]
}

/// Tells their tickets' channels that a member left. The tickets stay.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn left(event: Event) -> Result<()> {
    let FullEvent::GuildMemberRemoval { user, .. } = event.event.as_ref() else { return Ok(()) };
    let locale = event.host.guild(event.guild).locale;
    let said = texts::text_with(&locale, "said-left", &[("who", user.mention().to_string().into())]);
    for ticket in theirs(&event.host, event.guild, user.id).await? {
        if ticket.opener() == Some(user.id) && ticket.status.is_live() {
            ticket::messages::send_text(&event.host, &ticket, &said).await;
        }
    }
    Ok(())
}

/// Lets a member who came back into their tickets again: Discord forgot what they may in them.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn joined(event: Event) -> Result<()> {
    let FullEvent::GuildMemberAddition { new_member: member } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    for ticket in theirs(host, guild, member.user.id).await? {
        let mut applied = AppliedSpec::of(&ticket);
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

async fn theirs(host: &Host, guild: GuildId, user: UserId) -> Result<Vec<Ticket>> {
    let mut tickets = Vec::new();
    for id in store::concerning(host.db(), guild, user).await? {
        tickets.extend(ticket::store::get(host.db(), guild, id).await?);
    }
    Ok(tickets)
}
