//! A statement and what executes it.

use sqlx::{
    Arguments as _, AssertSqlSafe, FromRow, Postgres, SqlSafeStr as _, SqlStr, Sqlite,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

use super::{Bind, Db, Tx, TxInner, Value, list};

/// A row that can be read from both kinds of database: `#[derive(sqlx::FromRow)]`, or a tuple.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// One statement with what is bound to it.
#[derive(Debug)]
#[must_use = "a statement does nothing until it is executed"]
pub struct Statement {
    text: SqlStr,
    values: Vec<Value>,
}

impl Statement {
    pub(super) const fn new(text: SqlStr) -> Self {
        Self { text, values: Vec::new() }
    }

    /// Binds the next placeholder.
    pub fn bind<T: Bind>(mut self, value: T) -> Self {
        self.values.push(T::value(Some(value)));
        self
    }

    /// Writes lists as SQLite reads them.
    fn for_sqlite(mut self) -> Self {
        if self.values.iter().any(|value| matches!(value, Value::Integers(_) | Value::Texts(_))) {
            // Still as safe as the statement was: nothing but keywords is added.
            self.text = AssertSqlSafe(list::for_sqlite(self.text.as_str())).into_sql_str();
        }
        self
    }

    /// Executes it and returns the number of rows that it changed.
    pub async fn execute(self, executor: impl Executor) -> sqlx::Result<u64> {
        executor.execute(self).await
    }

    /// Fetches all rows. Write LIMIT if the table can grow.
    pub async fn fetch_all<T: Record + 'static>(self, executor: impl Executor) -> sqlx::Result<Vec<T>> {
        executor.fetch_all(self).await
    }

    /// Fetches the row, if there is one. Write LIMIT 1 if you want the first of several.
    ///
    /// # Errors
    /// [`sqlx::Error::InvalidArgument`] if there are several rows.
    pub async fn fetch_optional<T: Record + 'static>(
        self,
        executor: impl Executor,
    ) -> sqlx::Result<Option<T>> {
        let text = self.text.clone();
        // To the end: on PostgreSQL what a statement with RETURNING did is committed only after its last row.
        let mut rows = executor.fetch_all(self).await?.into_iter();
        match (rows.next(), rows.next()) {
            (row, None) => Ok(row),
            _ => Err(sqlx::Error::InvalidArgument(format!(
                "a statement for one row gave several; narrow it or add LIMIT 1: {}",
                text.as_str()
            ))),
        }
    }

    /// Fetches the one row.
    ///
    /// # Errors
    /// [`sqlx::Error::RowNotFound`] if there is none; otherwise as [`Statement::fetch_optional`].
    pub async fn fetch_one<T: Record + 'static>(self, executor: impl Executor) -> sqlx::Result<T> {
        self.fetch_optional(executor).await?.ok_or(sqlx::Error::RowNotFound)
    }
}

/// What executes a statement: `&Db` or `&mut Tx`.
pub trait Executor: Send + Sized {
    /// Executes a statement that returns no rows.
    fn execute(self, statement: Statement) -> impl Future<Output = sqlx::Result<u64>> + Send;
    /// Executes a statement that returns rows.
    fn fetch_all<T: Record + 'static>(
        self,
        statement: Statement,
    ) -> impl Future<Output = sqlx::Result<Vec<T>>> + Send;
}

impl Executor for &Db {
    async fn execute(self, statement: Statement) -> sqlx::Result<u64> {
        match self {
            Db::Sqlite(pool) => sqlite(pool, statement.for_sqlite()).await,
            Db::Postgres(pool) => postgres(pool, statement).await,
        }
    }

    async fn fetch_all<T: Record + 'static>(self, statement: Statement) -> sqlx::Result<Vec<T>> {
        match self {
            Db::Sqlite(pool) => sqlite_rows(pool, statement.for_sqlite()).await,
            Db::Postgres(pool) => postgres_rows(pool, statement).await,
        }
    }
}

impl Executor for &mut Tx {
    async fn execute(self, statement: Statement) -> sqlx::Result<u64> {
        match &mut self.inner {
            TxInner::Sqlite(tx) => sqlite(&mut **tx, statement.for_sqlite()).await,
            TxInner::Postgres(tx) => postgres(&mut **tx, statement).await,
        }
    }

    async fn fetch_all<T: Record + 'static>(self, statement: Statement) -> sqlx::Result<Vec<T>> {
        match &mut self.inner {
            TxInner::Sqlite(tx) => sqlite_rows(&mut **tx, statement.for_sqlite()).await,
            TxInner::Postgres(tx) => postgres_rows(&mut **tx, statement).await,
        }
    }
}

/// Writes, for one kind of database, how values become its arguments and how a statement runs there.
macro_rules! backend {
    ($database:ty, $arguments:ty, $run:ident, $rows:ident, $convert:ident, $list:path) => {
        fn $convert(values: Vec<Value>) -> sqlx::Result<$arguments> {
            let mut arguments = <$arguments>::default();
            for value in values {
                match value {
                    Value::Integer(v) => arguments.add(v),
                    Value::Float(v) => arguments.add(v),
                    Value::Bool(v) => arguments.add(v),
                    Value::Text(v) => arguments.add(v),
                    Value::Bytes(v) => arguments.add(v),
                    Value::Instant(v) => arguments.add(v),
                    Value::Integers(v) => arguments.add(v.map($list)),
                    Value::Texts(v) => arguments.add(v.map($list)),
                }
                .map_err(sqlx::Error::Encode)?;
            }
            Ok(arguments)
        }

        async fn $run<'c>(
            executor: impl sqlx::Executor<'c, Database = $database>,
            statement: Statement,
        ) -> sqlx::Result<u64> {
            let done =
                sqlx::query_with(statement.text, $convert(statement.values)?).execute(executor).await?;
            Ok(done.rows_affected())
        }

        async fn $rows<'c, T: Record + 'static>(
            executor: impl sqlx::Executor<'c, Database = $database>,
            statement: Statement,
        ) -> sqlx::Result<Vec<T>> {
            sqlx::query_as_with(statement.text, $convert(statement.values)?).fetch_all(executor).await
        }
    };
}

backend!(Sqlite, SqliteArguments, sqlite, sqlite_rows, sqlite_arguments, list::to_json);
backend!(Postgres, PgArguments, postgres, postgres_rows, postgres_arguments, std::convert::identity);
