//! Tickets: numbers.
