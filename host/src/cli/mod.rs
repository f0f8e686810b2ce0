//! The command line. Flags win over the environment, which wins over a file `.env` in the working directory.

mod check;
mod describe;
pub(crate) mod id;
mod invite;
mod logging;
mod origin;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(test)]
mod tests;

use std::{
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use plugin_api::Clock;

use crate::{
    admin,
    api::{
        Proxies,
        tokens::{self, TokenCommand},
    },
    boot, config, database,
    discord::gateway::ShardRange,
    jobs::parked::{self, JobsCommand},
    language, migrate,
    privacy::{self, PrivacyCommand},
    registry::Registry,
};

/// The error of `run` without a token.
const MISSING_TOKEN: &str = "DISCORD_TOKEN is not set. Make an application at https://discord.com/developers/applications, take its token \
     under Bot > Reset Token, and put it into the environment or into a file .env as DISCORD_TOKEN=... To try Guildhall without \
     Discord, run `guildhall sandbox`: it needs no token.";

/// A plugin host for Discord communities
#[derive(Parser)]
#[command(name = "guildhall", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: RunArgs,
}

const EXAMPLES: &str = "Examples:
  guildhall sandbox           try it without a Discord account
  guildhall check             find every error in plugins.toml
  guildhall                   run, with DISCORD_TOKEN from the environment or .env";

const RUN_HELP: &str = "Environment (a file .env in the working directory is read too; flags win):
  DISCORD_TOKEN    the bot's token; only here, never as a flag that others can see
  OPENAI_API_KEY   the key of the language model, for guilds that switch one on in plugins.toml; only here too
  OPENAI_BASE_URL  where its API is, if not at OpenAI, such as http://localhost:11434/v1
  RUST_LOG         what is logged, such as info or guildhall=debug
  LOG_FORMAT       text or json

Example:
  DISCORD_TOKEN=... guildhall run --config plugins.toml --http 127.0.0.1:8080";

#[derive(Subcommand)]
enum Command {
    /// Connects to Discord and serves the guilds; the default without a subcommand
    #[command(after_help = RUN_HELP)]
    Run(RunArgs),
    /// Runs a local Discord in your browser, with Guildhall in a demo guild; needs no token
    #[cfg(feature = "sandbox")]
    #[command(after_help = "Examples:\n  guildhall sandbox\n  guildhall sandbox --seed world.json --no-open")]
    Sandbox(sandbox::SandboxArgs),
    /// Checks plugins.toml without connecting: shows which plugins are on where, and every error
    #[command(
        after_help = "Exits with 1 if it finds an error.\n\nExample:\n  guildhall check --config plugins.toml"
    )]
    Check(ConfigArgs),
    /// Lists the linked plugins and everything that each contributes
    #[command(after_help = "Examples:\n  guildhall plugins\n  guildhall plugins --json")]
    Plugins {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Prints the JSON Schema of plugins.toml, with which editors complete and check it
    #[command(
        after_help = "Example:\n  guildhall schema > plugins.schema.json\n\nThen let plugins.toml begin with the line\n  #:schema ./plugins.schema.json"
    )]
    Schema,
    /// Prints the address that invites the bot with the least permissions that the enabled plugins need
    #[command(after_help = "Example:\n  guildhall invite --application-id 123456789012345678")]
    Invite(InviteArgs),
    /// Shows or applies database migrations; `run` applies them by itself
    #[command(
        after_help = "Examples:\n  guildhall migrate status\n  guildhall migrate up --database postgres://localhost/guildhall"
    )]
    Migrate(MigrateArgs),
    /// Makes, lists and revokes tokens of the HTTP API
    #[command(
        after_help = "Examples:\n  guildhall token create --guild 123456789012345678 --plugins reminders --scope read,write\n  guildhall token list\n  guildhall token revoke reminders-k3x9ab2c"
    )]
    Token(TokenArgs),
    /// Lists, retries and drops jobs that were given up because they failed too often
    #[command(
        after_help = "Examples:\n  guildhall jobs list\n  guildhall jobs retry --all\n  guildhall jobs drop reminders.deliver/81384788765712384/7"
    )]
    Jobs(JobsArgs),
    /// Exports what is kept about a person, or erases it
    #[command(
        after_help = "Examples:\n  guildhall privacy export --user 123456789012345678\n  guildhall privacy erase --user 123456789012345678 --yes"
    )]
    Privacy(PrivacyArgs),
}

#[derive(Args)]
struct ConfigArgs {
    /// The configuration
    #[arg(long, env = "GUILDHALL_CONFIG", default_value = "plugins.toml", value_name = "FILE")]
    config: PathBuf,
}

/// The default database.
const DEFAULT_DATABASE: &str = "sqlite://data/guildhall.db";

/// `--database` for subcommands that have subcommands themselves: it may follow either.
#[derive(Args)]
struct DatabaseArgs {
    /// The database: sqlite://path/to/file or postgres://user:password@host/name
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        default_value = DEFAULT_DATABASE,
        value_name = "URL",
        hide_env_values = true
    )]
    database: String,
}

#[derive(Args)]
struct RunArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The database: sqlite://path/to/file or postgres://user:password@host/name
    #[arg(long, env = "DATABASE_URL", default_value = DEFAULT_DATABASE, value_name = "URL", hide_env_values = true)]
    database: String,
    /// The address on which the HTTP API listens
    #[arg(long, env = "GUILDHALL_HTTP", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    http: SocketAddr,
    /// The reverse proxies in front of it, as addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8: their X-Forwarded-For is trusted
    #[arg(long, env = "GUILDHALL_TRUSTED_PROXIES", value_name = "NETS")]
    trusted_proxies: Option<Proxies>,
    /// The address of Discord's API if it is not Discord's own: a proxy, or the emulator
    #[arg(long, env = "DISCORD_API_URL", value_name = "URL", value_parser = origin::parse)]
    discord_api_url: Option<String>,
    /// The shards that this process opens, first-last/total from 0, if several processes share one PostgreSQL; all by default
    #[arg(long, env = "GUILDHALL_SHARDS", value_name = "RANGE")]
    shards: Option<ShardRange>,
}

#[derive(Args)]
struct InviteArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// The application's id; by default the one in DISCORD_TOKEN
    #[arg(long, env = "DISCORD_APPLICATION_ID", value_name = "ID", value_parser = id::parse_application::<u64>)]
    application_id: Option<u64>,
}

#[derive(Args)]
struct MigrateArgs {
    #[command(subcommand)]
    command: MigrateCommand,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Subcommand)]
enum MigrateCommand {
    /// Shows which migrations the database has
    #[command(after_help = "Example:\n  guildhall migrate status --database postgres://localhost/guildhall")]
    Status,
    /// Applies those that it lacks
    #[command(after_help = "Example:\n  guildhall migrate up")]
    Up,
}

#[derive(Args)]
struct TokenArgs {
    #[command(subcommand)]
    command: TokenCommand,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Args)]
struct JobsArgs {
    #[command(subcommand)]
    command: JobsCommand,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Args)]
struct PrivacyArgs {
    #[command(subcommand)]
    command: PrivacyCommand,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Parses the command line and runs it. A binary of your own is `use my_plugin as _;` and a `main` that returns this.
#[must_use]
pub fn main() -> ExitCode {
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        return fail(2, &format!("the file .env can't be read: {error}"));
    }
    let cli = Cli::parse();
    let registry = match Registry::linked(admin::commands()) {
        Ok(registry) => registry,
        Err(conflicts) => return fail(1, &conflicts.join("\n")),
    };
    match execute(cli.command.unwrap_or(Command::Run(cli.run)), registry) {
        Ok(code) => code,
        // The reader has gone, as in `guildhall plugins | head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => match error.downcast_ref::<config::Report>() {
            Some(report) => {
                print_report(report);
                ExitCode::from(1)
            }
            None => fail(1, &format!("{error:#}")),
        },
    }
}

fn fail(code: u8, sentence: &str) -> ExitCode {
    eprintln!("guildhall: {sentence}");
    ExitCode::from(code)
}

fn print_report(report: &config::Report) {
    eprintln!("{}", report.render(io::stderr().is_terminal()));
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn execute(command: Command, registry: Registry) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    match command {
        Command::Run(args) => {
            // A plugin may print too.
            drop(out);
            return run(args, registry);
        }
        #[cfg(feature = "sandbox")]
        Command::Sandbox(args) => {
            drop(out);
            logging::init();
            block_on(sandbox::run(args))?;
        }
        Command::Check(args) => {
            let has_key = language::Endpoint::from_environment()?.is_some();
            let report = check::check(&args.config, &registry, has_key, &mut out)?;
            out.flush()?;
            if !report.is_empty() {
                print_report(&report);
                return Ok(ExitCode::from(1));
            }
            let tours = registry.tour_conflicts();
            if !tours.is_empty() {
                return Ok(fail(1, &tours.join("\n")));
            }
        }
        Command::Plugins { json } => describe::write_plugins(&registry, json, &mut out)?,
        Command::Schema => {
            serde_json::to_writer_pretty(&mut out, &config::schema(&registry)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Command::Invite(args) => {
            writeln!(out, "{}", invite::invite_url(&args.config.config, registry, args.application_id)?)?;
        }
        Command::Migrate(args) => block_on(run_migrations(&args, &registry, &mut out))?,
        Command::Token(args) => block_on(async {
            let db = database::open(&args.database.database).await?;
            migrate::up(&db, &registry).await?;
            tokens::run(args.command, &db, &registry, &Clock::system(), &mut out).await
        })?,
        Command::Jobs(args) => block_on(async {
            let db = database::open(&args.database.database).await?;
            migrate::up(&db, &registry).await?;
            parked::run(args.command, &db, &mut out).await
        })?,
        Command::Privacy(args) => block_on(async {
            let db = database::open(&args.database.database).await?;
            migrate::up(&db, &registry).await?;
            privacy::run(args.command, &db, &registry, &Clock::system(), &mut out).await
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

fn run(args: RunArgs, registry: Registry) -> Result<ExitCode> {
    let Some(token) = std::env::var("DISCORD_TOKEN").ok().filter(|token| !token.trim().is_empty()) else {
        return Ok(fail(2, MISSING_TOKEN));
    };
    logging::init();
    block_on(boot::run(boot::Options {
        token: token.trim().into(),
        database: args.database,
        config: args.config.config,
        http: args.http,
        proxies: args.trusted_proxies.unwrap_or_default(),
        discord: args.discord_api_url.filter(|url| !url.is_empty()),
        shards: args.shards,
        language: language::Endpoint::from_environment()?,
        clock: Clock::system(),
        registry,
    }))?;
    Ok(ExitCode::SUCCESS)
}

async fn run_migrations(args: &MigrateArgs, registry: &Registry, out: &mut impl Write) -> Result<()> {
    let up = matches!(args.command, MigrateCommand::Up);
    if let Some(file) = database::missing_file(&args.database.database).filter(|_| !up) {
        bail!(
            "there is no database {} yet; `guildhall migrate up` or `guildhall run` makes it",
            file.display()
        );
    }
    let db = database::open(&args.database.database).await?;
    if up {
        migrate::up(&db, registry).await?;
    }
    for migration in migrate::status(&db, registry).await? {
        let state = if migration.applied { "applied" } else { "missing" };
        writeln!(out, "{state}  {} {:04} {}", migration.owner, migration.version, migration.description)?;
    }
    Ok(())
}

fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    // At least eight threads: a plugin that blocks one by mistake leaves enough for the others.
    let threads = std::thread::available_parallelism().map_or(1, usize::from).max(8);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    runtime.context("the machine gives no threads to work with")?.block_on(work)
}
