//! What is put right when the bot sees a guild: at start, and after an outage.

use plugin_api::{
    DiscordCode, Error, Event, Host, LogEntry, LogKind, Result,
    chrono::TimeDelta,
    serenity::{ChannelId, FullEvent, GetMessages, Guild, GuildId, Mentionable},
};

use super::{actions, make};
use crate::{
    names::{ID, OPEN, SYNC},
    opening::{self, Opener},
    texts,
    ticket::{self, Status, Ticket},
};

/// After this long a ticket that is still being opened waits for nobody any more: its job was given up.
const STUCK: TimeDelta = TimeDelta::hours(1);

/// How many channels that belong to no ticket are named.
const NAMED: usize = 20;

/// Holds the tickets of a guild against its channels: what was begun is ended, what is gone is written down, what belongs to no ticket is
/// removed where it is empty and told otherwise, and all else is brought up to date.
pub(crate) async fn reconcile(event: Event) -> Result<()> {
    let FullEvent::GuildCreate { guild: seen, .. } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    let tickets = opening::store::with_channel(host.db(), guild).await?;
    resume(host, guild, &tickets).await?;
    orphans(host, guild, seen).await?;
    // Last, for threads that are archived are asked for one by one.
    for ticket in &tickets {
        if is_gone(host, seen, ticket).await? {
            actions::channel_gone(host, ticket).await?;
        }
    }
    Ok(())
}

/// Whether a ticket's channel is not there. Threads that are archived are not among what Discord lists.
async fn is_gone(host: &Host, seen: &Guild, ticket: &Ticket) -> Result<bool> {
    let Some(place) = ticket.channel else { return Ok(false) };
    if seen.channels.contains_key(&place) || seen.threads.iter().any(|thread| thread.id == place) {
        return Ok(false);
    }
    match host.http().get_channel(place).await.map_err(Error::from) {
        Ok(_) => Ok(false),
        Err(error) if error.discord_code() == Some(DiscordCode::UnknownChannel) => Ok(true),
        // 50001 Missing Access: it is there, for others.
        Err(error) if error.discord_code() == Some(DiscordCode::MissingAccess) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Has every ticket's channel brought up to date, and what was given up in the middle of opening tried again.
async fn resume(host: &Host, guild: GuildId, tickets: &[Ticket]) -> Result<()> {
    let now = host.clock().now();
    let mut tx = host.db().begin().await?;
    for ticket in tickets.iter().filter(|ticket| ticket.status != Status::Opening) {
        host.jobs().enqueue(&mut tx, SYNC, guild, &ticket.id.to_string(), now, &()).await?;
    }
    for ticket in opening::store::being_opened(&mut tx, guild).await? {
        if ticket.created_at + STUCK < now {
            host.jobs()
                .enqueue(&mut tx, OPEN, guild, &ticket.id.to_string(), now, &Opener::default())
                .await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Channels that carry the mark of a ticket that has another one, or is not there: an empty one goes. One in which something was said is told
/// to staff: the database may be another one than it was made with.
async fn orphans(host: &Host, guild: GuildId, seen: &Guild) -> Result<()> {
    let mut told = Vec::new();
    for (id, topic) in
        seen.channels.values().filter_map(|channel| Some((channel.id, channel.topic.as_ref()?)))
    {
        let Some((number, opened)) = make::marked(topic) else { continue };
        let ticket = ticket::store::fetch(host.db(), guild, number)
            .await?
            .filter(|ticket| ticket.created_at == opened);
        // One that is being opened finds it by itself.
        if ticket.is_some_and(|ticket| ticket.channel == Some(id) || ticket.status == Status::Opening) {
            continue;
        }
        if id.messages(host.http(), GetMessages::new().limit(1)).await?.is_empty() {
            make::delete(host, id).await?;
        } else {
            told.push(id);
        }
    }
    if !told.is_empty() {
        log_orphans(host, guild, &told);
    }
    Ok(())
}

fn log_orphans(host: &Host, guild: GuildId, orphans: &[ChannelId]) {
    let locale = host.guild(guild).locale;
    let named: Vec<_> = orphans.iter().take(NAMED).map(|channel| channel.mention().to_string()).collect();
    let args = [("count", orphans.len().into()), ("channels", named.join(" ").into())];
    let (title, text) =
        (texts::text(&locale, "log-orphans-title"), texts::text_with(&locale, "log-orphans", &args));
    host.log(guild).post(LogEntry::new(LogKind::Failed, ID, title, text));
}
