//! Opens the database of an address.

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
const TIMEOUT: Duration = Duration::from_secs(10);

/// Opens `sqlite://path/to/file` (created with its folder if it is missing) or `postgres://user:password@host/name`.
///
/// # Errors
/// If the address is of neither kind or nothing answers there. The error does not contain the address, which may hold a password.
pub async fn open(url: &str) -> Result<Db> {
    if url.starts_with("sqlite:") {
        return open_sqlite(url).await;
    }
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return open_postgres(url).await;
    }
    bail!(
        "DATABASE_URL starts with neither 'sqlite:' nor 'postgres:'; for a file write sqlite://data/guildhall.db"
    )
}

/// Returns the SQLite file of an address if it does not exist yet. Opening it would create it.
pub fn missing_file(url: &str) -> Option<PathBuf> {
    let options = SqliteConnectOptions::from_str(url).ok().filter(|_| url.starts_with("sqlite:"))?;
    let file = options.get_filename();
    (!url.contains(":memory:") && !file.exists()).then(|| file.to_owned())
}

async fn open_sqlite(url: &str) -> Result<Db> {
    let options = SqliteConnectOptions::from_str(url)
        .context("DATABASE_URL can't be read; for a file write sqlite://data/guildhall.db")?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(TIMEOUT)
        .log_slow_statements(LevelFilter::Warn, Duration::from_secs(1));
    let file = options.get_filename().to_owned();
    if let Some(folder) = file.parent().filter(|folder| *folder != Path::new("")) {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} of the database can't be made", folder.display()))?;
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(TIMEOUT)
        .connect_with(options)
        .await
        .with_context(|| format!("the SQLite file {} can't be opened", file.display()))?;
    Ok(Db::Sqlite(pool))
}

async fn open_postgres(url: &str) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)
        .context("DATABASE_URL can't be read; write postgres://user:password@host/name")?
        .application_name("guildhall")
        .log_slow_statements(LevelFilter::Warn, Duration::from_secs(1));
    let server = format!("{}:{}", options.get_host(), options.get_port());
    let pool = PgPoolOptions::new()
        .max_connections(10)
        .acquire_timeout(TIMEOUT)
        .connect_with(options)
        .await
        .with_context(|| {
            format!("PostgreSQL at {server} can't be reached; check DATABASE_URL and that it runs")
        })?;
    Ok(Db::Postgres(pool))
}
