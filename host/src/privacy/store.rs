//! The statements over the tables that plugins and the host declare. Tables and columns come from those declarations, which are
//! `&'static str` in the code; values are bound.

use plugin_api::{
    Db, Erase, Tx, UserTable,
    db::{Statement, sql},
    serenity::{GuildId, UserId},
};
use sqlx::AssertSqlSafe;

use super::json::JsonRow;

/// A column of a table in the database.
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
    /// Whether its name says that it holds a user's id.
    pub fn is_about_a_user(&self) -> bool {
        ["user_id", "author_id", "owner_id", "member_id", "created_by"]
            .iter()
            .any(|name| self.name == *name || self.name.ends_with(&format!("_{name}")))
            || self.name.ends_with("_by")
    }
}

/// The person whose rows are meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub(super) user: UserId,
    /// `None` for every guild.
    pub(super) guild: Option<GuildId>,
}

impl Subject {
    /// Completes a statement with the condition that selects the person's rows.
    fn statement(self, start: &str, table: &UserTable) -> Statement {
        let column = quote_identifier(table.user_column);
        let guild = if self.guild.is_some() { " AND guild_id = $2" } else { "" };
        // Safe: `start`, the table and the column are made of identifiers in declarations only, each of them quoted.
        let statement = sql(AssertSqlSafe(format!("{start} WHERE {column} = $1{guild}"))).bind(self.user);
        match self.guild {
            Some(guild) => statement.bind(guild),
            None => statement,
        }
    }
}

/// Fetches the exported columns of the person's rows.
pub(super) async fn fetch_rows(
    tx: &mut Tx,
    subject: Subject,
    table: &UserTable,
) -> sqlx::Result<Vec<JsonRow>> {
    let columns: Vec<_> = table.export.iter().map(|column| quote_identifier(column)).collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let start = format!("SELECT {} FROM {}", columns.join(", "), quote_identifier(table.table));
    subject.statement(&start, table).fetch_all(tx).await
}

/// Deletes or anonymises the person's rows as their table is declared, or counts those that are kept. Returns their number.
pub(super) async fn erase(tx: &mut Tx, subject: Subject, table: &UserTable) -> sqlx::Result<u64> {
    let (name, user) = (quote_identifier(table.table), quote_identifier(table.user_column));
    match table.erase {
        Erase::Delete => subject.statement(&format!("DELETE FROM {name}"), table).execute(tx).await,
        Erase::Anonymise(texts) => {
            let emptied: String =
                texts.iter().map(|column| format!(", {} = ''", quote_identifier(column))).collect();
            subject.statement(&format!("UPDATE {name} SET {user} = 0{emptied}"), table).execute(tx).await
        }
        Erase::Keep(_) => {
            let (kept,): (i64,) =
                subject.statement(&format!("SELECT COUNT(*) FROM {name}"), table).fetch_one(tx).await?;
            Ok(kept.unsigned_abs())
        }
    }
}

/// Deletes the stored answers to API requests that contain the person's id. Returns their number.
pub(super) async fn delete_answers(tx: &mut Tx, subject: Subject) -> sqlx::Result<u64> {
    let id = format!("%{}%", subject.user);
    let statement = match subject.guild {
        Some(guild) => {
            sql("DELETE FROM idempotency_keys WHERE answer LIKE $1 AND guild_id = $2").bind(id).bind(guild)
        }
        None => sql("DELETE FROM idempotency_keys WHERE answer LIKE $1").bind(id),
    };
    statement.execute(tx).await
}

/// Quotes an identifier for both kinds of database, so that a column may be called `when`.
fn quote_identifier(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

/// Fetches all columns of all tables from the database's catalogue.
pub(super) async fn fetch_columns(db: &Db) -> sqlx::Result<Vec<Column>> {
    let statement = match db {
        Db::Sqlite(_) => {
            "SELECT t.name AS table_name, c.name AS column_name FROM sqlite_master t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' ORDER BY t.name, c.cid"
        }
        Db::Postgres(_) => {
            "SELECT table_name::text AS table_name, column_name::text AS column_name FROM information_schema.columns \
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        }
    };
    sql(statement).fetch_all(db).await
}
