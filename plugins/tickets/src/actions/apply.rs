//! Changing a ticket's state: the one way there is.

use plugin_api::{
    Error, Host, Locale, Result, Tx,
    chrono::{DateTime, Utc},
    serenity::GuildId,
};

use crate::{
    CLOSING, SYNC,
    domain::{Act, Change, Status, Ticket, transition},
    jobs::timers,
    rights::Actor,
    settings::TicketSettings,
    store, view,
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
    let mut tx = host.db().begin().await?;
    let Some(before) = store::lock(&mut tx, guild, id).await? else {
        tx.rollback().await?;
        return Err(Error::user(view::gone(reader, id)));
    };
    let changed = change(&mut tx, host, &before, &act, actor, reader).await;
    let after = match changed {
        Ok(after) => after,
        Err(error) => {
            tx.rollback().await?;
            return Err(error);
        }
    };
    tx.commit().await?;
    view::announce(host, &after, &act, actor.user).await;
    Ok(after)
}

/// The same inside the caller's transaction, with the ticket locked. [`view::announce`] follows once it is committed.
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
    let settings = host.settings::<TicketSettings>(before.guild);
    let standing = actor.standing(&settings, before);
    let outcome = transition(before, act, standing, actor.user)
        .map_err(|refusal| Error::user(view::refusal(reader, before, act, &refusal)))?;
    let now = host.clock().now();
    let after = changed(host, before, act, actor, outcome, now);
    store::change(tx, &after, now).await?;
    store::event(tx, &after, act.word(), actor.user, &detail(act), now).await?;
    timers::align(tx, host, &after).await?;
    let key = after.id.to_string();
    host.jobs().at(tx, SYNC, after.guild, &key, now, &()).await?;
    if after.status == Status::Closed {
        for name in CLOSING {
            host.jobs().at(tx, *name, after.guild, &key, now, &()).await?;
        }
    }
    Ok(after)
}

/// The ticket after a change.
fn changed(
    host: &Host,
    before: &Ticket,
    act: &Act,
    actor: &Actor,
    outcome: Change,
    now: DateTime<Utc>,
) -> Ticket {
    let mut after = Ticket {
        revision: before.revision + 1,
        status: outcome.to,
        claimed_by: outcome.claimed_by,
        escalated_to: outcome.escalated_to,
        updated_at: now,
        ..before.clone()
    };
    if after.claimed_by != before.claimed_by {
        after.claimed_at = after.claimed_by.map(|_| now);
    }
    if before.status == Status::WaitingForUser && after.status != Status::WaitingForUser {
        after.waited_seconds += timers::waited(host, before, now);
        after.waiting_since = None;
    }
    match act {
        Act::Wait => after.waiting_since = Some(now),
        Act::Escalate(_) => after.escalated_at = Some(now),
        Act::Close(reason) => {
            after.close_reason.clone_from(reason);
            after.closed_by = actor.user;
            after.closed_at = Some(now);
        }
        Act::Reopen => {
            after.reopened += 1;
            (after.closed_by, after.closed_at, after.transcript_at) = (None, None, None);
            after.close_reason.clear();
        }
        Act::Archive => after.archived_at = Some(now),
        _ => {}
    }
    after
}

/// What the history keeps of it besides the word.
fn detail(act: &Act) -> String {
    match act {
        Act::Transfer(to) => to.to_string(),
        Act::Escalate(to) => to.to_string(),
        Act::Close(reason) => reason.clone(),
        _ => String::new(),
    }
}
