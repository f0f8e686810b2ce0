//! The rules of tickets. Nothing in here does I/O.

pub mod gist;
pub mod guest;
pub mod hours;
pub mod machine;
pub mod message;
pub mod name;
pub mod numbers;
pub mod search;
pub mod sla;
pub mod ticket;
pub mod topics;
pub mod wish;

pub use gist::gist;
pub use guest::Guest;
pub use hours::{Week, WrongHours};
pub use machine::{Act, Change, Refusal, Standing, transition};
pub use message::{Edit, Embed, EmbedKind, File, FileState, Message, Speaker};
pub use ticket::{Answer, Place, Priority, Source, Status, Ticket};
pub use wish::{Draft, Wish, WrongWish};
