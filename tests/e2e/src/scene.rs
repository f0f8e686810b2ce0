//! A world that is described, played and taken down.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Once,
};

use chrono::{DateTime, Utc};
use discord_emulator::{Clock, Emulator, Options, WorldFile};
use guildhall::{language::Endpoint, registry::Registry, sandbox};
use serde_json::Value;

use crate::{
    Model, World,
    databases::{self, Database},
};

/// A Monday in winter, at noon in Brussels.
const START: &str = "2026-03-02T11:00:00Z";

/// Everything on, with a channel for staff.
pub const CONFIG: &str = r#"
[guilds.300000000000000001]
timezone = "Europe/Brussels"
log_channel = 500000000000000010

[plugins.probe]
enabled = true

[plugins.witness]
enabled = true

[plugins.faq]
enabled = true

[plugins.reminders]
enabled = true
"#;

/// What the clock shows at first.
#[derive(Clone, Copy)]
enum Beginning {
    /// An instant, at which it stands still.
    At(DateTime<Utc>),
    /// The machine's time.
    Now,
}

/// How a world begins.
#[derive(Clone)]
pub struct Scene {
    clock: Beginning,
    config: String,
    world: Option<Value>,
    language: Option<Endpoint>,
    host: bool,
}

impl Default for Scene {
    fn default() -> Self {
        Self::new()
    }
}

impl Scene {
    /// The demo guild at noon of a Monday, with every linked plugin on.
    #[must_use]
    pub fn new() -> Self {
        Self { clock: Beginning::Now, config: CONFIG.to_owned(), world: None, language: None, host: true }
            .at(START)
    }

    /// Begins at an instant (RFC 3339).
    ///
    /// # Panics
    /// Where it is none.
    #[must_use]
    pub fn at(mut self, instant: &str) -> Self {
        self.clock = Beginning::At(instant.parse().expect("an instant"));
        self
    }

    /// Lets the clock flow with the machine's, for processes that have no other.
    #[must_use]
    pub const fn flowing(mut self) -> Self {
        self.clock = Beginning::Now;
        self
    }

    /// Begins with this `plugins.toml`.
    #[must_use]
    pub fn config(mut self, text: &str) -> Self {
        text.clone_into(&mut self.config);
        self
    }

    /// Adds this to the demo world, in the format of `POST /control/world`.
    #[must_use]
    pub fn with(mut self, world: Value) -> Self {
        self.world = Some(world);
        self
    }

    /// Gives the host a language model.
    #[must_use]
    pub fn language(mut self, model: &Model) -> Self {
        self.language = Some(model.endpoint());
        self
    }

    /// Begins without a host: the test starts it.
    #[must_use]
    pub const fn without_host(mut self) -> Self {
        self.host = false;
        self
    }

    /// Plays it on SQLite.
    pub async fn play(self, scene: impl AsyncFn(&mut World)) {
        self.on(&Database::sqlite(), &scene).await;
    }

    /// Plays it on SQLite and on PostgreSQL.
    pub async fn play_on_both(self, scene: impl AsyncFn(&mut World)) {
        databases::both(async |database| self.clone().on(database, &scene).await).await;
    }

    async fn on(self, database: &Database, scene: &impl AsyncFn(&mut World)) {
        let clock = match self.clock {
            Beginning::At(instant) => Clock::frozen_at(instant),
            Beginning::Now => Clock::flowing(),
        };
        let runtime = sandbox::Current::default();
        let registry =
            Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
        let options = Options {
            world: WorldFile::demo(),
            clock,
            next_task: Some(sandbox::agenda(runtime.clone())),
            tours: sandbox::tours::translate(&registry),
            openapi: openapi(),
            ..Default::default()
        };
        let emulator = Emulator::start(options).await.expect("the emulator starts");
        let mut world = World::of(emulator, database.url(), runtime).await;
        if let Some(mut more) = self.world {
            more["extend"] = true.into();
            world.post("world", more).await;
        }
        world.write_config(&self.config);
        world.language = self.language;
        if self.host {
            world.start_host().await;
        }
        scene(&mut world).await;
        if world.host.is_some() {
            world.stop_host().await;
        }
        if openapi().is_some() {
            let findings = world.get("findings").await;
            assert_eq!(
                findings.as_array().map(Vec::len),
                Some(0),
                "against Discord's description: {findings:#}"
            );
        }
        world.emulator.shutdown().await;
    }
}

/// Discord's published description of its API, beside the repository or where `DISCORD_OPENAPI` says.
#[must_use]
pub fn openapi() -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/discord-openapi.json");
    let path = std::env::var_os("DISCORD_OPENAPI").map_or_else(beside, PathBuf::from);
    if path.exists() {
        return Some(path);
    }
    SAID.call_once(|| {
        // Straight to the terminal: the test runner hides what a passing test prints.
        let line =
            "*** TRAFFIC IS NOT VALIDATED: set DISCORD_OPENAPI to Discord's openapi.json to have it so ***";
        let _ = writeln!(std::io::stderr(), "\n{line}\n");
    });
    None
}
