//! Tickets: faults.
