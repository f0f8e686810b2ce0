//! The checks that Discord makes of a request's body first: lengths, counts, types and nesting.

pub(crate) mod components;
pub(crate) mod embed;
pub(crate) mod form;
pub(crate) mod guild;
pub(crate) mod message;
pub(crate) mod modal;
#[cfg(test)]
mod tests;
