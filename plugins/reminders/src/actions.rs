//! What can be done with a reminder, the same through a command, a button and the API.

mod jobs;
mod messages;
mod permissions;

use plugin_api::{
    Error, Locale, LogKind, Request, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{GuildId, Permissions, UserId},
};

use crate::{
    domain::{Draft, ListScope, ParkReason, Reminder, ReminderInput, Status, Step, next_occurrence},
    names::SEND_SNOOZED,
    settings::ReminderSettings,
    store, view,
};

pub(crate) use jobs::{cancel_jobs, queue_step};
pub(crate) use messages::{delete_message, remove_buttons};
pub(crate) use permissions::{BOT_NEEDS, Rejection, authorize, can_still_ping, validate};

/// Validates what a member asks for and makes a reminder of it.
///
/// # Errors
/// What [`validate`] and [`create`] reject.
pub(crate) async fn add(request: &Request, owner: UserId, input: ReminderInput) -> Result<Reminder> {
    let draft = validate(request, owner, input, None).await?;
    let reminder = request
        .db()
        .transaction(async |tx| Ok::<_, Error>(create(tx, request, owner, &draft).await?))
        .await?;
    log_change(request, LogKind::Created, &reminder);
    Ok(reminder)
}

/// Makes a reminder inside the caller's transaction. The caller logs it with [`log_change`] once that is committed.
///
/// # Errors
/// A sentence if the owner has as many reminders as the settings allow.
pub(crate) async fn create(
    tx: &mut Tx,
    request: &Request,
    owner: UserId,
    draft: &Draft,
) -> Result<Reminder, Rejection> {
    let now = request.host.clock().now();
    // First, because from here on nobody else makes one in the guild, so that the count holds.
    let number = store::insert(tx, request.guild, owner, draft, now).await?;
    check_limit(tx, request, owner).await?;
    let reminder = fetch_stored(tx, request.guild, number).await?;
    queue_first_step(tx, request, &reminder).await?;
    Ok(reminder)
}

/// Rejects if a member has more reminders that have not ended than the settings allow.
async fn check_limit(tx: &mut Tx, request: &Request, owner: UserId) -> Result<(), Rejection> {
    let limit = request.settings::<ReminderSettings>().max_active_per_member;
    if store::count(tx, request.guild, store::Filter::Owner(owner)).await? > u64::from(limit) {
        let sentence = view::text_with(&request.locale, "refused-too-many", &[("most", limit.into())]);
        return Err(Rejection::field("created_by", sentence));
    }
    Ok(())
}

/// Locks a reminder and returns it as it is now. `checked` is what the permissions were checked for: if it
/// has been moved since or pings somebody else, that check no longer holds.
async fn lock_checked(tx: &mut Tx, request: &Request, checked: &Reminder) -> Result<Reminder> {
    let current = store::lock(tx, checked.guild, checked.number).await?;
    let current = current.ok_or_else(|| gone_error(&request.locale))?;
    if (current.channel, current.mention) == (checked.channel, checked.mention) {
        return Ok(current);
    }
    Err(Error::user(view::text(&request.locale, "refused-changed")))
}

/// Replaces a reminder by a validated draft, for the same owner. A paused reminder stays paused; any other is
/// active from now on.
///
/// # Errors
/// A sentence if it was deleted or moved in the meantime, or if it had ended and its owner has reached the limit.
pub(crate) async fn replace(
    request: &Request,
    checked: &Reminder,
    draft: &Draft,
) -> Result<Reminder, Rejection> {
    let (host, guild, number) = (&request.host, checked.guild, checked.number);
    let (old, new) = request
        .db()
        .transaction(async |tx| {
            let old = lock_checked(tx, request, checked).await?;
            let status = if old.status == Status::Paused { Status::Paused } else { Status::Active };
            store::update(tx, guild, number, status, draft).await?;
            if old.status == Status::Ended {
                check_limit(tx, request, old.created_by).await?;
            }
            let new = fetch_stored(tx, guild, number).await?;
            if status == Status::Active {
                queue_first_step(tx, request, &new).await?;
            }
            host.jobs().cancel(tx, SEND_SNOOZED, guild, &number.to_string()).await?;
            Ok::<_, Rejection>((old, new))
        })
        .await?;
    delete_message(host, old.channel, old.lead_message).await;
    log_change(request, LogKind::Edited, &new);
    Ok(new)
}

/// Deletes a reminder and its announcement.
///
/// # Errors
/// A sentence if it was deleted or moved in the meantime.
pub async fn delete(request: &Request, checked: &Reminder) -> Result<()> {
    let host = &request.host;
    let deleted = request
        .db()
        .transaction(async |tx| {
            let reminder = lock_checked(tx, request, checked).await?;
            store::delete(tx, reminder.guild, reminder.number).await?;
            cancel_jobs(tx, host, &reminder).await?;
            Ok::<_, Error>(reminder)
        })
        .await?;
    delete_message(host, deleted.channel, deleted.lead_message).await;
    log_change(request, LogKind::Deleted, &deleted);
    Ok(())
}

/// Pauses a reminder that has not ended.
///
/// # Errors
/// A sentence if it was sent, deleted or moved in the meantime.
pub async fn pause(request: &Request, checked: &Reminder) -> Result<()> {
    let paused = request
        .db()
        .transaction(async |tx| {
            let reminder = lock_checked(tx, request, checked).await?;
            if !store::set_status(tx, &reminder, Status::Paused, None, reminder.event_time).await? {
                return Err(Error::user(view::text(&request.locale, "refused-ended")));
            }
            cancel_jobs(tx, &request.host, &reminder).await?;
            Ok(reminder)
        })
        .await?;
    view::log(&request.host, LogKind::Edited, &paused, "log-paused", request.user());
    Ok(())
}

/// Resumes a paused or parked reminder with its next occurrence, if its owner, the bot and the actor may
/// write in the channel. A parked one-off whose time has passed is sent at once, marked as late or missed, as
/// after an outage.
///
/// # Errors
/// A sentence if its time has passed, its channel is gone or it was changed in the meantime;
/// [`Error::MissingPermission`].
pub(crate) async fn resume(request: &Request, checked: &Reminder) -> Result<Reminder> {
    if checked.parked_reason == Some(ParkReason::ChannelGone) {
        return Err(Error::user(view::text(&request.locale, "parked-channel_gone")));
    }
    permissions::require_write(request, checked).await?;
    let now = request.host.clock().now();
    let resumed = request
        .db()
        .transaction(async |tx| {
            let reminder = lock_checked(tx, request, checked).await?;
            let event_time = resumed_occurrence(request, &reminder, now)
                .ok_or_else(|| Error::user(view::text(&request.locale, "refused-resume-past")))?;
            store::set_status(tx, &reminder, Status::Active, None, event_time).await?;
            let resumed = fetch_stored(tx, reminder.guild, reminder.number).await?;
            queue_first_step(tx, request, &resumed).await?;
            Ok::<_, Error>(resumed)
        })
        .await?;
    view::log(&request.host, LogKind::Edited, &resumed, "log-resumed", request.user());
    Ok(resumed)
}

/// The occurrence with which a reminder goes on.
fn resumed_occurrence(request: &Request, reminder: &Reminder, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if reminder.recurs() {
        let zone = request.host.guild(reminder.guild).timezone;
        return next_occurrence(reminder.days, reminder.call_time, zone, now);
    }
    let missed = request.settings::<ReminderSettings>().deadlines().missed;
    let since = now - if reminder.status == Status::Parked { missed } else { TimeDelta::zero() };
    Some(reminder.event_time).filter(|at| *at > since && reminder.status != Status::Ended)
}

/// Finds a reminder by what a member chose or typed: `3`, `#3`, an exact name, or the label of a choice.
///
/// # Errors
/// A sentence if there is none.
pub(crate) async fn find(request: &Request, typed: &str) -> Result<Reminder> {
    let (db, guild, locale) = (request.db(), request.guild, &request.locale);
    if let Ok(number) = typed.trim().trim_start_matches('#').parse() {
        return store::fetch(db, guild, number).await?.ok_or_else(|| gone_error(locale));
    }
    let name = typed.trim().to_lowercase();
    let editable = store::fetch_editable_by(db, guild, &request.actor).await?;
    let by_name = editable.iter().find(|reminder| reminder.name.to_lowercase() == name);
    let found = by_name.or_else(|| editable.iter().find(|reminder| reminder.matches_label(typed)));
    found.cloned().ok_or_else(|| Error::user(view::text(locale, "refused-unknown-name")))
}

/// The filter of a list, if the actor may see it.
///
/// # Errors
/// [`Error::MissingPermission`] for all reminders of a guild without Manage Server.
pub(crate) fn authorize_list(request: &Request, scope: ListScope) -> Result<store::Filter> {
    let filter = match scope {
        ListScope::Mine => request.user().map(store::Filter::Owner),
        ListScope::Channel => request.actor.channel().map(store::Filter::Channel),
        ListScope::All => {
            request.require(Permissions::MANAGE_GUILD)?;
            Some(store::Filter::All)
        }
    };
    filter.ok_or_else(|| anyhow::anyhow!("only a member in a channel has this list").into())
}

/// The error for a number that no reminder of this guild has.
pub(crate) fn gone_error(locale: &Locale) -> Error {
    Error::user(view::text(locale, "refused-gone"))
}

/// Tells the log channel what was done with a reminder.
pub(crate) fn log_change(request: &Request, kind: LogKind, reminder: &Reminder) {
    let id = match kind {
        LogKind::Created => "log-created",
        LogKind::Deleted => "log-deleted",
        _ => "log-edited",
    };
    view::log(&request.host, kind, reminder, id, request.user());
}

async fn queue_first_step(tx: &mut Tx, request: &Request, reminder: &Reminder) -> Result<()> {
    let step = Step::first(reminder.event_time, reminder.lead_minutes, request.host.clock().now());
    queue_step(tx, &request.host, reminder, step).await
}

async fn fetch_stored(tx: &mut Tx, guild: GuildId, number: i64) -> Result<Reminder> {
    store::fetch(tx, guild, number)
        .await?
        .ok_or_else(|| anyhow::anyhow!("reminder {number} is not there after it was written").into())
}
