//! Changing a ticket's state: the one way there is.

use plugin_api::{Error, Host, Locale, Result, Tx, db::Executor, serenity::GuildId};

use super::{
    access::Actor,
    domain::{Status, Ticket},
    messages,
    store::{self, Detail},
    timers,
    transitions::{Act, Change, Refusal, Standing, transition},
};
use crate::{
    names::{FAREWELL, SYNC},
    people::Guest,
    settings::TicketSettings,
};

/// Does something with a ticket for somebody who may, and tells the log channel and the ticket's own.
///
/// # Errors
/// A sentence for `reader` that says why it is not done: it is gone, somebody else was first, they may not, or not now.
pub async fn apply(
    host: &Host,
    guild: GuildId,
    id: i64,
    act: Act,
    actor: &Actor,
    reader: &Locale,
) -> Result<Ticket> {
    let (mut tx, before) = locked(host, guild, id, reader).await?;
    let changed = change(&mut tx, host, &before, &act, actor, reader).await;
    let after = finish(tx, changed).await?;
    messages::announce(host, &after, &act, actor.user).await;
    Ok(after)
}

/// Begins a transaction in which nobody else changes a ticket.
///
/// # Errors
/// A sentence for `reader` where there is no such ticket.
pub async fn locked(host: &Host, guild: GuildId, id: i64, reader: &Locale) -> Result<(Tx, Ticket)> {
    let mut tx = host.db().begin().await?;
    match store::lock(&mut tx, guild, id).await? {
        Some(ticket) => Ok((tx, ticket)),
        None => {
            tx.rollback().await?;
            Err(Error::user(messages::gone(reader, id)))
        }
    }
}

/// Ends a transaction: what was done in it is durable where it succeeded, and undone where it did not.
///
/// # Errors
/// What was not done, or where the database fails.
pub async fn finish<T>(tx: Tx, done: Result<T>) -> Result<T> {
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

/// The same inside the caller's transaction, with the ticket locked. [`messages::announce`] follows once it is committed.
///
/// # Errors
/// As [`apply`].
pub async fn change(
    tx: &mut Tx,
    host: &Host,
    before: &Ticket,
    act: &Act,
    actor: &Actor,
    reader: &Locale,
) -> Result<Ticket> {
    let outcome = permitted(&mut *tx, host, before, act, actor, reader).await?;
    let now = host.clock().now();
    let after = before.changed(act, outcome, actor.user, timers::paused(host, before, now), now);
    store::change(tx, &after, now).await?;
    store::event(tx, &after, act.word(), actor.user, detail(act), now).await?;
    timers::align(tx, host, &after).await?;
    let key = after.id.to_string();
    host.jobs().enqueue(tx, SYNC, after.guild, &key, now, &()).await?;
    if after.status == Status::Closed {
        host.jobs().enqueue(tx, FAREWELL, after.guild, &key, now, &()).await?;
    }
    Ok(after)
}

/// What becomes of a ticket when they do something with it. From whom it is hidden is none of its staff until it is closed: where it is
/// their own they do with it what any member may, otherwise they are told who has it in hand.
pub(crate) async fn permitted(
    on: impl Executor,
    host: &Host,
    ticket: &Ticket,
    act: &Act,
    actor: &Actor,
    reader: &Locale,
) -> Result<Change> {
    let settings = host.settings::<TicketSettings>(ticket.guild);
    let outcome = match actor.hidden_by(&settings, ticket) {
        Some(_) if ticket.opener() == actor.user => transition(ticket, act, Standing::Opener, actor.user),
        Some(claimer) => Err(Refusal::Claimed(claimer)),
        None => transition(ticket, act, actor.standing(on, &settings, ticket).await?, actor.user),
    };
    outcome.map_err(|refusal| Error::user(messages::refusal(reader, ticket, act, &refusal)))
}

/// What the history keeps of it besides the word. Why a ticket was closed stands in its row alone.
const fn detail(act: &Act) -> Detail<'static> {
    match act {
        Act::Transfer(to) => Detail::To(Guest::Member(*to)),
        Act::Escalate(to) => Detail::To(Guest::Role(*to)),
        _ => Detail::Word(""),
    }
}

/// A guild's ticket.
///
/// # Errors
/// A sentence for `reader` where there is none.
pub async fn find(host: &Host, guild: GuildId, id: i64, reader: &Locale) -> Result<Ticket> {
    store::get(host.db(), guild, id).await?.ok_or_else(|| Error::user(messages::gone(reader, id)))
}

/// Refuses what can't be done with a ticket as it stands by who asks, before a form is opened for it. It is asked again when it is done.
///
/// # Errors
/// A sentence for `reader` that says why.
pub async fn allowed(host: &Host, ticket: &Ticket, act: &Act, actor: &Actor, reader: &Locale) -> Result<()> {
    permitted(host.db(), host, ticket, act, actor, reader).await.map(|_| ())
}

/// Refuses who is not of a ticket's staff, and from whom claiming hides it. `what` is the word for what they want.
///
/// # Errors
/// A sentence for `reader`.
pub fn require_staff(host: &Host, ticket: &Ticket, actor: &Actor, what: &str, reader: &Locale) -> Result<()> {
    let settings = host.settings::<TicketSettings>(ticket.guild);
    if !actor.serves(&settings, ticket) {
        return Err(Error::user(messages::not_staff(reader, ticket, what)));
    }
    match actor.hidden_by(&settings, ticket) {
        Some(claimer) => {
            let refusal = Refusal::Claimed(claimer);
            Err(Error::user(messages::refusal(reader, ticket, &Act::Claim, &refusal)))
        }
        None => Ok(()),
    }
}
