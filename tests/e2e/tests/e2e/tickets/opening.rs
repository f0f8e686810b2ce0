//! Tickets: opening.
