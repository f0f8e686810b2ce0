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
//! Ok(sql("SELECT number, title FROM faq_entries WHERE guild_id = $1 ORDER BY number").bind(guild).fetch_all(db).await?)
//! # }
//! ```
//!
//! A list is bound as one value: `status = ANY($1)` and `status <> ALL($1)` work on both databases.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use sqlx::{PgPool, PgTransaction, SqlSafeStr, SqlitePool, SqliteTransaction};
use tokio::sync::Notify;

mod list;
mod statement;
mod store;
mod value;

pub use statement::{Executor, Record, Statement};
pub use store::next_number;
pub use value::{Bind, ListItem, Value};

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
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        let inner = match self {
            Self::Sqlite(pool) => TxInner::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => TxInner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, wakes: Vec::new() })
    }

    /// Does work in a transaction: commits it if the work succeeds, and rolls it back if the work fails.
    ///
    /// ```no_run
    /// # use plugin_api::{Db, Result, sql};
    /// # async fn rename(db: &Db) -> Result<()> {
    /// db.transaction(async |tx| {
    ///     sql("UPDATE faq_entries SET title = $1 WHERE id = $2").bind("Opening hours").bind(7_i64).execute(&mut *tx).await?;
    ///     sql("DELETE FROM faq_drafts WHERE entry_id = $1").bind(7_i64).execute(tx).await?;
    ///     Ok(())
    /// })
    /// .await
    /// # }
    /// ```
    pub async fn transaction<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<sqlx::Error>,
        F: AsyncFnOnce(&mut Tx) -> Result<T, E>,
    {
        let mut tx = self.begin().await?;
        let result = work(&mut tx).await;
        if result.is_ok() {
            tx.commit().await?;
        } else if let Err(error) = tx.rollback().await {
            // The database undoes the work by itself when it notices the lost connection; the work's own error says more.
            tracing::warn!(%error, "a transaction was not rolled back");
        }
        result
    }

    /// Whether the database is a server that other processes share.
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
    /// Commits, and wakes the worker if it queued a job.
    ///
    /// # Errors
    /// If the database refuses it; then nothing was changed.
    pub async fn commit(self) -> sqlx::Result<()> {
        // Rings however this ends: a commit under way takes effect even if nobody waits for its answer any more.
        let _rings = Rings(self.wakes);
        match self.inner {
            TxInner::Sqlite(tx) => tx.commit().await,
            TxInner::Postgres(tx) => tx.commit().await,
        }
    }

    /// Whether other processes see what it does once it is committed.
    pub const fn is_shared(&self) -> bool {
        matches!(self.inner, TxInner::Postgres(_))
    }

    /// Rings when the transaction is committed, not if it is rolled back. It may ring once too often, never too seldom.
    pub fn wake_on_commit(&mut self, wake: Arc<Wake>) {
        self.wakes.push(wake);
    }

    /// Undoes everything that was done in it.
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
    /// Wakes the worker.
    pub fn ring(&self) {
        self.rung.store(true, Ordering::Release);
        self.notify.notify_one();
    }

    /// Waits for the next ring; returns at once if it rang since the last wait.
    pub async fn wait(&self) {
        while !self.rung.swap(false, Ordering::AcqRel) {
            self.notify.notified().await;
        }
    }
}

/// Starts a statement. `$1`, `$2`, .. stand for what is bound, in order.
pub fn sql(text: impl SqlSafeStr) -> Statement {
    Statement::new(text.into_sql_str())
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqlitePoolOptions;

    use super::*;
    use crate::{Error, Result};

    async fn db() -> Db {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await;
        let db = Db::Sqlite(pool.expect("in memory"));
        sql("CREATE TABLE things (id BIGINT NOT NULL, name TEXT NOT NULL)")
            .execute(&db)
            .await
            .expect("created");
        db
    }

    async fn insert(db: &Db, id: i64, name: &str, fails: bool) -> Result<i64> {
        db.transaction(async |tx| {
            sql("INSERT INTO things VALUES ($1, $2)").bind(id).bind(name).execute(&mut *tx).await?;
            if fails { Err(Error::user("no")) } else { Ok(id) }
        })
        .await
    }

    #[tokio::test]
    async fn a_transaction_is_committed_if_its_work_succeeds_and_only_then() {
        // Handlers are spawned, so their futures must be `Send`.
        fn spawnable<T>(future: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
            future
        }
        let db = db().await;
        assert!(spawnable(insert(&db, 1, "a", true)).await.is_err_and(|error| error.is_refusal()));
        assert_eq!(insert(&db, 2, "b", false).await.expect("committed"), 2);
        let kept: Vec<(i64,)> = sql("SELECT id FROM things").fetch_all(&db).await.expect("read");
        assert_eq!(kept, [(2,)]);
    }
}
