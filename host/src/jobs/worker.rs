//! The loop that runs due jobs.

mod kinds;
mod slots;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::{
    Db, Host, Job, LogEntry, LogKind, db::Wake, error::new_reference, job::NOTIFY_CHANNEL, retry::Backoff,
    serenity::GuildId,
};
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;

use self::{
    kinds::{Kind, Kinds},
    slots::{SLOTS_PER_KIND, Slot, Slots},
};
use super::store::{self, ClaimedJob};
use crate::{
    errors,
    gate::Gate,
    isolate::{Isolation, Outcome},
    metrics,
    registry::{Registry, SCHEDULE_KIND},
    scheduler::{self, Run},
};

/// How long a lease lasts. The jobs of a killed process are claimed by another after this time: well within the few minutes for which
/// Discord remembers a nonce, so that a message that was sent but not recorded is not sent twice.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How often the lease of a job that still runs is renewed.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(10);

/// The pauses between the attempts of a job.
const BACKOFF: Backoff = Backoff::doubling(Duration::from_secs(5), Duration::from_mins(15));

/// How long to wait before asking the database again after it failed.
const DATABASE_PAUSE: Duration = Duration::from_secs(5);

/// Runs due jobs until it is stopped.
pub struct Worker {
    host: Host,
    gate: Arc<Gate>,
    wake: Arc<Wake>,
    isolation: Isolation,
    kinds: Kinds,
    slots: Arc<Slots>,
}

impl Worker {
    /// Makes a worker for the kinds of job that the linked plugins declare.
    pub fn new(
        host: Host,
        gate: Arc<Gate>,
        registry: &Registry,
        wake: Arc<Wake>,
        isolation: Isolation,
    ) -> Self {
        let kinds = Kinds::new(registry);
        let slots = Arc::new(Slots::new(Arc::clone(&wake)));
        Self { host, gate, wake, isolation, kinds, slots }
    }

    /// Claims jobs until `stop`. Those that have begun go on in the task tracker.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut listener = self.listen().await;
        while !stop.is_cancelled() {
            let wait = match self.claim_due().await {
                Ok(Some(next)) => self.host.clock().sleep_until(next),
                Ok(None) => continue,
                Err(error) => {
                    tracing::error!(%error, "the job queue can't be read; trying again in {} s", DATABASE_PAUSE.as_secs());
                    let clock = self.host.clock();
                    clock.sleep_until(clock.now() + DATABASE_PAUSE)
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = wait => {}
                () = self.wake.wait() => {}
                () = wait_for_notification(&mut listener) => {}
            }
        }
    }

    /// Claims and starts what is due. Returns when to look again, or `None` if there may be more at once.
    async fn claim_due(self: &Arc<Self>) -> sqlx::Result<Option<DateTime<Utc>>> {
        let (db, now, full_kinds) = (self.host.db(), self.host.clock().now(), self.slots.full_kinds());
        let lease = rand::random::<i64>();
        let rows = store::claim(db, now, lease, now + LEASE, SLOTS_PER_KIND as i64, &full_kinds).await?;
        metrics::record_jobs_claimed(rows.len());
        if rows.is_empty() {
            let latest = now + TimeDelta::hours(1);
            let next = store::next_claimable_at(db, &full_kinds).await?;
            return Ok(Some(next.map_or(latest, |next| next.min(latest))));
        }
        for row in rows {
            let slot = self.slots.acquire(lease, format!("{}.{}", row.plugin, row.kind));
            self.isolation.tasks.spawn(Arc::clone(self).run_in_slot(row, lease, slot));
        }
        Ok(None)
    }

    async fn run_in_slot(self: Arc<Self>, row: ClaimedJob, lease: i64, mut slot: Slot) {
        match self.run_attempt(&row, lease).await {
            Ok(ended) => slot.stopped = !ended,
            Err(error) => tracing::error!(plugin = row.plugin, kind = row.kind, %error,
                "the outcome of a job could not be written down; its lease will run out and it is tried again"),
        }
    }

    /// Runs a job and records how that ended. Returns `false` if it was stopped before its end.
    async fn run_attempt(&self, row: &ClaimedJob, lease: i64) -> sqlx::Result<bool> {
        let guild = GuildId::new(row.guild_id.cast_unsigned());
        let kind = self.kinds.get(&row.plugin, &row.kind);
        let Some(kind) = kind.filter(|kind| self.gate.is_on(kind.name.plugin, guild)) else {
            let held = store::mark_held(self.host.db(), row, lease).await?;
            self.release_if_queued_again(row, lease, held).await?;
            if kind.is_some_and(|kind| self.gate.is_on(kind.name.plugin, guild)) {
                // It was switched on after the gate was asked and before the row was held: release_held had nothing to release then.
                store::release_held(self.host.db()).await?;
                self.wake.ring();
            }
            return Ok(true);
        };
        let job = self.job(kind, row, guild, lease);
        let attempt = job.attempt;
        // A job that was claimed more often than it may be attempted took the process down each time.
        let crashed = attempt > kind.attempts;
        let begun = Instant::now();
        let outcome = if crashed {
            Outcome::Panicked("the process ended each time while it ran".to_owned())
        } else {
            self.keep_leased(row, lease, self.isolation.run(kind.deadline, (kind.run)(job.clone()))).await
        };
        metrics::record_job(kind.name, outcome.as_str(), begun.elapsed());
        match outcome {
            Outcome::Stopped => return Ok(false),
            Outcome::Done => {}
            failed => {
                if self.handle_failure(kind, row, &job, &failed).await? {
                    return Ok(true);
                }
            }
        }
        self.finish(kind, row, guild, lease).await?;
        Ok(true)
    }

    /// Waits for a job and renews its lease meanwhile.
    async fn keep_leased(
        &self,
        row: &ClaimedJob,
        lease: i64,
        work: impl Future<Output = Outcome>,
    ) -> Outcome {
        let mut work = std::pin::pin!(work);
        loop {
            if let Some(outcome) = self.host.clock().timeout(RENEWAL_INTERVAL, &mut work).await {
                return outcome;
            }
            let until = self.host.clock().now() + LEASE;
            if let Err(error) = store::renew_lease(self.host.db(), row, lease, until).await {
                tracing::warn!(plugin = row.plugin, kind = row.kind, %error, "a lease could not be renewed");
            }
        }
    }

    fn job(&self, kind: &Kind, row: &ClaimedJob, guild: GuildId, lease: i64) -> Job {
        let attempt = u32::try_from(row.attempts).unwrap_or(u32::MAX);
        Job {
            host: self.host.clone(),
            guild,
            name: kind.name,
            key: row.key.clone(),
            due: row.due_at,
            attempt,
            payload: row.payload.clone(),
            lease,
        }
    }

    /// Deletes the row of a job that has come to its end. A run of a schedule queues the next one first.
    async fn finish(&self, kind: &Kind, row: &ClaimedJob, guild: GuildId, lease: i64) -> sqlx::Result<()> {
        if row.kind == SCHEDULE_KIND {
            let run = Run { name: kind.name, guild, key: &row.key, due: row.due_at };
            if let Err(error) = scheduler::queue_next(&self.host, &kind.schedules, &run).await {
                // The row stays leased, so the run is done again when the lease has run out.
                tracing::error!(%error, job = %kind.name, key = row.key, "the next run of a schedule could not be queued");
                return Ok(());
            }
        }
        let deleted = store::delete_claimed(self.host.db(), row, lease).await?;
        self.release_if_queued_again(row, lease, deleted).await
    }

    /// Ends a run. If the row was not its own any more, it may have been queued again, and no worker claims it before it is released.
    async fn release_if_queued_again(
        &self,
        row: &ClaimedJob,
        lease: i64,
        was_ours: bool,
    ) -> sqlx::Result<()> {
        if !was_ours && store::release_queued_again(self.host.db(), row, lease).await? {
            self.wake.ring();
        }
        Ok(())
    }

    /// Schedules the next attempt of a failed job or gives it up. Returns `false` if the row is to be deleted.
    async fn handle_failure(
        &self,
        kind: &Kind,
        row: &ClaimedJob,
        job: &Job,
        outcome: &Outcome,
    ) -> sqlx::Result<bool> {
        let cause = outcome.to_string();
        let cause = cause.as_str();
        let reference = new_reference();
        if store::release_queued_again(self.host.db(), row, job.lease).await? {
            tracing::warn!(reference, job = %kind.name, key = row.key, guild = %job.guild, cause,
                "a job failed that was queued again meanwhile; it is done anew");
            self.wake.ring();
            return Ok(true);
        }
        let limited = matches!(outcome, Outcome::Failed(error) if error.discord_status() == Some(429));
        if limited && job.attempt < kind.attempts {
            tracing::warn!(reference, job = %kind.name, key = row.key, guild = %job.guild, attempt = job.attempt, cause,
                "Discord's rate limit is reached; the job is done once it has passed");
        } else {
            tracing::error!(reference, job = %kind.name, key = row.key, guild = %job.guild, attempt = job.attempt, cause,
                "a job failed");
        }
        if job.attempt < kind.attempts {
            let at = self.host.clock().now() + BACKOFF.pause(job.attempt);
            let scheduled = store::schedule_retry(self.host.db(), row, job.lease, at, cause).await?;
            self.release_if_queued_again(row, job.lease, scheduled).await?;
            self.wake.ring();
            return Ok(true);
        }
        // A schedule's next run is queued in any case.
        if row.kind == SCHEDULE_KIND {
            return Ok(false);
        }
        self.give_up(kind, row, job, cause, reference).await
    }

    /// Ends a job after its last attempt: by what its plugin declares for that, or by parking it. Returns `false` if the row is to be
    /// deleted.
    async fn give_up(
        &self,
        kind: &Kind,
        row: &ClaimedJob,
        job: &Job,
        cause: &str,
        reference: String,
    ) -> sqlx::Result<bool> {
        if let Some(exhausted) = &kind.exhausted {
            match self
                .keep_leased(row, job.lease, self.isolation.run(kind.deadline, exhausted(job.clone())))
                .await
            {
                Outcome::Done => return Ok(false),
                failed => {
                    tracing::error!(reference, cause = %failed, "what a plugin does for a job that was given up failed");
                }
            }
        }
        let now = self.host.clock().now();
        let parked = store::park(self.host.db(), row, job.lease, now, cause).await?;
        if parked {
            self.log_parked(kind, job, reference);
        }
        self.release_if_queued_again(row, job.lease, parked).await?;
        Ok(true)
    }

    fn log_parked(&self, kind: &Kind, job: &Job, reference: String) {
        let locale = self.host.guild(job.guild).locale;
        let args = [
            ("job", kind.name.to_string().into()),
            ("key", job.key.clone().into()),
            ("reference", reference.into()),
        ];
        self.host.log(job.guild).post(LogEntry::new(
            LogKind::Failed,
            kind.name.plugin,
            errors::text(&locale, "job-parked-title"),
            errors::text_with(&locale, "job-parked", &args),
        ));
    }

    /// Ends the leases of the jobs that were stopped, so that another process (or the next start) claims them at once. To be called when
    /// nothing runs any more. If it fails, the leases run out by themselves.
    pub async fn release_stopped(&self) -> sqlx::Result<()> {
        for lease in self.slots.take_stopped_leases() {
            store::release_leases(self.host.db(), Some(lease)).await?;
        }
        Ok(())
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

/// Waits for a notification, or for ever if there is no listener. The listener itself restores a lost connection.
async fn wait_for_notification(listener: &mut Option<PgListener>) {
    match listener {
        Some(open) => {
            if let Err(error) = open.recv().await {
                tracing::warn!(%error, "a notification of PostgreSQL was lost");
                tokio::time::sleep(DATABASE_PAUSE).await;
            }
        }
        None => std::future::pending().await,
    }
}
