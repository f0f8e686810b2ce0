//! Which timers a ticket has follows from its row alone.

use plugin_api::{
    Host, JobName, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
};

use super::{
    domain::{Status, Ticket},
    sla::{self, Alert, Calendar},
    store::{self, history::Done},
};
use crate::{
    closing,
    names::{ARCHIVE, CLOSE_REQUEST, DELETE, INACTIVE, REMIND, SLA},
    settings::{Category, TicketSettings},
};

/// Sets, moves and cancels all timers of a ticket as its state wants them. Called in the transaction of every change.
pub async fn align(tx: &mut Tx, host: &Host, ticket: &Ticket) -> Result<()> {
    let settings = host.settings::<TicketSettings>(ticket.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    let done = store::history::fetch_timer_events(&mut *tx, ticket.guild, ticket.id).await?;
    let key = ticket.id.to_string();
    for alert in Alert::ALL {
        let due = alert_due(host, ticket, &category, alert).filter(|due| {
            // What was said stays said, unless the target has moved ahead again.
            *due > host.clock().now() || !done.iter().any(|done| done.is_alert(alert))
        });
        set(tx, host, ticket, (SLA, &format!("{key}:{}", alert.as_str())), due).await?;
    }
    set(tx, host, ticket, (REMIND, &key), remind_due(ticket, &category, &done)).await?;
    set(tx, host, ticket, (INACTIVE, &key), inactive_due(ticket, &category)).await?;
    set(tx, host, ticket, (ARCHIVE, &key), archive_due(ticket, &settings)).await?;
    set(tx, host, ticket, (DELETE, &key), delete_due(ticket, &settings)).await?;
    if !ticket.status.is_live() {
        closing::store::withdraw(&mut *tx, ticket.guild, ticket.id).await?;
        host.jobs().cancel(tx, CLOSE_REQUEST, ticket.guild, &key).await?;
    }
    Ok(())
}

async fn set(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    (name, key): (JobName, &str),
    due: Option<DateTime<Utc>>,
) -> Result<()> {
    match due {
        Some(due) => host.jobs().enqueue(tx, name, ticket.guild, key, due, &()).await,
        None => host.jobs().cancel(tx, name, ticket.guild, key).await,
    }
}

/// When staff are to be told that a target is nearly missed, or that it is; `None` where its clock does not run.
#[must_use]
pub fn alert_due(host: &Host, ticket: &Ticket, category: &Category, alert: Alert) -> Option<DateTime<Utc>> {
    let target = *category.targets.get(&ticket.priority)?;
    let percent = host.settings::<TicketSettings>(ticket.guild).sla_warning_percent;
    sla::due(ticket, alert, target, percent, &calendar(host, ticket, category))
}

/// When a member who does not answer is to be reminded, unless they were since staff wait for them.
#[must_use]
pub fn remind_due(ticket: &Ticket, category: &Category, done: &[Done]) -> Option<DateTime<Utc>> {
    let since = waiting_since(ticket)?;
    let (remind, close) = (category.remind_after_hours, category.close_after_hours);
    if remind == 0 || (close != 0 && remind >= close) || done.iter().any(|done| done.is_reminder(since)) {
        return None;
    }
    Some(since + TimeDelta::hours(remind.into()))
}

/// When a ticket whose member does not answer is to be closed.
#[must_use]
pub fn inactive_due(ticket: &Ticket, category: &Category) -> Option<DateTime<Utc>> {
    let since = waiting_since(ticket)?;
    (category.close_after_hours != 0).then(|| since + TimeDelta::hours(category.close_after_hours.into()))
}

/// Since when staff wait for the member; never while the member waits for staff.
fn waiting_since(ticket: &Ticket) -> Option<DateTime<Utc>> {
    ticket.waiting_since.filter(|_| ticket.status == Status::WaitingForUser)
}

/// When a closed ticket is to be archived.
#[must_use]
pub fn archive_due(ticket: &Ticket, settings: &TicketSettings) -> Option<DateTime<Utc>> {
    let closed = ticket.closed_at.filter(|_| ticket.status == Status::Closed)?;
    Some(closed + TimeDelta::hours(settings.archive_after_hours.into()))
}

fn delete_due(ticket: &Ticket, settings: &TicketSettings) -> Option<DateTime<Utc>> {
    let archived = ticket.archived_at.filter(|_| ticket.status == Status::Archived)?;
    ticket.channel?;
    Some(archived + TimeDelta::hours(settings.delete_after_hours.into()))
}

/// How many seconds of working hours have passed since a ticket's clocks were stopped; none where they run.
#[must_use]
pub fn paused(host: &Host, ticket: &Ticket, now: DateTime<Utc>) -> i64 {
    let Some(since) = ticket.paused_since() else { return 0 };
    let settings = host.settings::<TicketSettings>(ticket.guild);
    let category = settings.category(&ticket.category).unwrap_or_default();
    calendar(host, ticket, &category).seconds(since, now)
}

/// When staff of a ticket's category work. The settings were checked when they were read: hours that can't be read are none.
fn calendar(host: &Host, ticket: &Ticket, category: &Category) -> Calendar {
    Calendar { week: category.hours.parse().unwrap_or_default(), zone: host.guild(ticket.guild).timezone }
}
