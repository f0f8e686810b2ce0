//! What can be done with a ticket, the same through a command, a button, a job and the API.

mod apply;
mod closing;
mod gone;
pub mod people;
mod staff;
mod suggest;

pub use apply::{apply, change, finish, locked};
pub use closing::{Opinion, Step, answer_close, answer_time, rate, rateable, request_close, requestable};
pub use gone::channel_gone;
pub use staff::{
    allowed, deletable, delete, escalate, find, note, require_staff, set_priority, set_status, transfer,
    usual_escalation,
};
pub use suggest::{Suggestions, post, suggest};
