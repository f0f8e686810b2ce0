//! Holds the declarations against the real tables: nothing about a person may be kept undeclared.

use std::collections::BTreeSet;

use plugin_api::Db;

use super::{declared, store};
use crate::registry::Registry;

/// A column that is in the database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Column {
    /// The table.
    #[sqlx(rename = "table_name")]
    pub table: String,
    /// The column.
    #[sqlx(rename = "column_name")]
    pub name: String,
}

impl Column {
    /// Whether its name says that a user's id is in it.
    #[must_use]
    pub fn is_about_a_user(&self) -> bool {
        ["user_id", "author_id", "owner_id", "member_id", "created_by"]
            .iter()
            .any(|name| self.name == *name || self.name.ends_with(&format!("_{name}")))
            || self.name.ends_with("_by")
    }
}

/// All columns of all tables as they are in the database.
///
/// # Errors
/// Where the database fails.
pub async fn columns(db: &Db) -> sqlx::Result<Vec<Column>> {
    store::columns(db).await
}

/// Where declarations and tables differ, a sentence each: a column with a user's id that nobody declares, and a declaration of
/// something that is not there.
///
/// # Errors
/// Where the database fails.
pub async fn differences(db: &Db, registry: &Registry) -> sqlx::Result<Vec<String>> {
    let real: BTreeSet<_> =
        columns(db).await?.into_iter().map(|column| (column.table, column.name)).collect();
    let (mut users, mut found) = (BTreeSet::new(), Vec::new());
    for (owner, data) in declared(registry) {
        for table in &data.tables {
            users.insert((table.table.to_owned(), table.user_column.to_owned()));
            let emptied = if let plugin_api::Erase::Anonymise(texts) = table.erase { texts } else { &[] };
            let mentioned = table.export.iter().chain(emptied).chain([&table.user_column, &"guild_id"]);
            for column in mentioned {
                if !real.contains(&(table.table.to_owned(), (*column).to_owned())) {
                    found.push(format!(
                        "'{owner}' declares '{}.{column}', which is not in the database",
                        table.table
                    ));
                }
            }
        }
    }
    for (table, name) in real {
        let column = Column { table, name };
        if column.is_about_a_user() && !users.contains(&(column.table.clone(), column.name.clone())) {
            found.push(format!(
                "'{}.{}' holds a user's id but no user_data() declares it: say what is exported and how it is erased",
                column.table, column.name
            ));
        }
    }
    Ok(found)
}
