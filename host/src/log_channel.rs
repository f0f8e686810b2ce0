//! Posts entries to the guilds' log channels, in order per guild, without holding up whoever wrote them.

use std::{sync::Arc, time::Duration};

use plugin_api::{
    LogEntry,
    data::Plan,
    serenity::{ChannelId, GuildId, Http, HttpError},
    ui,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

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

/// Posts an entry, again where Discord is overloaded or out of order: nothing else tells staff.
async fn post(http: &Http, channel: ChannelId, entry: &LogEntry) -> serenity::Result<()> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..TRIES {
        match channel.send_message(http, ui::message().embed(ui::embed::log(entry))).await {
            Err(error) if is_passing(&error) => tokio::time::sleep(pause).await,
            ended => return ended.map(|_| ()),
        }
        pause *= 2;
    }
    channel.send_message(http, ui::message().embed(ui::embed::log(entry))).await.map(|_| ())
}

/// Whether trying again may help: 429 Too Many Requests, or a fault of Discord's or of the network.
fn is_passing(error: &serenity::Error) -> bool {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            response.status_code.as_u16() == 429 || response.status_code.is_server_error()
        }
        serenity::Error::Http(HttpError::Request(_)) => true,
        _ => false,
    }
}
