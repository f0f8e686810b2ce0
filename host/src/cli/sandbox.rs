//! The options of `guildhall sandbox`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::ConfigArgs;
use crate::sandbox;

#[derive(Args)]
pub(super) struct SandboxArgs {
    /// The port of the local Discord and its page; 0 takes a free one
    #[arg(long, default_value_t = 9100, value_name = "N")]
    port: u16,
    /// The port of Guildhall's own HTTP API, 8080 by default; a free one if that is taken, or if it is 0
    #[arg(long, value_name = "N")]
    http: Option<u16>,
    /// A database to use in place of the sandbox's own, which begins empty at each start and whenever you start over
    #[arg(long, value_name = "URL")]
    pub(super) database: Option<String>,
    /// A world to use in place of the demo guild: a JSON file as tests/discord/README.md describes it
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Discord's OpenAPI document, to validate all traffic against; needs a build with the feature `conformance`
    #[arg(long, value_name = "FILE")]
    openapi: Option<PathBuf>,
    /// Do not open the page in a browser
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Runs a sandbox until a signal to stop.
pub(super) async fn run(args: SandboxArgs) -> Result<()> {
    sandbox::run(sandbox::Options {
        port: args.port,
        http: args.http,
        database: args.database,
        config: args.config.config,
        seed: args.seed,
        openapi: args.openapi,
        open: !args.no_open,
    })
    .await
}
