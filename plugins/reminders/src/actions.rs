//! What can be done with a reminder, the same through a command, a button and the API.

use plugin_api::{
    Error, Host, JobName, Locale, LogKind, Result, Tx,
    chrono::TimeDelta,
    error::{MissingPermission, Who},
    permission::ChannelAccess,
    serenity::{ChannelId, ChannelType, GuildId, MessageId, Permissions, UserId},
};

use crate::{
    DELIVER, SNOOZE,
    domain::{Actor, Draft, Mention, ParkReason, Reminder, Status, Wish, next_occurrence, phase::Step},
    settings::ReminderSettings,
    store, view,
};

/// What both the owner and the bot need in the target channel.
const WRITE: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES);

/// What the bot needs on top: a reminder is an embed.
pub const BOT_NEEDS: Permissions = WRITE.union(Permissions::EMBED_LINKS);

/// Checks a wish against the rules, the settings and the permissions of its owner and of the bot in the target channel. `old` is what it
/// is to replace: whom that pings was allowed when it was made. `by` is who asks, and reads what is wrong.
///
/// # Errors
/// A sentence in the reader's language; [`Error::MissingPermission`] with the permission and the channel.
pub async fn check(
    host: &Host,
    guild: GuildId,
    owner: UserId,
    wish: Wish,
    old: Option<&Reminder>,
    by: UserId,
    reader: &Locale,
) -> Result<Draft> {
    let (settings, zone) = (host.settings::<ReminderSettings>(guild), host.guild(guild).timezone);
    let draft = wish
        .check(&settings, zone, host.clock().now())
        .map_err(|wrong| Error::user(view::wrong(reader, &wrong)))?;
    let theirs = |error| about_owner(error, owner, by, reader);
    let access = writable(host, guild, owner, draft.channel, reader).await.map_err(theirs)?;
    if old.is_none_or(|old| old.mention != draft.mention) {
        may_ping(host, &access, &settings, owner, draft.mention, reader).await.map_err(theirs)?;
    }
    Ok(draft)
}

/// Says «the owner lacks» instead of «you lack» to somebody else.
fn about_owner(error: Error, owner: UserId, by: UserId, reader: &Locale) -> Error {
    match error {
        Error::MissingPermission(missing) if missing.who == Who::Member && owner != by => {
            Error::user(view::owner_lacks(reader, owner, &missing))
        }
        other => other,
    }
}

/// Fetches a channel where both the owner and the bot may write.
async fn writable(
    host: &Host,
    guild: GuildId,
    owner: UserId,
    channel: ChannelId,
    reader: &Locale,
) -> Result<ChannelAccess> {
    let hidden =
        MissingPermission { permissions: Permissions::VIEW_CHANNEL, who: Who::Bot, channel: Some(channel) };
    let access = ChannelAccess::fetch(host, guild, channel).await?.ok_or(hidden)?;
    if !matches!(access.channel.kind, ChannelType::Text | ChannelType::News) {
        return Err(Error::user(view::text(reader, "refused-channel-kind")));
    }
    access.require(host, owner, WRITE).await?;
    access.require(host, host.bot(), BOT_NEEDS).await?;
    Ok(access)
}

/// `@everyone`, and roles that not everybody may ping, take the permission of that name; everyone takes the setting too.
async fn may_ping(
    host: &Host,
    access: &ChannelAccess,
    settings: &ReminderSettings,
    owner: UserId,
    mention: Mention,
    reader: &Locale,
) -> Result<()> {
    let free = match mention {
        Mention::Nobody | Mention::User(_) => true,
        Mention::Role(role) => access.role(role).is_some_and(|role| role.mentionable),
        Mention::Everyone if !settings.allow_everyone => {
            return Err(Error::user(view::text(reader, "refused-everyone")));
        }
        Mention::Everyone => false,
    };
    if free { Ok(()) } else { access.require(host, owner, Permissions::MENTION_EVERYONE).await }
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
) -> Result<Reminder> {
    let now = host.clock().now();
    // First: from here on no other is made in the guild, so that the count holds.
    let number = store::insert(tx, guild, owner, draft, now).await?;
    room(tx, host, guild, owner, reader).await?;
    schedule(tx, host, guild, number, draft).await?;
    stored(tx, guild, number).await
}

/// Refuses where a member has more that have not ended than the settings allow.
async fn room(tx: &mut Tx, host: &Host, guild: GuildId, owner: UserId, reader: &Locale) -> Result<()> {
    let most = host.settings::<ReminderSettings>(guild).max_active_per_member;
    if store::count(tx, guild, store::Scope::Of(owner)).await? > u64::from(most) {
        return Err(Error::user(view::text_with(reader, "refused-too-many", &[("most", most.into())])));
    }
    Ok(())
}

/// Puts a checked draft in a reminder's place, for the same owner. A paused one stays paused; any other is active from now on.
///
/// # Errors
/// A sentence where it was deleted meanwhile, or had ended and its owner has no room for it.
pub async fn replace(
    host: &Host,
    old: &Reminder,
    draft: &Draft,
    by: Option<UserId>,
    reader: &Locale,
) -> Result<Reminder> {
    let (guild, number) = (old.guild, old.number);
    let mut tx = host.db().begin().await?;
    let status = if old.status == Status::Paused { Status::Paused } else { Status::Active };
    if !store::replace(&mut tx, guild, number, status, draft).await? {
        return Err(gone(reader));
    }
    if old.status == Status::Ended {
        room(&mut tx, host, guild, old.created_by, reader).await?;
    }
    if status == Status::Active {
        schedule(&mut tx, host, guild, number, draft).await?;
    }
    host.jobs().cancel(&mut tx, SNOOZE, guild, &number.to_string()).await?;
    let new = stored(&mut tx, guild, number).await?;
    tx.commit().await?;
    take_down(host, old.channel, old.lead_message).await;
    announce(host, LogKind::Edited, &new, by);
    Ok(new)
}

/// Deletes a reminder, and what was announced of it.
///
/// # Errors
/// A sentence where it was deleted meanwhile.
pub async fn delete(host: &Host, reminder: &Reminder, by: Option<UserId>, reader: &Locale) -> Result<()> {
    let mut tx = host.db().begin().await?;
    if !store::delete(&mut tx, reminder.guild, reminder.number).await? {
        return Err(gone(reader));
    }
    cancel(&mut tx, host, reminder).await?;
    tx.commit().await?;
    take_down(host, reminder.channel, reminder.lead_message).await;
    announce(host, LogKind::Deleted, reminder, by);
    Ok(())
}

/// Pauses an active reminder.
///
/// # Errors
/// A sentence where it was sent or deleted meanwhile.
pub async fn pause(host: &Host, reminder: &Reminder, by: UserId, reader: &Locale) -> Result<()> {
    let (guild, number) = (reminder.guild, reminder.number);
    let mut tx = host.db().begin().await?;
    if !store::set_status(&mut tx, guild, number, Status::Paused, None, reminder.event_time).await? {
        return Err(Error::user(view::text(reader, "refused-ended")));
    }
    cancel(&mut tx, host, reminder).await?;
    tx.commit().await?;
    view::log(host, LogKind::Edited, reminder, "log-paused", Some(by));
    Ok(())
}

/// Resumes a paused or parked reminder with its next occurrence, if its owner and the bot may write in the channel. A parked one-off whose
/// time passed while it could not be sent is sent at once, marked as late or missed, as after an outage.
///
/// # Errors
/// A sentence where its one time has passed or its channel is gone; [`Error::MissingPermission`].
pub async fn resume(host: &Host, reminder: &Reminder, by: UserId, reader: &Locale) -> Result<Reminder> {
    if reminder.parked_reason == Some(ParkReason::ChannelGone) {
        return Err(Error::user(view::text(reader, "parked-channel_gone")));
    }
    let (now, zone) = (host.clock().now(), host.guild(reminder.guild).timezone);
    let event_time = if reminder.recurs() {
        next_occurrence(reminder.days, reminder.call_time, zone, now)
    } else {
        let hours = host.settings::<ReminderSettings>(reminder.guild).missed_hours;
        let since =
            if reminder.status == Status::Parked { now - TimeDelta::hours(hours.into()) } else { now };
        Some(reminder.event_time).filter(|at| *at > since)
    };
    let event_time = event_time.ok_or_else(|| Error::user(view::text(reader, "refused-resume-past")))?;
    let owner = reminder.created_by;
    writable(host, reminder.guild, owner, reminder.channel, reader)
        .await
        .map_err(|error| about_owner(error, owner, by, reader))?;
    let mut tx = host.db().begin().await?;
    store::set_status(&mut tx, reminder.guild, reminder.number, Status::Active, None, event_time).await?;
    let step = Step::first(event_time, reminder.lead_minutes, now);
    queue(&mut tx, host, reminder.guild, reminder.number, reminder.lead_minutes, step).await?;
    let resumed = stored(&mut tx, reminder.guild, reminder.number).await?;
    tx.commit().await?;
    view::log(host, LogKind::Edited, &resumed, "log-resumed", Some(by));
    Ok(resumed)
}

/// Refuses unless somebody may change a reminder: its owner, or who has Manage Messages in its channel.
///
/// # Errors
/// [`Error::MissingPermission`].
pub async fn authorise(host: &Host, actor: &Actor, reminder: &Reminder) -> Result<()> {
    if reminder.is_open_to(actor) {
        return Ok(());
    }
    let needed = Permissions::MANAGE_MESSAGES;
    match ChannelAccess::fetch(host, reminder.guild, reminder.channel).await? {
        Some(access) => access.require(host, actor.user, needed).await,
        // The channel is gone: nobody can be asked about it but an administrator, whom the check above let through.
        None => {
            Err(MissingPermission { permissions: needed, who: Who::Member, channel: Some(reminder.channel) }
                .into())
        }
    }
}

/// Finds a reminder by what a member chose or typed: `3`, `#3`, or the exact name of one that they are offered.
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
    let offered = store::offer(host.db(), guild, actor, typed, 25).await?;
    let wanted = typed.trim().to_lowercase();
    offered
        .into_iter()
        .find(|reminder| reminder.name.to_lowercase() == wanted)
        .ok_or_else(|| Error::user(view::text(reader, "refused-unknown-name")))
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
    if let Err(error) = channel.delete_message(host.http(), message).await.map_err(Error::from) {
        // 10008 Unknown Message, 10003 Unknown Channel
        if !matches!(error.discord_code(), Some(10003 | 10008)) {
            tracing::warn!(%channel, %message, %error, "a message of a reminder could not be removed");
        }
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
