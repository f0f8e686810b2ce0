//! Queueing and cancelling jobs.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serenity::all::GuildId;

use super::{name::JobName, store};
use crate::{Clock, Result, Tx, db::Wake};

/// Queues and cancels jobs.
#[derive(Clone, Debug)]
pub struct Jobs {
    clock: Clock,
    wake: Arc<Wake>,
}

impl Jobs {
    /// Makes a queue whose worker in this process listens to `wake`.
    #[must_use]
    pub const fn new(clock: Clock, wake: Arc<Wake>) -> Self {
        Self { clock, wake }
    }

    /// Queues a job in the caller's transaction, or moves the one that has this key to another instant with another payload.
    /// `due` may be past: it then runs at once. One that runs at this moment runs to its end first, and that end, good or bad, leaves what is
    /// queued here as it is. A run ends with its handler, or for the queue already with [`Job::complete`].
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn enqueue(
        &self,
        tx: &mut Tx,
        name: JobName,
        guild: GuildId,
        key: &str,
        due: DateTime<Utc>,
        payload: &impl Serialize,
    ) -> Result<()> {
        let payload = serde_json::to_string(payload).map_err(anyhow::Error::from)?;
        store::upsert(tx, name, guild, key, due, &payload, self.clock.now()).await?;
        self.wake_on_commit(tx);
        Ok(())
    }

    /// Has this process look at the queue once a transaction is committed that wrote to it by other means than [`Jobs::enqueue`].
    pub fn wake_on_commit(&self, tx: &mut Tx) {
        tx.wake_on_commit(Arc::clone(&self.wake));
    }

    /// Has a job done at another instant with what it was queued with; as [`Jobs::enqueue`] in all else. `false` where there is none.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn reschedule(
        &self,
        tx: &mut Tx,
        name: JobName,
        guild: GuildId,
        key: &str,
        due: DateTime<Utc>,
    ) -> Result<bool> {
        let moved = store::reschedule(tx, name, guild, key, due).await?;
        self.wake_on_commit(tx);
        Ok(moved)
    }

    /// Removes a job in the caller's transaction. One that runs at this moment runs to its end.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn cancel(&self, tx: &mut Tx, name: JobName, guild: GuildId, key: &str) -> Result<()> {
        Ok(store::delete(tx, name, guild, key).await?)
    }
}
