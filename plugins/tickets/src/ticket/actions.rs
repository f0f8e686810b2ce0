//! Changing a ticket's state: the one way there is.

use plugin_api::{Error, Request, Result, Tx, db::Executor};

use super::{
    access::TicketRequest,
    domain::{Status, Ticket},
    messages,
    store::{self, Detail},
    timers,
    transitions::{Access, Change, Refusal, Transition, transition},
};
use crate::{
    names::{FAREWELL, SYNC},
    people::Guest,
};

/// Applies a transition to a ticket if the actor may, and announces it in the log channel and in the ticket's own.
///
/// # Errors
/// A message for the member if the ticket is gone, if another member was first, or if the actor may not do it now.
pub async fn apply(request: &TicketRequest, id: i64, act: Transition) -> Result<Ticket> {
    let host = &request.host;
    let (mut tx, before) = lock_ticket(request, id).await?;
    let changed = change(&mut tx, request, &before, &act).await;
    let after = commit_or_rollback(tx, changed).await?;
    messages::announce(host, &after, &act, request.user()).await;
    Ok(after)
}

/// Begins a transaction in which nobody else changes a ticket.
///
/// # Errors
/// A message for the member if there is no such ticket.
pub async fn lock_ticket(request: &Request, id: i64) -> Result<(Tx, Ticket)> {
    let (host, guild, locale) = (&request.host, request.guild, &request.locale);
    let mut tx = host.db().begin().await?;
    match store::lock(&mut tx, guild, id).await? {
        Some(ticket) => Ok((tx, ticket)),
        None => {
            tx.rollback().await?;
            Err(Error::user(messages::gone(locale, id)))
        }
    }
}

/// Commits a transaction if its work succeeded, and rolls it back if not.
pub async fn commit_or_rollback<T>(tx: Tx, done: Result<T>) -> Result<T> {
    match done {
        Ok(done) => {
            tx.commit().await?;
            Ok(done)
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

/// Applies a transition inside the caller's transaction, with the ticket locked. The caller calls [`messages::announce`] after the commit.
pub async fn change(
    tx: &mut Tx,
    request: &TicketRequest,
    before: &Ticket,
    act: &Transition,
) -> Result<Ticket> {
    let host = &request.host;
    let outcome = authorize_transition(&mut *tx, request, before, act).await?;
    let now = host.clock().now();
    let after = before.changed(act, outcome, request.user(), timers::paused(host, before, now), now);
    store::change(tx, &after, now).await?;
    store::insert_event(tx, &after, store::Event::new(act.as_str(), request.user(), detail(act)), now)
        .await?;
    timers::align(tx, host, &after).await?;
    let key = after.id.to_string();
    host.jobs().enqueue(tx, SYNC, after.guild, &key, now, &()).await?;
    if after.status == Status::Closed {
        host.jobs().enqueue(tx, FAREWELL, after.guild, &key, now, &()).await?;
    }
    Ok(after)
}

/// Returns what a transition changes. A member from whom the ticket is hidden does not count as its staff until it is closed: if it is
/// their own, they may do what any member may; if not, they are told who has claimed it.
pub(crate) async fn authorize_transition(
    on: impl Executor,
    request: &TicketRequest,
    ticket: &Ticket,
    act: &Transition,
) -> Result<Change> {
    let locale = &request.locale;
    let outcome = match request.hidden_by(ticket) {
        Some(_) if ticket.opener() == request.user() => {
            transition(ticket, act, Access::Opener, request.user())
        }
        Some(claimer) => Err(Refusal::Claimed(claimer)),
        None => transition(ticket, act, request.access(on, ticket).await?, request.user()),
    };
    outcome.map_err(|refusal| Error::user(messages::refusal(locale, ticket, act, &refusal)))
}

/// What the history keeps of it besides the word. Why a ticket was closed stands in its row alone.
const fn detail(act: &Transition) -> Detail<'static> {
    match act {
        Transition::Transfer(to) => Detail::To(Guest::Member(*to)),
        Transition::Escalate(to) => Detail::To(Guest::Role(*to)),
        _ => Detail::Word(""),
    }
}

/// Fetches a ticket of the guild.
///
/// # Errors
/// A message for the member if there is none.
pub async fn find(request: &Request, id: i64) -> Result<Ticket> {
    let (host, guild, locale) = (&request.host, request.guild, &request.locale);
    store::fetch(host.db(), guild, id).await?.ok_or_else(|| Error::user(messages::gone(locale, id)))
}

/// Checks that the actor may do this now, before a form is opened for it. [`apply`] checks again.
///
/// # Errors
/// A message for the member that says why not.
pub async fn authorize(request: &TicketRequest, ticket: &Ticket, act: &Transition) -> Result<()> {
    let host = &request.host;
    authorize_transition(host.db(), request, ticket, act).await.map(|_| ())
}

/// Checks that the actor is staff of the ticket and that no claim hides it from them. `what` names what they want to do.
///
/// # Errors
/// A message for the member that says why not.
pub fn require_staff(request: &TicketRequest, ticket: &Ticket, what: &str) -> Result<()> {
    let locale = &request.locale;
    if !request.serves(ticket) {
        return Err(Error::user(messages::not_staff(locale, ticket, what)));
    }
    match request.hidden_by(ticket) {
        Some(claimer) => {
            let refusal = Refusal::Claimed(claimer);
            Err(Error::user(messages::refusal(locale, ticket, &Transition::Claim, &refusal)))
        }
        None => Ok(()),
    }
}
