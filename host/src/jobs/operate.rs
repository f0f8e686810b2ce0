//! What an operator does with jobs that were given up: `guildhall jobs`.

mod store;

use std::{fmt, io::Write, num::NonZeroU64, str::FromStr};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::{Args, Subcommand};
use plugin_api::{Clock, Db, serenity::GuildId};

use self::store::Parked;
use crate::config::nearest::did_you_mean;

/// How long a parked job is kept for an operator.
const KEPT: TimeDelta = TimeDelta::days(90);

/// How many parked jobs a mistyped name is compared with.
const COMPARED: i64 = 1000;

/// `guildhall jobs`: shows, retries and drops parked jobs.
#[derive(Clone, Debug, Subcommand)]
pub enum JobsCommand {
    /// Lists the parked jobs, those parked last first: when they were due, how often they were tried, and their last error
    #[command(after_help = "Examples:\n  guildhall jobs list\n  guildhall jobs list --limit 500")]
    List {
        /// The most that are shown
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
    },
    /// Has parked jobs tried again, as often as new ones
    #[command(
        after_help = "A process that runs on PostgreSQL begins at once; one that runs on a SQLite file within the hour, or when it \
                            is started again.\n\nExamples:\n  guildhall jobs retry reminders.deliver/81384788765712384/7\n  \
                            guildhall jobs retry --all"
    )]
    Retry(Which),
    /// Removes parked jobs; what they would have done is not done. Those parked for 90 days are removed without this
    #[command(
        after_help = "Examples:\n  guildhall jobs drop reminders.deliver/81384788765712384/7\n  guildhall jobs drop --all"
    )]
    Drop(Which),
}

/// The parked jobs that are meant.
#[derive(Args, Clone, Debug)]
pub struct Which {
    /// Their names, as `guildhall jobs list` shows them
    #[arg(value_name = "NAME", required_unless_present = "all", conflicts_with = "all")]
    names: Vec<Name>,
    /// All of them
    #[arg(long)]
    all: bool,
}

/// What tells a job from all others, written `<plugin>.<kind>/<guild>/<key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    plugin: String,
    kind: String,
    guild: GuildId,
    key: String,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}/{}/{}", self.plugin, self.kind, self.guild, self.key)
    }
}

impl FromStr for Name {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (job, rest) = text.split_once('/')?;
            let (plugin, kind) = job.split_once('.')?;
            // A key may hold slashes.
            let (guild, key) = rest.split_once('/')?;
            let guild = guild.parse::<NonZeroU64>().ok()?;
            Some(Self { plugin: plugin.into(), kind: kind.into(), guild: guild.into(), key: key.into() })
        };
        read().ok_or("a job's name is <plugin>.<kind>/<guild>/<key>; `guildhall jobs list` shows all")
    }
}

impl Parked {
    fn name(&self) -> String {
        format!("{}.{}/{}/{}", self.plugin, self.kind, self.guild_id.cast_unsigned(), self.key)
    }
}

/// Runs `guildhall jobs ..` and writes what it has to say.
///
/// # Errors
/// A sentence that names the job that is not parked, and the nearest; or the database's. Then nothing was changed.
pub async fn run(command: JobsCommand, db: &Db, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        JobsCommand::List { limit } => list(db, limit.into(), out).await?,
        JobsCommand::Retry(which) => {
            let jobs = change(db, &which, Change::Retry).await?;
            writeln!(out, "{jobs} will be tried again.")?;
            if jobs != Count(0) && !db.is_shared() {
                writeln!(
                    out,
                    "A process that runs on this file begins within the hour, or when it is started again."
                )?;
            }
        }
        JobsCommand::Drop(which) => {
            let jobs = change(db, &which, Change::Drop).await?;
            writeln!(out, "{jobs} dropped.")?;
        }
    }
    Ok(())
}

/// Removes jobs that have been parked for more than 90 days; gives their number. To be called from time to time.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn forget_parked(db: &Db, clock: &Clock) -> sqlx::Result<u64> {
    store::forget(db, clock.now() - KEPT).await
}

#[derive(Clone, Copy)]
enum Change {
    Retry,
    Drop,
}

/// A number of jobs, for people.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Count(u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "job" } else { "jobs" })
    }
}

/// Changes all that are meant, or none.
async fn change(db: &Db, which: &Which, change: Change) -> anyhow::Result<Count> {
    let mut tx = db.begin().await?;
    let mut changed = 0;
    if which.all {
        changed = match change {
            Change::Retry => store::retry_all(&mut tx).await?,
            Change::Drop => store::remove_all(&mut tx).await?,
        };
    }
    for name in &which.names {
        let found = match change {
            Change::Retry => store::retry(&mut tx, name).await?,
            Change::Drop => store::remove(&mut tx, name).await?,
        };
        if !found {
            tx.rollback().await?;
            return Err(not_parked(db, name).await?);
        }
        changed += 1;
    }
    if tx.is_shared() && matches!(change, Change::Retry) {
        store::notify(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(Count(changed))
}

async fn not_parked(db: &Db, name: &Name) -> anyhow::Result<anyhow::Error> {
    let parked: Vec<_> = store::parked(db, COMPARED).await?.iter().map(Parked::name).collect();
    let remedy = did_you_mean(&name.to_string(), parked.iter().map(String::as_str))
        .unwrap_or_else(|| "`guildhall jobs list` shows all".to_owned());
    Ok(anyhow::anyhow!("no job '{name}' is parked, and nothing was changed; {remedy}"))
}

async fn list(db: &Db, limit: i64, out: &mut impl Write) -> anyhow::Result<()> {
    let (_, parked) = super::count(db).await?;
    if parked == 0 {
        writeln!(out, "No job is parked.")?;
        return Ok(());
    }
    for job in store::parked(db, limit).await? {
        let (due, since) = (instant(job.due_at), instant(job.parked_at));
        let tries = if job.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", job.attempts) };
        writeln!(out, "{}", visible(&job.name()))?;
        writeln!(out, "  due {due}, parked since {since} after {tries}")?;
        for line in job.last_error.as_deref().unwrap_or("no error was kept").lines() {
            writeln!(out, "  {}", visible(line))?;
        }
    }
    if parked > limit {
        writeln!(out, "\n{} more; --limit {parked} shows all.", parked - limit)?;
    }
    Ok(())
}

/// Text from elsewhere must not steer the operator's terminal.
fn visible(line: &str) -> String {
    line.replace(char::is_control, "\u{fffd}")
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests;
