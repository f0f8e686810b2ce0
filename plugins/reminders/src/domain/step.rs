//! The steps of an occurrence, and what happens to one that is late.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    limits::Deadlines,
    reminder::{Reminder, Status},
    zone::next_occurrence,
};

/// A step within this time is on time: claiming its job, a request and a retry take a while.
const ON_TIME: TimeDelta = TimeDelta::seconds(60);

/// The two messages of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// The announcement before it.
    Lead,
    /// The reminder itself.
    Due,
}

/// One message to send: the payload of the delivery job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) occurrence: DateTime<Utc>,
    pub(crate) phase: Phase,
}

impl Step {
    /// The first step of an occurrence: the announcement, unless there is none or its time has passed.
    pub(crate) fn first(occurrence: DateTime<Utc>, lead_minutes: u32, now: DateTime<Utc>) -> Self {
        let lead = Self { occurrence, phase: Phase::Lead };
        if lead_minutes > 0 && lead.due_at(lead_minutes) > now {
            lead
        } else {
            Self { occurrence, phase: Phase::Due }
        }
    }

    /// Whether the reminder waits for this step: it is active and at this occurrence.
    pub(crate) fn is_next_of(self, reminder: &Reminder) -> bool {
        reminder.status == Status::Active && reminder.event_time == self.occurrence
    }

    /// Whether the zone's clock still puts a recurring reminder at this occurrence. It does not if the
    /// guild's zone has changed.
    pub(crate) fn matches_zone(self, reminder: &Reminder, zone: Tz) -> bool {
        let before = self.occurrence - TimeDelta::seconds(1);
        !reminder.recurs()
            || next_occurrence(reminder.days, reminder.call_time, zone, before) == Some(self.occurrence)
    }

    pub(crate) fn due_at(self, lead_minutes: u32) -> DateTime<Utc> {
        match self.phase {
            Phase::Lead => self.occurrence - TimeDelta::minutes(i64::from(lead_minutes)),
            Phase::Due => self.occurrence,
        }
    }

    /// The step after this one, or `None` if the reminder ends.
    pub(crate) fn next(self, reminder: &Reminder, zone: Tz, now: DateTime<Utc>) -> Option<Self> {
        match self.phase {
            Phase::Lead => Some(Self { phase: Phase::Due, ..self }),
            Phase::Due => {
                let after = self.occurrence.max(now);
                let occurrence = next_occurrence(reminder.days, reminder.call_time, zone, after)?;
                Some(Self::first(occurrence, reminder.lead_minutes, now))
            }
        }
    }
}

/// How late a step is, which decides how it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lateness {
    /// It is sent as it is.
    OnTime,
    /// It is sent, marked as late.
    Late,
    /// It is sent once, marked as missed.
    Missed,
    /// It is not sent.
    TooLate,
}

impl Lateness {
    /// How late a step of a reminder is.
    pub(crate) fn measure(step: Step, reminder: &Reminder, deadlines: Deadlines, now: DateTime<Utc>) -> Self {
        let late_by = now - step.due_at(reminder.lead_minutes);
        if step.phase == Phase::Lead && now >= step.occurrence {
            return Self::TooLate;
        }
        if late_by <= ON_TIME {
            Self::OnTime
        } else if late_by <= deadlines.late {
            Self::Late
        } else if step.phase == Phase::Due && !reminder.recurs() && late_by <= deadlines.missed {
            Self::Missed
        } else {
            Self::TooLate
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;
    use plugin_api::serenity::{ChannelId, GuildId, UserId};

    use super::*;
    use crate::domain::{Days, Draft, Mention};

    fn reminder(days: Days, lead_minutes: u32) -> Reminder {
        let draft = Draft {
            name: "Standup".to_owned(),
            channel: ChannelId::new(2),
            call_time: "09:00:00".parse().expect("a time"),
            days,
            event_time: occurrence(),
            lead_minutes,
            message: String::new(),
            location: String::new(),
            mention: Mention::Nobody,
            origin: None,
        };
        draft.into_reminder(GuildId::new(1), 1, UserId::new(3), DateTime::UNIX_EPOCH)
    }

    /// A Monday, nine o'clock in Brussels.
    fn occurrence() -> DateTime<Utc> {
        "2026-03-09T08:00:00Z".parse().expect("an instant")
    }

    fn after(seconds: i64) -> DateTime<Utc> {
        occurrence() + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_lead_whose_time_has_passed_is_skipped() {
        let phase = |lead, now| Step::first(occurrence(), lead, now).phase;
        assert_eq!(phase(60, after(-3_601)), Phase::Lead);
        assert_eq!(phase(60, after(-3_600)), Phase::Due);
        assert_eq!(phase(0, after(-7_200)), Phase::Due);
    }

    #[test]
    fn lateness_decides_how_it_is_sent() {
        let one_off = reminder(Days::NONE, 60);
        let weekly = reminder(Days::DAILY, 60);
        let due = Step { occurrence: occurrence(), phase: Phase::Due };
        let lead = Step { occurrence: occurrence(), phase: Phase::Lead };
        let deadlines = Deadlines { late: TimeDelta::minutes(30), missed: TimeDelta::hours(24) };
        for (step, reminder, seconds, expected) in [
            (due, &one_off, 0, Lateness::OnTime),
            (due, &one_off, 60, Lateness::OnTime),
            (due, &one_off, 61, Lateness::Late),
            (due, &one_off, 1_800, Lateness::Late),
            (due, &one_off, 1_801, Lateness::Missed),
            (due, &one_off, 86_400, Lateness::Missed),
            (due, &one_off, 86_401, Lateness::TooLate),
            (due, &weekly, 1_800, Lateness::Late),
            (due, &weekly, 1_801, Lateness::TooLate),
            (lead, &one_off, -3_600, Lateness::OnTime),
            (lead, &one_off, -1_800, Lateness::Late),
            (lead, &one_off, -1_799, Lateness::TooLate),
            (lead, &one_off, 0, Lateness::TooLate),
        ] {
            assert_eq!(
                Lateness::measure(step, reminder, deadlines, after(seconds)),
                expected,
                "{step:?} after {seconds} s"
            );
        }
    }

    #[test]
    fn steps_follow_each_other_and_a_one_off_ends() {
        let lead = Step { occurrence: occurrence(), phase: Phase::Lead };
        let due = Step { occurrence: occurrence(), phase: Phase::Due };
        assert_eq!(lead.next(&reminder(Days::NONE, 60), Brussels, after(-3_600)), Some(due));
        assert_eq!(due.next(&reminder(Days::NONE, 60), Brussels, after(0)), None);
        let next = due.next(&reminder(Days::DAILY, 60), Brussels, after(1)).expect("it recurs");
        assert_eq!(next, Step { occurrence: after(86_400), phase: Phase::Lead });
    }

    #[test]
    fn an_occurrence_of_another_zone_does_not_match_this_one() {
        let due = Step { occurrence: occurrence(), phase: Phase::Due };
        assert!(due.matches_zone(&reminder(Days::DAILY, 0), Brussels));
        assert!(!due.matches_zone(&reminder(Days::DAILY, 0), Tz::UTC));
        assert!(due.matches_zone(&reminder(Days::NONE, 0), Tz::UTC), "a one-off is an instant");
    }

    #[test]
    fn a_recurring_one_goes_on_with_the_next_after_an_outage() {
        let due = Step { occurrence: occurrence(), phase: Phase::Due };
        let next = due.next(&reminder(Days::DAILY, 0), Brussels, after(3 * 86_400 + 10)).expect("it recurs");
        assert_eq!(next, Step { occurrence: after(4 * 86_400), phase: Phase::Due });
    }
}
