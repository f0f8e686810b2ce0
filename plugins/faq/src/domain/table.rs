//! Entries as a table of comma-separated values. Who wrote them is not in it.

use plugin_api::{
    Result,
    table::{self, Cell},
};

use super::entry::Entry;

/// The names of the columns.
const HEAD: [&str; 13] = [
    "id",
    "title",
    "text",
    "aliases",
    "keywords",
    "category",
    "published",
    "revision",
    "views",
    "helped",
    "not_helped",
    "created_at",
    "updated_at",
];

/// The head of the table.
///
/// # Errors
/// Never for what is written to memory.
pub fn head() -> Result<Vec<u8>> {
    table::rows([HEAD.map(Cell::value)])
}

/// Rows of the table.
///
/// # Errors
/// Never for what is written to memory.
pub fn rows(entries: &[Entry]) -> Result<Vec<u8>> {
    table::rows(entries.iter().map(row))
}

fn row(entry: &Entry) -> [Cell; HEAD.len()] {
    let draft = &entry.draft;
    [
        Cell::value(entry.id),
        Cell::text(&draft.title),
        Cell::text(&draft.text),
        Cell::text(&draft.typed_aliases()),
        Cell::text(&draft.typed_keywords()),
        Cell::text(&draft.category),
        Cell::value(entry.published),
        Cell::value(entry.revision),
        Cell::value(entry.views),
        Cell::value(entry.helped),
        Cell::value(entry.not_helped),
        Cell::value(entry.created_at.to_rfc3339()),
        Cell::value(entry.updated_at.to_rfc3339()),
    ]
}
