//! The SQL of entries. Every statement is scoped to a guild, except for the count at the start.

mod entries;
mod lists;
pub(crate) mod row;

pub use entries::{
    InsertOutcome, NewEntry, count_all, count_helped, count_view, delete, find_by_title, get, insert,
    set_published, update, version,
};
pub use lists::{
    Filter, fetch_after, fetch_all_names, fetch_all_published, fetch_categories, fetch_categories_of_others,
    fetch_page, fetch_published,
};
pub use row::EntryNames;
