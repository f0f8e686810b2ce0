//! The numbers of a guild's tickets.

mod period;
mod spread;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono_tz::Tz;
use period::Bars;
use plugin_api::{
    chrono::{DateTime, NaiveDate, Utc},
    serenity::UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{settings::Week, ticket::Status};

pub use period::{Period, Step, Window};
pub use spread::{Ratings, Spread};

/// The fields of a ticket that the numbers need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The key of its category.
    pub category: String,
    /// Its assignee, now or when it was closed.
    pub handler: Option<UserId>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When staff wrote in it for the first time.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The member's rating, and when they gave it.
    pub rated: Option<(i64, DateTime<Utc>)>,
}

/// The numbers of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Numbers {
    /// Which period.
    pub period: Period,
    /// When it began; nothing for all time.
    pub from: Option<DateTime<Utc>>,
    /// When the numbers were taken.
    pub until: DateTime<Utc>,
    /// How many tickets are in each state now.
    pub status: BTreeMap<Status, u64>,
    /// Of all tickets together.
    pub total: Figures,
    /// Per category, those with the most tickets first.
    pub categories: Vec<OfCategory>,
    /// Per member of staff, who closed most first.
    pub staff: Vec<OfStaff>,
    /// Which span of time one bar is.
    pub step: Step,
    /// What was opened and closed when, without gaps.
    pub bars: Vec<Bar>,
}

/// What was done in a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// How many tickets were opened.
    pub opened: u64,
    /// How many were closed.
    pub closed: u64,
    /// How many seconds those that were closed had been open.
    pub cycle_seconds: Spread,
    /// How many seconds of working hours those that were answered for the first time had waited for it.
    pub first_response_seconds: Spread,
    /// What members thought of the help.
    pub ratings: Ratings,
}

/// The numbers of a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OfCategory {
    /// Its key.
    pub category: String,
    /// Its numbers.
    pub figures: Figures,
}

/// The numbers of a member of staff: of tickets that they have in hand, or had when these were closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OfStaff {
    /// Who.
    #[schema(value_type = String)]
    pub user_id: UserId,
    /// Their numbers.
    pub figures: Figures,
}

/// A span of time in the chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bar {
    /// Its first day, by the guild's clock.
    pub from: NaiveDate,
    /// How many tickets were opened.
    pub opened: u64,
    /// How many were closed.
    pub closed: u64,
}

/// Computes the numbers record by record, so that not all have to be in memory.
pub struct NumbersBuilder<'w> {
    window: Window,
    /// The working hours of each category; around the clock for one without an entry.
    weeks: &'w BTreeMap<String, Week>,
    total: FiguresBuilder,
    categories: BTreeMap<String, FiguresBuilder>,
    staff: BTreeMap<UserId, FiguresBuilder>,
    days: BTreeMap<NaiveDate, (u64, u64)>,
}

impl<'w> NumbersBuilder<'w> {
    /// Starts with no records.
    pub fn new(window: Window, weeks: &'w BTreeMap<String, Week>) -> Self {
        Self {
            window,
            weeks,
            total: FiguresBuilder::default(),
            categories: BTreeMap::new(),
            staff: BTreeMap::new(),
            days: BTreeMap::new(),
        }
    }

    /// Adds a ticket.
    pub fn add(&mut self, record: &Record) {
        let figures = self.count(record);
        self.total.add(&figures);
        self.categories.entry(record.category.clone()).or_default().add(&figures);
        if let Some(handler) = record.handler {
            self.staff.entry(handler).or_default().add(&figures);
        }
        if figures.opened {
            self.days.entry(self.window.day(record.opened_at)).or_default().0 += 1;
        }
        if let (Some(at), true) = (record.closed_at, figures.cycle.is_some()) {
            self.days.entry(self.window.day(at)).or_default().1 += 1;
        }
    }

    /// Returns the numbers, with the tickets per status.
    pub fn finish(self, status: BTreeMap<Status, u64>) -> Numbers {
        let Bars { step, bars } = self.window.bars(&self.days);
        let mut categories: Vec<_> = self
            .categories
            .into_iter()
            .map(|(category, builder)| OfCategory { category, figures: builder.build() })
            .filter(|of| of.figures != Figures::default())
            .collect();
        categories.sort_by_key(|of| std::cmp::Reverse(of.figures.opened + of.figures.closed));
        let mut staff: Vec<_> = self
            .staff
            .into_iter()
            .map(|(user_id, builder)| OfStaff { user_id, figures: builder.build() })
            .filter(|of| of.figures != Figures::default())
            .collect();
        staff.sort_by_key(|of| std::cmp::Reverse((of.figures.closed, of.figures.opened)));
        Numbers {
            period: self.window.period,
            from: self.window.from,
            until: self.window.until,
            status,
            total: self.total.build(),
            categories,
            staff,
            step,
            bars,
        }
    }

    /// Determines which events of a ticket are in the period.
    fn count(&self, record: &Record) -> Counted {
        let within = |at: &DateTime<Utc>| self.window.contains(*at);
        let opened_at = record.opened_at;
        Counted {
            opened: within(&opened_at),
            cycle: record.closed_at.filter(within).map(|at| (at - opened_at).num_seconds().max(0)),
            first: record.answered_at.filter(within).map(|at| self.response_seconds(record, at)),
            stars: record.rated.filter(|(_, at)| within(at)).map(|(stars, _)| stars),
        }
    }

    fn response_seconds(&self, record: &Record, answered: DateTime<Utc>) -> i64 {
        let zone: Tz = self.window.zone;
        let waited = match self.weeks.get(&record.category) {
            Some(week) if !week.is_always() => week.elapsed(record.opened_at, answered, zone),
            _ => answered - record.opened_at,
        };
        waited.num_seconds().max(0)
    }
}

/// The events of one ticket that are in the period.
struct Counted {
    opened: bool,
    cycle: Option<i64>,
    first: Option<i64>,
    stars: Option<i64>,
}

#[derive(Default)]
struct FiguresBuilder {
    opened: u64,
    cycle: Vec<i64>,
    first: Vec<i64>,
    ratings: Ratings,
}

impl FiguresBuilder {
    fn add(&mut self, ticket: &Counted) {
        self.opened += u64::from(ticket.opened);
        self.cycle.extend(ticket.cycle);
        self.first.extend(ticket.first);
        if let Some(stars) = ticket.stars {
            self.ratings.add(stars);
        }
    }

    fn build(self) -> Figures {
        Figures {
            opened: self.opened,
            closed: self.cycle.len() as u64,
            cycle_seconds: Spread::from_values(self.cycle),
            first_response_seconds: Spread::from_values(self.first),
            ratings: self.ratings,
        }
    }
}
