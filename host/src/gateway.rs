//! Keeps the gateway open: connects with the intents that the enabled plugins need, again after failures, and anew when a plugin that is
//! switched on needs more.

use std::{str::FromStr, sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use plugin_api::{
    LogEntry, LogKind, PluginId,
    serenity::{ApplicationFlags, Client, ClientBuilder, GatewayIntents, Http, ShardManager},
};
use serenity::gateway::GatewayError;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    dispatch::Dispatch,
    errors,
    runtime::{GatewayState, Runtime},
};

/// A close code after which Discord keeps the session for a resume: any but 1000 and 1001
/// (<https://discord.com/developers/docs/events/gateway#initiating-a-disconnect>).
const RESUMABLE: u16 = 4000;

/// The pause after a failed connection; doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The shards that this process opens, where several processes share the work: `0-1/4` is the first two of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shards {
    /// The first one, counted from 0.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// How many there are in all processes.
    pub total: u32,
}

impl FromStr for Shards {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let read = || {
            let (range, total) = text.split_once('/')?;
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            Some(Self { first: first.parse().ok()?, last: last.parse().ok()?, total: total.parse().ok()? })
        };
        read().filter(|shards| shards.first <= shards.last && shards.last < shards.total).ok_or_else(|| {
            format!("'{text}' names no shards; write first-last/total counted from 0, such as 0-1/4")
        })
    }
}

/// Why a connection ended.
enum Ended {
    /// The host shuts down.
    Stopped,
    /// Plugins need intents that this connection does not have.
    NeedsMore,
    /// It broke; try again.
    Broken(anyhow::Error),
}

/// What the application must be granted in Discord's developer portal, and who wants it.
///
/// # Errors
/// Where Discord can't be asked; otherwise a sentence for each privileged intent that the application lacks.
pub async fn lacking_intents(
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

/// Keeps the gateway open until the runtime stops.
///
/// # Errors
/// Where trying again can't help: the token is wrong, or Discord refuses the intents.
pub async fn run(
    runtime: Arc<Runtime>,
    make_http: impl Fn() -> Http + Send + Sync,
    range: Option<Shards>,
    mut changes: watch::Receiver<u64>,
) -> Result<()> {
    let mut pause = FIRST_PAUSE;
    loop {
        let intents = wanted(&runtime);
        runtime.gateway.send_replace(GatewayState::Connecting);
        // Cancelled when this connection is given up.
        let replaced = CancellationToken::new();
        let _given_up = replaced.clone().drop_guard();
        let connecting = connect(&runtime, make_http(), intents, replaced);
        let Some(connected) = runtime.stop.run_until_cancelled(connecting).await else { return Ok(()) };
        let ended = match connected {
            Ok(client) => hold(&runtime, client, intents, range, &mut changes).await?,
            Err(error) => Ended::Broken(error),
        };
        match ended {
            Ended::Stopped => return Ok(()),
            Ended::NeedsMore => pause = FIRST_PAUSE,
            Ended::Broken(error) => {
                if *runtime.gateway.borrow() == GatewayState::Ready {
                    pause = FIRST_PAUSE;
                }
                tracing::error!(
                    error = format!("{error:#}"),
                    "the gateway broke; connecting again in {} s",
                    pause.as_secs()
                );
                runtime.gateway.send_replace(GatewayState::Closed(error.to_string()));
                tokio::select! {
                    () = runtime.stop.cancelled() => return Ok(()),
                    () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                }
            }
        }
    }
}

fn wanted(runtime: &Runtime) -> GatewayIntents {
    // GUILDS tells the host which guilds there are; interactions need no intent.
    runtime.gate.intents().iter().fold(GatewayIntents::GUILDS, |all, (_, intents)| all | *intents)
}

async fn connect(
    runtime: &Arc<Runtime>,
    http: Http,
    intents: GatewayIntents,
    replaced: CancellationToken,
) -> Result<Client> {
    // Asked first: where this fails, serenity would go on with the address of the real Discord.
    http.get_gateway().await.context("Discord does not say where its gateway is")?;
    let dispatch = Dispatch::new(runtime, replaced);
    Ok(ClientBuilder::new_with_http(http, intents).framework(dispatch).await?)
}

/// Holds a connection until it ends.
async fn hold(
    runtime: &Arc<Runtime>,
    mut client: Client,
    intents: GatewayIntents,
    range: Option<Shards>,
    changes: &mut watch::Receiver<u64>,
) -> Result<Ended> {
    let shards = Arc::clone(&client.shard_manager);
    runtime.set_shards(Arc::clone(&shards));
    let running = async {
        match range {
            // Despite its name the range's end is the last shard to start.
            Some(Shards { first, last, total }) => client.start_shard_range(first..last, total).await,
            None => client.start_autosharded().await,
        }
    };
    let mut running = std::pin::pin!(running);
    let mut said = Vec::new();
    loop {
        tokio::select! {
            result = &mut running => return broken(result),
            () = runtime.stop.cancelled() => {
                close(&shards).await;
                return Ok(Ended::Stopped);
            }
            Ok(()) = changes.changed() => {
                if intents.contains(wanted(runtime)) || !granted(runtime, &mut said).await {
                    continue;
                }
                tracing::info!("a plugin that was switched on needs more intents: connecting anew");
                shards.shutdown_all().await;
                return Ok(Ended::NeedsMore);
            }
        }
    }
}

/// Whether the application has what the plugins that are on want. Says what it lacks in the log channels of the guilds where such a
/// plugin is on, once for as long as the same is lacking.
async fn granted(runtime: &Runtime, said: &mut Vec<(PluginId, String)>) -> bool {
    let lacking = match lacking_intents(runtime.host.http(), &runtime.gate.intents()).await {
        Ok(lacking) => lacking,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the new intents are asked for at the next change");
            return false;
        }
    };
    for (plugin, sentence) in lacking.iter().filter(|lack| !said.contains(lack)) {
        tracing::error!("{sentence}");
        for guild in runtime.guilds().into_iter().filter(|guild| runtime.gate.is_on(*plugin, *guild)) {
            let title = errors::text(&runtime.host.guild(guild).locale, "intent-lacking-title");
            runtime.host.log(guild).post(LogEntry::new(LogKind::Failed, *plugin, title, sentence));
        }
    }
    *said = lacking;
    said.is_empty()
}

fn broken(result: serenity::Result<()>) -> Result<Ended> {
    use serenity::Error::Gateway;
    match result {
        Ok(()) => Ok(Ended::Broken(anyhow::anyhow!("all shards ended"))),
        Err(Gateway(GatewayError::InvalidAuthentication)) => {
            bail!("Discord refuses the token; copy it again from the developer portal into DISCORD_TOKEN")
        }
        Err(Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents)) => {
            bail!("Discord refuses the intents; `guildhall plugins` shows which plugin wants which")
        }
        Err(error) => Ok(Ended::Broken(error.into())),
    }
}

/// Closes every shard so that the session could be resumed.
async fn close(shards: &ShardManager) {
    for shard in shards.shards_instantiated().await {
        shards.shutdown(shard, RESUMABLE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_named_by_first_last_and_total() {
        assert_eq!("0-1/4".parse(), Ok(Shards { first: 0, last: 1, total: 4 }));
        assert_eq!("3/4".parse(), Ok(Shards { first: 3, last: 3, total: 4 }));
        for wrong in ["", "4/4", "2-1/4", "0-1", "a/b", "-1/4", "0/0"] {
            assert!(wrong.parse::<Shards>().is_err_and(|error| error.contains("0-1/4")), "{wrong}");
        }
    }
}
