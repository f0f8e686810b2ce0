//! `guildhall sandbox`: its options.

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
    /// The port of Guildhall's own HTTP API; 0 takes a free one, and so does leaving it out where 8080 is taken
    #[arg(long, value_name = "N")]
    http: Option<u16>,
    /// Another database than the sandbox's own, which begins empty at each start and whenever people start over
    #[arg(long, value_name = "URL")]
    pub(super) database: Option<String>,
    /// Another world than the demo guild: a JSON file as tests/discord/README.md describes it
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

/// Runs a sandbox until it is told to stop.
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
