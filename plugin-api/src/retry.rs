//! Trying again after a failure: how often, after which pauses, and what is final.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{Clock, Error, Result, discord_code::DiscordCode};

/// The pauses between attempts: the first one, doubling, up to a longest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    jitter: bool,
}

impl Backoff {
    /// Pauses that double from the first to the longest.
    pub const fn doubling(first: Duration, longest: Duration) -> Self {
        Self { first, longest, jitter: false }
    }

    /// Pauses of one length.
    pub const fn constant(pause: Duration) -> Self {
        Self::doubling(pause, pause)
    }

    /// Varies each pause from half to one and a half times its length, so that clients that failed together do not come back together.
    #[must_use]
    pub const fn jitter(mut self) -> Self {
        self.jitter = true;
        self
    }

    /// The pause after an attempt; the first attempt is 1.
    pub fn pause(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let pause = self.first.saturating_mul(1 << doublings).min(self.longest);
        if self.jitter { pause.mul_f64(rand::random_range(0.5..1.5)) } else { pause }
    }
}

/// What a failure means for further attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Trying again can't help.
    Final,
    /// Trying again may help.
    Again,
    /// Trying again may help, but not sooner than this: what a `Retry-After` says.
    AgainAfter(Duration),
}

/// The verdict on an error of this crate: Discord's passing faults are tried again, everything else is final.
pub fn if_transient(error: &Error) -> Verdict {
    if error.is_transient() { Verdict::Again } else { Verdict::Final }
}

/// How often something is attempted, and with which pauses.
///
/// ```
/// # use std::time::Duration;
/// # use plugin_api::{Clock, Error, Result, retry::{Backoff, Retry, if_transient}};
/// const RETRY: Retry = Retry::new(4, Backoff::doubling(Duration::from_secs(1), Duration::from_secs(60)));
///
/// # async fn post() -> Result<()> { Ok(()) }
/// # async fn example(clock: &Clock) -> Result<()> {
/// RETRY.run(clock, |_attempt| post(), if_transient).await
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    backoff: Backoff,
    deadline: Option<DateTime<Utc>>,
}

impl Retry {
    /// A number of attempts, at least one, with pauses between them.
    pub const fn new(attempts: u32, backoff: Backoff) -> Self {
        Self { attempts, backoff, deadline: None }
    }

    /// Makes no attempt after an instant by the clock of [`Retry::run`].
    #[must_use]
    pub const fn until(mut self, deadline: DateTime<Utc>) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Calls `work` with the number of the attempt until it succeeds. The pauses are by the injected clock.
    pub async fn run<T, E, W: Future<Output = Result<T, E>>>(
        &self,
        clock: &Clock,
        work: impl FnMut(u32) -> W,
        mut verdict: impl FnMut(&E) -> Verdict,
    ) -> Result<T, E> {
        let verdict = |error: &E, attempt: u32| {
            let pause = self.next_pause(attempt, verdict(error))?;
            let in_time =
                |deadline: DateTime<Utc>| (deadline - clock.now()).to_std().is_ok_and(|left| pause < left);
            self.deadline.is_none_or(in_time).then_some(pause)
        };
        attempt(work, verdict, |pause| clock.sleep(pause)).await
    }

    /// As [`Retry::run`], but the pauses are of real time: for what Discord waits for, whatever the injected clock says.
    pub async fn run_in_real_time<T, E, W: Future<Output = Result<T, E>>>(
        &self,
        work: impl FnMut(u32) -> W,
        mut verdict: impl FnMut(&E) -> Verdict,
    ) -> Result<T, E> {
        attempt(work, |error, attempt| self.next_pause(attempt, verdict(error)), tokio::time::sleep).await
    }

    /// The pause before the next attempt; `None` if there is none.
    fn next_pause(&self, attempt: u32, verdict: Verdict) -> Option<Duration> {
        let least = match verdict {
            Verdict::Final => return None,
            Verdict::Again => Duration::ZERO,
            Verdict::AgainAfter(least) => least,
        };
        (attempt < self.attempts).then(|| self.backoff.pause(attempt).max(least))
    }
}

/// Does the work until it succeeds or there is no pause before another attempt.
async fn attempt<T, E, W: Future<Output = Result<T, E>>, S: Future<Output = ()>>(
    mut work: impl FnMut(u32) -> W,
    mut pause: impl FnMut(&E, u32) -> Option<Duration>,
    sleep: impl Fn(Duration) -> S,
) -> Result<T, E> {
    let mut attempt = 1;
    loop {
        let error = match work(attempt).await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(pause) = pause(&error, attempt) else { return Err(error) };
        sleep(pause).await;
        attempt += 1;
    }
}

/// Answers are sent again after a passing fault: what was done stays done, so the member should hear of it. With its pauses this stays
/// within the 3 s that Discord gives.
const ANSWER: Retry = Retry::new(3, Backoff::constant(Duration::from_millis(300)));

/// Sends an answer to an interaction until Discord takes it, for a few attempts.
pub async fn send<F, Fut>(send: F) -> Result<()>
where
    F: Fn() -> Fut,
    Fut: Future<Output = serenity::Result<()>>,
{
    let work = |attempt| {
        let sent = send();
        async move { after_lost_answer(attempt, sent.await.map_err(Error::from)) }
    };
    ANSWER.run_in_real_time(work, if_transient).await
}

/// Takes an answer that is there already for sent: an attempt before this one arrived although its response was lost.
fn after_lost_answer(attempt: u32, sent: Result<()>) -> Result<()> {
    let is_there = |error: &Error| error.discord_code() == Some(DiscordCode::InteractionAlreadyAcknowledged);
    match sent {
        Err(error) if attempt > 1 && is_there(&error) => Ok(()),
        sent => sent,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn pauses_double_up_to_the_longest() {
        let backoff = Backoff::doubling(SECOND, SECOND * 5);
        let pauses: Vec<_> = (1..=5).map(|attempt| backoff.pause(attempt).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 5, 5]);
        assert_eq!(backoff.pause(u32::MAX), SECOND * 5);
    }

    #[test]
    fn pauses_with_jitter_are_not_alike() {
        let backoff = Backoff::constant(SECOND).jitter();
        let pauses: Vec<_> = (0..100).map(|_| backoff.pause(1).as_millis()).collect();
        assert!(pauses.iter().all(|pause| (500..1_500).contains(pause)), "{pauses:?}");
        assert!(pauses.iter().any(|pause| *pause != pauses[0]));
    }

    /// Runs work that always fails; returns how many attempts were made and how much time passed.
    async fn attempts(retry: Retry, verdict: Verdict) -> (u32, i64) {
        let clock = Clock::frozen(DateTime::UNIX_EPOCH);
        let made = Cell::new(0);
        let work = |attempt| {
            made.set(attempt);
            std::future::ready(Err::<(), ()>(()))
        };
        let all = retry.run(&clock, work, |()| verdict);
        let moving = async {
            loop {
                tokio::task::yield_now().await;
                clock.advance(chrono::TimeDelta::seconds(1));
            }
        };
        tokio::select! {
            biased;
            result = all => assert!(result.is_err()),
            () = moving => {}
        }
        (made.get(), clock.now().timestamp())
    }

    #[tokio::test]
    async fn work_is_attempted_with_pauses_by_the_clock() {
        let retry = Retry::new(3, Backoff::doubling(SECOND * 2, SECOND * 60));
        assert_eq!(attempts(retry, Verdict::Again).await, (3, 6));
        assert_eq!(attempts(retry, Verdict::Final).await, (1, 0));
        assert_eq!(attempts(retry, Verdict::AgainAfter(SECOND * 5)).await, (3, 10));
    }

    #[tokio::test]
    async fn no_attempt_comes_after_the_deadline() {
        let deadline = DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(5);
        let retry = Retry::new(9, Backoff::doubling(SECOND, SECOND * 60)).until(deadline);
        assert_eq!(attempts(retry, Verdict::Again).await, (3, 3));
    }
}
