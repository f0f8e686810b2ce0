//! What happens to the bot's requests on their way: logging, injected faults, rate limits.

pub(crate) mod faults;
pub(crate) mod rate_limits;
pub(crate) mod requests;
