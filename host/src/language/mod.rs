//! The language model of the guilds that switch one on, behind any API of OpenAI's kind.
//!
//! A call passes, in this order: the guild's limiter (so many at once), the endpoint's breaker, the day's budget, up to three requests within
//! the guild's time, and the record of what it used. If any of them fails, [`plugin_api::Language`] does the work offline.

mod answer;
mod breaker;
mod endpoint;
mod limiter;
mod prompt;
mod purpose;
mod request;
mod store;
mod tasks;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use plugin_api::{
    Clock, Db,
    chrono::{DateTime, TimeDelta, Utc},
    language::Unavailable,
    serenity::GuildId,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use endpoint::Endpoint;

use self::{
    breaker::{Breaker, Permit},
    endpoint::{Client, Failure},
    limiter::Limiter,
    purpose::Purpose,
    request::{Answer, Request, Usage},
    store::Day,
};
use crate::{
    config::{LanguageConfig, Plan},
    gate::Gate,
    metrics,
};

/// For how many days the usage of a guild is kept.
const RETENTION_DAYS: i64 = 400;

/// The status of a guild's language model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ModelStatus {
    /// The guild has switched none on.
    Off,
    /// The guild has switched it on, but there is no API key.
    NoKey,
    /// What the guild used today, of how much, and until when the breaker is open.
    On { used: i64, budget: u32, requests: i64, failures: i64, paused_until: Option<DateTime<Utc>> },
}

/// The language model of a host.
pub(crate) struct Models(Arc<Inner>);

struct Inner {
    gate: Arc<Gate>,
    db: Db,
    clock: Clock,
    client: Option<Client>,
    limiter: Limiter,
    chat: Breaker,
    embeddings: Breaker,
    /// Calls go on until their usage is recorded, even if nobody waits for the answer any more.
    calls: TaskTracker,
    stop: CancellationToken,
}

impl Models {
    /// Makes the models that the guilds' settings name, at an endpoint if there is one.
    pub(crate) fn new(gate: Arc<Gate>, db: Db, clock: Clock, endpoint: Option<Endpoint>) -> Result<Self> {
        let client = endpoint.map(Client::new).transpose()?;
        Ok(Self(Arc::new(Inner {
            gate,
            db,
            clock,
            client,
            limiter: Limiter::default(),
            chat: Breaker::default(),
            embeddings: Breaker::default(),
            calls: TaskTracker::new(),
            stop: CancellationToken::new(),
        })))
    }

    /// Returns the status of a guild's language model.
    pub(crate) async fn status(&self, guild: GuildId) -> sqlx::Result<ModelStatus> {
        let inner = &self.0;
        let config = inner.gate.plan().guild(guild).language.clone();
        if !config.enabled {
            return Ok(ModelStatus::Off);
        }
        if inner.client.is_none() {
            return Ok(ModelStatus::NoKey);
        }
        let used = store::fetch_usage(&inner.db, &inner.day(guild)).await?;
        let now = inner.clock.now();
        Ok(ModelStatus::On {
            used: used.tokens,
            budget: config.daily_tokens,
            requests: used.requests,
            failures: used.failures,
            paused_until: inner.chat.open_until(now).max(inner.embeddings.open_until(now)),
        })
    }

    /// Records the metrics of the breakers.
    pub(crate) fn record_metrics(&self) {
        let now = self.0.clock.now();
        for (endpoint, breaker) in [("chat", &self.0.chat), ("embeddings", &self.0.embeddings)] {
            metrics::record_language_paused(endpoint, breaker.open_until(now).is_some());
        }
    }

    /// Logs which guilds have switched a model on although there is no API key.
    pub(crate) fn warn_without_key(&self, plan: &Plan) {
        let guilds = guilds_without_key(plan, self.0.client.is_some());
        if !guilds.is_empty() {
            tracing::warn!(?guilds, "{NO_KEY}");
        }
    }

    /// Ends the calls that are under way and records what they used.
    pub(crate) async fn stop(&self) {
        self.0.stop.cancel();
        self.0.calls.close();
        self.0.calls.wait().await;
    }

    /// Makes a call in a task of its own, and records its metrics.
    async fn call<A: Answer>(
        &self,
        guild: GuildId,
        purpose: Purpose,
        request: impl FnOnce(&LanguageConfig) -> Request<A>,
    ) -> Result<A, Unavailable> {
        let config = self.0.config(guild).ok_or(Unavailable::Off)?;
        let (request, begun) = (request(&config), Instant::now());
        let inner = Arc::clone(&self.0);
        let call = self.0.calls.spawn(async move { inner.call(guild, purpose, &config, &request).await });
        let outcome = call.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a call of the language model broke off");
            Err(Unavailable::Broken)
        });
        let label = outcome.as_ref().err().map_or("ok", |why| metric_label(*why));
        metrics::record_language(purpose.as_str(), label, begun.elapsed());
        outcome
    }
}

impl Inner {
    /// The guild's settings of the language model, or `None` if it has none.
    fn config(&self, guild: GuildId) -> Option<LanguageConfig> {
        self.client.as_ref()?;
        let plan = self.gate.plan();
        let config = &plan.guild(guild).language;
        config.enabled.then(|| config.clone())
    }

    /// Today in the guild's time zone.
    fn day(&self, guild: GuildId) -> Day {
        let zone = self.gate.plan().guild(guild).config.timezone;
        Day { guild, date: format_date(self.clock.now().with_timezone(&zone).date_naive()) }
    }

    async fn call<A: Answer>(
        &self,
        guild: GuildId,
        purpose: Purpose,
        config: &LanguageConfig,
        request: &Request<A>,
    ) -> Result<A, Unavailable> {
        let time = Duration::from_secs(config.timeout_seconds.into());
        let deadline = self.clock.now() + time;
        let acquired = self.clock.timeout(time, self.limiter.acquire(guild, config.concurrency));
        let _permit = self.unless_stopped(acquired).await.flatten().ok_or(Unavailable::Busy)?;
        let breaker = if purpose == Purpose::Embedding { &self.embeddings } else { &self.chat };
        let breaker_permit = breaker.try_acquire(self.clock.now()).ok_or(Unavailable::Paused)?;
        let day = self.day(guild);
        let reserved = store::reserve(&self.db, &day, request.max_tokens, config.daily_tokens.into()).await;
        if !reserved.map_err(budget_unreadable)? {
            return Err(Unavailable::Budget);
        }
        let mut usage = Usage::default();
        let left = (deadline - self.clock.now()).to_std().unwrap_or_default();
        let outcome = self.send_in_time(left, deadline, request, &mut usage).await;
        let used = usage.with_tokens(request.max_tokens, outcome.as_ref());
        metrics::record_language_tokens(purpose.as_str(), used.tokens_in, used.tokens_out);
        if let Err(error) = store::record_usage(&self.db, &day, purpose, request.max_tokens, used).await {
            tracing::error!(%error, "what a call of the language model used could not be recorded; all that was reserved counts");
        }
        self.record_outcome(breaker_permit, outcome.as_ref().err(), left);
        outcome
            .map_err(|failure| if failure == Failure::Slow { Unavailable::Slow } else { Unavailable::Broken })
    }

    async fn send_in_time<A: Answer>(
        &self,
        left: Duration,
        deadline: DateTime<Utc>,
        request: &Request<A>,
        usage: &mut Usage,
    ) -> Result<A, Failure> {
        let Some(client) = &self.client else { return Err(Failure::Connection) };
        let requests = self.clock.timeout(left, request.send(client, &self.clock, deadline, usage));
        self.unless_stopped(requests).await.flatten().unwrap_or(Err(Failure::Slow))
    }

    async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.stop.run_until_cancelled(work).await
    }

    /// Tells the breaker whether the endpoint works. A failure that concerns only this request says nothing about the next one.
    fn record_outcome(&self, permit: Permit<'_>, failure: Option<&Failure>, given: Duration) {
        match failure {
            None => permit.record_success(),
            Some(failure) if failure.is_endpoint_failure(given) && !self.stop.is_cancelled() => {
                permit.record_failure(self.clock.now());
            }
            Some(_) => drop(permit),
        }
    }
}

fn budget_unreadable(error: sqlx::Error) -> Unavailable {
    tracing::error!(%error, "the language model's budget can't be read; it is not asked");
    Unavailable::Broken
}

/// What an operator is told if guilds have switched a model on and there is no API key.
pub(crate) const NO_KEY: &str = "a language model is switched on but OPENAI_API_KEY is not set: put the key into the environment or into a file .env, \
     or set `enabled = false`; until then everything is done offline";

/// The guilds that have switched a model on although there is no API key.
pub(crate) fn guilds_without_key(plan: &Plan, has_key: bool) -> Vec<GuildId> {
    plan.guilds.iter().filter(|(_, guild)| guild.language.enabled && !has_key).map(|(id, _)| *id).collect()
}

/// Deletes usage that is older than a year.
pub(crate) async fn delete_old_usage(db: &Db, now: DateTime<Utc>) -> sqlx::Result<()> {
    store::delete_before(db, &format_date((now - TimeDelta::days(RETENTION_DAYS)).date_naive())).await
}

fn format_date(day: plugin_api::chrono::NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

const fn metric_label(why: Unavailable) -> &'static str {
    match why {
        Unavailable::Off => "off",
        Unavailable::Budget => "budget",
        Unavailable::Busy => "busy",
        Unavailable::Paused => "paused",
        Unavailable::Slow => "slow",
        Unavailable::Broken => "broken",
        Unavailable::Unusable => "unusable",
    }
}
