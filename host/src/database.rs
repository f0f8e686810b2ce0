//! Opens the database that an address names.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use log::LevelFilter;
use plugin_api::Db;
use sqlx::{
    ConnectOptions,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// How long a query waits for a connection, or for SQLite's one writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens `sqlite://path/to/file` (made where it is missing, with its folder) or `postgres://user:password@host/name`.
///
/// # Errors
/// Where the address is of neither kind or nothing answers there. The address is not in the text: it may hold a password.
pub async fn open(url: &str) -> Result<Db> {
    if url.starts_with("sqlite:") {
        return sqlite(url).await;
    }
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return postgres(url).await;
    }
    bail!(
        "DATABASE_URL starts with neither 'sqlite:' nor 'postgres:'; for a file write sqlite://data/guildhall.db"
    )
}

/// The file that an address names and that is not there yet; opening it would make it.
#[must_use]
pub fn missing_file(url: &str) -> Option<PathBuf> {
    let options = SqliteConnectOptions::from_str(url).ok().filter(|_| url.starts_with("sqlite:"))?;
    let file = options.get_filename();
    (!url.contains(":memory:") && !file.exists()).then(|| file.to_owned())
}

async fn sqlite(url: &str) -> Result<Db> {
    let options = SqliteConnectOptions::from_str(url)
        .context("DATABASE_URL can't be read; for a file write sqlite://data/guildhall.db")?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .log_slow_statements(LevelFilter::Warn, Duration::from_secs(1));
    let file = options.get_filename().to_owned();
    if let Some(folder) = file.parent().filter(|folder| *folder != Path::new("")) {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} of the database can't be made", folder.display()))?;
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .with_context(|| format!("the SQLite file {} can't be opened", file.display()))?;
    Ok(Db::Sqlite(pool))
}

async fn postgres(url: &str) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)
        .context("DATABASE_URL can't be read; write postgres://user:password@host/name")?
        .application_name("guildhall")
        .log_slow_statements(LevelFilter::Warn, Duration::from_secs(1));
    let place = format!("{}:{}", options.get_host(), options.get_port());
    let pool = PgPoolOptions::new()
        .max_connections(10)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .with_context(|| {
            format!("PostgreSQL at {place} can't be reached; check DATABASE_URL and that it runs")
        })?;
    Ok(Db::Postgres(pool))
}
