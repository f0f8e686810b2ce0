//! The personal data that the FAQ holds.

use plugin_api::{Erase, UserData, UserTable};

/// The columns that members get of the entries that they added.
const ENTRY_COLUMNS: &[&str] = &[
    "id",
    "title",
    "summary",
    "keywords",
    "aliases",
    "category",
    "published",
    "created_by",
    "created_at",
    "updated_at",
];

/// The columns that members get of the changes that they made.
const REVISION_COLUMNS: &[&str] = &[
    "entry_id",
    "revision",
    "action",
    "title",
    "summary",
    "keywords",
    "aliases",
    "category",
    "changed_by",
    "changed_at",
];

/// Declares who added and changed entries.
pub(crate) fn declare() -> UserData {
    let added = UserTable {
        table: "faq_entries",
        user_column: "created_by",
        export: ENTRY_COLUMNS,
        erase: Erase::Anonymise(&[]),
    };
    let changed = UserTable {
        table: "faq_revisions",
        user_column: "changed_by",
        export: REVISION_COLUMNS,
        erase: Erase::Anonymise(&[]),
    };
    UserData::tables(
        "Who wrote which answer of the FAQ and changed it when. Of a question that an entry was suggested for, the message's id and whether it \
         helped, for 30 days; of one without an answer its wording, without who asked",
        vec![added, changed],
    )
}
