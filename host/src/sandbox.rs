//! The emulator and the host in one process, on loopback: a bot to try without a Discord account.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result};
use discord_emulator::{Emulator, Reading};
use plugin_api::Clock;

use crate::{boot, registry::Registry, signals::Orders};

/// The sandbox's own file. The emulated world begins anew at each start, and so does this.
const DATABASE: &str = "data/sandbox.db";

/// The guild of the emulator's demo world.
const DEMO_GUILD: u64 = 300_000_000_000_000_001;

/// How a sandbox is started.
pub struct Options {
    /// The emulator's port; 0 takes a free one.
    pub port: u16,
    /// The port of the host's HTTP API; 0 takes a free one.
    pub http: u16,
    /// Another database than the sandbox's own.
    pub database: Option<String>,
    /// The path of `plugins.toml`.
    pub config: PathBuf,
    /// The linked plugins.
    pub registry: Registry,
}

/// Runs emulator and host until SIGTERM or SIGINT.
///
/// # Errors
/// As [`boot::start`], or where the emulator's port is taken.
pub async fn run(options: Options) -> Result<()> {
    let orders = Orders::listen()?;
    let emulator =
        Emulator::start(discord_emulator::Options { port: options.port, ..Default::default() }).await?;
    let database = match options.database {
        Some(database) => database,
        None => fresh_database()?,
    };
    let plugins = options.registry.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(",");
    let running = boot::start(boot::Options {
        token: emulator.token().into(),
        database: database.clone(),
        config: options.config,
        http: SocketAddr::from(([127, 0, 0, 1], options.http)),
        discord: Some(emulator.url()),
        shards: None,
        clock: follow(emulator.clock()),
        registry: options.registry,
    })
    .await?;
    let (url, http) = (emulator.url(), running.http);
    println!("A local Discord listens on      {url}");
    println!("Act in it through               {url}/control (tests/discord/README.md shows how)");
    println!("Guildhall's own HTTP API is at  http://{http}/api/docs");
    println!(
        "and takes tokens made by        guildhall token create --guild {DEMO_GUILD} --plugins {plugins} \
         --scope read,write --database {database}"
    );
    println!("Stop with Ctrl-C.");
    let ended = running.until_ordered(orders).await;
    emulator.shutdown().await;
    ended
}

/// A clock for the host that moves with the emulator's.
#[must_use]
pub fn follow(emulator: &discord_emulator::Clock) -> Clock {
    let clock = Clock::system();
    let show = |clock: &Clock, reading: Reading| clock.set(reading.now, reading.frozen);
    show(&clock, emulator.reading());
    let moved = clock.clone();
    emulator.on_move(move |reading| show(&moved, reading));
    clock
}

fn fresh_database() -> Result<String> {
    for suffix in ["", "-wal", "-shm"] {
        let file = format!("{DATABASE}{suffix}");
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("the last sandbox's file {file} can't be removed"));
            }
            _ => {}
        }
    }
    Ok(format!("sqlite://{DATABASE}"))
}
