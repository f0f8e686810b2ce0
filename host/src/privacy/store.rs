//! The statements over tables that plugins and the host declare. Tables and columns come from those declarations, which are
//! `&'static str` in the program's text; values are bound.

use plugin_api::{
    Db, Erase, Tx, UserTable,
    db::{Statement, sql},
    serenity::{GuildId, UserId},
};
use sqlx::AssertSqlSafe;

use super::{json::JsonRow, schema::Column};

/// Whose rows, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub(super) user: UserId,
    /// `None` for every guild.
    pub(super) guild: Option<GuildId>,
}

impl Subject {
    /// Completes a statement with the rows that are about the user.
    fn rows(self, start: &str, table: &UserTable) -> Statement {
        let column = quoted(table.user_column);
        let guild = if self.guild.is_some() { " AND guild_id = $2" } else { "" };
        // Safe: `start`, the table and the column are made of identifiers in declarations only, each of them quoted.
        let statement = sql(AssertSqlSafe(format!("{start} WHERE {column} = $1{guild}"))).bind(self.user);
        match self.guild {
            Some(guild) => statement.bind(guild),
            None => statement,
        }
    }
}

/// The user's rows with the columns that are exported.
pub(super) async fn rows(tx: &mut Tx, subject: Subject, table: &UserTable) -> sqlx::Result<Vec<JsonRow>> {
    let columns: Vec<_> = table.export.iter().map(|column| quoted(column)).collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let start = format!("SELECT {} FROM {}", columns.join(", "), quoted(table.table));
    subject.rows(&start, table).all(tx).await
}

/// Does to the user's rows what their declaration says; gives their number.
pub(super) async fn erase(tx: &mut Tx, subject: Subject, table: &UserTable) -> sqlx::Result<u64> {
    let (name, user) = (quoted(table.table), quoted(table.user_column));
    match table.erase {
        Erase::Delete => subject.rows(&format!("DELETE FROM {name}"), table).run(tx).await,
        Erase::Anonymise(texts) => {
            let emptied: String = texts.iter().map(|column| format!(", {} = ''", quoted(column))).collect();
            subject.rows(&format!("UPDATE {name} SET {user} = 0{emptied}"), table).run(tx).await
        }
        Erase::Keep(_) => {
            let (kept,): (i64,) =
                subject.rows(&format!("SELECT COUNT(*) FROM {name}"), table).one(tx).await?;
            Ok(kept.unsigned_abs())
        }
    }
}

/// Deletes kept answers to requests in which the user's id stands; gives their number.
pub(super) async fn forget_answers(tx: &mut Tx, subject: Subject) -> sqlx::Result<u64> {
    let id = format!("%{}%", subject.user);
    let statement = match subject.guild {
        Some(guild) => {
            sql("DELETE FROM idempotency_keys WHERE answer LIKE $1 AND guild_id = $2").bind(id).bind(guild)
        }
        None => sql("DELETE FROM idempotency_keys WHERE answer LIKE $1").bind(id),
    };
    statement.run(tx).await
}

/// An identifier as both kinds of database take it, so that a column may be called `when`.
fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

/// All columns of all tables as they are in the database.
pub(super) async fn columns(db: &Db) -> sqlx::Result<Vec<Column>> {
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
    sql(statement).all(db).await
}
