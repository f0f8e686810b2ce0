//! Starting and stopping an emulator.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use anyhow::{Context, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use tokio::{net::TcpListener, sync::Mutex, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    app::App,
    clock::Clock,
    feed::Feed,
    program::{IsBusy, NextTask, OnReset, Program},
    seed::{self, WorldFile},
    server,
    snowflake::Id,
    timers,
    tour::{self, Tour},
    traffic::rate_limits::Limits,
    world::{Application, User, World, application_flag},
};

/// The application and its bot have this id.
const APPLICATION: Id = Id(100_000_000_000_000_001);

/// The options of an emulator.
pub struct Options {
    /// The port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// The users, guilds and channels.
    pub world: WorldFile,
    /// Its clock. Keep a clone to move it.
    pub clock: Clock,
    /// The bot's token; random by default.
    pub token: Option<String>,
    /// Whether the general rate limits are enforced with 429, or only announced in headers.
    pub strict_rate_limits: bool,
    /// Returns the next task of the program that follows the clock, which `GET /control/clock` shows.
    pub next_task: Option<NextTask>,
    /// Whether that program is working; moving the clock waits for it, as for a task that is due.
    pub is_busy: Option<IsBusy>,
    /// Restarts the program when `POST /control/world` replaces the world.
    pub on_reset: Option<OnReset>,
    /// The guided tours that `GET /control/tours` returns.
    pub tours: Vec<Tour>,
    /// The path of Discord's OpenAPI document, against which every request and answer is validated.
    #[cfg(feature = "conformance")]
    pub openapi: Option<std::path::PathBuf>,
}

impl Default for Options {
    /// The demo world on any free port, with a clock that flows.
    fn default() -> Self {
        Self {
            port: 0,
            world: WorldFile::demo(),
            clock: Clock::flowing(),
            token: None,
            strict_rate_limits: false,
            next_task: None,
            is_busy: None,
            on_reset: None,
            tours: Vec::new(),
            #[cfg(feature = "conformance")]
            openapi: None,
        }
    }
}

/// A running emulator. Dropping it stops it.
pub struct Emulator {
    address: SocketAddr,
    token: String,
    app: Arc<App>,
    stop: CancellationToken,
    server: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts an emulator on 127.0.0.1. Needs a tokio runtime.
    ///
    /// # Errors
    /// If the port is taken, or the world or a tour is not valid.
    pub async fn start(options: Options) -> Result<Self> {
        tour::validate(&options.tours)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await;
        let listener = listener.with_context(|| {
            format!("port {} of 127.0.0.1 cannot be used; take another, or 0 for any", options.port)
        })?;
        let address = listener.local_addr().context("the socket has no address")?;
        let token = options.token.unwrap_or_else(random_token);
        let application = Application {
            id: APPLICATION,
            name: "Emulated bot".to_owned(),
            description: String::new(),
            token: token.clone(),
            flags: application_flag::ALL_LIMITED,
            owner_id: APPLICATION,
            shards: 1,
        };
        let base = format!("http://{address}");
        let mut world = World::new(options.clock.clone(), Feed::default(), base, application);
        world.users.insert(APPLICATION, bot());
        seed::extend(&mut world, &options.world).context("the world cannot be built")?;
        world.assign_application_owner();
        let stop = CancellationToken::new();
        let app = App::new(
            world,
            Limits::new(options.strict_rate_limits),
            stop.clone(),
            Program {
                world: options.world,
                next_task: options.next_task,
                is_busy: options.is_busy,
                on_reset: options.on_reset,
                tours: options.tours,
                exclusive: Mutex::default(),
            },
            #[cfg(feature = "conformance")]
            options.openapi.as_deref().map(crate::conformance::Conformance::load).transpose()?,
        );
        timers::start(&app);
        let server = tokio::spawn(server::serve(listener, server::router(Arc::clone(&app)), stop.clone()));
        Ok(Self { address, token, app, stop, server: Some(server) })
    }

    /// Its address without a path: `http://127.0.0.1:1234`. REST is under `/api/v10`, control under `/control`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The application's id, which is the bot's user id too.
    pub fn application_id(&self) -> Id {
        APPLICATION
    }

    /// The clock that all timestamps and time limits come from.
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// The ids of all guilds.
    pub fn guilds(&self) -> Vec<Id> {
        self.app.world().guilds.keys().copied().collect()
    }

    /// Stops the emulator and waits until every connection has ended.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        if let Some(server) = self.server.take() {
            // It ends with an error only if it panicked, which has been reported then.
            let _ = server.await;
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn bot() -> User {
    User {
        id: APPLICATION,
        name: "Emulated bot".to_owned(),
        global_name: None,
        bot: true,
        locale: "en-US".to_owned(),
        accepts_dms: false,
    }
}

/// A token of Discord's form: the id, a time and a secret, so that clients can read the id from it.
fn random_token() -> String {
    let id = URL_SAFE_NO_PAD.encode(APPLICATION.to_string());
    let time = URL_SAFE_NO_PAD.encode(rand::random::<u32>().to_be_bytes());
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 28]>());
    format!("{id}.{time}.{secret}")
}
