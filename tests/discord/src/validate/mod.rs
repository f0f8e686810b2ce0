//! The forms that Discord checks before it does anything: lengths, counts, types, and what may stand where.

pub(crate) mod components;
pub(crate) mod embed;
pub(crate) mod form;
pub(crate) mod guild;
pub(crate) mod message;
pub(crate) mod modal;
#[cfg(test)]
mod tests;
