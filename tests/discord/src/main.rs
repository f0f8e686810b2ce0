//! The emulator on its own. The first line on standard output is JSON: `{"url", "token", "application_id"}`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Parser;
use discord_emulator::{Emulator, Id, Options, Tour, WorldFile};
use serde::Serialize;

/// A Discord for one machine: REST and gateway on loopback, and a control API that acts as people.
#[derive(Parser)]
#[command(version, after_help = "Example:\n  discord-emulator --port 4000 --seed demo")]
struct Arguments {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The world: `demo`, `empty`, or a JSON file in the format of POST /control/world
    #[arg(long, default_value = "demo")]
    seed: String,
    /// The bot's token; random without it
    #[arg(long)]
    token: Option<String>,
    /// A JSON file with a list of guided tours, which the page offers
    #[arg(long, value_name = "FILE")]
    tours: Option<PathBuf>,
    /// Answer 429 when the general rate limits are exceeded
    #[arg(long)]
    strict_rate_limits: bool,
    /// Validate all traffic against Discord's OpenAPI document; findings are at GET /control/findings
    #[cfg(feature = "conformance")]
    #[arg(long, value_name = "FILE")]
    openapi: Option<PathBuf>,
}

fn read_world(seed: &str) -> Result<WorldFile> {
    match seed {
        "demo" => Ok(WorldFile::demo()),
        "empty" => Ok(WorldFile::default()),
        path => WorldFile::open(Path::new(path)),
    }
}

fn read_tours(path: &Path) -> Result<Vec<Tour>> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| {
        format!("the tours in {shown} can't be read; name a JSON file with a list of tours")
    })?;
    serde_json::from_str(&text).with_context(|| {
        format!("the tours in {shown} are not valid; their format is in the emulator's README")
    })
}

/// The first line on standard output.
#[derive(Serialize)]
struct About {
    url: String,
    token: String,
    application_id: Id,
}

async fn run(arguments: Arguments) -> Result<()> {
    let emulator = Emulator::start(Options {
        port: arguments.port,
        world: read_world(&arguments.seed)?,
        tours: arguments.tours.as_deref().map(read_tours).transpose()?.unwrap_or_default(),
        token: arguments.token,
        strict_rate_limits: arguments.strict_rate_limits,
        #[cfg(feature = "conformance")]
        openapi: arguments.openapi,
        ..Options::default()
    })
    .await?;
    let about = About {
        url: emulator.url(),
        token: emulator.token().to_owned(),
        application_id: emulator.application_id(),
    };
    println!("{}", serde_json::to_string(&about)?);
    tokio::signal::ctrl_c().await.context("the interrupt signal cannot be listened to")?;
    emulator.shutdown().await;
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
