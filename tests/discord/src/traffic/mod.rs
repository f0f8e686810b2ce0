//! The bot's requests on their way: what of them is logged, what disturbs them, and how many there may be.

pub(crate) mod faults;
pub(crate) mod rate_limits;
pub(crate) mod requests;
