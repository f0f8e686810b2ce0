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
    pub const fn new(clock: Clock, wake: Arc<Wake>) -> Self {
        Self { clock, wake }
    }

    /// Queues a job in the caller's transaction, or moves the one that has this key to another instant with another payload.
    /// If `due` is past, it runs at once. A job that is running at this moment finishes first; whether that run succeeds or fails, the job runs
    /// again as queued here. For the queue, a run ends with its handler or with [`super::Job::complete`].
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

    /// Makes this process look at the queue once the transaction is committed, for one that wrote to the queue without [`Jobs::enqueue`].
    pub fn wake_on_commit(&self, tx: &mut Tx) {
        tx.wake_on_commit(Arc::clone(&self.wake));
    }

    /// Moves a job to another instant and leaves its payload; otherwise as [`Jobs::enqueue`]. Returns `false` if there is no such job.
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
    pub async fn cancel(&self, tx: &mut Tx, name: JobName, guild: GuildId, key: &str) -> Result<()> {
        Ok(store::delete(tx, name, guild, key).await?)
    }
}
