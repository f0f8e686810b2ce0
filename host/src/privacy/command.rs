//! `guildhall privacy`: exports or erases a person's data from the command line.

use std::{io::Write, num::NonZeroU64};

use clap::{Args, Subcommand};
use plugin_api::{
    Clock, Db,
    serenity::{GuildId, UserId},
};

use super::{ErasureOutcome, Mode, Report, erase, export};
use crate::{cli::id, registry::Registry};

/// `guildhall privacy`: exports or erases what is kept about a person.
#[derive(Clone, Debug, Subcommand)]
pub enum PrivacyCommand {
    /// Prints everything that is kept about a person as JSON
    #[command(after_help = "Example:\n  guildhall privacy export --user 80351110224678912 > export.json")]
    Export(Person),
    /// Erases what is kept about a person; without --yes it only shows what it would do
    #[command(after_help = "Examples:\n  guildhall privacy erase --user 80351110224678912\n  \
                            guildhall privacy erase --user 80351110224678912 --guild 81384788765712384 --yes")]
    Erase {
        /// The person, and the guild
        #[command(flatten)]
        person: Person,
        /// Do it. It can't be undone
        #[arg(long)]
        yes: bool,
    },
}

/// The person, and the guild.
#[derive(Args, Clone, Copy, Debug)]
pub struct Person {
    /// The person's Discord id
    #[arg(long, value_parser = id::parse_user::<NonZeroU64>)]
    pub user: NonZeroU64,
    /// Only what is kept in this guild; by default in all guilds
    #[arg(long, value_parser = id::parse_guild::<NonZeroU64>)]
    pub guild: Option<NonZeroU64>,
}

impl Person {
    fn ids(self) -> (UserId, Option<GuildId>) {
        (self.user.into(), self.guild.map(GuildId::from))
    }
}

/// Runs `guildhall privacy ..` and writes its output. If it fails, nothing was erased.
pub async fn run(
    command: PrivacyCommand,
    db: &Db,
    registry: &Registry,
    clock: &Clock,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match command {
        PrivacyCommand::Export(person) => {
            let (user, guild) = person.ids();
            let export = export(db, registry, clock, user, guild).await?;
            writeln!(out, "{}", serde_json::to_string_pretty(&export)?)?;
        }
        PrivacyCommand::Erase { person, yes } => {
            let (user, guild) = person.ids();
            let mode = if yes { Mode::Erase } else { Mode::Preview };
            write_report(&erase(db, registry, user, guild, mode).await?, out)?;
            if !yes {
                writeln!(out, "\nNothing was changed. Add --yes to do it; it can't be undone.")?;
            }
        }
    }
    Ok(())
}

fn write_report(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    for owner in &report.owners {
        for table in &owner.tables {
            let outcome = match table.outcome {
                ErasureOutcome::Deleted => "deleted".to_owned(),
                ErasureOutcome::Anonymised => "anonymised".to_owned(),
                ErasureOutcome::Kept(reason) => format!("kept: {reason}"),
            };
            writeln!(
                out,
                "{}: {} rows by '{}.{}' {outcome}",
                owner.owner, table.rows, table.table, table.column
            )?;
        }
    }
    Ok(())
}
