//! Tickets: time.
