//! Leaves an endpoint alone that keeps failing, and tries it again with one request after a while.

use std::sync::{Mutex, MutexGuard, PoisonError};

use plugin_api::chrono::{DateTime, TimeDelta, Utc};

/// So many failures in a row open it.
const FAILURES: u32 = 5;

/// How long it stays open at first; each failed try doubles that.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// How long it stays open at most.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(15);

/// The breaker of one endpoint.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Open until then; afterwards one request at a time tries it.
    until: Option<DateTime<Utc>>,
    pauses: u32,
    trying: bool,
}

/// Leave to make one request. Where it is dropped without an end, nothing was learnt.
pub(super) struct Pass<'b> {
    breaker: &'b Breaker,
    /// It is the one that tries an endpoint that failed.
    tries: bool,
}

impl Breaker {
    /// Leave to make a request; `None` while it is open.
    pub(super) fn admit(&self, now: DateTime<Utc>) -> Option<Pass<'_>> {
        let mut state = self.state();
        let tries = match state.until {
            None => false,
            Some(until) if now < until || state.trying => return None,
            Some(_) => true,
        };
        state.trying = tries;
        Some(Pass { breaker: self, tries })
    }

    /// Until when it is open, if it is.
    pub(super) fn open_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.state().until.filter(|until| now < *until)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// The endpoint answered as it should.
    pub(super) fn good(self) {
        *self.breaker.state() = State::default();
    }

    /// The endpoint failed.
    pub(super) fn bad(self, now: DateTime<Utc>) {
        let mut state = self.breaker.state();
        // What was under way when it was opened says nothing new.
        if state.until.is_some() && !self.tries {
            return;
        }
        state.failures += 1;
        if self.tries || state.failures >= FAILURES {
            let pause = FIRST_PAUSE * 2_i32.pow(state.pauses.min(4));
            state.until = Some(now + pause.min(LONGEST_PAUSE));
            state.pauses += 1;
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.tries {
            self.breaker.state().trying = false;
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
        for _ in 0..FAILURES {
            breaker.admit(at(0)).expect("closed").bad(at(0));
        }
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_only() {
        let breaker = Breaker::default();
        for _ in 0..3 {
            for _ in 1..FAILURES {
                breaker.admit(at(0)).expect("closed").bad(at(0));
            }
            breaker.admit(at(0)).expect("closed").good();
        }
        assert!(breaker.admit(at(0)).is_some());
        let open = opened();
        assert!(open.admit(at(59)).is_none());
        assert_eq!(open.open_until(at(59)), Some(at(60)));
    }

    #[test]
    fn after_the_pause_one_request_tries_it_and_closes_it_or_doubles_the_pause() {
        let breaker = opened();
        let tries = breaker.admit(at(60)).expect("the pause is over");
        assert!(breaker.admit(at(60)).is_none(), "one at a time");
        tries.bad(at(61));
        assert_eq!(breaker.open_until(at(61)), Some(at(61 + 120)));
        breaker.admit(at(181)).expect("the pause is over").good();
        assert!(breaker.admit(at(181)).is_some() && breaker.open_until(at(181)).is_none());
    }

    #[test]
    fn a_try_that_is_given_up_lets_the_next_one_try() {
        let breaker = opened();
        drop(breaker.admit(at(60)));
        assert!(breaker.admit(at(60)).is_some());
    }

    #[test]
    fn the_pause_has_a_limit() {
        let breaker = opened();
        let mut now = at(60);
        for _ in 0..40 {
            breaker.admit(now).expect("the pause is over").bad(now);
            let until = breaker.open_until(now).expect("open");
            assert!(until - now <= LONGEST_PAUSE);
            now = until;
        }
    }

    #[test]
    fn what_was_under_way_when_it_opened_does_not_lengthen_the_pause() {
        let breaker = Breaker::default();
        let late = breaker.admit(at(0)).expect("closed");
        for _ in 0..FAILURES {
            breaker.admit(at(0)).expect("closed").bad(at(0));
        }
        late.bad(at(50));
        assert_eq!(breaker.open_until(at(50)), Some(at(60)));
    }
}
