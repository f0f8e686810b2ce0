//! Work that recurs in each guild where the plugin is on.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;

use crate::{
    Job, Result,
    handler::{Handler, handler},
};

/// When recurring work is due.
#[derive(Clone, Debug)]
pub enum Recurrence {
    /// Each time this much has passed since the last run was due.
    Every(Duration),
    /// At the instants of a cron expression (five fields) in the guild's time zone. A local time that DST skips fires at the
    /// first valid instant after it; one that it repeats fires once, the first time.
    Cron(Box<Cron>),
}

impl Recurrence {
    /// The first instant after another at which the work is due; `None` if there is none, ever.
    pub fn next(&self, after: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Every(time) => after.checked_add_signed(TimeDelta::from_std(*time).ok()?),
            Self::Cron(cron) => cron
                .find_next_occurrence(&after.with_timezone(&zone), false)
                .ok()
                .map(|at| at.with_timezone(&Utc)),
        }
    }
}

/// Declares recurring work. It is kept as a job row per guild, so several processes run it once.
#[derive(Clone)]
pub struct Schedule {
    /// Its name, unique in the plugin.
    pub name: &'static str,
    /// When it is due.
    pub recurrence: Recurrence,
    /// What it does.
    pub run: Handler<Job>,
}

impl Schedule {
    /// Work that is done again and again with this much time between.
    ///
    /// # Panics
    /// If the time is under a second: that would be a loop, not a schedule.
    pub fn every<F, Fut>(name: &'static str, time: Duration, run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        assert!(time >= Duration::from_secs(1), "the schedule '{name}' runs more than once a second");
        Self { name, recurrence: Recurrence::Every(time), run: handler(run) }
    }

    /// Work that is done at the instants of a cron expression, such as `0 9 * * 1` for Mondays at nine.
    ///
    /// # Panics
    /// If the expression can't be parsed: it is part of the program.
    pub fn cron<F, Fut>(name: &'static str, expression: &str, run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        let cron: Cron = expression.parse().unwrap_or_else(|error| {
            panic!("the schedule '{name}' has the cron expression '{expression}': {error}")
        });
        Self { name, recurrence: Recurrence::Cron(Box::new(cron)), run: handler(run) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Europe::Brussels;

    use super::*;

    fn after(expression: &str, year: i32, month: u32, day: u32) -> Vec<String> {
        let recurrence = Recurrence::Cron(Box::new(expression.parse().expect("a cron expression")));
        let mut at = Brussels.with_ymd_and_hms(year, month, day, 0, 0, 0).unwrap().with_timezone(&Utc);
        (0..3)
            .map(|_| {
                at = recurrence.next(at, Brussels).expect("there is a next one");
                at.with_timezone(&Brussels).to_rfc3339()
            })
            .collect()
    }

    #[test]
    fn a_skipped_local_time_fires_at_the_first_valid_instant_after() {
        let fired = after("30 2 * * *", 2026, 3, 28);
        assert_eq!(
            fired,
            ["2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"]
        );
    }

    #[test]
    fn a_repeated_local_time_fires_once_the_first_time() {
        let fired = after("30 2 * * *", 2026, 10, 24);
        assert_eq!(
            fired,
            ["2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"]
        );
    }
}
