//! One-shot work that is a row in the database until it is done: reminders to send, tickets to close.
//!
//! A row is unique by plugin, kind, guild and key. A worker of any process claims it with a lease when it is due, runs it, and removes it. A
//! failed one is tried again with growing pauses and parked with its error after [`JobKind::attempts`]. One that is queued again while it runs
//! is run once more when that run has ended.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serenity::all::{CreateMessage, GuildId, Nonce};
use sha2::{Digest, Sha256};

use crate::{
    Error, Host, Result, Tx,
    handler::{Handler, handler},
};

mod name;
mod queue;
mod store;

pub use name::JobName;
pub use queue::Jobs;
pub use store::NOTIFY_CHANNEL;

/// Declares a kind of job and what it does.
#[derive(Clone)]
pub struct JobKind {
    /// Its name.
    pub name: JobName,
    /// How many attempts it has before it is parked.
    pub attempts: u32,
    /// How long one attempt may take, and so how long its lease is.
    pub deadline: Duration,
    /// What it does.
    pub run: Handler<Job>,
    /// What runs when every attempt has failed; see [`JobKind::exhausted`].
    pub exhausted: Option<Handler<Job>>,
}

impl JobKind {
    /// Declares a kind with 8 attempts (pauses of 5 s, doubling, at most 15 min; about 11 min in all) of at most 60 s each.
    pub fn new<F, Fut>(name: JobName, run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self { name, attempts: 8, deadline: Duration::from_secs(60), run: handler(run), exhausted: None }
    }

    /// Sets what runs when every attempt has failed, by an error, a panic, its deadline or the end of the process. If this succeeds, the
    /// job's row is deleted; if it fails or is not set, the row is parked for an operator.
    #[must_use]
    pub fn exhausted<F, Fut>(mut self, run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.exhausted = Some(handler(run));
        self
    }

    /// Sets the number of attempts.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets how long one attempt may take.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}

/// A claimed job on its way to its handler.
#[derive(Clone)]
pub struct Job {
    /// Everything the host offers.
    pub host: Host,
    /// The guild it belongs to; the plugin is on there.
    pub guild: GuildId,
    /// What it was queued as.
    pub name: JobName,
    /// Its key.
    pub key: String,
    /// When it was due.
    pub due: DateTime<Utc>,
    /// The number of this attempt, starting with 1.
    pub attempt: u32,
    /// What was queued with it, as JSON.
    pub payload: String,
    /// The lease under which it was claimed.
    pub lease: i64,
}

impl Job {
    /// What was queued with it.
    ///
    /// # Errors
    /// If another version wrote the row with another payload; the job is then parked for an operator.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.payload).map_err(|e| {
            anyhow::anyhow!("the payload of job {} '{}' can't be read: {e}", self.name, self.key).into()
        })
    }

    /// Removes the job in the transaction that records its effect, so that both are done or neither.
    /// Without this the host removes it after the handler's `Ok`.
    ///
    /// # Errors
    /// If the row changed since it was claimed: the job was queued again or cancelled, or took so long that another worker claimed it. Roll
    /// back; a job that was queued again runs afterwards.
    pub async fn complete(&self, tx: &mut Tx) -> Result<()> {
        if store::delete_claimed(tx, self.name, self.guild, &self.key, self.lease).await? {
            Ok(())
        } else {
            Err(Error::Internal(anyhow::anyhow!(
                "job {} '{}' was queued again, cancelled or taken over while it ran",
                self.name,
                self.key
            )))
        }
    }

    /// Marks a message with this job's nonce, the same at every attempt, and has Discord enforce it: a crash between sending and
    /// marking does not send twice (<https://discord.com/developers/docs/resources/message#create-message>; Discord remembers for
    /// a few minutes). `part` tells several messages of one job apart.
    pub fn with_nonce(&self, message: CreateMessage, part: u32) -> CreateMessage {
        message.nonce(Nonce::String(self.nonce(part))).enforce_nonce(true)
    }

    /// 24 hexadecimal characters; Discord allows 25.
    fn nonce(&self, part: u32) -> String {
        let identity =
            format!("{}\n{}\n{}\n{}\n{part}", self.name, self.guild, self.key, self.due.timestamp_micros());
        Sha256::digest(identity).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}
