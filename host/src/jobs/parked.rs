//! `guildhall jobs`: lists, retries and drops parked jobs.

mod store;

use std::{fmt, io::Write, num::NonZeroU64, str::FromStr};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::{Args, Subcommand};
use plugin_api::{Clock, Db, Tx, serenity::GuildId};

use self::store::ParkedJob;
use crate::config::nearest::did_you_mean;

/// How long a parked job is kept for an operator.
const RETENTION: TimeDelta = TimeDelta::days(90);

/// How many parked jobs a mistyped name is compared with.
const SUGGESTION_LIMIT: i64 = 1000;

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
    Retry(Selection),
    /// Removes parked jobs; what they would have done is not done. Those parked for 90 days are removed without this
    #[command(
        after_help = "Examples:\n  guildhall jobs drop reminders.deliver/81384788765712384/7\n  guildhall jobs drop --all"
    )]
    Drop(Selection),
}

/// Which parked jobs to change.
#[derive(Args, Clone, Debug)]
pub struct Selection {
    /// Their names, as `guildhall jobs list` shows them
    #[arg(value_name = "NAME", required_unless_present = "all", conflicts_with = "all")]
    names: Vec<JobPath>,
    /// All of them
    #[arg(long)]
    all: bool,
}

/// The primary key of a job, written `<plugin>.<kind>/<guild>/<key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct JobPath {
    plugin: String,
    kind: String,
    guild: GuildId,
    key: String,
}

impl fmt::Display for JobPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}/{}/{}", self.plugin, self.kind, self.guild, self.key)
    }
}

impl FromStr for JobPath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (job, rest) = text.split_once('/')?;
            let (plugin, kind) = job.split_once('.')?;
            // A key may hold slashes.
            let (guild, key) = rest.split_once('/')?;
            let guild = guild.parse::<NonZeroU64>().ok()?;
            Some(Self { plugin: plugin.into(), kind: kind.into(), guild: guild.into(), key: key.into() })
        };
        parse().ok_or("a job's name is <plugin>.<kind>/<guild>/<key>; `guildhall jobs list` shows all")
    }
}

impl ParkedJob {
    fn path(&self) -> String {
        format!("{}.{}/{}/{}", self.plugin, self.kind, self.guild_id.cast_unsigned(), self.key)
    }
}

/// Runs `guildhall jobs ..` and writes its output.
///
/// # Errors
/// If a job is not parked: a sentence that names it and the nearest name. Then nothing was changed.
pub async fn run(command: JobsCommand, db: &Db, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        JobsCommand::List { limit } => list(db, limit.into(), out).await?,
        JobsCommand::Retry(selection) => {
            let jobs = change(db, &selection, Change::Retry).await?;
            writeln!(out, "{jobs} will be tried again.")?;
            if jobs != Count(0) && !db.is_shared() {
                writeln!(
                    out,
                    "A process that runs on this file begins within the hour, or when it is started again."
                )?;
            }
        }
        JobsCommand::Drop(selection) => {
            let jobs = change(db, &selection, Change::Drop).await?;
            writeln!(out, "{jobs} dropped.")?;
        }
    }
    Ok(())
}

/// Deletes the jobs that were parked more than 90 days ago. Returns their number. To be called from time to time.
pub(crate) async fn delete_expired(db: &Db, clock: &Clock) -> sqlx::Result<u64> {
    store::delete_parked_before(db, clock.now() - RETENTION).await
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

/// Changes every job of the selection, or none.
async fn change(db: &Db, selection: &Selection, change: Change) -> anyhow::Result<Count> {
    let work = async |tx: &mut Tx| -> anyhow::Result<u64> {
        let mut changed = 0;
        if selection.all {
            changed = match change {
                Change::Retry => store::retry_all(tx).await?,
                Change::Drop => store::delete_all(tx).await?,
            };
        }
        for name in &selection.names {
            let found = match change {
                Change::Retry => store::retry(tx, name).await?,
                Change::Drop => store::delete(tx, name).await?,
            };
            if !found {
                return Err(not_parked_error(db, name).await?);
            }
            changed += 1;
        }
        if tx.is_shared() && matches!(change, Change::Retry) {
            store::notify(tx).await?;
        }
        Ok(changed)
    };
    Ok(Count(db.transaction(work).await?))
}

async fn not_parked_error(db: &Db, name: &JobPath) -> anyhow::Result<anyhow::Error> {
    let parked: Vec<_> =
        store::fetch_parked(db, SUGGESTION_LIMIT).await?.iter().map(ParkedJob::path).collect();
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
    for job in store::fetch_parked(db, limit).await? {
        let (due, since) = (format_instant(job.due_at), format_instant(job.parked_at));
        let tries = if job.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", job.attempts) };
        writeln!(out, "{}", escape_control(&job.path()))?;
        writeln!(out, "  due {due}, parked since {since} after {tries}")?;
        for line in job.last_error.as_deref().unwrap_or("no error was kept").lines() {
            writeln!(out, "  {}", escape_control(line))?;
        }
    }
    if parked > limit {
        writeln!(out, "\n{} more; --limit {parked} shows all.", parked - limit)?;
    }
    Ok(())
}

/// Replaces control characters: an error's text must not control the operator's terminal.
fn escape_control(line: &str) -> String {
    line.replace(char::is_control, "\u{fffd}")
}

fn format_instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests;
