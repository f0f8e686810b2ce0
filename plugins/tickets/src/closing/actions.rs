//! Asking the member whether a ticket may be closed, and what they think of the help.

use plugin_api::{
    ComponentInteraction, Error, Host, Locale, LogKind, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{GuildId, UserId},
};
use serde::{Deserialize, Serialize};

use super::{
    store::{self, Request},
    view,
};
use crate::{
    names::CLOSE_REQUEST,
    settings::TicketSettings,
    texts,
    ticket::{
        self, Act, Refusal, Status, Ticket,
        access::Actor,
        actions::{change, finish, locked, require_staff},
    },
};

/// What is next with a request to close: the payload of its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// The question is to be put in the channel.
    Ask,
    /// The member has had their time to answer it.
    Due,
}

/// Has the member asked whether their ticket may be closed. Gives until when they can say no.
///
/// # Errors
/// A sentence for `reader` where they may not, it is not open, they were asked already, or there is nobody to ask.
pub async fn request_close(
    host: &Host,
    guild: GuildId,
    id: i64,
    reason: &str,
    actor: &Actor,
    reader: &Locale,
) -> Result<DateTime<Utc>> {
    let (mut tx, ticket) = locked(host, guild, id, reader).await?;
    let done = request(&mut tx, host, &ticket, reason, actor, reader).await;
    let due = finish(tx, done).await?;
    ticket::messages::log(host, LogKind::Info, &ticket, "log-close-request", actor.user);
    Ok(due)
}

async fn request(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    reason: &str,
    actor: &Actor,
    reader: &Locale,
) -> Result<DateTime<Utc>> {
    requestable(host, ticket, actor, reader)?;
    if let Some(earlier) = store::request(&mut *tx, ticket.guild, ticket.id).await? {
        return Err(Error::user(view::already_asked(reader, ticket, &earlier)));
    }
    let now = host.clock().now();
    let due_at = now + answer_time(host, ticket.guild);
    let request =
        Request { by: actor.user, reason: reason.to_owned(), message: None, due_at, created_at: now };
    store::ask(tx, ticket, &request).await?;
    ticket::store::event(tx, ticket, store::REQUESTED, actor.user, "", now).await?;
    host.jobs().enqueue(tx, CLOSE_REQUEST, ticket.guild, &ticket.id.to_string(), now, &Step::Ask).await?;
    Ok(due_at)
}

/// Refuses to ask the member whether a ticket may be closed, and says why.
///
/// # Errors
/// A sentence for `reader`.
pub fn requestable(host: &Host, ticket: &Ticket, actor: &Actor, reader: &Locale) -> Result<()> {
    require_staff(host, ticket, actor, store::REQUESTED, reader)?;
    let id = ("id", ticket.id.to_string().into());
    match (ticket.status.is_live(), ticket.opener(), ticket.channel) {
        (true, Some(_), Some(_)) => Ok(()),
        (true, ..) => Err(Error::user(texts::text_with(reader, "refused-nobody-to-ask", &[id]))),
        (false, ..) => {
            let refusal = Refusal::Status(ticket.status);
            Err(Error::user(ticket::messages::refusal(reader, ticket, &Act::Close(String::new()), &refusal)))
        }
    }
}

/// How long a member has to answer.
#[must_use]
pub fn answer_time(host: &Host, guild: GuildId) -> TimeDelta {
    TimeDelta::hours(host.settings::<TicketSettings>(guild).close_request_hours.into())
}

/// The member's answer to whether their ticket may be closed. Gives the ticket afterwards.
///
/// # Errors
/// A sentence for `reader` where it is not theirs to answer, or no longer asked.
pub async fn answer_close(
    host: &Host,
    guild: GuildId,
    id: i64,
    yes: bool,
    actor: &Actor,
    reader: &Locale,
) -> Result<Ticket> {
    let (mut tx, ticket) = locked(host, guild, id, reader).await?;
    let done = answer(&mut tx, host, &ticket, yes, actor, reader).await;
    let (after, act) = finish(tx, done).await?;
    match act {
        Some(act) => ticket::messages::announce(host, &after, &act, actor.user).await,
        None => ticket::messages::log(host, LogKind::Info, &after, "log-close-declined", actor.user),
    }
    Ok(after)
}

async fn answer(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    yes: bool,
    actor: &Actor,
    reader: &Locale,
) -> Result<(Ticket, Option<Act>)> {
    let id = ("id", ticket.id.to_string().into());
    let request = store::request(&mut *tx, ticket.guild, ticket.id).await?;
    let Some(request) = request.filter(|_| ticket.status.is_live()) else {
        return Err(Error::user(texts::text_with(reader, "refused-not-asked", &[id])));
    };
    if actor.user.is_none() || actor.user != ticket.opener() {
        return Err(Error::user(texts::text_with(reader, "refused-not-yours-to-answer", &[id])));
    }
    if yes {
        let act = Act::Close(request.reason);
        return Ok((change(tx, host, ticket, &act, actor, reader).await?, Some(act)));
    }
    store::withdraw(&mut *tx, ticket.guild, ticket.id).await?;
    host.jobs().cancel(tx, CLOSE_REQUEST, ticket.guild, &ticket.id.to_string()).await?;
    ticket::store::event(tx, ticket, store::DECLINED, actor.user, "", host.clock().now()).await?;
    if ticket.status == Status::WaitingForUser {
        return Ok((change(tx, host, ticket, &Act::Resume, actor, reader).await?, None));
    }
    Ok((ticket.clone(), None))
}

/// What a member says of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opinion {
    /// How many stars of five.
    Stars(u8),
    /// What they write with them.
    Comment(String),
}

/// Keeps what a member says of the help with their ticket, and tells staff.
///
/// # Errors
/// A sentence where the ticket is gone or not theirs, it is not closed, or they write before they give stars.
pub async fn rate(
    press: &ComponentInteraction,
    id: i64,
    opinion: &Opinion,
) -> Result<(Ticket, store::Rating)> {
    let (host, reader, user) = (&press.host, press.member_locale(), press.user().id);
    let (mut tx, ticket) = locked(host, press.guild, id, &reader).await?;
    let done = keep(&mut tx, host, &ticket, user, opinion, &reader).await;
    finish(tx, done).await?;
    let rating = store::rating(host.db(), press.guild, id).await?;
    let rating = rating.ok_or_else(|| Error::user(ticket::messages::gone(&reader, id)))?;
    view::log_rating(host, &ticket, &rating);
    Ok((ticket, rating))
}

async fn keep(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    user: UserId,
    opinion: &Opinion,
    reader: &Locale,
) -> Result<()> {
    rateable(ticket, user, reader)?;
    let now = host.clock().now();
    let kept = match opinion {
        Opinion::Stars(stars) => {
            store::rate(tx, ticket, user, *stars, now).await?;
            true
        }
        Opinion::Comment(comment) => store::comment(tx, ticket, comment, now).await?,
    };
    if kept { Ok(()) } else { Err(Error::user(texts::text(reader, "refused-no-stars"))) }
}

/// Refuses who can't rate a ticket.
///
/// # Errors
/// A sentence for `reader`.
pub fn rateable(ticket: &Ticket, user: UserId, reader: &Locale) -> Result<()> {
    let id = ("id", ticket.id.to_string().into());
    if ticket.opener() != Some(user) {
        return Err(Error::user(texts::text_with(reader, "refused-not-yours-to-rate", &[id])));
    }
    match ticket.status {
        Status::Closed | Status::Archived => Ok(()),
        _ => Err(Error::user(texts::text_with(reader, "refused-rate-live", &[id]))),
    }
}
