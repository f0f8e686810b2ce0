//! What can be done with a ticket, the same through a command, a button, a job and the API.

mod apply;
mod staff;

pub use apply::{apply, change, finish, locked};
pub use staff::{
    allowed, deletable, delete, escalate, find, note, require_staff, set_priority, set_status, transfer,
    usual_escalation,
};
