//! Tickets: staff.
