//! The language model of the guilds that switch one on, behind any API of OpenAI's kind.
//!
//! A call goes through, in this order: the guild's lane (so many at once), the endpoint's breaker, the day's budget, up to three
//! requests within the guild's time, the budget's settlement. Whatever fails on the way, [`plugin_api::Language`] goes the offline way.

mod answer;
mod breaker;
mod endpoint;
mod lanes;
mod prompt;
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
    breaker::{Breaker, Pass},
    endpoint::{Failure, Line},
    lanes::Lanes,
    request::{Answer, Request, Tally},
    store::Day,
};
use crate::{
    config::{LanguageConfig, Plan},
    gate::Gate,
    metrics,
};

/// For how many days it is kept what a guild used.
const KEPT_DAYS: i64 = 400;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A summary of a conversation.
    Summary,
    /// A draft of a reply.
    Reply,
    /// A draft of an FAQ entry.
    Entry,
    /// Vectors.
    Embedding,
}

/// How a guild's language model is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The guild has switched none on.
    Off,
    /// The guild has switched it on, but the program has no key.
    NoKey,
    /// What the guild used today, of how much, and until when the model is left alone.
    On { used: i64, budget: u32, requests: i64, failures: i64, paused_until: Option<DateTime<Utc>> },
}

/// The language model of a host.
pub(crate) struct Models(Arc<Shared>);

struct Shared {
    gate: Arc<Gate>,
    db: Db,
    clock: Clock,
    line: Option<Line>,
    lanes: Lanes,
    chat: Breaker,
    embeddings: Breaker,
    /// Calls go on to their settlement when whoever asked is gone.
    calls: TaskTracker,
    stop: CancellationToken,
}

impl Models {
    /// The models that the guilds' settings name, at an endpoint if there is one.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub(crate) fn new(gate: Arc<Gate>, db: Db, clock: Clock, endpoint: Option<Endpoint>) -> Result<Self> {
        let line = endpoint.map(Line::new).transpose()?;
        Ok(Self(Arc::new(Shared {
            gate,
            db,
            clock,
            line,
            lanes: Lanes::default(),
            chat: Breaker::default(),
            embeddings: Breaker::default(),
            calls: TaskTracker::new(),
            stop: CancellationToken::new(),
        })))
    }

    /// How a guild's language model is doing.
    ///
    /// # Errors
    /// Where the database fails.
    pub(crate) async fn standing(&self, guild: GuildId) -> sqlx::Result<Standing> {
        let shared = &self.0;
        let config = shared.gate.plan().guild(guild).language.clone();
        if !config.enabled {
            return Ok(Standing::Off);
        }
        if shared.line.is_none() {
            return Ok(Standing::NoKey);
        }
        let used = store::used(&shared.db, &shared.day(guild)).await?;
        let now = shared.clock.now();
        Ok(Standing::On {
            used: used.tokens,
            budget: config.daily_tokens,
            requests: used.requests,
            failures: used.failures,
            paused_until: shared.chat.open_until(now).max(shared.embeddings.open_until(now)),
        })
    }

    /// Measures which endpoints are left alone.
    pub(crate) fn measure(&self) {
        let now = self.0.clock.now();
        for (endpoint, breaker) in [("chat", &self.0.chat), ("embeddings", &self.0.embeddings)] {
            metrics::language_paused(endpoint, breaker.open_until(now).is_some());
        }
    }

    /// Says in the log which guilds have switched a model on for which there is no key.
    pub(crate) fn warn(&self, plan: &Plan) {
        let guilds = lacking_key(plan, self.0.line.is_some());
        if !guilds.is_empty() {
            tracing::warn!(?guilds, "{NO_KEY}");
        }
    }

    /// Breaks off what is under way and settles it.
    pub(crate) async fn stop(&self) {
        self.0.stop.cancel();
        self.0.calls.close();
        self.0.calls.wait().await;
    }

    /// Makes a call in a task of its own.
    async fn call<A: Answer>(
        &self,
        guild: GuildId,
        purpose: Purpose,
        request: impl FnOnce(&LanguageConfig) -> Request<A>,
    ) -> Result<A, Unavailable> {
        let config = self.0.config(guild).ok_or(Unavailable::Off)?;
        let (request, begun) = (request(&config), Instant::now());
        let shared = Arc::clone(&self.0);
        let call = self.0.calls.spawn(async move { shared.call(guild, purpose, &config, &request).await });
        let outcome = call.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a call of the language model broke off");
            Err(Unavailable::Broken)
        });
        let word = outcome.as_ref().err().map_or("ok", |why| outcome_of(*why));
        metrics::language(purpose.as_str(), word, begun.elapsed());
        outcome
    }
}

impl Shared {
    /// How the language model serves a guild; `None` where it does not.
    fn config(&self, guild: GuildId) -> Option<LanguageConfig> {
        self.line.as_ref()?;
        let plan = self.gate.plan();
        let config = &plan.guild(guild).language;
        config.enabled.then(|| config.clone())
    }

    /// Today, by the guild's clocks.
    fn day(&self, guild: GuildId) -> Day {
        let zone = self.gate.plan().guild(guild).config.timezone;
        Day { guild, date: date(self.clock.now().with_timezone(&zone).date_naive()) }
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
        let entered = self.clock.timeout(time, self.lanes.enter(guild, config.concurrency));
        let _lane = self.unless_stopped(entered).await.flatten().ok_or(Unavailable::Busy)?;
        let breaker = if purpose == Purpose::Embedding { &self.embeddings } else { &self.chat };
        let pass = breaker.admit(self.clock.now()).ok_or(Unavailable::Paused)?;
        let day = self.day(guild);
        let reserved = store::reserve(&self.db, &day, request.cost, config.daily_tokens.into()).await;
        if !reserved.map_err(unreachable)? {
            return Err(Unavailable::Budget);
        }
        let mut tally = Tally::default();
        let left = (deadline - self.clock.now()).to_std().unwrap_or_default();
        let outcome = self.within(left, deadline, request, &mut tally).await;
        let spent = tally.spent(request.cost, outcome.as_ref());
        metrics::language_tokens(purpose.as_str(), spent.tokens_in, spent.tokens_out);
        if let Err(error) = store::settle(&self.db, &day, purpose, request.cost, spent).await {
            tracing::error!(%error, "what a call of the language model cost could not be kept; all that was reserved counts");
        }
        self.learn(pass, outcome.as_ref().err(), left);
        outcome
            .map_err(|failure| if failure == Failure::Slow { Unavailable::Slow } else { Unavailable::Broken })
    }

    async fn within<A: Answer>(
        &self,
        left: Duration,
        deadline: DateTime<Utc>,
        request: &Request<A>,
        tally: &mut Tally,
    ) -> Result<A, Failure> {
        let Some(line) = &self.line else { return Err(Failure::Connection) };
        let requests = self.clock.timeout(left, request.send(line, &self.clock, deadline, tally));
        self.unless_stopped(requests).await.flatten().unwrap_or(Err(Failure::Slow))
    }

    async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.stop.run_until_cancelled(work).await
    }

    /// Tells the breaker how the endpoint did. What only this request was refused for, or had too little time for, says nothing about the
    /// next one.
    fn learn(&self, pass: Pass<'_>, failure: Option<&Failure>, given: Duration) {
        match failure {
            None => pass.good(),
            Some(failure) if failure.is_of_endpoint(given) && !self.stop.is_cancelled() => {
                pass.bad(self.clock.now());
            }
            Some(_) => drop(pass),
        }
    }
}

fn unreachable(error: sqlx::Error) -> Unavailable {
    tracing::error!(%error, "the language model's budget can't be read; it is not asked");
    Unavailable::Broken
}

/// What an operator is told where guilds have switched a model on and there is no key.
pub(crate) const NO_KEY: &str = "a language model is switched on but OPENAI_API_KEY is not set: put the key into the environment or into a file .env, \
     or set `enabled = false`; until then everything is done offline";

/// The guilds that have switched a model on for which there is no key.
pub(crate) fn lacking_key(plan: &Plan, key: bool) -> Vec<GuildId> {
    plan.guilds.iter().filter(|(_, guild)| guild.language.enabled && !key).map(|(id, _)| *id).collect()
}

/// Removes what was counted more than a year ago.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn forget(db: &Db, now: DateTime<Utc>) -> sqlx::Result<()> {
    store::forget(db, &date((now - TimeDelta::days(KEPT_DAYS)).date_naive())).await
}

fn date(day: plugin_api::chrono::NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

const fn outcome_of(why: Unavailable) -> &'static str {
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

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Reply => "reply",
            Self::Entry => "entry",
            Self::Embedding => "embedding",
        }
    }
}
