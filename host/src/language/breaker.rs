//! A circuit breaker: after failures in a row an endpoint gets no requests for a while, and then one at a time to test it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use plugin_api::chrono::{DateTime, TimeDelta, Utc};

/// How many failures in a row open the breaker.
const MAX_FAILURES: u32 = 5;

/// How long it stays open at first. Each failed test doubles that.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// How long it stays open at most.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(15);

/// The breaker of one endpoint.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Open until then; afterwards one request at a time tests the endpoint.
    until: Option<DateTime<Utc>>,
    pauses: u32,
    testing: bool,
}

/// Permission for one request. Dropped without a result, it leaves the breaker as it was.
#[must_use]
pub(super) struct Permit<'b> {
    breaker: &'b Breaker,
    /// The request tests whether an endpoint that failed works again.
    is_test: bool,
}

impl Breaker {
    /// Permits a request, or returns `None` while the breaker is open.
    pub(super) fn try_acquire(&self, now: DateTime<Utc>) -> Option<Permit<'_>> {
        let mut state = self.state();
        let is_test = match state.until {
            None => false,
            Some(until) if now < until || state.testing => return None,
            Some(_) => true,
        };
        state.testing = is_test;
        Some(Permit { breaker: self, is_test })
    }

    /// Returns until when the breaker is open, if it is.
    pub(super) fn open_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.state().until.filter(|until| now < *until)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// The endpoint answered as it should.
    pub(super) fn record_success(self) {
        *self.breaker.state() = State::default();
    }

    /// The endpoint failed.
    pub(super) fn record_failure(self, now: DateTime<Utc>) {
        let mut state = self.breaker.state();
        // A request that was under way when the breaker opened says nothing new.
        if state.until.is_some() && !self.is_test {
            return;
        }
        state.failures += 1;
        if self.is_test || state.failures >= MAX_FAILURES {
            let pause = FIRST_PAUSE * 2_i32.pow(state.pauses.min(4));
            state.until = Some(now + pause.min(LONGEST_PAUSE));
            state.pauses += 1;
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_test {
            self.breaker.state().testing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("in range")
    }

    fn opened() -> Breaker {
        let breaker = Breaker::default();
        for _ in 0..MAX_FAILURES {
            breaker.try_acquire(at(0)).expect("closed").record_failure(at(0));
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_only() {
        let breaker = Breaker::default();
        for _ in 0..3 {
            for _ in 1..MAX_FAILURES {
                breaker.try_acquire(at(0)).expect("closed").record_failure(at(0));
            }
            breaker.try_acquire(at(0)).expect("closed").record_success();
        }
        assert!(breaker.try_acquire(at(0)).is_some());
        let open = opened();
        assert!(open.try_acquire(at(59)).is_none());
        assert_eq!(open.open_until(at(59)), Some(at(60)));
    }

    #[test]
    fn after_the_pause_one_request_tries_it_and_closes_it_or_doubles_the_pause() {
        let breaker = opened();
        let test = breaker.try_acquire(at(60)).expect("the pause is over");
        assert!(breaker.try_acquire(at(60)).is_none(), "one at a time");
        test.record_failure(at(61));
        assert_eq!(breaker.open_until(at(61)), Some(at(61 + 120)));
        breaker.try_acquire(at(181)).expect("the pause is over").record_success();
        assert!(breaker.try_acquire(at(181)).is_some() && breaker.open_until(at(181)).is_none());
    }

    #[test]
    fn a_try_that_is_given_up_lets_the_next_one_try() {
        let breaker = opened();
        drop(breaker.try_acquire(at(60)));
        assert!(breaker.try_acquire(at(60)).is_some());
    }

    #[test]
    fn the_pause_has_a_limit() {
        let breaker = opened();
        let mut now = at(60);
        for _ in 0..40 {
            breaker.try_acquire(now).expect("the pause is over").record_failure(now);
            let until = breaker.open_until(now).expect("open");
            assert!(until - now <= LONGEST_PAUSE);
            now = until;
        }
    }

    #[test]
    fn what_was_under_way_when_it_opened_does_not_lengthen_the_pause() {
        let breaker = Breaker::default();
        let late = breaker.try_acquire(at(0)).expect("closed");
        for _ in 0..MAX_FAILURES {
            breaker.try_acquire(at(0)).expect("closed").record_failure(at(0));
        }
        late.record_failure(at(50));
        assert_eq!(breaker.open_until(at(50)), Some(at(60)));
    }
}
