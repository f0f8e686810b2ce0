//! What happens from the first line to a bot that answers, and back: straight down, in order.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use plugin_api::{
    Clock, Db, Host, Jobs,
    data::{Extensions, Parts, Plan as Settings},
    db::Wake,
    language::LanguageModel,
    log::LogSender,
    route::forget_answers,
    serenity::{Http, HttpBuilder, UserId},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    admin::Admin,
    api, config, database,
    gate::Gate,
    gateway,
    isolate::Isolation,
    jobs,
    language::{self, Models},
    log_channel, migrate, readiness,
    registry::Registry,
    reload,
    runtime::Runtime,
    signals::Orders,
};

/// How long what runs may go on after the order to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How long each part may then take to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long one request to Discord may take: a lost answer must not hold anybody for ever. Shorter than the deadline of a job.
const REQUEST_LIMIT: Duration = Duration::from_secs(30);

/// What a host is started with.
pub struct Options {
    /// The bot's token.
    pub token: SecretString,
    /// The database's address.
    pub database: String,
    /// The path of `plugins.toml`.
    pub config: PathBuf,
    /// Where the HTTP API listens; port 0 takes a free one.
    pub http: SocketAddr,
    /// The reverse proxies before the HTTP API.
    pub proxies: api::Proxies,
    /// Where Discord's API is, if not at Discord: a proxy or the emulator.
    pub discord: Option<String>,
    /// The shards that this process opens; all of them where it is alone.
    pub shards: Option<gateway::Shards>,
    /// Where the language model of the guilds that switch one on is; none without a key.
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
    /// What is behind its surfaces.
    pub runtime: Arc<Runtime>,
    worker: Arc<jobs::Worker>,
    models: Arc<Models>,
    /// Ends the HTTP API, which outlives the rest so that its health can be asked for.
    last: CancellationToken,
    gateway: JoinHandle<Result<()>>,
    working: JoinHandle<()>,
    loops: TaskTracker,
}

/// Starts a host: everything that can fail for good does so here, before the gateway is opened.
///
/// # Errors
/// A sentence that names what is wrong, where, and the remedy.
pub async fn start(options: Options) -> Result<Running> {
    api::install_metrics();
    let registry = Arc::new(options.registry);
    let live = config::Live::open(&options.config, Arc::clone(&registry), options.clock.clone())?;
    let live = Arc::new(live);
    let db = database::open(&options.database).await?;
    migrate::up(&db, &registry).await?;
    jobs::release_held(&db).await?;
    if !db.is_shared() {
        // Nobody else uses the file: leases in it are those of a process that was killed.
        jobs::release_leases(&db, None).await?;
    }

    let make_http = http_maker(options.token, options.discord)?;
    let http = Arc::new(make_http());
    let bot = log_in(&http).await?;
    let gate = Arc::new(Gate::new(Arc::clone(&registry), live.plan()));
    live.on_apply({
        let gate = Arc::clone(&gate);
        move |plan| gate.replace(Arc::clone(plan))
    });
    refuse_lacking_intents(&http, &gate).await?;
    let models = Models::new(Arc::clone(&gate), db.clone(), options.clock.clone(), options.language)?;
    let models = Arc::new(models);
    models.warn(&live.plan());
    let listener = TcpListener::bind(options.http).await.with_context(|| {
        format!("the HTTP API can't listen on {}; name another address with --http", options.http)
    })?;

    let (log, entries) = LogSender::new();
    let wake = Arc::new(Wake::default());
    let admin = Arc::new(Admin::new(Arc::clone(&registry), Arc::clone(&live)));
    let host = Host::new(Parts {
        jobs: Jobs::new(options.clock.clone(), Arc::clone(&wake)),
        plan: Arc::clone(&gate) as Arc<dyn Settings>,
        clock: options.clock,
        http: Arc::clone(&http),
        log,
        bot,
        language: Some(Arc::clone(&models) as Arc<dyn LanguageModel>),
        plugins: registry.iter().map(|entry| (entry.id, Arc::clone(&entry.plugin))).collect(),
        extensions: Extensions::default().with(Arc::clone(&admin)).with(Arc::clone(&models)),
        db,
    });
    for entry in registry.iter() {
        entry.plugin.start(&host).await.with_context(|| format!("the plugin '{}' can't start", entry.id))?;
    }
    let isolation = Isolation::new(host.clock().clone());
    let runtime =
        Arc::new(Runtime::new(registry, Arc::clone(&gate), host, isolation, CancellationToken::new()));
    admin.attach(&runtime);
    let (shards, proxies) = (options.shards, options.proxies);
    launch(Launch { runtime, live, wake, listener, entries, models, make_http, shards, proxies }).await
}

/// What the loops are launched with.
struct Launch<F> {
    runtime: Arc<Runtime>,
    live: Arc<config::Live>,
    wake: Arc<Wake>,
    listener: TcpListener,
    entries: log_channel::Entries,
    models: Arc<Models>,
    make_http: F,
    shards: Option<gateway::Shards>,
    proxies: api::Proxies,
}

/// Launches everything that goes on for as long as the host does.
async fn launch(with: Launch<impl Fn() -> Http + Send + Sync + 'static>) -> Result<Running> {
    let Launch { runtime, live, wake, listener, entries, models, make_http, shards, proxies } = with;
    let (loops, last, stop) = (TaskTracker::new(), CancellationToken::new(), runtime.stop.clone());
    let http = listener.local_addr()?;
    let settings = Arc::clone(&runtime.gate) as Arc<dyn Settings>;
    loops.spawn(log_channel::run(entries, settings, Arc::clone(runtime.host.http()), last.clone()));
    loops.spawn(housekeeping(runtime.host.clone(), stop.clone()));

    let worker = jobs::Worker::new(
        runtime.host.clone(),
        Arc::clone(&runtime.gate),
        &runtime.registry,
        Arc::clone(&wake),
        runtime.isolation.clone(),
    );
    let worker = Arc::new(worker);
    let working = tokio::spawn(Arc::clone(&worker).run(stop.clone()));

    let (changes, changed) = watch::channel(0);
    loops.spawn(reload::follow(Arc::clone(&runtime), live.subscribe(), wake, changes));
    let watching = config::watch::spawn(Arc::clone(&live), stop)?;
    loops.spawn(async move {
        if let Err(error) = watching.await {
            tracing::error!(%error, "changes of plugins.toml are no longer noticed");
        }
    });

    let state = api::ApiState {
        host: runtime.host.clone(),
        registry: Arc::clone(&runtime.registry),
        is_on: {
            let gate = Arc::clone(&runtime.gate);
            Arc::new(move |plugin, guild| gate.is_on(plugin, guild))
        },
        readiness: readiness::follow(&loops, &runtime, live.subscribe()),
        shards: {
            let runtime = Arc::clone(&runtime);
            Arc::new(move || runtime.shards())
        },
    };
    let serving = api::serve(
        listener,
        api::router(state, api::RateLimits::default(), proxies),
        last.clone().cancelled_owned(),
    );
    loops.spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the HTTP API ended");
        }
    });
    let gateway = tokio::spawn(gateway::run(Arc::clone(&runtime), make_http, shards, changed));
    Ok(Running { http, runtime, worker, models, last, gateway, working, loops })
}

/// Runs a host until it is told to stop (SIGTERM, SIGINT) or can't go on. A second signal ends the process at once.
///
/// # Errors
/// As [`start`] and [`Running::ended`].
pub async fn run(options: Options) -> Result<()> {
    let orders = Orders::listen()?;
    let running = start(options).await?;
    tracing::info!(http = %running.http, "Guildhall runs");
    running.until_ordered(orders).await
}

impl Running {
    /// Goes on until an order to stop or until it can't, and stops. A second order ends the process at once.
    pub(crate) async fn until_ordered(mut self, mut orders: Orders) -> Result<()> {
        let ended = tokio::select! {
            ended = self.ended() => ended,
            () = orders.stop() => Ok(()),
        };
        self.stop_as_ordered(orders).await;
        ended
    }

    /// Stops. An order, the second one, ends the process at once.
    async fn stop_as_ordered(self, mut orders: Orders) {
        tracing::info!("stopping; a second signal stops at once");
        tokio::select! {
            () = self.stop() => {}
            () = orders.stop() => std::process::exit(130),
        }
    }

    /// Waits until the gateway can't be kept open any more.
    ///
    /// # Errors
    /// Why: the token or the intents.
    pub async fn ended(&mut self) -> Result<()> {
        (&mut self.gateway).await.context("the gateway's task ended early")?
    }

    /// Takes no new work, lets what runs finish for ten seconds and stops the rest, gives leases back and closes the shards so that the
    /// session could be resumed.
    pub async fn stop(self) {
        let Self { runtime, worker, models, last, gateway, working, loops, .. } = self;
        runtime.stop.cancel();
        let isolation = &runtime.isolation;
        isolation.tasks.close();
        if tokio::time::timeout(GRACE, isolation.tasks.wait()).await.is_err() {
            tracing::warn!(
                left = isolation.tasks.len(),
                "stopping what still runs after {} s",
                GRACE.as_secs()
            );
            isolation.abort.cancel();
            in_time("what was stopped", isolation.tasks.wait()).await;
        }
        // After its last claim.
        in_time("the job worker", working).await;
        if let Err(error) = worker.release().await {
            tracing::error!(%error, "leases could not be given back; they run out by themselves");
        }
        if !gateway.is_finished() {
            in_time("the gateway", gateway).await;
        }
        for entry in runtime.registry.iter() {
            in_time(entry.id.as_str(), entry.plugin.stop()).await;
        }
        in_time("the language model", models.stop()).await;
        last.cancel();
        loops.close();
        in_time("the HTTP API or the log channel", loops.wait()).await;
        match runtime.host.db() {
            Db::Sqlite(pool) => in_time("the database", pool.close()).await,
            Db::Postgres(pool) => in_time("the database", pool.close()).await,
        }
    }
}

/// Waits for a part to end, but not for ever.
async fn in_time<T>(part: &str, end: impl Future<Output = T>) {
    if tokio::time::timeout(PATIENCE, end).await.is_err() {
        tracing::warn!(part, "did not end in time and was left behind");
    }
}

/// Removes once an hour what was kept long enough: answers to requests with an `Idempotency-Key`, and parked jobs.
async fn housekeeping(host: Host, stop: CancellationToken) {
    while let Some(()) = stop.run_until_cancelled(host.clock().sleep(Duration::from_secs(3600))).await {
        if let Err(error) = forget_answers(host.db(), host.clock().now()).await {
            tracing::error!(%error, "old answers of the API could not be forgotten; trying again in an hour");
        }
        if let Err(error) = jobs::forget_parked(host.db(), host.clock()).await {
            tracing::error!(%error, "jobs parked long ago could not be removed; trying again in an hour");
        }
        if let Err(error) = language::forget(host.db(), host.clock().now()).await {
            tracing::error!(%error, "old counts of the language model could not be removed; trying again in an hour");
        }
    }
}

fn http_maker(
    token: SecretString,
    discord: Option<String>,
) -> Result<impl Fn() -> Http + Send + Sync + 'static> {
    let client =
        reqwest::Client::builder().timeout(REQUEST_LIMIT).build().context("no HTTP client can be made")?;
    Ok(move || {
        let builder = HttpBuilder::new(token.expose_secret()).client(client.clone());
        match &discord {
            // Serenity's limiter goes around a proxy, so a proxy has to keep Discord's limits itself.
            Some(url) => builder.proxy(url.trim_end_matches('/')).ratelimiter_disabled(true).build(),
            None => builder.build(),
        }
    })
}

/// Who the token's bot is; sets the application's id, which commands are registered under.
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

async fn refuse_lacking_intents(http: &Http, gate: &Gate) -> Result<()> {
    let lacking = gateway::lacking_intents(http, &gate.intents()).await?;
    if !lacking.is_empty() {
        let sentences: Vec<_> = lacking.into_iter().map(|(_, sentence)| sentence).collect();
        bail!("{}", sentences.join("\n"));
    }
    Ok(())
}
