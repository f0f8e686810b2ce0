//! Posts entries to the log channels of guilds, in order per guild, without delaying their authors.

use std::{sync::Arc, time::Duration};

use plugin_api::{
    Error, Host, Locale, LogEntry, Result,
    data::SettingsSource,
    permission::{self, ChannelAccess},
    retry::{Backoff, Retry, if_transient},
    serenity::{ChannelId, GuildId, Http, Permissions},
    ui,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::errors;

/// The permissions that the bot needs in a log channel.
pub(crate) const NEEDED: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES).union(Permissions::EMBED_LINKS);

/// How many workers post. Each serves a share of the guilds, so that a slow guild delays only those of its share.
const WORKERS: usize = 4;

/// How an entry is posted again while Discord is overloaded or out of order. The pauses are of real time: nobody's work depends on them.
const RETRY: Retry = Retry::new(4, Backoff::doubling(Duration::from_secs(1), Duration::from_secs(4)));

/// The entries that wait to be posted.
pub(crate) type Entries = mpsc::Receiver<(GuildId, LogEntry)>;

/// Posts entries until `stop`, and then those that still wait.
pub(crate) async fn run(
    mut entries: Entries,
    settings: Arc<dyn SettingsSource>,
    http: Arc<Http>,
    stop: CancellationToken,
) {
    let (queues, workers): (Vec<_>, Vec<_>) = (0..WORKERS)
        .map(|_| {
            let (sender, receiver) = mpsc::channel(plugin_api::log::LogSender::CAPACITY / WORKERS);
            (sender, tokio::spawn(post_entries(receiver, Arc::clone(&settings), Arc::clone(&http))))
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
        let share = usize::try_from((guild.get() >> 22) % (WORKERS as u64)).unwrap_or(0);
        if queues[share].send((guild, entry)).await.is_err() {
            break;
        }
    }
    drop(queues);
    for worker in workers {
        if let Err(error) = worker.await {
            tracing::error!(%error, "a worker of the log channel ended early");
        }
    }
}

async fn post_entries(mut entries: Entries, settings: Arc<dyn SettingsSource>, http: Arc<Http>) {
    while let Some((guild, entry)) = entries.recv().await {
        let Some(channel) = settings.guild(guild).log_channel else { continue };
        if let Err(error) = post(&http, channel, &entry).await {
            tracing::warn!(%guild, %channel, %error, "an entry for the log channel was not posted; \
                 grant the bot View Channel, Send Messages and Embed Links there or name another in plugins.toml");
        }
    }
}

/// Finds out why nothing can be posted to a guild's log channel. Returns sentences with the remedy, or `None` if all is well.
pub(crate) async fn find_obstacle(
    host: &Host,
    guild: GuildId,
    channel: ChannelId,
    locale: &Locale,
) -> Result<Option<String>> {
    let Some(access) = ChannelAccess::fetch(host, guild, channel).await? else {
        let view = permission::names(Permissions::VIEW_CHANNEL, locale);
        let why = errors::text_with(locale, "log-channel-unreachable", &[("permission", view.into())]);
        return Ok(Some(why));
    };
    match access.require(host, host.bot(), NEEDED).await {
        Ok(()) => Ok(None),
        Err(error) if error.is_refusal() => Ok(Some(error.for_member(locale, ""))),
        Err(error) => Err(error),
    }
}

/// Posts an entry, in several attempts if need be: nothing else tells staff.
async fn post(http: &Http, channel: ChannelId, entry: &LogEntry) -> Result<()> {
    let send = |_attempt| async {
        let message = ui::message().embed(ui::embed::log_entry(entry));
        channel.send_message(http, message).await.map(drop).map_err(Error::from)
    };
    RETRY.run_in_real_time(send, if_transient).await
}
