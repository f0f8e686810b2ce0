//! The two kinds of database, fresh for each test: SQLite in a folder of its own, and a real PostgreSQL.
//!
//! PostgreSQL is `TEST_DATABASE_URL` where that is set. Otherwise it is started once per test process from the server's binaries, as
//! another user where this one is root, and ends with the process however that ends. Without either the run says so, and fails in CI.

use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::keeper;

/// Where the server is administered; `None` where there is no PostgreSQL.
static SERVER: OnceCell<Option<String>> = OnceCell::const_new();

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// A database that nothing else uses. It goes with its last user.
#[derive(Debug)]
pub struct Database {
    url: String,
    _folder: Option<TempDir>,
}

impl Database {
    /// Its address, as the host takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether several processes can share it.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// An empty SQLite file.
    ///
    /// # Panics
    /// Where no temporary folder can be made.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        let url = format!("sqlite://{}", folder.path().join("guildhall.sqlite").display());
        Self { url, _folder: Some(folder) }
    }

    /// An empty PostgreSQL database; `None`, said loudly, where there is no server.
    ///
    /// # Panics
    /// Where there is none although `CI=true`, or the one that there is fails.
    pub async fn postgres() -> Option<Self> {
        let server =
            SERVER.get_or_init(|| async { server().await.expect("PostgreSQL starts") }).await.as_ref()?;
        let url = create(server).await.expect("PostgreSQL makes a database");
        Some(Self { url, _folder: None })
    }
}

/// Runs a test on an empty SQLite database and on an empty PostgreSQL one.
///
/// # Panics
/// Where the test does, or the database can't be removed after it.
pub async fn both(test: impl AsyncFn(&Database)) {
    test(&Database::sqlite()).await;
    if let Some(database) = Database::postgres().await {
        test(&database).await;
        let server = SERVER.get().and_then(Option::as_ref).expect("it made the database");
        remove(server, database.url()).await.expect("PostgreSQL removes the database");
    }
}

async fn server() -> Result<Option<String>> {
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        PgConnection::connect(&url).await.context("TEST_DATABASE_URL can't be reached")?;
        return Ok(Some(url));
    }
    if let Some(binaries) = binaries() {
        return tokio::task::spawn_blocking(move || start(&binaries)).await?.map(Some);
    }
    let remedy = "install PostgreSQL's server (Debian: `postgresql`) or set TEST_DATABASE_URL";
    keeper::missing("the PostgreSQL half of the tests", remedy)?;
    Ok(None)
}

/// The folder of the server's programs. Debian keeps them off the path.
fn binaries() -> Option<PathBuf> {
    let asked = Command::new("pg_config").arg("--bindir").output().ok();
    let told = asked.filter(|o| o.status.success()).and_then(|o| String::from_utf8(o.stdout).ok());
    let told = told.map(|path| PathBuf::from(path.trim()));
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<_> = debian.map(|version| version.path().join("bin")).collect();
    debian.sort();
    told.into_iter().chain(debian.into_iter().rev()).find(|bin| bin.join("initdb").exists())
}

/// Starts a server that lives as long as the shell's input.
const KEEPER: &str = r#"
set -eu
bin=$1; dir=$2
cd "$dir"
end() { "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$dir"; }
trap end EXIT
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --no-locale -N >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" start >/dev/null 2>&1 \
  -o "-c listen_addresses= -k $dir -c max_connections=400 -c fsync=off -c full_page_writes=off -c synchronous_commit=off" \
  || { cat "$dir/log"; exit 1; }
echo ready
read -r _ || true
"#;

fn start(binaries: &Path) -> Result<String> {
    let folder = tempfile::Builder::new().prefix("guildhall-pg").tempdir_in("/tmp")?;
    let mut shell = Command::new("sh");
    // The server refuses root.
    if keeper::is_root()? {
        let (user, group) = unprivileged()?;
        chown(folder.path(), Some(user), Some(group))?;
        shell.uid(user).gid(group);
    }
    let folder = folder.keep();
    shell.args(["-c", KEEPER, "guildhall-postgresql"]).arg(binaries).arg(&folder).env("HOME", &folder);
    keeper::keep(shell, |line| (line == "ready").then_some(()))
        .with_context(|| format!("PostgreSQL in {}", binaries.display()))?;
    Ok(format!("postgres://postgres@localhost/postgres?host={}", folder.display()))
}

/// A user without rights: `postgres` where its package made one, otherwise `nobody`.
fn unprivileged() -> Result<(u32, u32)> {
    let users = std::fs::read_to_string("/etc/passwd").context("/etc/passwd can't be read")?;
    let find = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut ids = line.split(':').skip(2).map(str::parse::<u32>);
        Some((ids.next()?.ok()?, ids.next()?.ok()?))
    };
    find("postgres").or_else(|| find("nobody")).context("there is no user to run PostgreSQL as: add `nobody`")
}

async fn create(server: &str) -> Result<String> {
    let name = format!("guildhall_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    administer(server, format!("CREATE DATABASE {name}")).await?;
    let mut url = reqwest::Url::parse(server)?;
    url.set_path(&name);
    Ok(url.into())
}

async fn remove(server: &str, url: &str) -> Result<()> {
    let url = reqwest::Url::parse(url)?;
    administer(server, format!("DROP DATABASE {} WITH (FORCE)", url.path().trim_start_matches('/'))).await
}

async fn administer(server: &str, statement: String) -> Result<()> {
    let mut admin = PgConnection::connect(server).await?;
    // The names in it are made of our own letters and digits.
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut admin).await?;
    Ok(admin.close().await?)
}
