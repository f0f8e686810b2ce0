//! The address of the language model, and the client that sends one request to it.

use std::{fmt, time::Duration};

use anyhow::{Context, Result, bail};
use plugin_api::{
    chrono::{DateTime, Utc},
    retry::Verdict,
};
use reqwest::{
    Client as HttpClient, Response, StatusCode, Url,
    header::{HeaderMap, RETRY_AFTER},
    redirect::Policy,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};

/// OpenAI's own address.
const DEFAULT_BASE: &str = "https://api.openai.com/v1";

/// The limit of a request by the machine's clock, whatever the host's clock shows.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// An endpoint that does not answer in this time counts as failing: the default time of a guild, less a second of waiting before.
const SLOW_AFTER: Duration = Duration::from_secs(19);

/// The longest answer that is read: 64 vectors are about 4 MB.
const MAX_ANSWER_BYTES: usize = 8 << 20;

/// The longest error that is read.
const MAX_ERROR_BYTES: usize = 16 << 10;

/// An API of OpenAI's kind and the key to it.
#[derive(Clone)]
pub struct Endpoint {
    key: SecretString,
    base: Url,
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There was no connection, or it broke.
    Connection,
    /// It answered with an error: its status, and how long it asks to wait.
    Status(StatusCode, Option<Duration>),
    /// The answer is not of the API's form, or too long.
    Unreadable,
    /// It did not answer in time.
    Slow,
}

impl Endpoint {
    /// Makes an endpoint of a key and an address, by default OpenAI's.
    ///
    /// # Errors
    /// If the address is none. It is not in the error's text, because it may hold a password.
    pub fn new(key: SecretString, base: Option<&str>) -> Result<Self> {
        let base = Url::parse(base.unwrap_or(DEFAULT_BASE))
            .context("OPENAI_BASE_URL is no address; write it like http://localhost:11434/v1")?;
        if !["http", "https"].contains(&base.scheme()) || base.cannot_be_a_base() {
            bail!(
                "OPENAI_BASE_URL starts with neither http:// nor https://; write it like http://localhost:11434/v1"
            );
        }
        Ok(Self { key, base })
    }

    /// Reads the endpoint from the environment. Returns `None` if OPENAI_API_KEY is not set.
    ///
    /// # Errors
    /// If OPENAI_BASE_URL can't be used.
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

/// Sends requests to an endpoint.
pub(super) struct Client {
    endpoint: Endpoint,
    http: HttpClient,
}

impl Client {
    pub(super) fn new(endpoint: Endpoint) -> Result<Self> {
        // A redirect would take what members wrote somewhere else.
        let http = HttpClient::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT);
        Ok(Self { endpoint, http: http.build().context("no HTTP client can be made")? })
    }

    /// Sends one request and reads the answer.
    pub(super) async fn post<A: DeserializeOwned>(
        &self,
        path: &str,
        body: &(impl Serialize + Sync),
        now: DateTime<Utc>,
    ) -> Result<A, Failure> {
        let address = format!("{}/{path}", self.endpoint.base.as_str().trim_end_matches('/'));
        let request = self.http.post(address).bearer_auth(self.endpoint.key.expose_secret()).json(body);
        let mut response = request.send().await.map_err(|error| broken(&error.without_url()))?;
        let status = response.status();
        if !status.is_success() {
            let retry_after = retry_after(response.headers(), now);
            // The answer may repeat what was sent, so only its code is logged.
            let code =
                read_body(&mut response, MAX_ERROR_BYTES).await.ok().and_then(|body| error_code(&body));
            tracing::warn!(status = status.as_u16(), code, path, "the language model answered with an error");
            return Err(Failure::Status(status, retry_after));
        }
        let body = read_body(&mut response, MAX_ANSWER_BYTES).await?;
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

async fn read_body(response: &mut Response, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(&error.without_url()))? {
        if body.len() + chunk.len() > limit {
            tracing::warn!(limit, "the language model's answer has more bytes than are read");
            return Err(Failure::Unreadable);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The code of an error, such as `insufficient_quota`. `None` if it is anything but a word of small letters.
fn error_code(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let code = body.pointer("/error/code")?.as_str()?;
    let is_word = code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word.then(|| code.to_owned())
}

/// Reads how long to wait before the next request: seconds, or an instant.
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
    fn is_transient(&self) -> bool {
        match self {
            Self::Connection => true,
            Self::Status(status, _) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::Unreadable | Self::Slow => false,
        }
    }

    /// Whether the endpoint is to blame, and not this request (a wrong name of a model) or a guild's settings (too little time).
    pub(super) fn is_endpoint_failure(&self, given: Duration) -> bool {
        match self {
            Self::Connection | Self::Unreadable => true,
            Self::Slow => given >= SLOW_AFTER,
            Self::Status(status, _) => {
                self.is_transient() || [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(status)
            }
        }
    }

    /// Whether to send the request again, and when the endpoint asks for that.
    pub(super) fn verdict(&self) -> Verdict {
        match self {
            _ if !self.is_transient() => Verdict::Final,
            Self::Status(_, Some(pause)) => Verdict::AgainAfter(*pause),
            _ => Verdict::Again,
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
        let parsed = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(value));
            retry_after(&headers, now)
        };
        assert_eq!(parsed("3"), Some(Duration::from_secs(3)));
        assert_eq!(parsed("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(parsed("Mon, 02 Mar 2026 11:00:07 GMT"), Some(Duration::from_secs(7)));
        for nonsense in ["-1", "soon", "NaN", "1e300", "Mon, 02 Mar 2026 10:00:00 GMT"] {
            assert_eq!(parsed(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn only_words_are_taken_as_codes() {
        assert_eq!(
            error_code(br#"{"error":{"code":"insufficient_quota"}}"#).as_deref(),
            Some("insufficient_quota")
        );
        for other in [r#"{"error":{"code":"Mail me: jan@example.com"}}"#, r#"{"error":"x"}"#, "<html>"] {
            assert_eq!(error_code(other.as_bytes()), None, "{other}");
        }
    }
}
