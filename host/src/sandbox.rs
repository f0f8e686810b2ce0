//! The emulator and the host in one process, on loopback: a bot to try without a Discord account.

mod agenda;
pub mod tours;

use std::{
    io::{self, IsTerminal, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, Result};
use arc_swap::ArcSwapOption;
use discord_emulator::{Emulator, Id, OnReset, Reading, Replace, WorldFile};
use plugin_api::Clock;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::{
    admin, api,
    boot::{self, Running},
    language,
    registry::Registry,
    runtime::Runtime,
    signals::ShutdownSignals,
};

pub use agenda::agenda;

/// The file of the sandbox's own database. It is emptied at each start, because the emulated world is new then.
const DATABASE: &str = "data/sandbox.db";

/// The usual port of the HTTP API.
const USUAL_HTTP: u16 = 8080;

/// The options of a sandbox.
pub struct Options {
    /// The emulator's port; 0 takes a free one.
    pub port: u16,
    /// The port of the host's HTTP API; 0 takes a free one, and so does `None` if the usual one is taken.
    pub http: Option<u16>,
    /// Another database than the sandbox's own. It is never emptied.
    pub database: Option<String>,
    /// The path of `plugins.toml`.
    pub config: PathBuf,
    /// Another world than the demo world.
    pub seed: Option<PathBuf>,
    /// Discord's OpenAPI document, to validate all traffic against.
    pub openapi: Option<PathBuf>,
    /// Whether a browser may be opened.
    pub open: bool,
}

/// The host of a sandbox, which is replaced when people start over.
struct SandboxHost {
    http: SocketAddr,
    database: Option<String>,
    config: PathBuf,
    clock: Clock,
    runtime: Current,
    /// `None` if it did not start or has ended; the page stays.
    host: Option<Running>,
}

/// The running host, or `None` while there is none.
pub type Current = Arc<ArcSwapOption<Runtime>>;

/// A request to start over.
struct Reset {
    /// Replaces the world.
    replace: Replace,
    /// Receives when the host runs in the new world, or why it does not.
    done: oneshot::Sender<Result<(), String>>,
}

/// Runs emulator and host until SIGTERM or SIGINT. A second signal ends the process at once.
///
/// # Errors
/// If the emulator's port is taken, its world is not valid, or the host can't start.
pub async fn run(options: Options) -> Result<()> {
    let mut signals = ShutdownSignals::listen()?;
    let runtime = Current::default();
    let (reset, resets) = mpsc::channel(1);
    let registry = link_plugins()?;
    let emulator = start_emulator(&options, &registry, Arc::clone(&runtime), reset).await?;
    let mut sandbox = SandboxHost {
        http: options.http.map_or_else(usual_http, on_loopback),
        database: options.database,
        config: options.config,
        clock: follow_clock(emulator.clock()),
        runtime,
        host: None,
    };
    sandbox.start(&emulator).await?;
    print_welcome(&emulator, &sandbox, &registry, options.open);
    let stop = CancellationToken::new();
    let running = async {
        sandbox.run(&emulator, resets, &stop).await;
        emulator.shutdown().await;
    };
    let signalled = async {
        signals.wait().await;
        tracing::info!("stopping; a second signal stops at once");
        stop.cancel();
        signals.wait().await;
        std::process::exit(130);
    };
    tokio::select! {
        () = running => Ok(()),
        () = signalled => Ok(()),
    }
}

impl SandboxHost {
    /// Runs the host, and another one whenever people start over, until `stop`. The page stays if the host ends.
    async fn run(
        &mut self,
        emulator: &Emulator,
        mut resets: mpsc::Receiver<Reset>,
        stop: &CancellationToken,
    ) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                ended = wait_for_end(&mut self.host) => {
                    if let Err(error) = ended {
                        tracing::error!(error = format!("{error:#}"), "the host has ended; start over to have it back");
                    }
                    self.stop().await;
                }
                Some(Reset { replace, done }) = resets.recv() => {
                    let begun = self.start_over(emulator, replace, stop).await;
                    // Nobody waits any more if the page was closed meanwhile.
                    let _ = done.send(begun);
                }
            }
        }
        self.stop().await;
    }

    /// Starts the host.
    async fn start(&mut self, emulator: &Emulator) -> Result<()> {
        let database = match &self.database {
            Some(database) => database.clone(),
            None => fresh_database()?,
        };
        let running = boot::start(boot::Options {
            token: emulator.token().into(),
            database,
            config: self.config.clone(),
            http: self.http,
            proxies: api::Proxies::default(),
            discord: Some(emulator.url()),
            shards: None,
            language: language::Endpoint::from_environment()?,
            clock: self.clock.clone(),
            registry: link_plugins()?,
        })
        .await?;
        // A port that was free is kept when people start over.
        self.http = running.http;
        self.runtime.store(Some(Arc::clone(&running.runtime)));
        self.host = Some(running);
        Ok(())
    }

    /// Stops the host if there is one.
    async fn stop(&mut self) {
        self.runtime.store(None);
        if let Some(host) = self.host.take() {
            host.stop().await;
        }
    }

    /// Replaces world and host: nothing of the old one is left in the database or in memory.
    ///
    /// # Errors
    /// Why there is no host now.
    async fn start_over(
        &mut self,
        emulator: &Emulator,
        replace: Replace,
        stop: &CancellationToken,
    ) -> Result<(), String> {
        self.stop().await;
        replace();
        if self.database.is_some() {
            tracing::warn!("the world begins anew, but what is in the database given by --database stays");
        }
        let started = stop.run_until_cancelled(self.start(emulator)).await.unwrap_or(Ok(()));
        started.map_err(|error| {
            let sentence = format!(
                "the world is new, but the host did not start in it; mend this and start over: {error:#}"
            );
            tracing::error!("{sentence}");
            sentence
        })
    }
}

/// Waits until the host can't go on, or for ever if there is none.
async fn wait_for_end(host: &mut Option<Running>) -> Result<()> {
    match host {
        Some(host) => host.wait_for_end().await,
        None => std::future::pending().await,
    }
}

async fn start_emulator(
    options: &Options,
    registry: &Registry,
    runtime: Current,
    reset: mpsc::Sender<Reset>,
) -> Result<Emulator> {
    let conflicts = registry.tour_conflicts();
    anyhow::ensure!(conflicts.is_empty(), conflicts.join("\n"));
    #[cfg(not(feature = "conformance"))]
    anyhow::ensure!(
        options.openapi.is_none(),
        "this binary can't validate traffic; build one that can: cargo run --features conformance -- sandbox --openapi FILE"
    );
    let world = options.seed.as_deref().map(WorldFile::open).transpose()?;
    let seeded = options.seed.as_ref().map(|path| format!("the sandbox can't start with {}", path.display()));
    let emulator = Emulator::start(discord_emulator::Options {
        port: options.port,
        world: world.unwrap_or_else(WorldFile::demo),
        is_busy: Some(agenda::busy(Arc::clone(&runtime))),
        next_task: Some(agenda(runtime)),
        on_reset: Some(on_reset(reset)),
        tours: tours::translate(registry),
        #[cfg(feature = "conformance")]
        openapi: options.openapi.clone(),
        ..Default::default()
    });
    match seeded {
        Some(seeded) => emulator.await.context(seeded),
        None => emulator.await,
    }
}

fn on_loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// The usual address of the HTTP API, or any free one: a newcomer may have another program there.
fn usual_http() -> SocketAddr {
    let usual = on_loopback(USUAL_HTTP);
    if TcpListener::bind(usual).is_ok() { usual } else { on_loopback(0) }
}

fn link_plugins() -> Result<Registry> {
    Registry::linked(admin::commands()).map_err(|conflicts| anyhow::anyhow!(conflicts.join("\n")))
}

/// Makes the function by which the emulator starts over: it sends a [`Reset`] and waits for it.
fn on_reset(reset: mpsc::Sender<Reset>) -> OnReset {
    Box::new(move |replace| {
        let reset = reset.clone();
        Box::pin(async move {
            let (done, begun) = oneshot::channel();
            let stopping = || "the sandbox is stopping; start it again".to_owned();
            reset.send(Reset { replace, done }).await.map_err(|_| stopping())?;
            begun.await.map_err(|_| stopping())?
        })
    })
}

/// Prints where the page is, and opens it if the output is a terminal.
fn print_welcome(emulator: &Emulator, sandbox: &SandboxHost, registry: &Registry, open: bool) {
    let (url, guilds) = (emulator.url(), emulator.guilds());
    let token = guilds.first().map(|guild| token_line(guild, registry, sandbox.database.as_deref()));
    let printed = writeln!(
        io::stdout(),
        "Open {url}/\n\
         It is a Discord of your own with Guildhall in it. Ctrl-C stops both.\n\n\
         Guildhall's HTTP API: http://{}/api/docs{}",
        sandbox.http,
        token.unwrap_or_default()
    );
    if let Err(error) = printed {
        // The reader may have closed the pipe, and the sandbox goes on.
        tracing::debug!(%error, "nobody reads where the page is");
    }
    if open
        && io::stdout().is_terminal()
        && let Err(error) = opener::open_browser(format!("{url}/"))
    {
        tracing::debug!(%error, "no browser could be opened");
    }
}

/// Renders how to make a token for a guild, and how long it is good for.
fn token_line(guild: &Id, registry: &Registry, database: Option<&str>) -> String {
    let plugins = registry.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(",");
    let own = format!("sqlite://{DATABASE}");
    let (database, ends) =
        database.map_or((own.as_str(), " (good until somebody starts over)"), |given| (given, ""));
    format!(
        ", with a token{ends} made by\n  \
         guildhall token create --guild {guild} --plugins {plugins} --scope read,write --database {database}"
    )
}

/// Makes a clock for the host that moves with the emulator's.
pub fn follow_clock(emulator: &discord_emulator::Clock) -> Clock {
    let clock = Clock::system();
    let set = |clock: &Clock, reading: Reading| clock.set(reading.now, reading.frozen);
    set(&clock, emulator.reading());
    let moved = clock.clone();
    emulator.on_move(move |reading| set(&moved, reading));
    clock
}

fn fresh_database() -> Result<String> {
    for suffix in ["", "-wal", "-shm"] {
        let file = format!("{DATABASE}{suffix}");
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("the last sandbox's file {file} can't be removed"));
            }
            _ => {}
        }
    }
    Ok(format!("sqlite://{DATABASE}"))
}
