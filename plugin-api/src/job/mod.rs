//! One-shot work that is kept as a row until it is done: reminders to send, tickets to close.
//!
//! A row is unique by plugin, kind, guild and key. A worker of any process claims it with a lease when it is due, runs it, and removes it. A
//! failed one is tried again with growing pauses and parked with its error after [`JobKind::attempts`]. One that is queued again while it runs
//! is run once more when that run has ended.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serenity::all::{CreateMessage, GuildId, Nonce};
use sha2::{Digest, Sha256};

use crate::{Clock, Error, Handler, Host, PluginId, Result, Tx, db::Wake, handler};

mod store;

/// The channel of PostgreSQL's NOTIFY by which processes tell each other that a job was queued.
pub const NOTIFY_CHANNEL: &str = "guildhall_jobs";

/// The name of a kind of job: a constant that its plugin queues and declares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobName {
    /// The plugin that does it.
    pub plugin: PluginId,
    /// The kind, unique in the plugin.
    pub kind: &'static str,
}

impl JobName {
    /// Names a kind of job.
    #[must_use]
    pub const fn new(plugin: PluginId, kind: &'static str) -> Self {
        Self { plugin, kind }
    }
}

impl fmt::Display for JobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.plugin, self.kind)
    }
}

/// Declares a kind of job and what it does.
#[derive(Clone)]
pub struct JobKind {
    /// Its name.
    pub name: JobName,
    /// How often it is tried before it is parked.
    pub attempts: u32,
    /// How long one try may take, and so how long its lease is.
    pub deadline: Duration,
    /// What it does.
    pub run: Handler<Job>,
    /// What is done when it was given up; see [`JobKind::exhausted`].
    pub exhausted: Option<Handler<Job>>,
}

impl JobKind {
    /// Declares a kind that is tried 8 times (pauses of 5 s, doubling, at most 15 min; about 11 min in all), 60 s each.
    pub fn new<F, Fut>(name: JobName, run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self { name, attempts: 8, deadline: Duration::from_secs(60), run: handler(run), exhausted: None }
    }

    /// Sets what is done when every try has failed, by an error, a panic, its deadline or the end of the process. Where this succeeds
    /// the job's row goes; where it fails, or is not set, the row is parked for an operator.
    #[must_use]
    pub fn exhausted<F, Fut>(mut self, run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.exhausted = Some(handler(run));
        self
    }

    /// Sets how often it is tried.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets how long one try may take.
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
    /// Which try this is, starting with 1.
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
    /// Where the row was written by a version that kept something else; the job is then parked for an operator.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.payload).map_err(|e| {
            anyhow::anyhow!("the payload of job {} '{}' can't be read: {e}", self.name, self.key).into()
        })
    }

    /// Removes the job in the transaction that records its effect, so that both are done or neither.
    /// Without this the host removes it after the handler's `Ok`.
    ///
    /// # Errors
    /// Where the row is not what was claimed any more: it was queued again or cancelled meanwhile, or took too long and another worker has
    /// it. Roll back; what was queued again is done afterwards.
    pub async fn complete(&self, tx: &mut Tx) -> Result<()> {
        if store::complete(tx, self).await? {
            Ok(())
        } else {
            Err(Error::Internal(anyhow::anyhow!(
                "job {} '{}' was queued again, cancelled or taken over while it ran",
                self.name,
                self.key
            )))
        }
    }

    /// Marks a message with this job's nonce, the same at every try, and has Discord enforce it: a crash between sending and
    /// marking does not send twice (<https://discord.com/developers/docs/resources/message#create-message>; Discord remembers for
    /// a few minutes). `part` tells several messages of one job apart.
    pub fn once(&self, message: CreateMessage, part: u32) -> CreateMessage {
        message.nonce(Nonce::String(self.nonce(part))).enforce_nonce(true)
    }

    /// 24 hexadecimal characters; Discord allows 25.
    fn nonce(&self, part: u32) -> String {
        let identity =
            format!("{}\n{}\n{}\n{}\n{part}", self.name, self.guild, self.key, self.due.timestamp_micros());
        Sha256::digest(identity).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

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
    pub async fn at(
        &self,
        tx: &mut Tx,
        name: JobName,
        guild: GuildId,
        key: &str,
        due: DateTime<Utc>,
        payload: &impl Serialize,
    ) -> Result<()> {
        let payload = serde_json::to_string(payload).map_err(anyhow::Error::from)?;
        store::put(tx, name, guild, key, due, &payload, self.clock.now()).await?;
        self.wake_on_commit(tx);
        Ok(())
    }

    /// Has this process look at the queue once a transaction is committed that wrote to it by other means than [`Jobs::at`].
    pub fn wake_on_commit(&self, tx: &mut Tx) {
        tx.wake_on_commit(Arc::clone(&self.wake));
    }

    /// Has a job done at another instant with what it was queued with; as [`Jobs::at`] in all else. `false` where there is none.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn again(
        &self,
        tx: &mut Tx,
        name: JobName,
        guild: GuildId,
        key: &str,
        due: DateTime<Utc>,
    ) -> Result<bool> {
        let moved = store::again(tx, name, guild, key, due).await?;
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
