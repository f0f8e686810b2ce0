//! `Idempotency-Key`: a request that is sent again because its answer was lost has its effect once
//! (<https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/>).
//!
//! ```no_run
//! # use plugin_api::{Caller, Host, PluginId, Problem, route::IdempotencyKey};
//! # const ID: PluginId = PluginId::new("faq");
//! # async fn create(host: Host, caller: Caller, key: IdempotencyKey, body: String) -> Result<String, Problem> {
//! let once = key.once(ID, &caller, &body)?;
//! if let Some(answer) = once.earlier(host.db(), host.clock().now()).await? {
//!     return Ok(answer);
//! }
//! // .. check what has to be checked outside of a transaction ..
//! let mut tx = host.db().begin().await.map_err(plugin_api::Error::from)?;
//! if let Some(answer) = once.claim(&mut tx, host.clock().now()).await? {
//!     return Ok(answer);
//! }
//! let answer = "entry #1".to_owned(); // .. make it ..
//! once.keep(&mut tx, &answer).await?;
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
const LONGEST: usize = 255;

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// The key that the caller sent, if any. Extract it next to [`Caller`].
#[derive(Clone, Debug)]
pub struct IdempotencyKey(Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| (1..=LONGEST).contains(&key.len()));
        let key = key.ok_or_else(|| Problem {
            field: Some("Idempotency-Key".to_owned()),
            ..Problem::new(
                StatusCode::BAD_REQUEST,
                "bad_request",
                format!("The header Idempotency-Key takes 1 to {LONGEST} visible ASCII characters"),
            )
        })?;
        Ok(Self(Some(key.to_owned())))
    }
}

impl IdempotencyKey {
    /// Ties the key to a request: a plugin's, in a guild, with this body.
    ///
    /// # Errors
    /// Where the body can't be written as JSON.
    pub fn once(self, plugin: PluginId, caller: &Caller, body: &impl Serialize) -> Result<Once, Problem> {
        let body = serde_json::to_vec(body).map_err(internal)?;
        let fingerprint = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Once { key: self.0, plugin, guild: caller.guild, fingerprint })
    }
}

/// A request that has its effect once. Without a key nothing is looked up or kept.
#[derive(Clone, Debug)]
pub struct Once {
    key: Option<String>,
    plugin: PluginId,
    guild: GuildId,
    fingerprint: String,
}

impl Once {
    /// The answer that was given to this request before.
    ///
    /// # Errors
    /// 422 where the key came with another body; where the database fails.
    pub async fn earlier<A: DeserializeOwned>(
        &self,
        db: &Db,
        now: DateTime<Utc>,
    ) -> Result<Option<A>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        let row = store::find(db, self, key, now - KEPT).await.map_err(Error::from)?;
        row.map(|(fingerprint, answer)| self.again(&fingerprint, &answer)).transpose()
    }

    /// Takes the key in the transaction that has the effect. Of two requests at one time the second waits here for the first and is
    /// given its answer.
    ///
    /// # Errors
    /// As [`Once::earlier`].
    pub async fn claim<A: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        now: DateTime<Utc>,
    ) -> Result<Option<A>, Problem> {
        let Some(key) = &self.key else { return Ok(None) };
        store::forget(tx, self.guild, now - KEPT).await.map_err(Error::from)?;
        if store::take(tx, self, key, now).await.map_err(Error::from)? {
            return Ok(None);
        }
        let row = store::find(tx, self, key, now - KEPT).await.map_err(Error::from)?;
        row.map(|(fingerprint, answer)| self.again(&fingerprint, &answer)).transpose()
    }

    /// Keeps the answer, for a day.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep(&self, tx: &mut Tx, answer: &impl Serialize) -> Result<(), Problem> {
        let Some(key) = &self.key else { return Ok(()) };
        let answer = serde_json::to_string(answer).map_err(internal)?;
        store::answer(tx, self, key, &answer).await.map_err(Error::from)?;
        Ok(())
    }

    fn again<A: DeserializeOwned>(&self, fingerprint: &str, answer: &str) -> Result<A, Problem> {
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

fn internal(error: serde_json::Error) -> Problem {
    Error::Internal(error.into()).into()
}
