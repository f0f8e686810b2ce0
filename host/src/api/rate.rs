//! Limits how often clients may call: each address before anything else, and each token after it was verified.

use std::{
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use plugin_api::Problem;

use super::{problem::with_header, proxy};

/// With more clients than this, the idle ones are removed.
const SWEEP_THRESHOLD: usize = 256;

/// The least time between two sweeps, since each looks at every client.
const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// The limits of the API.
#[derive(Clone, Debug)]
pub struct RateLimits {
    /// For each address, over all routes. A reverse proxy that is not trusted is one address.
    pub(super) addresses: Arc<RateLimit<IpAddr>>,
    /// For each token, by its name.
    pub(super) tokens: Arc<RateLimit<String>>,
    /// For each address, over all public pages: they cost more than a refusal.
    pub(super) visitors: Arc<RateLimit<IpAddr>>,
}

impl RateLimits {
    /// Uses these limits, and for public pages 10 requests a second and 40 at once.
    pub fn new(addresses: RateLimit<IpAddr>, tokens: RateLimit<String>) -> Self {
        let rate = |n| NonZeroU32::new(n).expect("the rates here are not zero");
        let visitors = Arc::new(RateLimit::new(rate(10), rate(40)));
        Self { addresses: Arc::new(addresses), tokens: Arc::new(tokens), visitors }
    }
}

impl Default for RateLimits {
    /// 100 requests a second and 300 at once for an address, 20 and 60 for a token.
    fn default() -> Self {
        let rate = |n| NonZeroU32::new(n).expect("the rates here are not zero");
        Self::new(RateLimit::new(rate(100), rate(300)), RateLimit::new(rate(20), rate(60)))
    }
}

/// Limits how often each client may call. It protects the machine, so it uses the machine's time and not the program's clock.
#[derive(Debug)]
pub struct RateLimit<K: Hash + Eq + Clone> {
    states: DefaultKeyedRateLimiter<K>,
    swept: Mutex<Instant>,
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    /// Allows `burst` requests at once, and `per_second` in the long run.
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self { states: RateLimiter::keyed(quota), swept: Mutex::new(Instant::now()) }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// If there are too many: the whole seconds after which the next one is allowed.
    pub(super) fn check(&self, key: &K) -> Result<(), u64> {
        self.sweep();
        self.states.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
        })
    }

    /// Removes idle clients, so that only those are held that called within the last few seconds.
    fn sweep(&self) {
        if self.states.len() <= SWEEP_THRESHOLD {
            return;
        }
        // If it is locked, another request sweeps.
        if let Ok(mut swept) = self.swept.try_lock()
            && swept.elapsed() >= SWEEP_INTERVAL
        {
            self.states.retain_recent();
            self.states.shrink_to_fit();
            *swept = Instant::now();
        }
    }
}

/// Passes a request on unless its address calls too often.
pub(super) async fn limit_by_address(
    State(limit): State<Arc<RateLimit<IpAddr>>>,
    request: Request,
    next: Next,
) -> Response {
    match limit.check(&proxy::client_of(&request)) {
        Ok(()) => next.run(request).await,
        Err(seconds) => too_many_requests("This address", seconds),
    }
}

/// Answers a client that calls too often.
pub(super) fn too_many_requests(who: &str, seconds: u64) -> Response {
    let detail = format!("{who} calls too often; try again after {seconds} s");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail);
    with_header(problem, header::RETRY_AFTER, seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_clients_are_removed() {
        let many = NonZeroU32::new(1_000_000_000).expect("not zero");
        let limit = RateLimit::new(many, many);
        for client in 0..10 * SWEEP_THRESHOLD {
            limit.check(&client).expect("the first request");
        }
        let past = Instant::now().checked_sub(SWEEP_INTERVAL).expect("the machine runs for longer than that");
        *limit.swept.lock().expect("nobody panicked") = past;
        limit.check(&0).expect("one more request");
        assert!(limit.states.len() <= SWEEP_THRESHOLD, "{}", limit.states.len());
    }
}
