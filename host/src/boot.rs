//! Starts and stops the host: straight down, in order.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use plugin_api::{
    Clock, Db, Host, Jobs,
    data::{Extensions, Parts, SettingsSource},
    db::Wake,
    language::LanguageModel,
    log::LogSender,
    route::delete_expired_answers,
    serenity::{Http, HttpBuilder, UserId},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    admin::{self, Admin},
    api,
    config::ConfigStore,
    database,
    discord::{
        commands::Commands,
        connection::Connection,
        dispatch::Dispatcher,
        gateway::{self, ShardRange},
        log_channel,
        roster::Roster,
    },
    gate::Gate,
    isolate::Isolation,
    jobs,
    language::{self, Models},
    migrate,
    quarantine::Quarantine,
    registry::Registry,
    reload::{self, Reloader},
    runtime::Runtime,
    signals::ShutdownSignals,
};

/// How long handlers may go on after the signal to stop.
const GRACE_PERIOD: Duration = Duration::from_secs(10);

/// How long each part may then take to end.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

/// How long one request to Discord may take, so that a lost answer holds up nothing for ever. Shorter than the deadline of a job.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The options of a host.
pub struct Options {
    /// The bot's token.
    pub token: SecretString,
    /// The database's address.
    pub database: String,
    /// The path of `plugins.toml`.
    pub config: PathBuf,
    /// Where the HTTP API listens; port 0 takes a free one.
    pub http: SocketAddr,
    /// The reverse proxies in front of the HTTP API.
    pub proxies: api::Proxies,
    /// Where Discord's API is, if not at Discord: a proxy or the emulator.
    pub discord: Option<String>,
    /// The shards that this process opens, or `None` for all of them.
    pub shards: Option<ShardRange>,
    /// The API of language models, or `None` without a key.
    pub language: Option<language::Endpoint>,
    /// The clock.
    pub clock: Clock,
    /// The linked plugins.
    pub registry: Registry,
}

/// A host that runs.
pub struct Running {
    /// Where its HTTP API listens.
    pub http: SocketAddr,
    /// What its surfaces share.
    pub runtime: Arc<Runtime>,
    /// The gateway's connection.
    pub connection: Arc<Connection>,
    worker: Arc<jobs::Worker>,
    models: Arc<Models>,
    /// Ends the HTTP API and the log channel, which outlive the rest: health can be asked for and entries are posted to the end.
    last: CancellationToken,
    gateway: JoinHandle<Result<()>>,
    working: JoinHandle<()>,
    loops: TaskTracker,
}

/// Starts a host. Everything that can fail for good fails here, before the gateway is opened.
///
/// # Errors
/// A sentence that names what is wrong, where, and the remedy.
pub async fn start(options: Options) -> Result<Running> {
    api::install_metrics();
    let registry = Arc::new(options.registry);
    let config = ConfigStore::open(&options.config, Arc::clone(&registry), options.clock.clone())?;
    let config = Arc::new(config);
    let db = database::open(&options.database).await?;
    migrate::up(&db, &registry).await?;
    jobs::release_held(&db).await?;
    if !db.is_shared() {
        // No other process uses the file: leases in it belong to one that was killed.
        jobs::release_leases(&db, None).await?;
    }

    let make_http = http_factory(options.token, options.discord)?;
    let http = Arc::new(make_http());
    let bot = log_in(&http).await?;
    let gate = Arc::new(Gate::new(Arc::clone(&registry), config.plan()));
    let reloader = Arc::new(Reloader::new(Arc::clone(&config), Arc::clone(&gate)));
    check_intents(&http, &gate).await?;
    let models = Models::new(Arc::clone(&gate), db.clone(), options.clock.clone(), options.language)?;
    let models = Arc::new(models);
    models.warn_without_key(&config.plan());
    let listener = TcpListener::bind(options.http).await.with_context(|| {
        format!("the HTTP API can't listen on {}; name another address with --http", options.http)
    })?;

    let (log, entries) = LogSender::new();
    let wake = Arc::new(Wake::default());
    let quarantine = Arc::new(Quarantine::default());
    let admin = Admin::new(Arc::clone(&registry), Arc::clone(&reloader), Arc::clone(&quarantine));
    let host = Host::new(Parts {
        jobs: Jobs::new(options.clock.clone(), Arc::clone(&wake)),
        settings: Arc::clone(&gate) as Arc<dyn SettingsSource>,
        clock: options.clock,
        http: Arc::clone(&http),
        log,
        bot,
        language: Some(Arc::clone(&models) as Arc<dyn LanguageModel>),
        plugins: registry.iter().map(|entry| (entry.id, Arc::clone(&entry.plugin) as _)).collect(),
        extensions: Extensions::default().with(Arc::new(admin)).with(Arc::clone(&models)),
        db,
    });
    for entry in registry.iter() {
        entry.plugin.start(&host).await.with_context(|| format!("the plugin '{}' can't start", entry.id))?;
    }
    let isolation = Isolation::new(host.clock().clone());
    let runtime = Runtime { registry, gate, host, isolation, quarantine, stop: CancellationToken::new() };
    let runtime = Arc::new(runtime);
    let (shards, proxies) = (options.shards, options.proxies);
    launch(Launch { runtime, reloader, wake, listener, entries, models, make_http, shards, proxies }).await
}

/// What the loops are launched with.
struct Launch<F> {
    runtime: Arc<Runtime>,
    reloader: Arc<Reloader>,
    wake: Arc<Wake>,
    listener: TcpListener,
    entries: log_channel::Entries,
    models: Arc<Models>,
    make_http: F,
    shards: Option<ShardRange>,
    proxies: api::Proxies,
}

/// Launches everything that goes on for as long as the host does.
async fn launch(with: Launch<impl Fn() -> Http + Send + Sync + 'static>) -> Result<Running> {
    let Launch { runtime, reloader, wake, listener, entries, models, make_http, shards, proxies } = with;
    let (loops, last, stop) = (TaskTracker::new(), CancellationToken::new(), runtime.stop.clone());
    let http = listener.local_addr()?;
    let settings = Arc::clone(&runtime.gate) as Arc<dyn SettingsSource>;
    loops.spawn(log_channel::run(entries, settings, Arc::clone(runtime.host.http()), last.clone()));
    loops.spawn(delete_expired_hourly(runtime.host.clone(), stop.clone()));

    let worker = jobs::Worker::new(
        runtime.host.clone(),
        Arc::clone(&runtime.gate),
        &runtime.registry,
        Arc::clone(&wake),
        runtime.isolation.clone(),
    );
    let worker = Arc::new(worker);
    let working = tokio::spawn(Arc::clone(&worker).run(stop.clone()));

    let commands = Commands::new(&runtime.registry, Arc::clone(&runtime.gate), admin::commands());
    let commands = Arc::new(commands);
    let connection = Arc::new(Connection::default());
    let roster = Arc::new(Roster::new(Arc::clone(&runtime), Arc::clone(&commands)));

    let (changes, changed) = watch::channel(0);
    let follower = reload::follow::Follower {
        runtime: Arc::clone(&runtime),
        roster: Arc::clone(&roster),
        models: Arc::clone(&models),
        wake,
        changes,
    };
    let config = Arc::clone(reloader.store());
    loops.spawn(follower.run(config.subscribe()));
    let watching = reload::watch::spawn(reloader, stop)?;
    loops.spawn(async move {
        if let Err(error) = watching.await {
            tracing::error!(%error, "changes of plugins.toml are no longer noticed");
        }
    });

    let state = api::ApiState {
        host: runtime.host.clone(),
        registry: Arc::clone(&runtime.registry),
        gate: Arc::clone(&runtime.gate),
        connection: Arc::clone(&connection),
        config,
    };
    let router = api::router(state, api::RateLimits::default(), proxies);
    let serving = api::serve(listener, router, last.clone().cancelled_owned());
    loops.spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the HTTP API ended");
        }
    });
    let dispatcher = Dispatcher::new(Arc::clone(&runtime), Arc::clone(&connection), roster, commands);
    let gateway = tokio::spawn(gateway::stay_connected(Arc::new(dispatcher), make_http, shards, changed));
    Ok(Running { http, runtime, connection, worker, models, last, gateway, working, loops })
}

/// Runs a host until a signal to stop (SIGTERM, SIGINT) or until it can't go on. A second signal ends the process at once.
///
/// # Errors
/// If it can't start or can't go on, as in [`start`] and [`Running::wait_for_end`].
pub async fn run(options: Options) -> Result<()> {
    let signals = ShutdownSignals::listen()?;
    let running = start(options).await?;
    tracing::info!(http = %running.http, "Guildhall runs");
    running.run_until_signal(signals).await
}

impl Running {
    /// Runs until a signal or until it can't go on, and stops. A second signal ends the process at once.
    pub(crate) async fn run_until_signal(mut self, mut signals: ShutdownSignals) -> Result<()> {
        let ended = tokio::select! {
            ended = self.wait_for_end() => ended,
            () = signals.wait() => Ok(()),
        };
        self.stop_or_exit(signals).await;
        ended
    }

    /// Stops. A signal ends the process at once.
    async fn stop_or_exit(self, mut signals: ShutdownSignals) {
        tracing::info!("stopping; a second signal stops at once");
        tokio::select! {
            () = self.stop() => {}
            () = signals.wait() => std::process::exit(130),
        }
    }

    /// Waits until the gateway can't be kept open any more.
    ///
    /// # Errors
    /// Why it can't: the token is wrong, or Discord refuses the intents.
    pub async fn wait_for_end(&mut self) -> Result<()> {
        (&mut self.gateway).await.context("the gateway's task ended early")?
    }

    /// Stops: takes no new work, gives handlers ten seconds to finish and stops the rest, gives leases back, and closes the shards in a way
    /// that lets the session be resumed.
    pub async fn stop(self) {
        let Self { runtime, worker, models, last, gateway, working, loops, .. } = self;
        runtime.stop.cancel();
        let isolation = &runtime.isolation;
        isolation.tasks.close();
        if tokio::time::timeout(GRACE_PERIOD, isolation.tasks.wait()).await.is_err() {
            tracing::warn!(
                remaining = isolation.tasks.len(),
                "stopping what still runs after {} s",
                GRACE_PERIOD.as_secs()
            );
            isolation.abort.cancel();
            wait_for("what was stopped", isolation.tasks.wait()).await;
        }
        // After its last claim.
        wait_for("the job worker", working).await;
        if let Err(error) = worker.release_stopped().await {
            tracing::error!(%error, "leases could not be given back; they run out by themselves");
        }
        if !gateway.is_finished() {
            wait_for("the gateway", gateway).await;
        }
        for entry in runtime.registry.iter() {
            wait_for(entry.id.as_str(), entry.plugin.stop()).await;
        }
        wait_for("the language model", models.stop()).await;
        last.cancel();
        loops.close();
        wait_for("the HTTP API or the log channel", loops.wait()).await;
        match runtime.host.db() {
            Db::Sqlite(pool) => wait_for("the database", pool.close()).await,
            Db::Postgres(pool) => wait_for("the database", pool.close()).await,
        }
    }
}

/// Waits for a part to end, for at most [`STOP_TIMEOUT`].
async fn wait_for<T>(part: &str, end: impl Future<Output = T>) {
    if tokio::time::timeout(STOP_TIMEOUT, end).await.is_err() {
        tracing::warn!(part, "did not end in time and was left behind");
    }
}

/// Deletes once an hour what was stored long enough: answers to requests with an `Idempotency-Key`, parked jobs, counts of usage.
async fn delete_expired_hourly(host: Host, stop: CancellationToken) {
    while let Some(()) = stop.run_until_cancelled(host.clock().sleep(Duration::from_secs(3600))).await {
        if let Err(error) = delete_expired_answers(host.db(), host.clock().now()).await {
            tracing::error!(%error, "old answers of the API could not be forgotten; trying again in an hour");
        }
        if let Err(error) = jobs::delete_expired(host.db(), host.clock()).await {
            tracing::error!(%error, "jobs parked long ago could not be removed; trying again in an hour");
        }
        if let Err(error) = language::delete_old_usage(host.db(), host.clock().now()).await {
            tracing::error!(%error, "old counts of the language model could not be removed; trying again in an hour");
        }
    }
}

fn http_factory(
    token: SecretString,
    discord: Option<String>,
) -> Result<impl Fn() -> Http + Send + Sync + 'static> {
    let client =
        reqwest::Client::builder().timeout(REQUEST_TIMEOUT).build().context("no HTTP client can be made")?;
    Ok(move || {
        let builder = HttpBuilder::new(token.expose_secret()).client(client.clone());
        match &discord {
            // Serenity's limiter goes around a proxy, so a proxy has to keep Discord's limits itself.
            Some(url) => builder.proxy(url.trim_end_matches('/')).ratelimiter_disabled(true).build(),
            None => builder.build(),
        }
    })
}

/// Fetches the id of the token's bot, and sets the id of the application, under which commands are registered.
async fn log_in(http: &Http) -> Result<UserId> {
    use plugin_api::serenity::{Error, HttpError};
    let info = match http.get_current_application_info().await {
        Ok(info) => info,
        Err(Error::Http(HttpError::UnsuccessfulRequest(response)))
            if response.status_code.as_u16() == 401 =>
        {
            bail!("Discord refuses the token; copy it again from the developer portal into DISCORD_TOKEN")
        }
        Err(error) => {
            return Err(error).context("Discord can't be reached; check the network and DISCORD_API_URL");
        }
    };
    http.set_application_id(info.id);
    let bot = http.get_current_user().await.context("Discord does not say who the bot is")?;
    Ok(bot.id)
}

async fn check_intents(http: &Http, gate: &Gate) -> Result<()> {
    let lacking = gateway::find_lacking_intents(http, &gate.intents()).await?;
    if !lacking.is_empty() {
        let sentences: Vec<_> = lacking.into_iter().map(|(_, sentence)| sentence).collect();
        bail!("{}", sentences.join("\n"));
    }
    Ok(())
}
