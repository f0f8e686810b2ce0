//! Making channels and threads, finding those that a try that died has made, and changing them.

use plugin_api::{
    DiscordCode, Error, Host, Result,
    chrono::{DateTime, Utc},
    serenity::{
        AutoArchiveDuration, ChannelId, ChannelType, CreateChannel, CreateThread, EditChannel, EditThread,
        GuildId, PermissionOverwrite, RoleId, UserId,
    },
};

use super::{
    refused::Refused,
    spec::{ChannelSpec, Grant},
};
use crate::ticket::{self, Place, Ticket};

/// What the clocks of Discord and of this machine may differ by, in seconds.
const SKEW: i64 = 60;

/// A channel that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The channel or thread.
    pub channel: ChannelId,
    /// Why it stands in neither Discord category that the settings name: the first is gone, or none.
    pub parent: Option<Refused>,
    /// The roles of the settings that are gone.
    pub roles_gone: Vec<RoleId>,
}

/// What marks a ticket's channel as its own, in its topic: the number alone would be another ticket's after a database was begun anew.
fn mark(ticket: &Ticket) -> String {
    format!("Ticket #{} (reference {:x})", ticket.id, ticket.created_at.timestamp_micros())
}

/// The number of the ticket whose mark a topic is, and when that ticket was opened.
#[must_use]
pub fn marked(topic: &str) -> Option<(i64, DateTime<Utc>)> {
    let (id, micros) = topic.strip_prefix("Ticket #")?.strip_suffix(')')?.split_once(" (reference ")?;
    let at = DateTime::from_timestamp_micros(i64::from_str_radix(micros, 16).ok()?)?;
    Some((id.parse().ok()?, at))
}

/// The channel or thread that an earlier try made for this ticket without anybody hearing of it.
pub async fn adopt(host: &Host, ticket: &Ticket, spec: &ChannelSpec) -> Result<Option<ChannelId>> {
    if ticket.place == Place::Channel {
        let (mark, channels) = (mark(ticket), host.http().get_channels(ticket.guild).await?);
        let own = channels.into_iter().find(|channel| channel.topic.as_ref() == Some(&mark));
        return Ok(own.map(|channel| channel.id));
    }
    let since = ticket.created_at.timestamp() - SKEW;
    let threads = host.http().get_guild_active_threads(ticket.guild).await?.threads;
    for thread in threads {
        let fits = thread.owner_id == Some(host.bot())
            && thread.parent_id.map(ChannelId::get) == spec.parent
            && thread.name == spec.name
            && thread.id.created_at().unix_timestamp() >= since;
        // Where the pattern has no number, another ticket's may be called the same.
        if fits && ticket::store::fetch_by_channel(host.db(), ticket.guild, thread.id).await?.is_none() {
            // Others read one that is not private: it is nobody's ticket.
            if thread.kind == ChannelType::PrivateThread {
                return Ok(Some(thread.id));
            }
            delete(host, thread.id).await?;
        }
    }
    Ok(None)
}

/// Makes a ticket's channel or thread. Where its Discord category is full the overflow takes it; where that category is gone, the guild itself.
pub async fn create(
    host: &Host,
    ticket: &Ticket,
    spec: &ChannelSpec,
    overflow: Option<ChannelId>,
) -> Result<Made> {
    let parent = spec.parent.map(ChannelId::new);
    if ticket.place == Place::Thread {
        let channel = start_thread(host, parent, spec).await?;
        return Ok(Made { channel, parent: None, roles_gone: Vec::new() });
    }
    let (overwrites, roles_gone) = overwrites(host, ticket.guild, &spec.grants).await?;
    let make = async |parent: Option<ChannelId>| {
        let mut channel = CreateChannel::new(&spec.name)
            .kind(ChannelType::Text)
            .topic(mark(ticket))
            .permissions(overwrites.iter().cloned());
        if let Some(parent) = parent {
            channel = channel.category(parent);
        }
        Ok::<_, Error>(ticket.guild.create_channel(host.http(), channel).await?.id)
    };
    let mut made = make(parent).await;
    let first = made.as_ref().err().and_then(Refused::from_error);
    let of_parent = first.filter(|first| first.is_of_parent());
    let retried = of_parent.is_some() || first == Some(Refused::CategoryFull);
    if let Some(overflow) = overflow.filter(|_| retried) {
        made = make(Some(overflow)).await;
    }
    let last = made.as_ref().err().and_then(Refused::from_error).filter(|last| last.is_of_parent());
    if last.is_some() {
        made = make(None).await;
    }
    Ok(Made { channel: made?, parent: of_parent.or(last), roles_gone })
}

async fn start_thread(host: &Host, parent: Option<ChannelId>, spec: &ChannelSpec) -> Result<ChannelId> {
    let Some(parent) = parent else {
        return Err(anyhow::anyhow!("a category in thread mode names no channel for its threads").into());
    };
    // Discord takes the wish for a private thread in a channel that has none, and makes one that everybody reads.
    let kind = host.http().get_channel(parent).await?.guild().map(|channel| channel.kind);
    if kind != Some(ChannelType::Text) {
        return Err(Refused::NoPrivateThreads.into());
    }
    let thread = CreateThread::new(&spec.name)
        .kind(ChannelType::PrivateThread)
        .invitable(false)
        .auto_archive_duration(AutoArchiveDuration::OneWeek);
    let thread = parent.create_thread(host.http(), thread).await?;
    // The channel may have become one of another kind since.
    if thread.kind != ChannelType::PrivateThread {
        delete(host, thread.id).await?;
        return Err(Refused::NoPrivateThreads.into());
    }
    Ok(thread.id)
}

/// Discord's overwrites for these grants, without those of roles that are gone, which it would refuse; and those roles.
async fn overwrites(
    host: &Host,
    guild: GuildId,
    grants: &[Grant],
) -> Result<(Vec<PermissionOverwrite>, Vec<RoleId>)> {
    let roles = host.http().get_guild_roles(guild).await?;
    let is_there = |grant: &Grant| !grant.role || roles.iter().any(|role| role.id.get() == grant.id);
    let (there, gone): (Vec<Grant>, Vec<Grant>) = grants.iter().copied().partition(is_there);
    let overwrites = there.into_iter().map(Grant::overwrite).collect();
    Ok((overwrites, gone.into_iter().map(|grant| RoleId::new(grant.id)).collect()))
}

/// What a channel looks like, and what it should look like.
#[derive(Clone, Copy, Debug)]
pub struct SpecChange<'a> {
    /// As it is.
    pub from: &'a ChannelSpec,
    /// As it should be.
    pub to: &'a ChannelSpec,
}

/// Makes a channel or thread that looks like `had` look like `want`, name, place and permissions in one request. Where its Discord category
/// is full, gone or none and the overflow is too, it stays in its place, and why is given.
pub async fn apply(
    host: &Host,
    ticket: &Ticket,
    channel: ChannelId,
    SpecChange { from: had, to: want }: SpecChange<'_>,
    overflow: Option<ChannelId>,
) -> Result<Option<Refused>> {
    if ticket.place == Place::Thread {
        apply_to_thread(host, channel, had, want).await?;
        return Ok(None);
    }
    let mut edit = EditChannel::new();
    if had.name != want.name {
        edit = edit.name(&want.name);
    }
    if had.grants != want.grants {
        edit = edit.permissions(overwrites(host, ticket.guild, &want.grants).await?.0);
    }
    let change = async |parent: Option<ChannelId>| {
        let edit = match parent {
            Some(parent) => edit.clone().category(parent),
            None => edit.clone(),
        };
        channel.edit(host.http(), edit).await.map(|_| ()).map_err(Error::from)
    };
    let parent = want.parent.filter(|_| had.parent != want.parent).map(ChannelId::new);
    let mut refused = None;
    for place in [parent, overflow.filter(|_| parent.is_some())].into_iter().flatten() {
        match change(Some(place)).await {
            Ok(()) => return Ok(None),
            Err(error) => match Refused::from_error(&error) {
                Some(why) if why == Refused::CategoryFull || why.is_of_parent() => refused = Some(why),
                _ => return Err(error),
            },
        }
    }
    change(None).await?;
    Ok(refused)
}

async fn apply_to_thread(
    host: &Host,
    thread: ChannelId,
    had: &ChannelSpec,
    want: &ChannelSpec,
) -> Result<()> {
    let mut edit = EditThread::new().archived(false).locked(want.locked);
    if had.name != want.name {
        edit = edit.name(&want.name);
    }
    thread.edit_thread(host.http(), edit).await?;
    for member in want.members.iter().filter(|member| !had.members.contains(member)) {
        add_thread_member(host, thread, UserId::new(*member)).await?;
    }
    for member in had.members.iter().filter(|member| !want.members.contains(member)) {
        match host
            .http()
            .remove_thread_channel_member(thread, UserId::new(*member))
            .await
            .map_err(Error::from)
        {
            Err(error) if error.discord_status() != Some(404) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Puts somebody into a thread. Who left the guild is put into it when they come back.
async fn add_thread_member(host: &Host, thread: ChannelId, user: UserId) -> Result<()> {
    match host.http().add_thread_channel_member(thread, user).await.map_err(Error::from) {
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)
            ) =>
        {
            Ok(())
        }
        // 50001 Missing Access: theirs, since the bot has made the thread.
        Err(error) if error.discord_code() == Some(DiscordCode::MissingAccess) => Err(Refused::Unseen.into()),
        Err(error) => Err(error),
        Ok(()) => Ok(()),
    }
}

/// Puts a closed ticket's thread away, once all else in it is as it should be: nothing in it can be changed after.
pub async fn put_away(host: &Host, thread: ChannelId) -> Result<()> {
    let edit = EditThread::new().locked(true).archived(true);
    match thread.edit_thread(host.http(), edit).await.map_err(Error::from) {
        // 50083 Thread is archived: it is so already.
        Err(error) if error.discord_code() != Some(DiscordCode::ThreadArchived) => Err(error),
        _ => Ok(()),
    }
}

/// Deletes a channel or thread; gives `false` where it was gone.
pub async fn delete(host: &Host, channel: ChannelId) -> Result<bool> {
    match channel.delete(host.http()).await.map_err(Error::from) {
        Ok(_) => Ok(true),
        Err(error) if error.discord_code() == Some(DiscordCode::UnknownChannel) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Status;

    #[test]
    fn a_channel_is_known_by_the_mark_in_its_topic() {
        let ticket = Ticket {
            id: 12,
            created_at: DateTime::from_timestamp_micros(1_773_338_400_123_456).unwrap(),
            ..Ticket::sample(Status::Open)
        };
        assert_eq!(marked(&mark(&ticket)), Some((12, ticket.created_at)));
        for topic in [
            "",
            "Ticket #12",
            "Ticket #x (reference 1)",
            "Ticket #1 (reference zz)",
            "About Ticket #12 (reference 1)",
        ] {
            assert_eq!(marked(topic), None, "{topic}");
        }
    }
}
