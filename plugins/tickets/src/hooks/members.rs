//! Members with tickets who leave and come back.

use plugin_api::{
    Event, Host, Result,
    serenity::{FullEvent, GuildId, Mentionable, UserId},
};

use crate::{SYNC, domain::Ticket, jobs::sync::Applied, store, view};

/// Tells their tickets' channels that a member left. The tickets stay.
///
/// # Errors
/// Where the database fails.
pub(super) async fn left(event: Event) -> Result<()> {
    let FullEvent::GuildMemberRemoval { user, .. } = event.event.as_ref() else { return Ok(()) };
    let locale = event.host.guild(event.guild).locale;
    let said = view::text_with(&locale, "said-left", &[("who", user.mention().to_string().into())]);
    for ticket in theirs(&event.host, event.guild, user.id).await? {
        if ticket.opener() == Some(user.id) && ticket.status.is_live() {
            view::opening::say(&event.host, &ticket, &said).await;
        }
    }
    Ok(())
}

/// Lets a member who came back into their tickets again: Discord forgot what they may in them.
///
/// # Errors
/// Where the database fails.
pub(super) async fn joined(event: Event) -> Result<()> {
    let FullEvent::GuildMemberAddition { new_member: member } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    for ticket in theirs(host, guild, member.user.id).await? {
        let mut applied = Applied::of(&ticket);
        applied.look.grants.retain(|grant| grant.id != member.user.id.get());
        applied.look.members.retain(|id| *id != member.user.id.get());
        let mut tx = host.db().begin().await?;
        let text = applied.to_text()?;
        store::opening::set_applied(&mut tx, guild, ticket.id, &text).await?;
        let key = ticket.id.to_string();
        host.jobs().at(&mut tx, SYNC, guild, &key, host.clock().now(), &()).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn theirs(host: &Host, guild: GuildId, user: UserId) -> Result<Vec<Ticket>> {
    let mut tickets = Vec::new();
    for id in store::people::concerning(host.db(), guild, user).await? {
        tickets.extend(store::get(host.db(), guild, id).await?);
    }
    Ok(tickets)
}
