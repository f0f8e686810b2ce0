//! Who may have what sent where, and whom it may ping.

use plugin_api::{
    Error, Host, Locale, Result,
    error::{MissingPermission, Who},
    permission::ChannelAccess,
    serenity::{ChannelId, ChannelType, GuildId, Permissions, UserId},
};

use crate::{
    domain::{Actor, Draft, Mention, Reminder, Wish},
    settings::ReminderSettings,
    view,
};

/// What both the owner and the bot need in the target channel.
const WRITE: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES);

/// What the bot needs on top: a reminder is an embed. To ping everyone, or a role that not everybody may ping, it needs the permission of
/// that name too, which is asked for when somebody wants that.
pub const BOT_NEEDS: Permissions = WRITE.union(Permissions::EMBED_LINKS);

/// Why something can't be done.
#[derive(Debug)]
pub struct Refused {
    /// The field of the API at fault; `None` where it is none, or the missing permission says it.
    pub field: Option<&'static str>,
    /// The reason.
    pub error: Error,
}

impl Refused {
    /// A sentence about a field.
    #[must_use]
    pub fn field(field: &'static str, sentence: String) -> Self {
        Self { field: Some(field), error: Error::user(sentence) }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { field: None, error }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        refused.error
    }
}

/// Checks a wish against the rules, the settings and the permissions in the target channel of its owner, of the bot, and of who asks
/// (`by`), who reads what is wrong. `old` is what it is to replace: whom that pings there was allowed to its owner.
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
) -> Result<Draft, Refused> {
    let (settings, zone) = (host.settings::<ReminderSettings>(guild), host.guild(guild).timezone);
    let draft = wish
        .check(&settings, zone, host.clock().now())
        .map_err(|wrong| Refused::field(wrong.field(), view::wrong(reader, &wrong)))?;
    let access = channel(host, guild, draft.channel, reader).await?;
    of_guild(host, &access, &draft, old, reader).await?;
    let same = |old: &Reminder| (old.mention, old.channel) == (draft.mention, draft.channel);
    let ping = if by == owner && old.is_some_and(same) {
        Permissions::empty()
    } else {
        to_ping(&access, &settings, draft.mention)
            .ok_or_else(|| Refused::field("mention", view::text(reader, "refused-everyone")))?
    };
    may_write(host, &access, owner, by, ping, reader).await?;
    Ok(draft)
}

/// Refuses whom it would ping and the channel of the message it is made from where they are none of the guild's. What `old` has already
/// may have left since.
async fn of_guild(
    host: &Host,
    access: &ChannelAccess,
    draft: &Draft,
    old: Option<&Reminder>,
    reader: &Locale,
) -> Result<(), Refused> {
    let guild = access.channel.guild_id;
    let stranger = match draft.mention {
        mention if old.is_some_and(|old| old.mention == mention) => None,
        Mention::Role(role) if access.role(role).is_none() => Some("refused-mention-role"),
        Mention::User(user) if !is_member(host, guild, user).await? => Some("refused-mention-user"),
        _ => None,
    };
    if let Some(id) = stranger {
        return Err(Refused::field("mention.id", view::text(reader, id)));
    }
    let origin = draft.origin.filter(|origin| old.and_then(|old| old.origin) != Some(*origin));
    let elsewhere = origin.map(|origin| origin.channel).filter(|origin| *origin != draft.channel);
    if let Some(origin) = elsewhere
        && ChannelAccess::fetch(host, guild, origin).await?.is_none()
    {
        return Err(Refused::field("origin_channel_id", view::text(reader, "refused-origin")));
    }
    Ok(())
}

async fn is_member(host: &Host, guild: GuildId, user: UserId) -> Result<bool> {
    match guild.member(host.http(), user).await.map_err(Error::from) {
        Ok(_) => Ok(true),
        // 10007 Unknown Member, 10013 Unknown User
        Err(error) if matches!(error.discord_code(), Some(10007 | 10013)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Refuses unless the owner, the bot and who asks may write in a channel.
///
/// # Errors
/// A sentence, or [`Error::MissingPermission`].
pub(super) async fn writable(
    host: &Host,
    reminder: &Reminder,
    by: UserId,
    reader: &Locale,
) -> Result<(), Refused> {
    let access = channel(host, reminder.guild, reminder.channel, reader).await?;
    may_write(host, &access, reminder.created_by, by, Permissions::empty(), reader).await
}

/// Fetches a channel that reminders can be sent to.
async fn channel(
    host: &Host,
    guild: GuildId,
    channel: ChannelId,
    reader: &Locale,
) -> Result<ChannelAccess, Refused> {
    let hidden =
        MissingPermission { permissions: Permissions::VIEW_CHANNEL, who: Who::Bot, channel: Some(channel) };
    let access = ChannelAccess::fetch(host, guild, channel).await?.ok_or(Error::from(hidden))?;
    if matches!(access.channel.kind, ChannelType::Text | ChannelType::News) {
        return Ok(access);
    }
    Err(Refused::field("channel_id", view::text(reader, "refused-channel-kind")))
}

async fn may_write(
    host: &Host,
    access: &ChannelAccess,
    owner: UserId,
    by: UserId,
    ping: Permissions,
    reader: &Locale,
) -> Result<(), Refused> {
    if by != owner {
        access.require(host, by, WRITE | ping).await?;
    }
    let theirs = access.require(host, owner, WRITE | ping).await;
    theirs.map_err(|error| about_owner(error, owner, by, reader))?;
    Ok(access.require(host, host.bot(), BOT_NEEDS | ping).await?)
}

/// Says «the owner lacks» instead of «you lack» to somebody else.
fn about_owner(error: Error, owner: UserId, by: UserId, reader: &Locale) -> Error {
    match error {
        Error::MissingPermission(missing) if owner != by => {
            Error::user(view::owner_lacks(reader, owner, &missing))
        }
        other => other,
    }
}

/// What it takes to ping in a channel; `None` where the settings forbid it. `@everyone`, and roles that not everybody may ping, take the
/// permission of that name.
fn to_ping(access: &ChannelAccess, settings: &ReminderSettings, mention: Mention) -> Option<Permissions> {
    let free = match mention {
        Mention::Nobody | Mention::User(_) => true,
        Mention::Role(role) => access.role(role).is_some_and(|role| role.mentionable),
        Mention::Everyone if !settings.allow_everyone => return None,
        Mention::Everyone => false,
    };
    Some(if free { Permissions::empty() } else { Permissions::MENTION_EVERYONE })
}

/// Whether a reminder may still ping whom it mentions: its owner or the bot may have lost the permission since it was made.
///
/// # Errors
/// Where Discord fails.
pub async fn may_still_ping(host: &Host, reminder: &Reminder) -> Result<bool> {
    if matches!(reminder.mention, Mention::Nobody | Mention::User(_)) {
        return Ok(true);
    }
    let settings = host.settings::<ReminderSettings>(reminder.guild);
    // Where there is no channel, sending says so.
    let Some(access) = ChannelAccess::fetch(host, reminder.guild, reminder.channel).await? else {
        return Ok(false);
    };
    let Some(needed) = to_ping(&access, &settings, reminder.mention) else { return Ok(false) };
    if needed.is_empty() {
        return Ok(true);
    }
    let owners = access.permissions(host, reminder.created_by).await?;
    Ok(owners.contains(needed) && access.permissions(host, host.bot()).await?.contains(needed))
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
