//! Keeps the gateway open: connects with the intents that the enabled plugins need, again after a failure, and again when a plugin that is
//! switched on needs more intents.

use std::{str::FromStr, sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use plugin_api::{
    LogEntry, LogKind, PluginId,
    retry::Backoff,
    serenity::{ApplicationFlags, Client, ClientBuilder, GatewayIntents, Http, ShardManager},
};
use serenity::gateway::GatewayError;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    connection::GatewayState,
    dispatch::{ConnectionDispatch, Dispatcher},
};
use crate::{errors, runtime::Runtime};

/// A close code after which Discord keeps the session so that it can be resumed: any but 1000 and 1001
/// (<https://discord.com/developers/docs/events/gateway#initiating-a-disconnect>).
const CLOSE_RESUMABLE: u16 = 4000;

/// The pauses after failed connections in a row.
const RECONNECT: Backoff = Backoff::doubling(Duration::from_secs(1), Duration::from_secs(60));

/// The shards that this process opens if several processes share the work: `0-1/4` is the first two of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardRange {
    /// The first one, counted from 0.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// How many there are in all processes.
    pub total: u32,
}

impl FromStr for ShardRange {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let parse = || {
            let (range, total) = text.split_once('/')?;
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            Some(Self { first: first.parse().ok()?, last: last.parse().ok()?, total: total.parse().ok()? })
        };
        parse().filter(|shards| shards.first <= shards.last && shards.last < shards.total).ok_or_else(|| {
            format!("'{text}' names no shards; write first-last/total counted from 0, such as 0-1/4")
        })
    }
}

/// Why a connection ended.
enum ConnectionEnd {
    /// The host shuts down.
    Stopped,
    /// Plugins need intents that this connection does not have.
    NeedsMore,
    /// It broke; try again.
    Broken(anyhow::Error),
}

/// Finds the privileged intents that plugins want and that the application lacks: for each the plugin, and a sentence with the remedy.
pub(crate) async fn find_lacking_intents(
    http: &Http,
    wanted: &[(PluginId, GatewayIntents)],
) -> Result<Vec<(PluginId, String)>> {
    use ApplicationFlags as F;
    if !wanted.iter().any(|(_, intents)| intents.is_privileged()) {
        return Ok(Vec::new());
    }
    let flags = http
        .get_current_application_info()
        .await
        .context("Discord does not say which intents the application has")?
        .flags
        .unwrap_or_default();
    let privileged = [
        (
            GatewayIntents::GUILD_PRESENCES,
            "Presence Intent",
            F::GATEWAY_PRESENCE | F::GATEWAY_PRESENCE_LIMITED,
        ),
        (
            GatewayIntents::GUILD_MEMBERS,
            "Server Members Intent",
            F::GATEWAY_GUILD_MEMBERS | F::GATEWAY_GUILD_MEMBERS_LIMITED,
        ),
        (
            GatewayIntents::MESSAGE_CONTENT,
            "Message Content Intent",
            F::GATEWAY_MESSAGE_CONTENT | F::GATEWAY_MESSAGE_CONTENT_LIMITED,
        ),
    ];
    let mut lacking = Vec::new();
    for (plugin, intents) in wanted {
        for (intent, name, granted) in &privileged {
            if intents.contains(*intent) && !flags.intersects(*granted) {
                let sentence = format!(
                    "the plugin '{plugin}' needs the {name}, which the application lacks: switch it on under Bot > \
                     Privileged Gateway Intents in Discord's developer portal, or the plugin off in plugins.toml"
                );
                lacking.push((*plugin, sentence));
            }
        }
    }
    Ok(lacking)
}

/// Keeps the gateway open until the host stops.
///
/// # Errors
/// If another attempt can't help: the token is wrong, or Discord refuses the intents.
pub(crate) async fn stay_connected(
    dispatcher: Arc<Dispatcher>,
    make_http: impl Fn() -> Http + Send + Sync,
    range: Option<ShardRange>,
    mut changes: watch::Receiver<u64>,
) -> Result<()> {
    let (runtime, connection) = (&dispatcher.runtime, &dispatcher.connection);
    let mut failures = 0;
    loop {
        let intents = wanted_intents(runtime);
        connection.set_state(GatewayState::Connecting);
        // Cancelled when this connection is given up.
        let replaced = CancellationToken::new();
        let _cancel_on_drop = replaced.clone().drop_guard();
        let connecting = connect(&dispatcher, make_http(), intents, replaced);
        let Some(connected) = runtime.stop.run_until_cancelled(connecting).await else { return Ok(()) };
        let ended = match connected {
            Ok(client) => serve(&dispatcher, client, intents, range, &mut changes).await?,
            Err(error) => ConnectionEnd::Broken(error),
        };
        match ended {
            ConnectionEnd::Stopped => return Ok(()),
            ConnectionEnd::NeedsMore => failures = 0,
            ConnectionEnd::Broken(error) => {
                failures = if connection.was_ready() { 1 } else { failures + 1 };
                let pause = RECONNECT.pause(failures);
                tracing::error!(
                    error = format!("{error:#}"),
                    "the gateway broke; connecting again in {} s",
                    pause.as_secs()
                );
                connection.set_state(GatewayState::Closed(error.to_string()));
                tokio::select! {
                    () = runtime.stop.cancelled() => return Ok(()),
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    }
}

fn wanted_intents(runtime: &Runtime) -> GatewayIntents {
    // GUILDS tells the host which guilds there are; interactions need no intent.
    runtime.gate.intents().iter().fold(GatewayIntents::GUILDS, |all, (_, intents)| all | *intents)
}

async fn connect(
    dispatcher: &Arc<Dispatcher>,
    http: Http,
    intents: GatewayIntents,
    replaced: CancellationToken,
) -> Result<Client> {
    // Asked first: if this fails, serenity would go on with the address of the real Discord.
    http.get_gateway().await.context("Discord does not say where its gateway is")?;
    let dispatch = ConnectionDispatch::new(dispatcher, replaced);
    Ok(ClientBuilder::new_with_http(http, intents).framework(dispatch).await?)
}

/// Runs a connection until it ends.
async fn serve(
    dispatcher: &Dispatcher,
    mut client: Client,
    intents: GatewayIntents,
    range: Option<ShardRange>,
    changes: &mut watch::Receiver<u64>,
) -> Result<ConnectionEnd> {
    let runtime = &dispatcher.runtime;
    let shards = Arc::clone(&client.shard_manager);
    dispatcher.connection.set_shards(Arc::clone(&shards));
    let running = async {
        match range {
            // Despite its name, the range's end is the last shard to start.
            Some(ShardRange { first, last, total }) => client.start_shard_range(first..last, total).await,
            None => client.start_autosharded().await,
        }
    };
    let mut running = std::pin::pin!(running);
    let mut reported = Vec::new();
    loop {
        tokio::select! {
            result = &mut running => return convert_end(result),
            () = runtime.stop.cancelled() => {
                close_resumable(&shards).await;
                return Ok(ConnectionEnd::Stopped);
            }
            Ok(()) = changes.changed() => {
                if intents.contains(wanted_intents(runtime)) || !are_granted(dispatcher, &mut reported).await {
                    continue;
                }
                tracing::info!("a plugin that was switched on needs more intents: connecting anew");
                shards.shutdown_all().await;
                return Ok(ConnectionEnd::NeedsMore);
            }
        }
    }
}

/// Whether the application has every intent that the plugins that are on want. If not, the staff of the guilds where such a plugin is on are
/// told, once for as long as the same is lacking.
async fn are_granted(dispatcher: &Dispatcher, reported: &mut Vec<(PluginId, String)>) -> bool {
    let runtime = &dispatcher.runtime;
    let lacking = match find_lacking_intents(runtime.host.http(), &runtime.gate.intents()).await {
        Ok(lacking) => lacking,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the new intents are asked for at the next change");
            return false;
        }
    };
    for (plugin, sentence) in lacking.iter().filter(|lack| !reported.contains(lack)) {
        tracing::error!("{sentence}");
        for guild in
            dispatcher.roster.guilds().into_iter().filter(|guild| runtime.gate.is_on(*plugin, *guild))
        {
            let title = errors::text(&runtime.host.guild(guild).locale, "intent-lacking-title");
            runtime.host.log(guild).post(LogEntry::new(LogKind::Failed, *plugin, title, sentence));
        }
    }
    *reported = lacking;
    reported.is_empty()
}

fn convert_end(result: serenity::Result<()>) -> Result<ConnectionEnd> {
    use serenity::Error::Gateway;
    match result {
        Ok(()) => Ok(ConnectionEnd::Broken(anyhow::anyhow!("all shards ended"))),
        Err(Gateway(GatewayError::InvalidAuthentication)) => {
            bail!("Discord refuses the token; copy it again from the developer portal into DISCORD_TOKEN")
        }
        Err(Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents)) => {
            bail!("Discord refuses the intents; `guildhall plugins` shows which plugin wants which")
        }
        Err(error) => Ok(ConnectionEnd::Broken(error.into())),
    }
}

/// Closes every shard in a way that lets the session be resumed.
async fn close_resumable(shards: &ShardManager) {
    for shard in shards.shards_instantiated().await {
        shards.shutdown(shard, CLOSE_RESUMABLE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_named_by_first_last_and_total() {
        assert_eq!("0-1/4".parse(), Ok(ShardRange { first: 0, last: 1, total: 4 }));
        assert_eq!("3/4".parse(), Ok(ShardRange { first: 3, last: 3, total: 4 }));
        for wrong in ["", "4/4", "2-1/4", "0-1", "a/b", "-1/4", "0/0"] {
            assert!(wrong.parse::<ShardRange>().is_err_and(|error| error.contains("0-1/4")), "{wrong}");
        }
    }
}
