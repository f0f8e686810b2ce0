//! The database: SQLite or PostgreSQL behind one small facade, so that a statement is written once.
//!
//! Statements are portable SQL with `$1` placeholders. Instants are bound from [`crate::Clock`], never `now()`. Every table has a
//! `guild_id`, and every query by an id that people type filters on it.
//!
//! ```no_run
//! # use plugin_api::{Db, Result, sql};
//! #[derive(sqlx::FromRow)]
//! struct Entry { number: i64, title: String }
//!
//! # async fn list(db: &Db, guild: plugin_api::serenity::GuildId) -> Result<Vec<Entry>> {
//! Ok(sql("SELECT number, title FROM faq_entries WHERE guild_id = $1 ORDER BY number").bind(guild).all(db).await?)
//! # }
//! ```

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use sqlx::{PgPool, PgTransaction, SqlSafeStr, SqlitePool, SqliteTransaction};
use tokio::sync::Notify;

mod statement;
mod store;
mod value;

pub use statement::{Record, Run, Statement};
pub use store::next_number;
pub use value::{Bind, Value};

/// A pool of connections to one of the two kinds of database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// An embedded file: the default, for one process.
    Sqlite(SqlitePool),
    /// A server: for several processes.
    Postgres(PgPool),
}

impl Db {
    /// Begins a transaction. Dropped without [`Tx::commit`] it is rolled back.
    ///
    /// On SQLite it takes the write lock at once, so that a transaction that reads and then writes can't fail half-way because
    /// another one wrote in between.
    ///
    /// # Errors
    /// Where no connection can be had.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        let inner = match self {
            Self::Sqlite(pool) => TxInner::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => TxInner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, wakes: Vec::new() })
    }

    /// Whether it is a server that other processes share.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// A transaction.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Tx {
    inner: TxInner,
    wakes: Vec<Arc<Wake>>,
}

enum TxInner {
    Sqlite(SqliteTransaction<'static>),
    Postgres(PgTransaction<'static>),
}

impl Tx {
    /// Makes everything done in it durable and wakes whom it concerns.
    ///
    /// # Errors
    /// Where the database refuses; then nothing was done.
    pub async fn commit(self) -> sqlx::Result<()> {
        // Rings however this ends: a commit under way takes effect even if nobody waits for its answer any more.
        let _rings = Rings(self.wakes);
        match self.inner {
            TxInner::Sqlite(tx) => tx.commit().await,
            TxInner::Postgres(tx) => tx.commit().await,
        }
    }

    /// Whether other processes see what it does once it is committed.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self.inner, TxInner::Postgres(_))
    }

    /// Rings when the transaction is committed, not if it is rolled back. It may ring once too often, never too seldom.
    pub fn wake_on_commit(&mut self, wake: Arc<Wake>) {
        self.wakes.push(wake);
    }

    /// Undoes everything done in it.
    ///
    /// # Errors
    /// Where the connection is lost; the database then undoes it by itself.
    pub async fn rollback(self) -> sqlx::Result<()> {
        match self.inner {
            TxInner::Sqlite(tx) => tx.rollback().await,
            TxInner::Postgres(tx) => tx.rollback().await,
        }
    }
}

struct Rings(Vec<Arc<Wake>>);

impl Drop for Rings {
    fn drop(&mut self) {
        self.0.iter().for_each(|wake| wake.ring());
    }
}

/// Wakes the worker of this process when a job was queued.
#[derive(Debug, Default)]
pub struct Wake {
    notify: Notify,
    rung: AtomicBool,
}

impl Wake {
    /// Says that there is something to look at.
    pub fn ring(&self) {
        self.rung.store(true, Ordering::Release);
        self.notify.notify_one();
    }

    /// Waits until somebody rings; at once where somebody did since the last wait.
    pub async fn rung(&self) {
        while !self.rung.swap(false, Ordering::AcqRel) {
            self.notify.notified().await;
        }
    }
}

/// Starts a statement. `$1`, `$2`, .. stand for what is bound, in order.
pub fn sql(text: impl SqlSafeStr) -> Statement {
    Statement::new(text.into_sql_str())
}
