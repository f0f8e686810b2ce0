//! `Idempotency-Key`: a request that is sent again because its answer was lost has its effect once
//! (<https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/>).
//!
//! ```no_run
//! # use plugin_api::{Caller, Host, PluginId, Problem, route::IdempotencyKey};
//! # const ID: PluginId = PluginId::new("faq");
//! # async fn create(host: Host, caller: Caller, key: IdempotencyKey, body: String) -> Result<String, Problem> {
//! let once = key.for_request(ID, &caller, &body)?;
//! if let Some(answer) = once.find_answer(host.db(), host.clock().now()).await? {
//!     return Ok(answer);
//! }
//! // .. check what has to be checked outside of a transaction ..
//! let mut tx = host.db().begin().await.map_err(plugin_api::Error::from)?;
//! if let Some(answer) = once.claim(&mut tx, host.clock().now()).await? {
//!     return Ok(answer);
//! }
//! let answer = "entry #1".to_owned(); // .. make it ..
//! once.store_answer(&mut tx, &answer).await?;
//! tx.commit().await.map_err(plugin_api::Error::from)?;
//! # Ok(answer)
//! # }
//! ```

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serenity::all::GuildId;
use sha2::{Digest, Sha256};

use super::{Caller, Problem};
use crate::{Db, Error, PluginId, Tx};

mod store;

/// The header's name.
const HEADER: &str = "idempotency-key";

/// The longest key, in characters.
const MAX_KEY_LENGTH: usize = 255;

/// How long an answer is stored.
const RETENTION: TimeDelta = TimeDelta::hours(24);

/// The key that the caller sent, if any. Extract it next to [`Caller`].
#[derive(Clone, Debug)]
pub struct IdempotencyKey(Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| (1..=MAX_KEY_LENGTH).contains(&key.len()));
        let key = key.ok_or_else(|| Problem {
            field: Some("Idempotency-Key".to_owned()),
            ..Problem::new(
                StatusCode::BAD_REQUEST,
                "bad_request",
                format!("The header Idempotency-Key takes 1 to {MAX_KEY_LENGTH} visible ASCII characters"),
            )
        })?;
        Ok(Self(Some(key.to_owned())))
    }
}

impl IdempotencyKey {
    /// Ties the key to a request: a plugin's, in a guild, with this body.
    pub fn for_request(
        self,
        plugin: PluginId,
        caller: &Caller,
        body: &impl Serialize,
    ) -> Result<IdempotentRequest, Problem> {
        let body = serde_json::to_vec(body).map_err(internal)?;
        let fingerprint = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(IdempotentRequest { key: self.0, plugin, guild: caller.guild, fingerprint })
    }
}

/// A request that has its effect once. Without a key nothing is looked up or stored.
#[derive(Clone, Debug)]
pub struct IdempotentRequest {
    key: Option<String>,
    plugin: PluginId,
    guild: GuildId,
    fingerprint: String,
}

impl IdempotentRequest {
    /// The answer that was given to this request before.
    ///
    /// # Errors
    /// 422 if the key came with another body.
    pub async fn find_answer<A: DeserializeOwned>(
        &self,
        db: &Db,
        now: DateTime<Utc>,
    ) -> Result<Option<A>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        let row = store::find(db, self, key, now - RETENTION).await.map_err(Error::from)?;
        row.map(|(fingerprint, answer)| self.parse_answer(&fingerprint, &answer)).transpose()
    }

    /// Claims the key in the transaction that has the effect. If two requests come at one time, the second waits here for the first and is
    /// given its answer.
    pub async fn claim<A: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        now: DateTime<Utc>,
    ) -> Result<Option<A>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        store::delete_expired(tx, self, key, now - RETENTION).await.map_err(Error::from)?;
        if store::insert(tx, self, key, now).await.map_err(Error::from)? {
            return Ok(None);
        }
        let row = store::find(tx, self, key, now - RETENTION).await.map_err(Error::from)?;
        row.map(|(fingerprint, answer)| self.parse_answer(&fingerprint, &answer)).transpose()
    }

    /// Stores the answer for a day.
    pub async fn store_answer(&self, tx: &mut Tx, answer: &impl Serialize) -> Result<(), Problem> {
        let Some(key) = &self.key else { return Ok(()) };
        let answer = serde_json::to_string(answer).map_err(internal)?;
        store::update_answer(tx, self, key, &answer).await.map_err(Error::from)?;
        Ok(())
    }

    fn parse_answer<A: DeserializeOwned>(&self, fingerprint: &str, answer: &str) -> Result<A, Problem> {
        if fingerprint != self.fingerprint {
            return Err(Problem {
                field: Some("Idempotency-Key".to_owned()),
                ..Problem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "idempotency_key_reused",
                    "This Idempotency-Key was used with another body; use a new key for a new request",
                )
            });
        }
        serde_json::from_str(answer).map_err(internal)
    }
}

/// Deletes the answers that were stored a day ago or longer and returns their number. The host calls it from time to time.
pub async fn delete_expired_answers(db: &Db, now: DateTime<Utc>) -> sqlx::Result<u64> {
    store::delete_all_expired(db, now - RETENTION).await
}

fn internal(error: serde_json::Error) -> Problem {
    Error::Internal(error.into()).into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::{migrate::Migrator, sqlite::SqlitePoolOptions};

    use super::*;

    const ID: PluginId = PluginId::new("faq");

    async fn db() -> Db {
        let pool =
            SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.expect("in memory");
        let migrator = Migrator::new(Path::new("../migrations/host")).await.expect("the host's migrations");
        migrator.run(&pool).await.expect("they apply");
        Db::Sqlite(pool)
    }

    fn once(guild: u64, key: Option<&str>, body: &str) -> IdempotentRequest {
        let caller = Caller { guild: GuildId::new(guild), token: String::new(), write: true };
        IdempotencyKey(key.map(str::to_owned)).for_request(ID, &caller, &body).expect("a string is JSON")
    }

    /// Does what a route does: gives the earlier answer, or `answer` and keeps it.
    async fn call(
        db: &Db,
        once: &IdempotentRequest,
        now: DateTime<Utc>,
        answer: i64,
    ) -> Result<i64, Problem> {
        let mut tx = db.begin().await.expect("begins");
        if let Some(earlier) = once.claim(&mut tx, now).await? {
            return Ok(earlier);
        }
        once.store_answer(&mut tx, &answer).await?;
        tx.commit().await.expect("commits");
        Ok(answer)
    }

    #[tokio::test]
    async fn a_repeated_request_is_given_the_first_answer() {
        let (db, now) = (db().await, DateTime::UNIX_EPOCH);
        let request = once(1, Some("k"), "body");
        assert_eq!(request.find_answer::<i64>(&db, now).await.expect("looks"), None);
        assert_eq!(call(&db, &request, now, 7).await.expect("first"), 7);
        assert_eq!(call(&db, &request, now, 8).await.expect("again"), 7);
        assert_eq!(request.find_answer::<i64>(&db, now).await.expect("looks"), Some(7));
        assert_eq!(call(&db, &once(2, Some("k"), "body"), now, 9).await.expect("another guild"), 9);
        assert_eq!(call(&db, &once(1, None, "body"), now, 10).await.expect("no key"), 10);
    }

    #[tokio::test]
    async fn a_key_with_another_body_is_refused_for_a_day() {
        let (db, now) = (db().await, DateTime::UNIX_EPOCH);
        call(&db, &once(1, Some("k"), "body"), now, 7).await.expect("first");
        let other = once(1, Some("k"), "another");
        let problem = call(&db, &other, now, 8).await.expect_err("another body");
        assert_eq!((problem.status, problem.code.as_str()), (422, "idempotency_key_reused"));
        assert_eq!(call(&db, &other, now + TimeDelta::hours(25), 8).await.expect("a day later"), 8);
    }

    #[tokio::test]
    async fn answers_are_forgotten_after_a_day() {
        let (db, now) = (db().await, DateTime::UNIX_EPOCH);
        call(&db, &once(1, Some("old"), "body"), now, 7).await.expect("first");
        call(&db, &once(1, Some("new"), "body"), now + TimeDelta::hours(2), 8).await.expect("second");
        assert_eq!(delete_expired_answers(&db, now + TimeDelta::hours(25)).await.expect("forgotten"), 1);
        let kept = once(1, Some("new"), "body").find_answer::<i64>(&db, now + TimeDelta::hours(25)).await;
        assert_eq!(kept.expect("looks"), Some(8));
    }
}
