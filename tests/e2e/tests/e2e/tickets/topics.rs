//! Tickets: topics.
