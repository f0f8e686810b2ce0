//! How often callers may call: each address before anything else is looked at, and each token after it was found good.

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

/// How many states are held before those that are as good as new are forgotten.
const MANY: usize = 256;

/// How long looking for states to forget is put off after it was done: it looks at every one.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(1);

/// Both limits.
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
    /// These limits, and for public pages 10 requests a second and 40 at once.
    #[must_use]
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

/// How often each of many callers may call. It protects the machine, so it goes by the machine's time and not by the program's clock.
#[derive(Debug)]
pub struct RateLimit<K: Hash + Eq + Clone> {
    states: DefaultKeyedRateLimiter<K>,
    swept: Mutex<Instant>,
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    /// At most `burst` requests at once, and `per_second` in the long run.
    #[must_use]
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self { states: RateLimiter::keyed(quota), swept: Mutex::new(Instant::now()) }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// The whole seconds after which the next one is allowed.
    pub(super) fn count(&self, key: &K) -> Result<(), u64> {
        self.sweep();
        self.states.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
        })
    }

    /// Forgets callers whose state is as good as new, so that no more are held than called within the last few seconds.
    fn sweep(&self) {
        if self.states.len() <= MANY {
            return;
        }
        // Whoever finds it locked leaves it to the one that sweeps.
        if let Ok(mut swept) = self.swept.try_lock()
            && swept.elapsed() >= BETWEEN_SWEEPS
        {
            self.states.retain_recent();
            self.states.shrink_to_fit();
            *swept = Instant::now();
        }
    }
}

/// Lets a request through unless its address calls too often.
pub(super) async fn by_address(
    State(limit): State<Arc<RateLimit<IpAddr>>>,
    request: Request,
    next: Next,
) -> Response {
    match limit.count(&proxy::of(&request)) {
        Ok(()) => next.run(request).await,
        Err(seconds) => refuse("This address", seconds),
    }
}

/// The refusal of somebody who calls too often.
pub(super) fn refuse(who: &str, seconds: u64) -> Response {
    let detail = format!("{who} calls too often; try again after {seconds} s");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", detail);
    with_header(problem, header::RETRY_AFTER, seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_who_are_as_good_as_new_are_forgotten() {
        let many = NonZeroU32::new(1_000_000_000).expect("not zero");
        let limit = RateLimit::new(many, many);
        for caller in 0..10 * MANY {
            limit.count(&caller).expect("the first request");
        }
        let past = Instant::now().checked_sub(BETWEEN_SWEEPS).expect("the machine runs for longer than that");
        *limit.swept.lock().expect("nobody panicked") = past;
        limit.count(&0).expect("one more request");
        assert!(limit.states.len() <= MANY, "{}", limit.states.len());
    }
}
