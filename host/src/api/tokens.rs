//! Bearer tokens of the API: an operator creates and revokes them; each is shown once and stored as a hash.

use std::{collections::BTreeSet, io::Write, num::NonZeroU64};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::{Args, Subcommand, ValueEnum};
use plugin_api::{Clock, Db, serenity::GuildId};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::store::{self, NewTokenRow, TokenRow};
use crate::{cli::id, config::nearest::did_you_mean, registry::Registry};

/// The start of every token, by which people and secret scanners recognise one.
const PREFIX: &str = "ghl_";

/// The random bytes of a token: 256 bits.
const TOKEN_BYTES: usize = 32;

/// How exact the last use is recorded. A write for each request would cost more than the request.
const LAST_USE_RESOLUTION: TimeDelta = TimeDelta::minutes(1);

/// `guildhall token`: makes, lists and revokes tokens of the HTTP API.
#[derive(Clone, Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token and prints it, once
    #[command(
        after_help = "Example:\n  guildhall token create --guild 81384788765712384 --plugins reminders --scope read,write"
    )]
    Create(NewToken),
    /// Lists all tokens: what they open and when they were last used
    #[command(after_help = "Example:\n  guildhall token list")]
    List,
    /// Makes a token useless from now on
    #[command(after_help = "Example:\n  guildhall token revoke reminders-k3x9ab2c")]
    Revoke {
        /// The token's name, as `guildhall token list` shows it
        name: String,
    },
}

/// What a new token opens.
#[derive(Args, Clone, Debug)]
pub struct NewToken {
    /// The guild's id
    #[arg(long, value_parser = id::parse_guild::<NonZeroU64>)]
    pub guild: NonZeroU64,
    /// The plugins whose routes it opens, separated by commas
    #[arg(long, required = true, value_delimiter = ',')]
    pub plugins: Vec<String>,
    /// What it may do: read (GET and HEAD) or write (everything else)
    #[arg(long, value_enum, default_value = "read", value_delimiter = ',')]
    pub scope: Vec<Scope>,
    /// A name for lists and logs, unique; one is made up by default
    #[arg(long)]
    pub name: Option<String>,
}

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, strum::AsRefStr, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum Scope {
    /// `GET` and `HEAD`.
    Read,
    /// Every other method.
    Write,
}

/// A token that was just created. It can't be shown again.
#[derive(Debug)]
pub struct CreatedToken {
    /// Its name.
    pub name: String,
    /// The token itself.
    pub token: SecretString,
}

/// A verified token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) name: String,
    pub(super) guild: i64,
    plugins: BTreeSet<String>,
    scopes: BTreeSet<String>,
    last_used_at: Option<DateTime<Utc>>,
}

impl Token {
    pub(super) fn grants_plugin(&self, plugin: &str) -> bool {
        self.plugins.contains(plugin)
    }

    pub(super) fn grants(&self, scope: Scope) -> bool {
        self.scopes.contains(scope.as_ref())
    }
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        let set = |list: &str| list.split(',').map(str::to_owned).collect();
        Self {
            plugins: set(&row.plugins),
            scopes: set(&row.scopes),
            name: row.name,
            guild: row.guild_id,
            last_used_at: row.last_used_at,
        }
    }
}

/// Runs `guildhall token ..` and writes its output.
///
/// # Errors
/// A sentence that names the plugin, token or name at fault and the remedy.
pub async fn run(
    command: TokenCommand,
    db: &Db,
    registry: &Registry,
    clock: &Clock,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match command {
        TokenCommand::Create(new) => {
            let created = create(db, registry, clock, &new).await?;
            writeln!(out, "{}", created.token.expose_secret())?;
            writeln!(
                out,
                "\nThis is the token '{}'. It is shown only now: keep it where secrets are kept.",
                created.name
            )?;
        }
        TokenCommand::List => write_list(db, out).await?,
        TokenCommand::Revoke { name } => {
            revoke(db, clock, &name).await?;
            writeln!(out, "The token '{name}' opens nothing any more.")?;
        }
    }
    Ok(())
}

/// Creates a token.
///
/// # Errors
/// If a plugin is not linked (with the nearest name), or the name is taken or can't be used.
pub async fn create(
    db: &Db,
    registry: &Registry,
    clock: &Clock,
    new: &NewToken,
) -> anyhow::Result<CreatedToken> {
    let plugins: BTreeSet<_> = new.plugins.iter().map(|plugin| plugin.trim()).collect();
    for plugin in &plugins {
        validate_plugin(registry, plugin)?;
    }
    let scopes: BTreeSet<_> = new.scope.iter().map(ToString::to_string).collect();
    let plugins = plugins.into_iter().collect::<Vec<_>>().join(",");
    let name = match &new.name {
        Some(name) => validate_name(name)?.to_owned(),
        None => {
            format!(
                "{}-{}",
                plugins.split(',').next().unwrap_or_default(),
                plugin_api::error::new_reference()
            )
        }
    };
    let token = format!("{PREFIX}{}", hex(&rand::random::<[u8; TOKEN_BYTES]>()));
    let row = NewTokenRow {
        name: &name,
        guild: GuildId::from(new.guild),
        hash: &hash(&token),
        plugins: &plugins,
        scopes: &scopes.into_iter().collect::<Vec<_>>().join(","),
        now: clock.now(),
    };
    if !store::insert(db, row).await? {
        anyhow::bail!("there is a token '{name}' already, in force or revoked; choose another --name");
    }
    Ok(CreatedToken { name, token: token.into() })
}

/// Revokes a token from now on.
///
/// # Errors
/// If no token of that name is in force; the error has the nearest name.
pub async fn revoke(db: &Db, clock: &Clock, name: &str) -> anyhow::Result<()> {
    if store::revoke(db, name, clock.now()).await? {
        return Ok(());
    }
    let rows = store::fetch_all(db).await?;
    let in_force = rows.iter().filter(|row| row.revoked_at.is_none()).map(|row| row.name.as_str());
    let remedy =
        did_you_mean(name, in_force).unwrap_or_else(|| "`guildhall token list` shows all".to_owned());
    anyhow::bail!("no token '{name}' is in force; {remedy}")
}

async fn write_list(db: &Db, out: &mut impl Write) -> anyhow::Result<()> {
    let rows = store::fetch_all(db).await?;
    if rows.is_empty() {
        writeln!(
            out,
            "There are no tokens. Make one with `guildhall token create --guild <id> --plugins <ids>`."
        )?;
        return Ok(());
    }
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default().max(4);
    writeln!(
        out,
        "{:width$}  {:20}  {:10}  {:20}  {:20}  PLUGINS",
        "NAME", "GUILD", "SCOPES", "LAST USED", "CREATED"
    )?;
    for row in rows {
        let used = match (row.revoked_at, row.last_used_at) {
            (Some(_), _) => "revoked".to_owned(),
            (None, Some(at)) => format_instant(at),
            (None, None) => "never".to_owned(),
        };
        writeln!(
            out,
            "{:width$}  {:<20}  {:10}  {used:20}  {:20}  {}",
            row.name,
            row.guild_id.cast_unsigned(),
            row.scopes,
            format_instant(row.created_at),
            row.plugins
        )?;
    }
    Ok(())
}

/// Verifies a token: returns it if it exists and is in force, and records its use.
pub(super) async fn verify(db: &Db, clock: &Clock, token_text: &str) -> sqlx::Result<Option<Token>> {
    // What can't be a token costs no query.
    let digits = token_text.strip_prefix(PREFIX).filter(|digits| digits.len() == 2 * TOKEN_BYTES);
    if !digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Ok(None);
    }
    let hash = hash(token_text);
    let Some(row) = store::fetch_by_hash(db, &hash).await?.filter(|row| bool::from(row.hash.ct_eq(&hash)))
    else {
        return Ok(None);
    };
    let token = Token::from(row);
    let (now, before) = (clock.now(), clock.now() - LAST_USE_RESOLUTION);
    if token.last_used_at.is_none_or(|at| at <= before)
        && let Err(error) = store::update_last_use(db, &token.name, now, before).await
    {
        tracing::warn!(token = token.name, %error, "the last use of a token was not recorded");
    }
    Ok(Some(token))
}

fn validate_plugin(registry: &Registry, plugin: &str) -> anyhow::Result<()> {
    if registry.get(plugin).is_some() {
        return Ok(());
    }
    let remedy = did_you_mean(plugin, registry.iter().map(|entry| entry.id.as_str()))
        .unwrap_or_else(|| "`guildhall plugins` shows what is".to_owned());
    anyhow::bail!("--plugins names '{plugin}', which is not linked; {remedy}")
}

fn validate_name(name: &str) -> anyhow::Result<&str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if name.is_empty() || name.len() > 64 || !name.chars().all(allowed) {
        anyhow::bail!("--name '{name}' can't be used; take 1 to 64 of a-z, A-Z, 0-9, '.', '_' and '-'");
    }
    Ok(name)
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn format_instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
