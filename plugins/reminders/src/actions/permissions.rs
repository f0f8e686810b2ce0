//! The permissions to have a reminder sent to a channel, to ping there, and to change it.

use plugin_api::{
    DiscordCode, Error, Host, MissingPermission, PermissionHolder, Request, Result,
    permission::ChannelAccess,
    serenity::{ChannelId, ChannelType, GuildId, Permissions, UserId},
};

use crate::{
    domain::{Draft, Mention, Reminder, ReminderInput},
    settings::ReminderSettings,
    view,
};

/// What both the owner and the bot need in the target channel.
const WRITE: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES);

/// What the bot needs: a reminder is an embed. It needs Mention Everyone too, but only for a reminder that
/// pings everyone or a role that not everybody may ping.
pub(crate) const BOT_NEEDS: Permissions = WRITE.union(Permissions::EMBED_LINKS);

/// Why something is rejected.
#[derive(Debug)]
pub(crate) struct Rejection {
    /// The field of the API that is wrong; `None` if it is no field, or if the missing permission says which.
    pub(crate) field: Option<&'static str>,
    pub(crate) error: Error,
}

impl Rejection {
    /// A sentence about a field.
    pub(crate) fn field(field: &'static str, sentence: String) -> Self {
        Self { field: Some(field), error: Error::user(sentence) }
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self { field: None, error }
    }
}

impl From<sqlx::Error> for Rejection {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        rejection.error
    }
}

/// Validates an input by the rules, the settings, and the permissions of its owner, the actor and the bot in
/// the target channel. `old` is the reminder that it replaces: its owner was allowed to ping what that pings.
///
/// # Errors
/// A sentence in the actor's language; [`Error::MissingPermission`] with the permission and the channel.
pub(crate) async fn validate(
    request: &Request,
    owner: UserId,
    input: ReminderInput,
    old: Option<&Reminder>,
) -> Result<Draft, Rejection> {
    let (host, locale) = (&request.host, &request.locale);
    let settings = request.settings::<ReminderSettings>();
    let zone = host.guild(request.guild).timezone;
    let draft = input
        .validate(settings.input_limits(), zone, host.clock().now())
        .map_err(|error| Rejection::field(error.field(), view::input_error(locale, &error)))?;
    let access = fetch_channel(request, draft.channel).await?;
    check_guild(request, &access, &draft, old).await?;
    let unchanged = old.is_some_and(|old| (old.mention, old.channel) == (draft.mention, draft.channel));
    let ping = if unchanged && request.user().is_none_or(|actor| actor == owner) {
        Permissions::empty()
    } else {
        ping_permissions(&access, &settings, draft.mention)
            .ok_or_else(|| Rejection::field("mention", view::text(locale, "refused-everyone")))?
    };
    require_permissions(request, &access, owner, ping).await?;
    Ok(draft)
}

/// Rejects a mention, or a channel of the message it is made from, that is not of this guild. What `old`
/// already has may have left the guild since and is not asked for again.
async fn check_guild(
    request: &Request,
    access: &ChannelAccess,
    draft: &Draft,
    old: Option<&Reminder>,
) -> Result<(), Rejection> {
    let (host, guild) = (&request.host, request.guild);
    let foreign = match draft.mention {
        mention if old.is_some_and(|old| old.mention == mention) => None,
        Mention::Role(role) if access.role(role).is_none() => Some("refused-mention-role"),
        Mention::User(user) if !is_member(host, guild, user).await? => Some("refused-mention-user"),
        _ => None,
    };
    if let Some(id) = foreign {
        return Err(Rejection::field("mention.id", view::text(&request.locale, id)));
    }
    let origin = draft.origin.filter(|origin| old.and_then(|old| old.origin) != Some(*origin));
    let other_channel = origin.map(|origin| origin.channel).filter(|channel| *channel != draft.channel);
    if let Some(channel) = other_channel
        && ChannelAccess::fetch(host, guild, channel).await?.is_none()
    {
        return Err(Rejection::field("origin_channel_id", view::text(&request.locale, "refused-origin")));
    }
    Ok(())
}

async fn is_member(host: &Host, guild: GuildId, user: UserId) -> Result<bool> {
    match guild.member(host.http(), user).await.map_err(Error::from) {
        Ok(_) => Ok(true),
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)
            ) =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Rejects unless the owner of a reminder, the bot and the actor may write in its channel.
///
/// # Errors
/// A sentence, or [`Error::MissingPermission`].
pub(super) async fn require_write(request: &Request, reminder: &Reminder) -> Result<(), Rejection> {
    let access = fetch_channel(request, reminder.channel).await?;
    require_permissions(request, &access, reminder.created_by, Permissions::empty()).await
}

/// Fetches a channel that reminders can be sent to.
async fn fetch_channel(request: &Request, channel: ChannelId) -> Result<ChannelAccess, Rejection> {
    let hidden = MissingPermission {
        permissions: Permissions::VIEW_CHANNEL,
        holder: PermissionHolder::Bot,
        channel: Some(channel),
    };
    let access =
        ChannelAccess::fetch(&request.host, request.guild, channel).await?.ok_or(Error::from(hidden))?;
    if matches!(access.channel.kind, ChannelType::Text | ChannelType::News) {
        return Ok(access);
    }
    Err(Rejection::field("channel_id", view::text(&request.locale, "refused-channel-kind")))
}

/// Rejects unless the owner, the bot and the actor may write in a channel and have the permissions to ping there.
async fn require_permissions(
    request: &Request,
    access: &ChannelAccess,
    owner: UserId,
    ping: Permissions,
) -> Result<(), Rejection> {
    let host = &request.host;
    let other = request.user().filter(|actor| *actor != owner);
    if let Some(actor) = other {
        access.require(host, actor, WRITE | ping).await?;
    }
    match access.require(host, owner, WRITE | ping).await {
        // «The owner lacks», because «you lack» would be wrong for somebody else.
        Err(Error::MissingPermission(missing)) if other.is_some() => {
            Err(Error::user(view::owner_lacks_permission(&request.locale, owner, &missing)).into())
        }
        result => {
            result?;
            Ok(access.require(host, host.bot(), BOT_NEEDS | ping).await?)
        }
    }
}

/// The permissions that a ping takes in a channel; `None` if the settings forbid it. `@everyone`, and roles
/// that not everybody may ping, take Mention Everyone.
fn ping_permissions(
    access: &ChannelAccess,
    settings: &ReminderSettings,
    mention: Mention,
) -> Option<Permissions> {
    let free = match mention {
        Mention::Nobody | Mention::User(_) => true,
        Mention::Role(role) => access.role(role).is_some_and(|role| role.mentionable),
        Mention::Everyone if !settings.allow_everyone => return None,
        Mention::Everyone => false,
    };
    Some(if free { Permissions::empty() } else { Permissions::MENTION_EVERYONE })
}

/// Whether a reminder may still ping what it mentions: its owner or the bot may have lost the permission
/// since it was made.
pub(crate) async fn can_still_ping(host: &Host, reminder: &Reminder) -> Result<bool> {
    if matches!(reminder.mention, Mention::Nobody | Mention::User(_)) {
        return Ok(true);
    }
    let settings = host.settings::<ReminderSettings>(reminder.guild);
    // If the channel is gone, sending fails with that.
    let Some(access) = ChannelAccess::fetch(host, reminder.guild, reminder.channel).await? else {
        return Ok(false);
    };
    let Some(needed) = ping_permissions(&access, &settings, reminder.mention) else { return Ok(false) };
    if needed.is_empty() {
        return Ok(true);
    }
    let owners = access.permissions(host, reminder.created_by).await?;
    Ok(owners.contains(needed) && access.permissions(host, host.bot()).await?.contains(needed))
}

/// Rejects unless the acting member may change a reminder: its owner, or a member with Manage Messages in its channel.
///
/// # Errors
/// [`Error::MissingPermission`].
pub(crate) async fn authorize(request: &Request, reminder: &Reminder) -> Result<()> {
    let Some(user) = request.user().filter(|_| !reminder.is_editable_by(&request.actor)) else {
        return Ok(());
    };
    let (needed, channel) = (Permissions::MANAGE_MESSAGES, reminder.channel);
    match ChannelAccess::fetch(&request.host, reminder.guild, channel).await? {
        Some(access) => access.require(&request.host, user, needed).await,
        // The channel is gone, so nobody has permissions in it. Administrators have passed already.
        None => Err(MissingPermission {
            permissions: needed,
            holder: PermissionHolder::Member,
            channel: Some(channel),
        }
        .into()),
    }
}
