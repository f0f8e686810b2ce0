//! What a guild tunes of these rules.

use chrono::TimeDelta;

/// The longest lead, in minutes: three days.
pub(crate) const MAX_LEAD: u32 = 4_320;

/// What a member may ask for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InputLimits {
    /// How many minutes before its time a one-off reminder is announced if its author does not say.
    pub(crate) default_lead_minutes: u32,
    /// How many years ahead a reminder may be.
    pub(crate) max_years_ahead: u32,
}

/// How late a reminder may still be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadlines {
    /// Until then it is sent, marked as late.
    pub(crate) late: TimeDelta,
    /// Until then a one-off is sent once, marked as missed.
    pub(crate) missed: TimeDelta,
}
