//! What Discord demands of application commands before it registers them.

pub(crate) mod limits;
pub(crate) mod localisation;
pub(crate) mod normalise;
pub(crate) mod options;
#[cfg(test)]
mod tests;
