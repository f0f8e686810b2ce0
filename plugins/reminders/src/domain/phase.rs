//! The steps of an occurrence, and what to do when one is late.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Reminder, Status, next_occurrence};
use crate::settings::ReminderSettings;

/// What is sent within this time is on time: a claim, a request and a retry take some.
const PUNCTUAL: TimeDelta = TimeDelta::seconds(60);

/// The two things that are sent of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The announcement before it.
    Lead,
    /// The reminder itself.
    Due,
}

/// One thing to send: the payload of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The instant of the occurrence.
    pub occurrence: DateTime<Utc>,
    /// Which of its phases.
    pub phase: Phase,
}

impl Step {
    /// The first step of an occurrence: the announcement, unless there is none or its time has passed.
    #[must_use]
    pub fn first(occurrence: DateTime<Utc>, lead_minutes: u32, now: DateTime<Utc>) -> Self {
        let lead = Self { occurrence, phase: Phase::Lead };
        if lead_minutes > 0 && lead.due(lead_minutes) > now {
            lead
        } else {
            Self { occurrence, phase: Phase::Due }
        }
    }

    /// Whether it is what a reminder waits for: it is active and at this occurrence.
    #[must_use]
    pub fn is_next_of(self, reminder: &Reminder) -> bool {
        reminder.status == Status::Active && reminder.event_time == self.occurrence
    }

    /// Whether the clock of a zone gives a recurring reminder this occurrence. It does not where the guild's zone has changed since.
    #[must_use]
    pub fn keeps_to(self, reminder: &Reminder, zone: Tz) -> bool {
        let before = self.occurrence - TimeDelta::seconds(1);
        !reminder.recurs()
            || next_occurrence(reminder.days, reminder.call_time, zone, before) == Some(self.occurrence)
    }

    /// When it is due.
    #[must_use]
    pub fn due(self, lead_minutes: u32) -> DateTime<Utc> {
        match self.phase {
            Phase::Lead => self.occurrence - TimeDelta::minutes(i64::from(lead_minutes)),
            Phase::Due => self.occurrence,
        }
    }

    /// The step after this one, of this occurrence or the next; `None` where the reminder ends.
    #[must_use]
    pub fn next(self, reminder: &Reminder, zone: Tz, now: DateTime<Utc>) -> Option<Self> {
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

/// How something is sent, if at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it is.
    OnTime,
    /// Marked as late.
    Late,
    /// Once, marked as missed.
    Missed,
    /// Not at all.
    TooLate,
}

/// Decides how a step is sent now.
#[must_use]
pub fn verdict(step: Step, reminder: &Reminder, settings: &ReminderSettings, now: DateTime<Utc>) -> Verdict {
    let late = now - step.due(reminder.lead_minutes);
    if step.phase == Phase::Lead && now >= step.occurrence {
        return Verdict::TooLate;
    }
    if late <= PUNCTUAL {
        Verdict::OnTime
    } else if late <= TimeDelta::minutes(i64::from(settings.grace_minutes)) {
        Verdict::Late
    } else if step.phase == Phase::Due
        && !reminder.recurs()
        && late <= TimeDelta::hours(i64::from(settings.missed_hours))
    {
        Verdict::Missed
    } else {
        Verdict::TooLate
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
        let settings = ReminderSettings::default();
        for (step, reminder, seconds, expected) in [
            (due, &one_off, 0, Verdict::OnTime),
            (due, &one_off, 60, Verdict::OnTime),
            (due, &one_off, 61, Verdict::Late),
            (due, &one_off, 1_800, Verdict::Late),
            (due, &one_off, 1_801, Verdict::Missed),
            (due, &one_off, 86_400, Verdict::Missed),
            (due, &one_off, 86_401, Verdict::TooLate),
            (due, &weekly, 1_800, Verdict::Late),
            (due, &weekly, 1_801, Verdict::TooLate),
            (lead, &one_off, -3_600, Verdict::OnTime),
            (lead, &one_off, -1_800, Verdict::Late),
            (lead, &one_off, -1_799, Verdict::TooLate),
            (lead, &one_off, 0, Verdict::TooLate),
        ] {
            assert_eq!(
                verdict(step, reminder, &settings, after(seconds)),
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
    fn an_occurrence_of_another_zone_is_none_of_this_one() {
        let due = Step { occurrence: occurrence(), phase: Phase::Due };
        assert!(due.keeps_to(&reminder(Days::DAILY, 0), Brussels));
        assert!(!due.keeps_to(&reminder(Days::DAILY, 0), Tz::UTC));
        assert!(due.keeps_to(&reminder(Days::NONE, 0), Tz::UTC), "a one-off is an instant");
    }

    #[test]
    fn a_recurring_one_goes_on_with_the_next_after_an_outage() {
        let due = Step { occurrence: occurrence(), phase: Phase::Due };
        let next = due.next(&reminder(Days::DAILY, 0), Brussels, after(3 * 86_400 + 10)).expect("it recurs");
        assert_eq!(next, Step { occurrence: after(4 * 86_400), phase: Phase::Due });
    }
}
