//! Asking the member whether a ticket may be closed, and what they think of the help.

use plugin_api::{
    Error, Host, LogKind, Request, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{GuildId, UserId},
};
use serde::{Deserialize, Serialize};

use super::{
    store::{self, CloseRequest},
    view,
};
use crate::{
    names::CLOSE_REQUEST,
    settings::TicketSettings,
    texts,
    ticket::{
        self, Refusal, Status, Ticket, Transition,
        access::TicketRequest,
        actions::{change, commit_or_rollback, lock_ticket, require_staff},
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
/// A message for the member if they may not, if the ticket is not open, if the question was asked already, or if there is nobody to ask.
pub async fn request_close(request: &TicketRequest, id: i64, reason: &str) -> Result<DateTime<Utc>> {
    let host = &request.host;
    let (mut tx, ticket) = lock_ticket(request, id).await?;
    let done = insert_request(&mut tx, request, &ticket, reason).await;
    let due = commit_or_rollback(tx, done).await?;
    ticket::messages::log(host, LogKind::Info, &ticket, "log-close-request", request.user());
    Ok(due)
}

async fn insert_request(
    tx: &mut Tx,
    request: &TicketRequest,
    ticket: &Ticket,
    reason: &str,
) -> Result<DateTime<Utc>> {
    let (host, locale) = (&request.host, &request.locale);
    requestable(request, ticket)?;
    if let Some(earlier) = store::request(&mut *tx, ticket.guild, ticket.id).await? {
        return Err(Error::user(view::already_asked(locale, ticket, &earlier)));
    }
    let now = host.clock().now();
    let due_at = now + answer_time(host, ticket.guild);
    let asked = CloseRequest {
        by: request.user(),
        reason: reason.to_owned(),
        message: None,
        due_at,
        created_at: now,
    };
    store::ask(tx, ticket, &asked).await?;
    ticket::store::insert_event(
        tx,
        ticket,
        ticket::store::Event::new(store::REQUESTED, request.user(), ""),
        now,
    )
    .await?;
    host.jobs().enqueue(tx, CLOSE_REQUEST, ticket.guild, &ticket.id.to_string(), now, &Step::Ask).await?;
    Ok(due_at)
}

/// Refuses to ask the member whether a ticket may be closed, and says why.
///
/// # Errors
/// A message for the member that says why not.
pub fn requestable(request: &TicketRequest, ticket: &Ticket) -> Result<()> {
    let locale = &request.locale;
    require_staff(request, ticket, store::REQUESTED)?;
    let id = ("id", ticket.id.to_string().into());
    match (ticket.status.is_live(), ticket.opener(), ticket.channel) {
        (true, Some(_), Some(_)) => Ok(()),
        (true, ..) => Err(Error::user(texts::text_with(locale, "refused-nobody-to-ask", &[id]))),
        (false, ..) => {
            let refusal = Refusal::Status(ticket.status);
            Err(Error::user(ticket::messages::refusal(
                locale,
                ticket,
                &Transition::Close(String::new()),
                &refusal,
            )))
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
/// A message for the member if the question is not theirs to answer, or no longer open.
pub async fn answer_close(request: &TicketRequest, id: i64, yes: bool) -> Result<Ticket> {
    let host = &request.host;
    let (mut tx, ticket) = lock_ticket(request, id).await?;
    let done = answer(&mut tx, request, &ticket, yes).await;
    let (after, act) = commit_or_rollback(tx, done).await?;
    match act {
        Some(act) => ticket::messages::announce(host, &after, &act, request.user()).await,
        None => ticket::messages::log(host, LogKind::Info, &after, "log-close-declined", request.user()),
    }
    Ok(after)
}

async fn answer(
    tx: &mut Tx,
    request: &TicketRequest,
    ticket: &Ticket,
    yes: bool,
) -> Result<(Ticket, Option<Transition>)> {
    let (host, locale) = (&request.host, &request.locale);
    let id = ("id", ticket.id.to_string().into());
    let asked = store::request(&mut *tx, ticket.guild, ticket.id).await?;
    let Some(asked) = asked.filter(|_| ticket.status.is_live()) else {
        return Err(Error::user(texts::text_with(locale, "refused-not-asked", &[id])));
    };
    if request.user().is_none() || request.user() != ticket.opener() {
        return Err(Error::user(texts::text_with(locale, "refused-not-yours-to-answer", &[id])));
    }
    if yes {
        let act = Transition::Close(asked.reason);
        return Ok((change(tx, request, ticket, &act).await?, Some(act)));
    }
    store::withdraw(&mut *tx, ticket.guild, ticket.id).await?;
    host.jobs().cancel(tx, CLOSE_REQUEST, ticket.guild, &ticket.id.to_string()).await?;
    ticket::store::insert_event(
        tx,
        ticket,
        ticket::store::Event::new(store::DECLINED, request.user(), ""),
        host.clock().now(),
    )
    .await?;
    if ticket.status == Status::WaitingForUser {
        return Ok((change(tx, request, ticket, &Transition::Resume).await?, None));
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
pub async fn rate(request: &Request, id: i64, opinion: &Opinion) -> Result<(Ticket, store::Rating)> {
    let host = &request.host;
    let (mut tx, ticket) = lock_ticket(request, id).await?;
    let done = insert_opinion(&mut tx, request, &ticket, opinion).await;
    commit_or_rollback(tx, done).await?;
    let rating = store::rating(host.db(), request.guild, id).await?;
    let rating = rating.ok_or_else(|| Error::user(ticket::messages::gone(&request.locale, id)))?;
    view::log_rating(host, &ticket, &rating);
    Ok((ticket, rating))
}

async fn insert_opinion(tx: &mut Tx, request: &Request, ticket: &Ticket, opinion: &Opinion) -> Result<()> {
    let user = rateable(ticket, request)?;
    let (now, locale) = (request.host.clock().now(), &request.locale);
    let kept = match opinion {
        Opinion::Stars(stars) => {
            store::rate(tx, ticket, user, *stars, now).await?;
            true
        }
        Opinion::Comment(comment) => store::comment(tx, ticket, comment, now).await?,
    };
    if kept { Ok(()) } else { Err(Error::user(texts::text(locale, "refused-no-stars"))) }
}

/// Returns the member who may rate a closed ticket, or an error for whoever may not.
pub fn rateable(ticket: &Ticket, request: &Request) -> Result<UserId> {
    let (locale, id) = (&request.locale, ("id", ticket.id.to_string().into()));
    let user = ticket.opener().filter(|opener| request.user() == Some(*opener));
    let Some(user) = user else {
        return Err(Error::user(texts::text_with(locale, "refused-not-yours-to-rate", &[id])));
    };
    match ticket.status {
        Status::Closed | Status::Archived => Ok(user),
        _ => Err(Error::user(texts::text_with(locale, "refused-rate-live", &[id]))),
    }
}
