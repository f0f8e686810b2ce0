//! Exports or erases what is kept about a person, over the tables that all plugins and the host declare, in one transaction. Whether a
//! plugin is on does not matter: its rows exist all the same.

mod command;
mod json;
pub mod schema;
mod store;

use chrono::{DateTime, Utc};
use plugin_api::{
    Clock, Db, Erase, Result, UserData, UserTable,
    serenity::{GuildId, UserId},
};
use serde::Serialize;
use serde_json::{Map, Value};
use store::Subject;

use crate::registry::Registry;

pub use command::{Person, PrivacyCommand, run};

/// The host among the owners of tables.
const HOST: &str = "host";

/// Declares what the host itself keeps about people.
fn host_data() -> UserData {
    UserData::tables(
        "Who changed which plugin or setting of a guild by command.",
        vec![UserTable {
            table: "audit",
            user_column: "user_id",
            export: &["guild_id", "number", "user_id", "action", "plugin", "detail", "created_at"],
            erase: Erase::Keep("a guild's staff must be able to see who changed its configuration"),
        }],
    )
}

/// Everything that is kept about a person.
#[derive(Debug, Serialize)]
pub struct Export {
    /// The person's id.
    pub user_id: String,
    /// The guild that it is limited to; `None` for all.
    pub guild_id: Option<String>,
    /// When it was made.
    pub exported_at: DateTime<Utc>,
    /// By owner: the host and each plugin.
    pub owners: Vec<OwnerExport>,
}

/// What one owner keeps about the person.
#[derive(Debug, Serialize)]
pub struct OwnerExport {
    /// `host` or a plugin's id.
    pub owner: &'static str,
    /// What it keeps about people in general, or why it keeps nothing.
    pub summary: &'static str,
    /// The rows of each table.
    pub tables: Vec<TableExport>,
}

/// The rows of one table.
#[derive(Debug, Serialize)]
pub struct TableExport {
    /// The table.
    pub table: &'static str,
    /// The column by which the rows are about the person.
    pub column: &'static str,
    /// The rows.
    pub rows: Vec<Map<String, Value>>,
}

/// What an erasure did.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The person's id.
    pub user_id: String,
    /// The guild that it was limited to; `None` for all.
    pub guild_id: Option<String>,
    /// By owner: the host and each plugin that keeps personal data.
    pub owners: Vec<OwnerReport>,
}

/// What erasing did to one owner's tables.
#[derive(Debug, Serialize)]
pub struct OwnerReport {
    /// `host` or a plugin's id.
    pub owner: &'static str,
    /// What erasing did to each table.
    pub tables: Vec<TableReport>,
}

/// What erasing did to one table.
#[derive(Debug, Serialize)]
pub struct TableReport {
    /// The table.
    pub table: &'static str,
    /// The column by which the rows are about the person.
    pub column: &'static str,
    /// How many rows.
    pub rows: u64,
    /// What was done with them.
    #[serde(flatten)]
    pub outcome: ErasureOutcome,
}

/// What an erasure does with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fate", content = "reason", rename_all = "snake_case")]
pub enum ErasureOutcome {
    /// They are deleted.
    Deleted,
    /// They stay, without the person's id.
    Anonymised,
    /// They stay as they are, for this reason.
    Kept(&'static str),
}

impl From<Erase> for ErasureOutcome {
    fn from(erase: Erase) -> Self {
        match erase {
            Erase::Delete => Self::Deleted,
            Erase::Anonymise(_) => Self::Anonymised,
            Erase::Keep(reason) => Self::Kept(reason),
        }
    }
}

/// What the host and all plugins declare, the host first.
fn declared_data(registry: &Registry) -> impl Iterator<Item = (&'static str, UserData)> {
    let plugins = registry.iter().map(|entry| (entry.id.as_str(), entry.plugin.user_data()));
    std::iter::once((HOST, host_data())).chain(plugins)
}

/// Exports everything that is kept about a person, in one guild or in all.
///
/// # Errors
/// If a column has a type that can't be exported.
pub async fn export(
    db: &Db,
    registry: &Registry,
    clock: &Clock,
    user: UserId,
    guild: Option<GuildId>,
) -> Result<Export> {
    let (subject, mut owners) = (Subject { user, guild }, Vec::new());
    let mut tx = db.begin().await?;
    for (owner, data) in declared_data(registry) {
        let mut tables = Vec::new();
        for table in &data.tables {
            let rows =
                store::fetch_rows(&mut tx, subject, table).await?.into_iter().map(|row| row.0).collect();
            tables.push(TableExport { table: table.table, column: table.user_column, rows });
        }
        owners.push(OwnerExport { owner, summary: data.summary, tables });
    }
    tx.rollback().await?;
    let (user_id, guild_id) = (user.to_string(), guild.map(|guild| guild.to_string()));
    Ok(Export { user_id, guild_id, exported_at: clock.now(), owners })
}

/// Whether an erasure is done or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Erase, and commit.
    Erase,
    /// Count what would be erased, and roll back.
    Preview,
}

/// Erases what is kept about a person, in one guild or in all: each table as it is declared, all or nothing.
pub async fn erase(
    db: &Db,
    registry: &Registry,
    user: UserId,
    guild: Option<GuildId>,
    mode: Mode,
) -> Result<Report> {
    let (subject, mut owners) = (Subject { user, guild }, Vec::new());
    let mut tx = db.begin().await?;
    for (owner, data) in declared_data(registry) {
        let mut tables = Vec::new();
        if owner == HOST {
            // An answer of the API may contain the person's id. It is stored for a day, so that a request can be repeated.
            let rows = store::delete_answers(&mut tx, subject).await?;
            tables.push(TableReport {
                table: "idempotency_keys",
                column: "answer",
                rows,
                outcome: ErasureOutcome::Deleted,
            });
        }
        for table in &data.tables {
            let rows = store::erase(&mut tx, subject, table).await?;
            tables.push(TableReport {
                table: table.table,
                column: table.user_column,
                rows,
                outcome: table.erase.into(),
            });
        }
        if !tables.is_empty() {
            owners.push(OwnerReport { owner, tables });
        }
    }
    match mode {
        Mode::Erase => tx.commit().await?,
        Mode::Preview => tx.rollback().await?,
    }
    Ok(Report { user_id: user.to_string(), guild_id: guild.map(|guild| guild.to_string()), owners })
}
