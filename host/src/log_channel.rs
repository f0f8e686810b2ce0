//! Posts entries to the guilds' log channels, in order per guild, without holding up whoever wrote them.

use std::{sync::Arc, time::Duration};

use plugin_api::{
    Error, Host, Locale, LogEntry, Result,
    data::Plan,
    permission::{self, ChannelAccess},
    serenity::{ChannelId, GuildId, Http, Permissions},
    ui,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::errors;

/// What the bot needs in a log channel.
pub(crate) const NEEDS: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES).union(Permissions::EMBED_LINKS);

/// How many guilds can be slow before others wait for them.
const LANES: usize = 4;

/// How often an entry is tried.
const TRIES: u32 = 4;

/// The pause after the first failure; each further one is twice as long. Real time: nobody's work depends on it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// What waits to be posted.
pub(crate) type Entries = mpsc::Receiver<(GuildId, LogEntry)>;

/// Posts until `stop`, and then what still waits. Guilds share lanes, so that a slow one delays few others.
pub(crate) async fn run(mut entries: Entries, plan: Arc<dyn Plan>, http: Arc<Http>, stop: CancellationToken) {
    let (lanes, workers): (Vec<_>, Vec<_>) = (0..LANES)
        .map(|_| {
            let (sender, receiver) = mpsc::channel(plugin_api::log::LogSender::CAPACITY / LANES);
            (sender, tokio::spawn(lane(receiver, Arc::clone(&plan), Arc::clone(&http))))
        })
        .unzip();
    loop {
        let next = tokio::select! {
            next = entries.recv() => next,
            () = stop.cancelled(), if !entries.is_closed() => {
                entries.close();
                continue;
            }
        };
        let Some((guild, entry)) = next else { break };
        // The low bits of a snowflake count within a millisecond; the time is above them.
        let lane = usize::try_from((guild.get() >> 22) % (LANES as u64)).unwrap_or(0);
        if lanes[lane].send((guild, entry)).await.is_err() {
            break;
        }
    }
    drop(lanes);
    for worker in workers {
        if let Err(error) = worker.await {
            tracing::error!(%error, "a lane of the log channel ended early");
        }
    }
}

async fn lane(mut entries: Entries, plan: Arc<dyn Plan>, http: Arc<Http>) {
    while let Some((guild, entry)) = entries.recv().await {
        let Some(channel) = plan.guild(guild).log_channel else { continue };
        if let Err(error) = post(&http, channel, &entry).await {
            tracing::warn!(%guild, %channel, %error, "an entry for the log channel was not posted; \
                 grant the bot View Channel, Send Messages and Embed Links there or name another in plugins.toml");
        }
    }
}

/// Why nothing can be posted to a guild's log channel and what helps, in sentences; `None` where nothing is in the way.
///
/// # Errors
/// Where Discord fails.
pub(crate) async fn obstacle(
    host: &Host,
    guild: GuildId,
    channel: ChannelId,
    reader: &Locale,
) -> Result<Option<String>> {
    let Some(access) = ChannelAccess::fetch(host, guild, channel).await? else {
        let view = permission::names(Permissions::VIEW_CHANNEL, reader);
        let why = errors::text_with(reader, "log-channel-unreachable", &[("permission", view.into())]);
        return Ok(Some(why));
    };
    match access.require(host, host.bot(), NEEDS).await {
        Ok(()) => Ok(None),
        Err(error) if error.is_refusal() => Ok(Some(error.for_member(reader, ""))),
        Err(error) => Err(error),
    }
}

/// Posts an entry, again where Discord is overloaded or out of order: nothing else tells staff.
async fn post(http: &Http, channel: ChannelId, entry: &LogEntry) -> Result<()> {
    let (mut tries, mut pause) = (1, FIRST_PAUSE);
    loop {
        let message = ui::message().embed(ui::embed::log(entry));
        let error = match channel.send_message(http, message).await.map_err(Error::from) {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        if tries == TRIES || !error.is_passing() {
            return Err(error);
        }
        tokio::time::sleep(pause).await;
        (tries, pause) = (tries + 1, pause * 2);
    }
}
