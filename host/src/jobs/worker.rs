//! The loop that runs due jobs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use plugin_api::{
    Db, Handler, Host, Job, JobName, LogEntry, LogKind, Schedule, db::Wake, error::reference,
    job::NOTIFY_CHANNEL, serenity::GuildId,
};
use sqlx::postgres::PgListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::store::{self, Claimed};
use crate::{
    errors,
    gate::Gate,
    isolate::{Outcome, isolate},
    metrics,
    registry::{Registry, SCHEDULE_KIND},
    scheduler::{self, Run},
};

/// How many jobs run at once.
const CONCURRENCY: usize = 16;

/// What a lease lasts beyond the longest deadline, so that it never ends while its job still runs.
const SLACK: Duration = Duration::from_secs(15);

/// How long the database is left alone after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What is done for a kind of job.
struct Kind {
    name: JobName,
    attempts: u32,
    deadline: Duration,
    run: Handler<Job>,
    /// The plugin's schedules, where this is the kind that runs them.
    schedules: Arc<[Schedule]>,
}

/// Runs jobs until it is told to stop.
pub struct Worker {
    host: Host,
    gate: Arc<Gate>,
    wake: Arc<Wake>,
    tasks: TaskTracker,
    kinds: HashMap<(&'static str, &'static str), Kind>,
    lease_time: TimeDelta,
    /// Leases of what runs now, given back if it has to be stopped.
    running: Mutex<HashMap<i64, usize>>,
}

impl Worker {
    /// A worker for what the linked plugins declare.
    #[must_use]
    pub fn new(
        host: Host,
        gate: Arc<Gate>,
        registry: &Registry,
        wake: Arc<Wake>,
        tasks: TaskTracker,
    ) -> Self {
        let kinds = registry.iter().flat_map(|entry| {
            let declared = entry.plugin.jobs().into_iter().map(|kind| Kind {
                name: kind.name,
                attempts: kind.attempts,
                deadline: kind.deadline,
                run: kind.run,
                schedules: Arc::default(),
            });
            let schedules: Arc<[Schedule]> = entry.plugin.schedules().into();
            let recurring = (!schedules.is_empty()).then(|| Kind {
                name: JobName::new(entry.id, SCHEDULE_KIND),
                attempts: 1,
                deadline: scheduler::DEADLINE,
                run: scheduler::handler(Arc::clone(&schedules)),
                schedules,
            });
            declared.chain(recurring)
        });
        let kinds: HashMap<_, _> =
            kinds.map(|kind| ((kind.name.plugin.as_str(), kind.name.kind), kind)).collect();
        let longest = kinds.values().map(|kind| kind.deadline).max().unwrap_or_default();
        let lease_time = TimeDelta::from_std(longest + SLACK).unwrap_or(TimeDelta::hours(1));
        Self { host, gate, wake, tasks, kinds, lease_time, running: Mutex::default() }
    }

    /// Runs until `stop`; what was begun goes on in the task tracker.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let permits = Arc::new(Semaphore::new(CONCURRENCY));
        let mut listener = self.listen().await;
        while !stop.is_cancelled() {
            let wait = match self.step(&permits).await {
                Ok(Some(next)) => self.host.clock().sleep_until(next),
                Ok(None) => continue,
                Err(error) => {
                    tracing::error!(%error, "the job queue can't be read; trying again in {} s", AFTER_FAILURE.as_secs());
                    let clock = self.host.clock();
                    clock.sleep_until(clock.now() + AFTER_FAILURE)
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = wait => {}
                () = self.wake.rung() => {}
                () = notified(&mut listener) => {}
            }
        }
    }

    /// Claims and starts what is due. `None` where there may be more; otherwise when to look again.
    async fn step(
        self: &Arc<Self>,
        permits: &Arc<Semaphore>,
    ) -> sqlx::Result<Option<chrono::DateTime<chrono::Utc>>> {
        let first = Arc::clone(permits).acquire_owned().await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        let free = permits.available_permits() + 1;
        let now = self.host.clock().now();
        let lease = rand::random::<i64>();
        let rows =
            store::claim(self.host.db(), now, lease, now + self.lease_time, i64::try_from(free).unwrap_or(1))
                .await?;
        metrics::jobs_claimed(rows.len());
        if rows.is_empty() {
            let far = now + TimeDelta::hours(1);
            return Ok(Some(store::next(self.host.db()).await?.map_or(far, |next| next.min(far))));
        }
        self.leases().insert(lease, rows.len());
        let mut first = Some(first);
        for row in rows {
            let permit = match first.take() {
                Some(permit) => permit,
                None => Arc::clone(permits).acquire_owned().await.map_err(|_| sqlx::Error::WorkerCrashed)?,
            };
            self.tasks.spawn(Arc::clone(self).attempt(row, lease, permit));
        }
        Ok(None)
    }

    async fn attempt(self: Arc<Self>, row: Claimed, lease: i64, _permit: OwnedSemaphorePermit) {
        let result = self.run_row(&row, lease).await;
        self.ended(lease);
        if let Err(error) = result {
            tracing::error!(plugin = row.plugin, kind = row.kind, %error,
                "the outcome of a job could not be written down; its lease will run out and it is tried again");
        }
    }

    async fn run_row(&self, row: &Claimed, lease: i64) -> sqlx::Result<()> {
        let guild = GuildId::new(row.guild_id.cast_unsigned());
        let kind = self.kinds.get(&(row.plugin.as_str(), row.kind.as_str()));
        let Some(kind) = kind.filter(|kind| self.gate.is_on(kind.name.plugin, guild)) else {
            return store::hold(self.host.db(), row, lease).await;
        };
        let attempt = u32::try_from(row.attempts).unwrap_or(u32::MAX);
        let job = Job {
            host: self.host.clone(),
            guild,
            name: kind.name,
            key: row.key.clone(),
            due: row.due_at,
            attempt,
            last_attempt: attempt >= kind.attempts,
            payload: row.payload.clone(),
            lease,
        };
        if attempt > kind.attempts {
            // It was claimed before as often as it may be and took the process down each time.
            let crashed = Outcome::Panicked("the process ended each time while it ran".to_owned());
            return self.failed(kind, row, lease, guild, attempt, &crashed).await;
        }
        let begun = Instant::now();
        let outcome = isolate(&self.tasks, self.host.clock(), kind.deadline, (kind.run)(job)).await;
        metrics::job(kind.name, outcome.word(), begun.elapsed());
        if row.kind == SCHEDULE_KIND {
            let run = Run { name: kind.name, guild, key: &row.key, due: row.due_at };
            if let Err(error) = scheduler::queue_next(&self.host, &kind.schedules, &run).await {
                // The row stays leased: it is done again when the lease has run out.
                tracing::error!(%error, job = %kind.name, key = row.key, "the next run of a schedule could not be queued");
                return Ok(());
            }
        }
        match outcome {
            Outcome::Done => store::done(self.host.db(), row, lease).await,
            failed => self.failed(kind, row, lease, guild, attempt, &failed).await,
        }
    }

    async fn failed(
        &self,
        kind: &Kind,
        row: &Claimed,
        lease: i64,
        guild: GuildId,
        attempt: u32,
        outcome: &Outcome,
    ) -> sqlx::Result<()> {
        let (now, reference) = (self.host.clock().now(), reference());
        let cause = outcome.to_string();
        tracing::error!(reference, job = %kind.name, key = row.key, %guild, attempt, cause, "a job failed");
        if attempt < kind.attempts {
            let at = now + pause(attempt);
            store::retry(self.host.db(), row, lease, at, &cause).await?;
            self.wake.ring();
            return Ok(());
        }
        if row.kind == SCHEDULE_KIND {
            // Its next run is queued already; there is nothing to give up.
            return store::done(self.host.db(), row, lease).await;
        }
        if store::park(self.host.db(), row, lease, now, &cause).await? {
            let locale = self.host.guild(guild).locale;
            self.host.log(guild).post(LogEntry::new(
                LogKind::Failed,
                kind.name.plugin,
                errors::text(&locale, "job-parked-title"),
                errors::text_with(
                    &locale,
                    "job-parked",
                    &[
                        ("job", kind.name.to_string().into()),
                        ("key", row.key.clone().into()),
                        ("reference", reference.into()),
                    ],
                ),
            ));
        }
        Ok(())
    }

    /// Gives back the leases of what still runs, so that another process (or the next start) takes it up at once.
    ///
    /// # Errors
    /// Where the database fails; the leases then run out by themselves.
    pub async fn release(&self) -> sqlx::Result<()> {
        let leases: Vec<_> = self.leases().drain().map(|(lease, _)| lease).collect();
        for lease in leases {
            store::release_leases(self.host.db(), Some(lease)).await?;
        }
        Ok(())
    }

    /// Forgets a lease when the last row claimed with it has ended.
    fn ended(&self, lease: i64) {
        let mut leases = self.leases();
        if let Some(left) = leases.get_mut(&lease) {
            *left -= 1;
            if *left == 0 {
                leases.remove(&lease);
            }
        }
    }

    fn leases(&self) -> std::sync::MutexGuard<'_, HashMap<i64, usize>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn listen(&self) -> Option<PgListener> {
        let Db::Postgres(pool) = self.host.db() else { return None };
        let listener = async {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(NOTIFY_CHANNEL).await?;
            Ok::<_, sqlx::Error>(listener)
        };
        match listener.await {
            Ok(listener) => Some(listener),
            Err(error) => {
                tracing::warn!(%error, "jobs that other processes queue are noticed late: PostgreSQL's LISTEN failed");
                None
            }
        }
    }
}

/// Waits for a notification; for ever where there is no listener. A lost connection is made anew by the listener itself.
async fn notified(listener: &mut Option<PgListener>) {
    match listener {
        Some(open) => {
            if let Err(error) = open.recv().await {
                tracing::warn!(%error, "a notification of PostgreSQL was lost");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
        None => std::future::pending().await,
    }
}

/// How long to wait after the nth failure: 5 s, doubling, at most 15 min.
fn pause(attempt: u32) -> TimeDelta {
    TimeDelta::seconds(5_i64.saturating_mul(1 << attempt.saturating_sub(1).min(10)))
        .min(TimeDelta::minutes(15))
}
