//! The rules, without I/O: what an entry is, and how its texts are read and compared.

mod category_filter;
pub mod entry;
mod mentions;

pub use category_filter::CategoryFilter;
pub use entry::{
    Content, Edit, Entry, EntryInput, EntryVersion, InvalidInput, PublishOutcome, Revision, RevisionKind,
};
pub use mentions::strip_mentions;
