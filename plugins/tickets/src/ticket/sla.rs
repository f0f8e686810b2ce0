//! The clocks of a ticket: how soon staff mean to answer and to solve it, in working hours.

use std::str::FromStr;

use chrono_tz::Tz;
use plugin_api::chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::domain::Ticket;
use crate::settings::{Target, Week};

/// What is measured.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Clock {
    /// The time until staff's first words.
    FirstResponse,
    /// The time until it is closed.
    Resolution,
}

impl Clock {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// How far a clock has run.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Stage {
    /// The target is nearly missed.
    Warning,
    /// It is missed.
    Breach,
}

impl Stage {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Something that staff are told about a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Which clock.
    pub clock: Clock,
    /// How far it has run.
    pub stage: Stage,
}

impl Alert {
    /// All that there are.
    pub const ALL: [Self; 4] = [
        Self { clock: Clock::FirstResponse, stage: Stage::Warning },
        Self { clock: Clock::FirstResponse, stage: Stage::Breach },
        Self { clock: Clock::Resolution, stage: Stage::Warning },
        Self { clock: Clock::Resolution, stage: Stage::Breach },
    ];

    /// The words for it in the history.
    #[must_use]
    pub fn as_str(self) -> String {
        format!("{}:{}", self.clock, self.stage)
    }
}

impl FromStr for Alert {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|alert| alert.as_str() == word).ok_or(())
    }
}

/// When staff work, by the clock of their guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Their hours.
    pub week: Week,
    /// The guild's zone.
    pub zone: Tz,
}

impl Calendar {
    /// How many seconds of working hours lie between two instants.
    #[must_use]
    pub fn seconds(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        self.week.elapsed(from, to, self.zone).num_seconds()
    }
}

/// When staff are to be told; `None` where the clock does not run or has no target.
#[must_use]
pub fn due(
    ticket: &Ticket,
    alert: Alert,
    target: Target,
    warning_percent: u32,
    calendar: &Calendar,
) -> Option<DateTime<Utc>> {
    let minutes = match alert.clock {
        Clock::FirstResponse if ticket.first_response_at.is_some() => return None,
        Clock::FirstResponse => target.first_response_minutes,
        Clock::Resolution => target.resolution_minutes,
    };
    if minutes == 0 || !ticket.status.is_live() || ticket.paused_since().is_some() {
        return None;
    }
    let percent = match alert.stage {
        Stage::Warning => warning_percent,
        Stage::Breach => 100,
    };
    let seconds = i64::from(minutes) * 60 * i64::from(percent) / 100 + ticket.waited_seconds;
    calendar.week.after(ticket.created_at, TimeDelta::seconds(seconds), calendar.zone)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Brussels;

    use super::*;
    use crate::{settings::Hours, ticket::Status};

    const TARGET: Target = Target { first_response_minutes: 60, resolution_minutes: 600 };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn office() -> Calendar {
        let day = || vec!["09:00-17:00".to_owned()];
        let hours = Hours { monday: day(), tuesday: day(), friday: day(), ..Hours::default() };
        Calendar { week: hours.parse().expect("hours"), zone: Brussels }
    }

    fn opened(instant: &str) -> Ticket {
        Ticket { created_at: at(instant), ..Ticket::sample(Status::Open) }
    }

    fn all(ticket: &Ticket, target: Target) -> Vec<Option<String>> {
        let due = |alert| due(ticket, alert, target, 80, &office()).map(|at| at.to_rfc3339());
        Alert::ALL.into_iter().map(due).collect()
    }

    #[test]
    fn a_clock_runs_in_working_hours_through_a_weekend_in_which_the_clock_is_changed() {
        let due = all(&opened("2026-03-27T15:30:00Z"), TARGET);
        let expected = [
            "2026-03-30T07:18:00+00:00",
            "2026-03-30T07:30:00+00:00",
            "2026-03-30T14:30:00+00:00",
            "2026-03-31T08:30:00+00:00",
        ];
        assert_eq!(due, expected.map(|at| Some(at.to_owned())));
    }

    #[test]
    fn an_answer_stops_the_first_clock_and_waiting_for_the_member_both() {
        let answered =
            Ticket { first_response_at: Some(at("2026-03-02T10:00:00Z")), ..opened("2026-03-02T09:00:00Z") };
        assert_eq!(all(&answered, TARGET).iter().filter(|due| due.is_some()).count(), 2);
        let waiting = Ticket {
            waiting_since: Some(at("2026-03-02T10:00:00Z")),
            status: Status::WaitingForUser,
            ..answered
        };
        assert_eq!(all(&waiting, TARGET), [const { None }; 4]);
    }

    #[test]
    fn what_was_waited_is_given_back() {
        let waited = Ticket { waited_seconds: 3600, ..opened("2026-03-02T09:00:00Z") };
        assert_eq!(all(&waited, TARGET)[1].as_deref(), Some("2026-03-02T11:00:00+00:00"));
    }

    #[test]
    fn no_target_and_no_live_ticket_have_no_alerts() {
        assert_eq!(all(&opened("2026-03-02T09:00:00Z"), Target::default()), [const { None }; 4]);
        for status in [Status::Opening, Status::Closed, Status::Archived] {
            let ticket = Ticket { status, ..opened("2026-03-02T09:00:00Z") };
            assert_eq!(all(&ticket, TARGET), [const { None }; 4], "{status}");
        }
    }

    #[test]
    fn an_alert_reads_back_from_its_words() {
        for alert in Alert::ALL {
            assert_eq!(alert.as_str().parse(), Ok(alert));
        }
        assert!("resolution".parse::<Alert>().is_err());
    }
}
