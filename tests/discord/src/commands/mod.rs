//! What Discord demands of application commands before it registers them.

pub(crate) mod limits;
pub(crate) mod localisation;
pub(crate) mod options;
pub(crate) mod registered;
#[cfg(test)]
mod tests;

pub(crate) use registered::Command;
