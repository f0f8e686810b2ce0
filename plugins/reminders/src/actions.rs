//! What can be done with a reminder, the same through a command, a button and the API.

mod rights;

use plugin_api::{
    Error, Host, JobName, Locale, LogKind, Result, Tx,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{ChannelId, GuildId, MessageId, UserId},
    ui,
};

use crate::{
    DELIVER, SNOOZE,
    domain::{Actor, Draft, ParkReason, Reminder, Status, Wish, next_occurrence, phase::Step},
    settings::ReminderSettings,
    store, view,
};

pub use rights::{BOT_NEEDS, Refused, authorise, check, may_still_ping};

/// Checks a member's wish, makes a reminder of it and announces it.
///
/// # Errors
/// What [`check`] and [`create`] refuse.
pub async fn add(
    host: &Host,
    guild: GuildId,
    owner: UserId,
    wish: Wish,
    reader: &Locale,
) -> Result<Reminder> {
    let draft = check(host, guild, owner, wish, None, owner, reader).await?;
    let mut tx = host.db().begin().await?;
    let reminder = create(&mut tx, host, guild, owner, &draft, reader).await?;
    tx.commit().await?;
    announce(host, LogKind::Created, &reminder, Some(owner));
    Ok(reminder)
}

/// Makes a reminder of a checked draft inside the caller's transaction, which [`announce`] follows once it is committed.
///
/// # Errors
/// A sentence where the owner has as many as the settings allow.
pub async fn create(
    tx: &mut Tx,
    host: &Host,
    guild: GuildId,
    owner: UserId,
    draft: &Draft,
    reader: &Locale,
) -> Result<Reminder, Refused> {
    let now = host.clock().now();
    // First: from here on no other is made in the guild, so that the count holds.
    let number = store::insert(tx, guild, owner, draft, now).await?;
    room(tx, host, guild, owner, reader).await?;
    schedule(tx, host, guild, number, draft).await?;
    Ok(stored(tx, guild, number).await?)
}

/// Refuses where a member has more that have not ended than the settings allow.
async fn room(
    tx: &mut Tx,
    host: &Host,
    guild: GuildId,
    owner: UserId,
    reader: &Locale,
) -> Result<(), Refused> {
    let most = host.settings::<ReminderSettings>(guild).max_active_per_member;
    if store::count(tx, guild, store::Scope::Of(owner)).await? > u64::from(most) {
        let sentence = view::text_with(reader, "refused-too-many", &[("most", most.into())]);
        return Err(Refused::field("created_by", sentence));
    }
    Ok(())
}

/// A reminder as it is now, for the rest of the transaction. `seen` is what was checked: where it was moved or pings somebody else since,
/// that check does not hold.
async fn current(tx: &mut Tx, seen: &Reminder, reader: &Locale) -> Result<Reminder> {
    let current = store::lock(tx, seen.guild, seen.number).await?.ok_or_else(|| gone(reader))?;
    if (current.channel, current.mention) == (seen.channel, seen.mention) {
        return Ok(current);
    }
    Err(Error::user(view::text(reader, "refused-changed")))
}

/// Puts a checked draft in a reminder's place, for the same owner. A paused one stays paused; any other is active from now on.
///
/// # Errors
/// A sentence where it was deleted or moved meanwhile, or had ended and its owner has no room for it.
pub async fn replace(
    host: &Host,
    seen: &Reminder,
    draft: &Draft,
    by: Option<UserId>,
    reader: &Locale,
) -> Result<Reminder, Refused> {
    let (guild, number) = (seen.guild, seen.number);
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    let old = current(&mut tx, seen, reader).await?;
    let status = if old.status == Status::Paused { Status::Paused } else { Status::Active };
    store::replace(&mut tx, guild, number, status, draft).await?;
    if old.status == Status::Ended {
        room(&mut tx, host, guild, old.created_by, reader).await?;
    }
    if status == Status::Active {
        schedule(&mut tx, host, guild, number, draft).await?;
    }
    host.jobs().cancel(&mut tx, SNOOZE, guild, &number.to_string()).await?;
    let new = stored(&mut tx, guild, number).await?;
    tx.commit().await.map_err(Error::from)?;
    take_down(host, old.channel, old.lead_message).await;
    announce(host, LogKind::Edited, &new, by);
    Ok(new)
}

/// Deletes a reminder, and what was announced of it.
///
/// # Errors
/// A sentence where it was deleted or moved meanwhile.
pub async fn delete(host: &Host, seen: &Reminder, by: Option<UserId>, reader: &Locale) -> Result<()> {
    let mut tx = host.db().begin().await?;
    let reminder = current(&mut tx, seen, reader).await?;
    store::delete(&mut tx, reminder.guild, reminder.number).await?;
    cancel(&mut tx, host, &reminder).await?;
    tx.commit().await?;
    take_down(host, reminder.channel, reminder.lead_message).await;
    announce(host, LogKind::Deleted, &reminder, by);
    Ok(())
}

/// Pauses a reminder that has not ended.
///
/// # Errors
/// A sentence where it was sent, deleted or moved meanwhile.
pub async fn pause(host: &Host, seen: &Reminder, by: UserId, reader: &Locale) -> Result<()> {
    let mut tx = host.db().begin().await?;
    let reminder = current(&mut tx, seen, reader).await?;
    let (guild, number, at) = (reminder.guild, reminder.number, reminder.event_time);
    if !store::set_status(&mut tx, guild, number, Status::Paused, None, at).await? {
        return Err(Error::user(view::text(reader, "refused-ended")));
    }
    cancel(&mut tx, host, &reminder).await?;
    tx.commit().await?;
    view::log(host, LogKind::Edited, &reminder, "log-paused", Some(by));
    Ok(())
}

/// Resumes a paused or parked reminder with its next occurrence, if its owner, the bot and who asks may write in the channel. A parked
/// one-off whose time passed while it could not be sent is sent at once, marked as late or missed, as after an outage.
///
/// # Errors
/// A sentence where its one time has passed, its channel is gone or it was changed meanwhile; [`Error::MissingPermission`].
pub async fn resume(host: &Host, seen: &Reminder, by: UserId, reader: &Locale) -> Result<Reminder> {
    if seen.parked_reason == Some(ParkReason::ChannelGone) {
        return Err(Error::user(view::text(reader, "parked-channel_gone")));
    }
    rights::writable(host, seen, by, reader).await?;
    let now = host.clock().now();
    let mut tx = host.db().begin().await?;
    let reminder = current(&mut tx, seen, reader).await?;
    let (guild, number, lead) = (reminder.guild, reminder.number, reminder.lead_minutes);
    let event_time = comes_again(host, &reminder, now)
        .ok_or_else(|| Error::user(view::text(reader, "refused-resume-past")))?;
    store::set_status(&mut tx, guild, number, Status::Active, None, event_time).await?;
    queue(&mut tx, host, guild, number, lead, Step::first(event_time, lead, now)).await?;
    let resumed = stored(&mut tx, guild, number).await?;
    tx.commit().await?;
    view::log(host, LogKind::Edited, &resumed, "log-resumed", Some(by));
    Ok(resumed)
}

/// The occurrence with which a reminder goes on.
fn comes_again(host: &Host, reminder: &Reminder, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if reminder.recurs() {
        let zone = host.guild(reminder.guild).timezone;
        return next_occurrence(reminder.days, reminder.call_time, zone, now);
    }
    let hours = host.settings::<ReminderSettings>(reminder.guild).missed_hours;
    let since = if reminder.status == Status::Parked { now - TimeDelta::hours(hours.into()) } else { now };
    Some(reminder.event_time).filter(|at| *at > since && reminder.status != Status::Ended)
}

/// Finds a reminder by what a member chose or typed: `3`, `#3`, or the exact name or the label of one that they are
/// offered.
///
/// # Errors
/// A sentence where there is none.
pub async fn find(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    typed: &str,
    reader: &Locale,
) -> Result<Reminder> {
    if let Ok(number) = typed.trim().trim_start_matches('#').parse() {
        return store::get(host.db(), guild, number).await?.ok_or_else(|| gone(reader));
    }
    let wanted = typed.trim().to_lowercase();
    let named = |reminder: &Reminder| reminder.name.to_lowercase() == wanted;
    let offered = store::open_to(host.db(), guild, actor).await?;
    let labelled = |reminder: &&Reminder| reminder.answers_to(typed);
    let found = offered.iter().find(|reminder| named(reminder)).or_else(|| offered.iter().find(labelled));
    found.cloned().ok_or_else(|| Error::user(view::text(reader, "refused-unknown-name")))
}

/// The sentence for a number that nobody has in this guild.
#[must_use]
pub fn gone(reader: &Locale) -> Error {
    Error::user(view::text(reader, "refused-gone"))
}

/// Tells the log channel what became of a reminder.
pub fn announce(host: &Host, kind: LogKind, reminder: &Reminder, by: Option<UserId>) {
    let text = match kind {
        LogKind::Created => "log-created",
        LogKind::Edited => "log-edited",
        LogKind::Deleted => "log-deleted",
        _ => "log-sent",
    };
    view::log(host, kind, reminder, text, by);
}

/// Removes a message of ours. One that is gone already, or can't be reached, is not worth a failure.
pub async fn take_down(host: &Host, channel: ChannelId, message: Option<MessageId>) {
    let Some(message) = message else { return };
    let removed = channel.delete_message(host.http(), message).await;
    warn(channel, message, removed.map_err(Error::from), "removed");
}

/// Takes the buttons off a message of ours, as far as that can be done: they lead nowhere any more.
pub async fn take_buttons(host: &Host, channel: ChannelId, message: MessageId) {
    let edited = channel.edit_message(host.http(), message, ui::edit().components(Vec::new())).await;
    warn(channel, message, edited.map(drop).map_err(Error::from), "changed");
}

fn warn(channel: ChannelId, message: MessageId, done: Result<()>, what: &str) {
    // 10008 Unknown Message, 10003 Unknown Channel
    if let Err(error) = done
        && !matches!(error.discord_code(), Some(10003 | 10008))
    {
        tracing::warn!(%channel, %message, %error, "a message of a reminder could not be {what}");
    }
}

/// Queues a step, in place of the one that is queued.
///
/// # Errors
/// Where the database fails.
pub async fn queue(
    tx: &mut Tx,
    host: &Host,
    guild: GuildId,
    number: i64,
    lead_minutes: u32,
    step: Step,
) -> Result<()> {
    host.jobs().at(tx, DELIVER, guild, &number.to_string(), step.due(lead_minutes), &step).await
}

async fn schedule(tx: &mut Tx, host: &Host, guild: GuildId, number: i64, draft: &Draft) -> Result<()> {
    let step = Step::first(draft.event_time, draft.lead_minutes, host.clock().now());
    queue(tx, host, guild, number, draft.lead_minutes, step).await
}

/// Takes everything that is queued of a reminder back.
///
/// # Errors
/// Where the database fails.
pub async fn cancel(tx: &mut Tx, host: &Host, reminder: &Reminder) -> Result<()> {
    let cancelled: [JobName; 2] = [DELIVER, SNOOZE];
    for name in cancelled {
        host.jobs().cancel(tx, name, reminder.guild, &reminder.number.to_string()).await?;
    }
    Ok(())
}

async fn stored(tx: &mut Tx, guild: GuildId, number: i64) -> Result<Reminder> {
    store::get(tx, guild, number)
        .await?
        .ok_or_else(|| anyhow::anyhow!("reminder {number} is not there after it was written").into())
}
