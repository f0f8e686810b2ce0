//! Tickets: transcript.
