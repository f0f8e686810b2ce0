//! Tickets: privacy.
