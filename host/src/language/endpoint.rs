//! Where the language model is, and one request to it.

use std::{fmt, time::Duration};

use anyhow::{Context, Result, bail};
use plugin_api::chrono::{DateTime, Utc};
use reqwest::{
    Client, Response, StatusCode, Url,
    header::{HeaderMap, RETRY_AFTER},
    redirect::Policy,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};

/// OpenAI's own address.
const USUAL: &str = "https://api.openai.com/v1";

/// What the machine's clock gives a request, whatever the host's says.
const LONGEST: Duration = Duration::from_secs(60);

/// How long it may take until somebody answers the call at all.
const CONNECTING: Duration = Duration::from_secs(10);

/// Who does not answer in this time is slow: the time that guilds give it usually, but for a second's wait before.
const FAIR: Duration = Duration::from_secs(19);

/// The longest answer that is read: 64 vectors are about 4 MB.
const MOST_BYTES: usize = 8 << 20;

/// The longest answer that says what went wrong.
const MOST_BYTES_OF_ERROR: usize = 16 << 10;

/// An API of OpenAI's kind and the key to it.
#[derive(Clone)]
pub struct Endpoint {
    key: SecretString,
    base: Url,
}

/// Why a request gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There was no connection, or it broke.
    Connection,
    /// It answered with an error.
    Status(StatusCode, Option<Duration>),
    /// It answered with something else than the API does, or without end.
    Unreadable,
    /// It did not answer in time.
    Slow,
}

impl Endpoint {
    /// An endpoint by its key and its address: OpenAI's where there is none.
    ///
    /// # Errors
    /// Where the address can't be one. It is not in the text: it may hold a password.
    pub fn new(key: SecretString, base: Option<&str>) -> Result<Self> {
        let base = Url::parse(base.unwrap_or(USUAL))
            .context("OPENAI_BASE_URL is no address; write it like http://localhost:11434/v1")?;
        if !["http", "https"].contains(&base.scheme()) || base.cannot_be_a_base() {
            bail!(
                "OPENAI_BASE_URL starts with neither http:// nor https://; write it like http://localhost:11434/v1"
            );
        }
        Ok(Self { key, base })
    }

    /// The endpoint that the environment names; `None` where there is no OPENAI_API_KEY.
    ///
    /// # Errors
    /// Where OPENAI_BASE_URL can't be used.
    pub fn from_environment() -> Result<Option<Self>> {
        let variable = |name| std::env::var(name).ok().map(|value| value.trim().to_owned());
        let key = variable("OPENAI_API_KEY").filter(|key| !key.is_empty());
        let base = variable("OPENAI_BASE_URL").filter(|base| !base.is_empty());
        key.map(|key| Self::new(key.into(), base.as_deref())).transpose()
    }
}

impl fmt::Debug for Endpoint {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").finish_non_exhaustive()
    }
}

/// An endpoint with a connection to it.
pub(super) struct Line {
    endpoint: Endpoint,
    client: Client,
}

impl Line {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub(super) fn new(endpoint: Endpoint) -> Result<Self> {
        // A redirect would take what members wrote somewhere else.
        let client = Client::builder().redirect(Policy::none()).connect_timeout(CONNECTING).timeout(LONGEST);
        Ok(Self { endpoint, client: client.build().context("no HTTP client can be made")? })
    }

    /// Makes one request and reads the answer.
    pub(super) async fn post<A: DeserializeOwned>(
        &self,
        path: &str,
        body: &(impl Serialize + Sync),
        now: DateTime<Utc>,
    ) -> Result<A, Failure> {
        let address = format!("{}/{path}", self.endpoint.base.as_str().trim_end_matches('/'));
        let request = self.client.post(address).bearer_auth(self.endpoint.key.expose_secret()).json(body);
        let mut response = request.send().await.map_err(|error| broken(&error.without_url()))?;
        let status = response.status();
        if !status.is_success() {
            let retry_after = retry_after(response.headers(), now);
            // The answer may repeat what was sent, so only its code is logged.
            let code = read(&mut response, MOST_BYTES_OF_ERROR).await.ok().and_then(|body| code(&body));
            tracing::warn!(status = status.as_u16(), code, path, "the language model answered with an error");
            return Err(Failure::Status(status, retry_after));
        }
        let body = read(&mut response, MOST_BYTES).await?;
        serde_json::from_slice(&body).map_err(|error| {
            tracing::warn!(
                line = error.line(),
                column = error.column(),
                path,
                "the language model's answer can't be read"
            );
            Failure::Unreadable
        })
    }
}

fn broken(error: &reqwest::Error) -> Failure {
    tracing::warn!(%error, "the language model can't be reached");
    Failure::Connection
}

async fn read(response: &mut Response, most: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(&error.without_url()))? {
        if body.len() + chunk.len() > most {
            tracing::warn!(most, "the language model's answer has more bytes than are read");
            return Err(Failure::Unreadable);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The word for what went wrong, such as `insufficient_quota`, where it is one.
fn code(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let code = body.pointer("/error/code")?.as_str()?;
    let is_word = code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word.then(|| code.to_owned())
}

/// How long to wait before the next request, in seconds or until an instant.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?;
    (until.with_timezone(&Utc) - now).to_std().ok()
}

impl Failure {
    /// Whether the same request may succeed a moment later.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Connection => true,
            Self::Status(status, _) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::Unreadable | Self::Slow => false,
        }
    }

    /// Whether it is the endpoint's and not that of one request, such as a model's name that is wrong, or a guild's settings that gave the
    /// endpoint too little time.
    pub(super) fn is_of_endpoint(&self, given: Duration) -> bool {
        match self {
            Self::Connection | Self::Unreadable => true,
            Self::Slow => given >= FAIR,
            Self::Status(status, _) => {
                self.is_passing() || [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(status)
            }
        }
    }

    /// When it asks to be tried again.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status(_, retry_after) => *retry_after,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn an_address_that_cannot_be_one_is_refused_without_showing_it() {
        for bad in ["localhost:11434/v1", "ftp://x", "not an address", ""] {
            let error = Endpoint::new("k".into(), Some(bad)).expect_err(bad).to_string();
            assert!(
                error.contains("OPENAI_BASE_URL") && (bad.is_empty() || !error.contains(&format!(" {bad} ")))
            );
        }
        assert!(Endpoint::new("k".into(), Some("http://localhost:11434/v1")).is_ok());
    }

    #[test]
    fn the_key_is_in_no_debug_output() {
        let endpoint =
            Endpoint::new("sk-hidden".into(), Some("http://me:hidden@localhost/v1")).expect("usable");
        assert!(!format!("{endpoint:?}").contains("hidden"));
    }

    #[test]
    fn retry_after_is_seconds_or_an_instant() {
        let now = DateTime::parse_from_rfc3339("2026-03-02T11:00:00Z").expect("an instant").to_utc();
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(value));
            retry_after(&headers, now)
        };
        assert_eq!(of("3"), Some(Duration::from_secs(3)));
        assert_eq!(of("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(of("Mon, 02 Mar 2026 11:00:07 GMT"), Some(Duration::from_secs(7)));
        for nonsense in ["-1", "soon", "NaN", "1e300", "Mon, 02 Mar 2026 10:00:00 GMT"] {
            assert_eq!(of(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn only_words_are_taken_as_codes() {
        assert_eq!(
            code(br#"{"error":{"code":"insufficient_quota"}}"#).as_deref(),
            Some("insufficient_quota")
        );
        for other in [r#"{"error":{"code":"Mail me: jan@example.com"}}"#, r#"{"error":"x"}"#, "<html>"] {
            assert_eq!(code(other.as_bytes()), None, "{other}");
        }
    }
}
