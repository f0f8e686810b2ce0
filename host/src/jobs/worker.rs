//! The loop that runs due jobs.

mod places;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::{
    Db, Handler, Host, Job, JobName, LogEntry, LogKind, Schedule, db::Wake, error::reference,
    job::NOTIFY_CHANNEL, serenity::GuildId,
};
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;

use self::places::{PLACES, Place, Places};
use super::store::{self, Claimed};
use crate::{
    errors,
    gate::Gate,
    isolate::{Isolation, Outcome},
    metrics,
    registry::{Registry, SCHEDULE_KIND},
    scheduler::{self, Run},
};

/// How long a lease lasts. What a killed process held is taken up after this time: well within the few minutes for which Discord
/// remembers a nonce, so that a message that was sent but not marked is not sent twice.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How often the lease of a job that still runs is renewed.
const RENEWAL: Duration = Duration::from_secs(10);

/// How long the database is left alone after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What is done for a kind of job.
struct Kind {
    name: JobName,
    attempts: u32,
    deadline: Duration,
    run: Handler<Job>,
    exhausted: Option<Handler<Job>>,
    /// The plugin's schedules, where this is the kind that runs them.
    schedules: Arc<[Schedule]>,
}

/// Runs jobs until it is told to stop.
pub struct Worker {
    host: Host,
    gate: Arc<Gate>,
    wake: Arc<Wake>,
    isolation: Isolation,
    kinds: HashMap<(&'static str, &'static str), Kind>,
    places: Arc<Places>,
}

impl Worker {
    /// A worker for what the linked plugins declare.
    #[must_use]
    pub fn new(
        host: Host,
        gate: Arc<Gate>,
        registry: &Registry,
        wake: Arc<Wake>,
        isolation: Isolation,
    ) -> Self {
        let kinds = registry.iter().flat_map(|entry| {
            let declared = entry.plugin.jobs().into_iter().map(|kind| Kind {
                name: kind.name,
                attempts: kind.attempts,
                deadline: kind.deadline,
                run: kind.run,
                exhausted: kind.exhausted,
                schedules: Arc::default(),
            });
            let schedules: Arc<[Schedule]> = entry.plugin.schedules().into();
            let recurring = (!schedules.is_empty()).then(|| Kind {
                name: JobName::new(entry.id, SCHEDULE_KIND),
                attempts: scheduler::ATTEMPTS,
                deadline: scheduler::DEADLINE,
                run: scheduler::handler(Arc::clone(&schedules)),
                exhausted: None,
                schedules,
            });
            declared.chain(recurring)
        });
        let kinds: HashMap<_, _> =
            kinds.map(|kind| ((kind.name.plugin.as_str(), kind.name.kind), kind)).collect();
        let places = Arc::new(Places::new(Arc::clone(&wake)));
        Self { host, gate, wake, isolation, kinds, places }
    }

    /// Runs until `stop`; what was begun goes on in the task tracker.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut listener = self.listen().await;
        while !stop.is_cancelled() {
            let wait = match self.step().await {
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
    async fn step(self: &Arc<Self>) -> sqlx::Result<Option<DateTime<Utc>>> {
        let (db, now, full) = (self.host.db(), self.host.clock().now(), self.places.full());
        let lease = rand::random::<i64>();
        let rows = store::claim(db, now, lease, now + LEASE, PLACES as i64, &full).await?;
        metrics::jobs_claimed(rows.len());
        if rows.is_empty() {
            let far = now + TimeDelta::hours(1);
            return Ok(Some(store::next(db, &full).await?.map_or(far, |next| next.min(far))));
        }
        for row in rows {
            let place = self.places.take(lease, format!("{}.{}", row.plugin, row.kind));
            self.isolation.tasks.spawn(Arc::clone(self).attempt(row, lease, place));
        }
        Ok(None)
    }

    async fn attempt(self: Arc<Self>, row: Claimed, lease: i64, mut place: Place) {
        match self.run_row(&row, lease).await {
            Ok(ended) => place.stopped = !ended,
            Err(error) => tracing::error!(plugin = row.plugin, kind = row.kind, %error,
                "the outcome of a job could not be written down; its lease will run out and it is tried again"),
        }
    }

    /// Runs a row and writes down how that ended; `false` where it was stopped before its end.
    async fn run_row(&self, row: &Claimed, lease: i64) -> sqlx::Result<bool> {
        let guild = GuildId::new(row.guild_id.cast_unsigned());
        let kind = self.kinds.get(&(row.plugin.as_str(), row.kind.as_str()));
        let Some(kind) = kind.filter(|kind| self.gate.is_on(kind.name.plugin, guild)) else {
            let held = store::hold(self.host.db(), row, lease).await?;
            self.settle(row, lease, held).await?;
            if kind.is_some_and(|kind| self.gate.is_on(kind.name.plugin, guild)) {
                // Switched on between the question and the hold, whose release came too early.
                store::release_held(self.host.db()).await?;
                self.wake.ring();
            }
            return Ok(true);
        };
        let job = self.job(kind, row, guild, lease);
        let attempt = job.attempt;
        // One that was claimed before as often as it may be took the process down each time.
        let crashed = attempt > kind.attempts;
        let begun = Instant::now();
        let outcome = if crashed {
            Outcome::Panicked("the process ended each time while it ran".to_owned())
        } else {
            self.renewed(row, lease, self.isolation.run(kind.deadline, (kind.run)(job.clone()))).await
        };
        metrics::job(kind.name, outcome.word(), begun.elapsed());
        match outcome {
            Outcome::Stopped => return Ok(false),
            Outcome::Done => {}
            failed => {
                if self.failed(kind, row, &job, &failed).await? {
                    return Ok(true);
                }
            }
        }
        self.finish(kind, row, guild, lease).await?;
        Ok(true)
    }

    /// Waits for a job and keeps its lease alive meanwhile.
    async fn renewed(&self, row: &Claimed, lease: i64, work: impl Future<Output = Outcome>) -> Outcome {
        let mut work = std::pin::pin!(work);
        loop {
            if let Some(outcome) = self.host.clock().timeout(RENEWAL, &mut work).await {
                return outcome;
            }
            let until = self.host.clock().now() + LEASE;
            if let Err(error) = store::renew(self.host.db(), row, lease, until).await {
                tracing::warn!(plugin = row.plugin, kind = row.kind, %error, "a lease could not be renewed");
            }
        }
    }

    fn job(&self, kind: &Kind, row: &Claimed, guild: GuildId, lease: i64) -> Job {
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

    /// Removes a row that has come to its end; a schedule's run leaves the next one behind.
    async fn finish(&self, kind: &Kind, row: &Claimed, guild: GuildId, lease: i64) -> sqlx::Result<()> {
        if row.kind == SCHEDULE_KIND {
            let run = Run { name: kind.name, guild, key: &row.key, due: row.due_at };
            if let Err(error) = scheduler::queue_next(&self.host, &kind.schedules, &run).await {
                // The row stays leased: it is done again when the lease has run out.
                tracing::error!(%error, job = %kind.name, key = row.key, "the next run of a schedule could not be queued");
                return Ok(());
            }
        }
        let done = store::done(self.host.db(), row, lease).await?;
        self.settle(row, lease, done).await
    }

    /// The end of a run: a row that was not its own any more may have been queued again, and nobody claims that before it is let go.
    async fn settle(&self, row: &Claimed, lease: i64, was_ours: bool) -> sqlx::Result<()> {
        if !was_ours && store::let_go(self.host.db(), row, lease).await? {
            self.wake.ring();
        }
        Ok(())
    }

    /// Keeps a failed row for another try or gives it up; `false` where it has come to its end and can go.
    async fn failed(&self, kind: &Kind, row: &Claimed, job: &Job, outcome: &Outcome) -> sqlx::Result<bool> {
        let cause = outcome.to_string();
        let cause = cause.as_str();
        let (now, reference) = (self.host.clock().now(), reference());
        if store::let_go(self.host.db(), row, job.lease).await? {
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
            let kept = store::retry(self.host.db(), row, job.lease, now + pause(job.attempt), cause).await?;
            self.settle(row, job.lease, kept).await?;
            self.wake.ring();
            return Ok(true);
        }
        if row.kind == SCHEDULE_KIND {
            return Ok(false);
        }
        if let Some(exhausted) = &kind.exhausted {
            match self
                .renewed(row, job.lease, self.isolation.run(kind.deadline, exhausted(job.clone())))
                .await
            {
                Outcome::Done => return Ok(false),
                failed => {
                    tracing::error!(reference, cause = %failed, "a plugin could not answer for a job that was given up");
                }
            }
        }
        let parked = store::park(self.host.db(), row, job.lease, now, cause).await?;
        if parked {
            self.say_parked(kind, job, reference);
        }
        self.settle(row, job.lease, parked).await?;
        Ok(true)
    }

    fn say_parked(&self, kind: &Kind, job: &Job, reference: String) {
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

    /// Gives back the leases of what was stopped, so that another process (or the next start) takes it up at once. To be called when
    /// nothing runs any more.
    ///
    /// # Errors
    /// Where the database fails; the leases then run out by themselves.
    pub async fn release(&self) -> sqlx::Result<()> {
        for lease in self.places.stopped() {
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
