//! What staff do with a ticket besides changing its state, or before: checks that take Discord, priorities, notes, deletion.

use plugin_api::{
    Actor, Error, Host, LogKind, Result, Tx,
    serenity::{RoleId, UserId},
};

use super::store;
use crate::{
    names::{DELETE, SYNC},
    settings::TicketSettings,
    texts,
    ticket::{
        self, Access, Priority, Refusal, Status, Ticket, Transition,
        access::TicketRequest,
        actions::{apply, authorize, change, commit_or_rollback, find, lock_ticket, require_staff},
    },
};

/// Puts a ticket in the hands of somebody of its staff.
///
/// # Errors
/// As [`apply`]; a sentence where they are not of its staff.
pub async fn transfer(request: &TicketRequest, id: i64, to: UserId) -> Result<Ticket> {
    let (host, guild, locale) = (&request.host, request.guild, &request.locale);
    let (ticket, act) = (find(request, id).await?, Transition::Transfer(to));
    authorize(request, &ticket, &act).await?;
    let serves = match Actor::fetch(host, guild, to).await? {
        Some(other) => request.with_actor(other).await?.serves(&ticket),
        None => false,
    };
    if !serves || to == host.bot() {
        return Err(Error::user(ticket::messages::no_staff_of(locale, &ticket, to)));
    }
    apply(request, id, act).await
}

/// Hands a ticket to a role, the category's usual one where none is named.
///
/// # Errors
/// As [`apply`]; a sentence where there is no such role, or where it is everybody's.
pub async fn escalate(request: &TicketRequest, id: i64, role: Option<RoleId>) -> Result<Ticket> {
    let (host, guild, locale) = (&request.host, request.guild, &request.locale);
    let ticket = find(request, id).await?;
    require_staff(request, &ticket, "escalate")?;
    let Some(role) = role.or_else(|| usual_escalation(host, &ticket)) else {
        return Err(Error::user(texts::text(locale, "refused-no-role")));
    };
    let act = Transition::Escalate(role);
    authorize(request, &ticket, &act).await?;
    // The role that everybody has carries the guild's own id: it would show the ticket to all. One that a program manages is its alone.
    let roles = host.http().get_guild_roles(guild).await?;
    if role.get() == guild.get() || !roles.iter().any(|known| known.id == role && !known.managed) {
        return Err(Error::user(texts::text(locale, "refused-role")));
    }
    apply(request, id, act).await
}

/// The role that tickets of this one's category are escalated to, if the settings name one.
#[must_use]
pub fn usual_escalation(host: &Host, ticket: &Ticket) -> Option<RoleId> {
    host.settings::<TicketSettings>(ticket.guild).category(&ticket.category)?.escalation_role
}

/// Changes how urgent a ticket is.
///
/// # Errors
/// A message for the member if they may not, if nothing would change, or if the ticket is closed.
pub async fn set_priority(request: &TicketRequest, id: i64, priority: Priority) -> Result<Ticket> {
    let host = &request.host;
    let (mut tx, before) = lock_ticket(request, id).await?;
    let done = prioritise(&mut tx, request, &before, priority).await;
    let after = commit_or_rollback(tx, done).await?;
    ticket::messages::log(host, LogKind::Edited, &after, "log-priority", request.user());
    ticket::messages::say(host, &after, "said-priority", request.user()).await;
    Ok(after)
}

async fn prioritise(
    tx: &mut Tx,
    request: &TicketRequest,
    before: &Ticket,
    priority: Priority,
) -> Result<Ticket> {
    let (host, locale) = (&request.host, &request.locale);
    require_staff(request, before, "priority")?;
    if !before.status.is_live() {
        let refusal = Refusal::Status(before.status);
        return Err(Error::user(ticket::messages::refusal(locale, before, &Transition::Claim, &refusal)));
    }
    if before.priority == priority {
        return Err(Error::user(ticket::messages::same_priority(locale, before)));
    }
    let now = host.clock().now();
    let after = Ticket { priority, revision: before.revision + 1, updated_at: now, ..before.clone() };
    ticket::store::change(tx, &after, now).await?;
    ticket::store::insert_event(
        tx,
        &after,
        ticket::store::Event::new("priority", request.user(), priority.as_str()),
        now,
    )
    .await?;
    ticket::timers::align(tx, host, &after).await?;
    host.jobs().enqueue(tx, SYNC, after.guild, &after.id.to_string(), now, &()).await?;
    Ok(after)
}

/// Notes something that only staff read. Gives the note's number.
///
/// # Errors
/// A message for the member if they may not.
pub async fn add_note(request: &TicketRequest, id: i64, words: &str) -> Result<i64> {
    let (host, locale) = (&request.host, &request.locale);
    if plugin_api::ui::is_blank(words) {
        return Err(Error::user(texts::text(locale, "refused-blank-note")));
    }
    let (mut tx, ticket) = lock_ticket(request, id).await?;
    let noted = match require_staff(request, &ticket, "note") {
        Ok(()) => store::add(&mut tx, &ticket, request.user(), words, host.clock().now()).await,
        Err(refused) => Err(refused),
    };
    let number = commit_or_rollback(tx, noted).await?;
    ticket::messages::log(host, LogKind::Info, &ticket, "log-note", request.user());
    Ok(number)
}

/// Has a ticket's channel deleted at once; a closed ticket is archived first. The ticket itself remains.
///
/// # Errors
/// A message for the member if they may not, if the ticket is not closed, or if its transcript is not stored yet.
pub async fn delete(request: &TicketRequest, id: i64) -> Result<Ticket> {
    let host = &request.host;
    let (mut tx, before) = lock_ticket(request, id).await?;
    let done = delete_in(&mut tx, request, &before).await;
    let after = commit_or_rollback(tx, done).await?;
    ticket::messages::log(host, LogKind::Deleted, &after, "log-delete", request.user());
    Ok(after)
}

async fn delete_in(tx: &mut Tx, request: &TicketRequest, before: &Ticket) -> Result<Ticket> {
    let host = &request.host;
    deletable(request, before)?;
    let after = if before.status == Status::Closed {
        change(tx, request, before, &Transition::Archive).await?
    } else {
        before.clone()
    };
    let now = host.clock().now();
    ticket::store::insert_event(tx, &after, ticket::store::Event::new("delete", request.user(), ""), now)
        .await?;
    host.jobs().enqueue(tx, DELETE, after.guild, &after.id.to_string(), now, &()).await?;
    Ok(after)
}

/// Refuses to delete the channel of a ticket, and says why.
///
/// # Errors
/// A message for the member that says why not.
pub fn deletable(request: &TicketRequest, ticket: &Ticket) -> Result<()> {
    let locale = &request.locale;
    require_staff(request, ticket, "delete")?;
    let why = match ticket.status {
        Status::Closed | Status::Archived if ticket.channel.is_none() => "refused-delete-gone",
        Status::Closed | Status::Archived if ticket.transcript_at.is_none() => "refused-delete-transcript",
        Status::Closed | Status::Archived => return Ok(()),
        _ => "refused-delete-live",
    };
    Err(Error::user(texts::text_with(locale, why, &[("id", ticket.id.to_string().into())])))
}

/// Brings a ticket to a status that somebody named, by what leads there.
///
/// # Errors
/// As [`apply`]; a sentence where nothing leads there, or it stands so already.
pub async fn set_status(
    request: &TicketRequest,
    id: i64,
    status: Status,
    escalate_to: Option<RoleId>,
) -> Result<Ticket> {
    let (host, locale) = (&request.host, &request.locale);
    let ticket = find(request, id).await?;
    if ticket.status == status {
        let known = request.access(host.db(), &ticket).await? > Access::Outsider;
        let refusal = if known { Refusal::Already(status, None) } else { Refusal::Access(Access::Opener) };
        return Err(Error::user(ticket::messages::refusal(locale, &ticket, &Transition::Claim, &refusal)));
    }
    let act = match (status, ticket.status) {
        (Status::Escalated, _) => return escalate(request, id, escalate_to).await,
        (Status::Claimed, Status::WaitingForUser) => Transition::Resume,
        (Status::Claimed, _) => Transition::Claim,
        (Status::Open, Status::Closed) => Transition::Reopen,
        (Status::Open, _) => Transition::Unclaim,
        (Status::WaitingForUser, _) => Transition::Wait,
        (Status::Closed, _) => Transition::Close(String::new()),
        (Status::Archived, _) => Transition::Archive,
        (Status::Opening, now) => {
            let refusal = Refusal::Status(now);
            return Err(Error::user(ticket::messages::refusal(locale, &ticket, &Transition::Made, &refusal)));
        }
    };
    apply(request, id, act).await
}
