//! The personal data that a plugin stores, declared so that the host can export and erase it.

/// What a plugin stores about people: every table with a user's id in it.
#[derive(Clone, Debug)]
pub struct UserData {
    /// The declared tables. They are erased in this order: those that refer to others first.
    pub tables: Vec<UserTable>,
    /// What is stored, or why nothing is, in a sentence for people.
    pub summary: &'static str,
}

impl UserData {
    /// The plugin stores no personal data, for this reason.
    #[must_use]
    pub const fn none(reason: &'static str) -> Self {
        Self { tables: Vec::new(), summary: reason }
    }

    /// The tables with personal data, and what it is for.
    #[must_use]
    pub const fn tables(summary: &'static str, tables: Vec<UserTable>) -> Self {
        Self { tables, summary }
    }
}

/// A table with personal data.
#[derive(Clone, Debug)]
pub struct UserTable {
    /// Its name.
    pub table: &'static str,
    /// The column that holds the user's id (BIGINT). A table with two is declared twice.
    pub user_column: &'static str,
    /// The columns that the user is given on export.
    pub export: &'static [&'static str],
    /// What happens to the rows when the user asks to be forgotten.
    pub erase: Erase,
}

/// What erasing does to a row.
#[derive(Clone, Copy, Debug)]
pub enum Erase {
    /// The row is deleted.
    Delete,
    /// The row stays; the user column becomes 0 and these text columns become empty. Not for a user column in a unique key: two
    /// forgotten users would collide there.
    Anonymise(&'static [&'static str]),
    /// The row stays as it is, for the stated reason, which the user sees.
    Keep(&'static str),
}
