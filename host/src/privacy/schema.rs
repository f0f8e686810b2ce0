//! Compares the declarations with the tables of the database: no column with a user's id may be undeclared.

use std::collections::BTreeSet;

use plugin_api::Db;

pub use super::store::Column;
use super::{declared_data, store};
use crate::registry::Registry;

/// Fetches all columns of all tables.
pub async fn columns(db: &Db) -> sqlx::Result<Vec<Column>> {
    store::fetch_columns(db).await
}

/// Lists how declarations and tables differ, a sentence each: columns with a user's id that no plugin declares, and declarations of
/// columns that do not exist.
pub async fn differences(db: &Db, registry: &Registry) -> sqlx::Result<Vec<String>> {
    let real: BTreeSet<_> =
        columns(db).await?.into_iter().map(|column| (column.table, column.name)).collect();
    let (mut users, mut found) = (BTreeSet::new(), Vec::new());
    for (owner, data) in declared_data(registry) {
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
