//! A ticket's channel: what it should look like, and making it so.

use plugin_api::{
    Host, Result,
    serenity::{ChannelId, RoleId},
};

use super::{
    name::channel_name,
    spec::{self, ChannelSpec},
};
use crate::{
    people::{self, Guest},
    plugin::Tickets,
    settings::{Category, TicketSettings},
    ticket::{Place, Ticket},
};

/// What a ticket's channel should look like.
pub async fn desired(host: &Host, ticket: &Ticket) -> Result<ChannelSpec> {
    let settings = host.settings::<TicketSettings>(ticket.guild);
    let usual = Tickets::from_host(host)?.usual_staff.fetch(host, ticket.guild).await?;
    let guests = people::store::fetch_guests(host.db(), ticket.guild, ticket.id).await?;
    let category = settings.category(&ticket.category).unwrap_or_default();
    let claimer = claimer(host, ticket, &category).await;
    let staff = settings.staff_of(&ticket.category, &usual);
    let is_thread = ticket.place == Place::Thread;
    Ok(ChannelSpec {
        name: channel_name(&category.name_pattern, ticket, &claimer),
        parent: category.parent.map(ChannelId::get),
        grants: spec::grants(host.bot(), ticket, &staff, category.claim_hides, &guests),
        locked: spec::is_locked(ticket),
        members: if is_thread { members(ticket, &guests) } else { Vec::new() },
        roles: if is_thread { called(ticket, &staff) } else { Vec::new() },
    })
}

/// The roles that are let into a ticket's thread: staff, and the one that it was handed to.
fn called(ticket: &Ticket, staff: &[RoleId]) -> Vec<u64> {
    let mut roles: Vec<_> = staff.iter().copied().chain(ticket.escalated_to).map(RoleId::get).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// Who is put into a ticket's thread. Staff who manage threads see it anyway.
fn members(ticket: &Ticket, guests: &[Guest]) -> Vec<u64> {
    let guests = guests.iter().filter_map(|guest| match guest {
        Guest::Member(user) => Some(*user),
        Guest::Role(_) => None,
    });
    let mut members: Vec<_> = ticket
        .opener()
        .into_iter()
        .chain(ticket.claimed_by)
        .chain(guests)
        .map(plugin_api::serenity::UserId::get)
        .collect();
    members.sort_unstable();
    members.dedup();
    members
}

/// What who has it in hand is called, where the pattern asks for it. A name is not worth a failure.
async fn claimer(host: &Host, ticket: &Ticket, category: &Category) -> String {
    let Some(user) = ticket.claimed_by.filter(|_| category.name_pattern.contains("{claimer}")) else {
        return String::new();
    };
    match host.http().get_member(ticket.guild, user).await {
        Ok(member) => member.display_name().to_owned(),
        Err(error) => {
            tracing::warn!(guild = %ticket.guild, ticket = ticket.id, %error, "who has a ticket in hand can't be named");
            String::new()
        }
    }
}
