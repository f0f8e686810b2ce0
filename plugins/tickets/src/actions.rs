//! What can be done with a ticket, the same through a command, a button, a job and the API.

mod apply;

pub use apply::{apply, change};
