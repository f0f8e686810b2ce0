//! What is kept about a person, given to them or erased: over the tables that all plugins and the host declare, in one transaction.
//! Whether a plugin is on does not matter: its rows are there all the same.

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

/// What the host itself keeps about people.
#[must_use]
pub fn of_host() -> UserData {
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
    /// The guild it is limited to; `None` for all.
    pub guild_id: Option<String>,
    /// When it was put together.
    pub exported_at: DateTime<Utc>,
    /// By owner: the host and each plugin.
    pub owners: Vec<OwnerExport>,
}

/// What one owner keeps.
#[derive(Debug, Serialize)]
pub struct OwnerExport {
    /// `host` or a plugin's id.
    pub owner: &'static str,
    /// What it keeps in general, or why nothing.
    pub summary: &'static str,
    /// By table.
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

/// What erasing did.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The person's id.
    pub user_id: String,
    /// The guild it was limited to; `None` for all.
    pub guild_id: Option<String>,
    /// By owner: the host and each plugin that keeps personal data.
    pub owners: Vec<OwnerReport>,
}

/// What erasing did to one owner's tables.
#[derive(Debug, Serialize)]
pub struct OwnerReport {
    /// `host` or a plugin's id.
    pub owner: &'static str,
    /// By table.
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
    /// What became of them.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What became of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fate", content = "reason", rename_all = "snake_case")]
pub enum Fate {
    /// They are gone.
    Deleted,
    /// They stay and lead to nobody.
    Anonymised,
    /// They stay, for this reason.
    Kept(&'static str),
}

impl From<Erase> for Fate {
    fn from(erase: Erase) -> Self {
        match erase {
            Erase::Delete => Self::Deleted,
            Erase::Anonymise(_) => Self::Anonymised,
            Erase::Keep(reason) => Self::Kept(reason),
        }
    }
}

/// Everything that the host and all plugins declare, the host first.
fn declared(registry: &Registry) -> impl Iterator<Item = (&'static str, UserData)> {
    let plugins = registry.iter().map(|entry| (entry.id.as_str(), entry.plugin.user_data()));
    std::iter::once((HOST, of_host())).chain(plugins)
}

/// Puts together everything that is kept about a person, in one guild or in all.
///
/// # Errors
/// Where the database fails or a column has a type that can't be exported; then nothing is given.
pub async fn export(
    db: &Db,
    registry: &Registry,
    clock: &Clock,
    user: UserId,
    guild: Option<GuildId>,
) -> Result<Export> {
    let (subject, mut owners) = (Subject { user, guild }, Vec::new());
    let mut tx = db.begin().await?;
    for (owner, data) in declared(registry) {
        let mut tables = Vec::new();
        for table in &data.tables {
            let rows = store::rows(&mut tx, subject, table).await?.into_iter().map(|row| row.0).collect();
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
    /// Do it.
    Erase,
    /// Say what would be done, and leave everything as it is.
    Preview,
}

/// Erases a person, in one guild or in all: each table as it is declared, all or nothing.
///
/// # Errors
/// Where the database fails; then nothing was erased.
pub async fn erase(
    db: &Db,
    registry: &Registry,
    user: UserId,
    guild: Option<GuildId>,
    mode: Mode,
) -> Result<Report> {
    let (subject, mut owners) = (Subject { user, guild }, Vec::new());
    let mut tx = db.begin().await?;
    for (owner, data) in declared(registry) {
        let mut tables = Vec::new();
        if owner == HOST {
            // An API's answer may name the person; it is kept for a day so that a request can be sent again.
            let rows = store::forget_answers(&mut tx, subject).await?;
            tables.push(TableReport {
                table: "idempotency_keys",
                column: "answer",
                rows,
                fate: Fate::Deleted,
            });
        }
        for table in &data.tables {
            let rows = store::erase(&mut tx, subject, table).await?;
            tables.push(TableReport {
                table: table.table,
                column: table.user_column,
                rows,
                fate: table.erase.into(),
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
