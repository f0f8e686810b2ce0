//! Reads rows of any table as JSON: ids as strings, instants as RFC 3339 in UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use serde_json::{Map, Value};
use sqlx::{Column as _, FromRow, Row, TypeInfo as _, ValueRef as _, postgres::PgRow, sqlite::SqliteRow};

/// The largest integer that every JSON parser keeps exact.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A row as a JSON object.
#[derive(Debug)]
pub(super) struct JsonRow(pub(super) Map<String, Value>);

impl<'r> FromRow<'r, SqliteRow> for JsonRow {
    fn from_row(row: &'r SqliteRow) -> sqlx::Result<Self> {
        let mut object = Map::new();
        for (index, column) in row.columns().iter().enumerate() {
            let value = row.try_get_raw(index)?;
            let kind = if value.is_null() { "NULL".to_owned() } else { value.type_info().name().to_owned() };
            let value = match kind.as_str() {
                "NULL" => Value::Null,
                // SQLite stores booleans as numbers; only the column's declared type tells them apart.
                "INTEGER" | "BOOLEAN" if column.type_info().name() == "BOOLEAN" => {
                    row.try_get::<bool, _>(index)?.into()
                }
                "INTEGER" => integer_value(column.name(), row.try_get(index)?),
                "REAL" => row.try_get::<f64, _>(index)?.into(),
                "TEXT" | "DATE" | "TIME" | "DATETIME" => text_value(row.try_get_unchecked(index)?),
                "BLOB" => hex_value(row.try_get(index)?),
                other => return Err(unknown_type(column.name(), other)),
            };
            object.insert(column.name().to_owned(), value);
        }
        Ok(Self(object))
    }
}

impl<'r> FromRow<'r, PgRow> for JsonRow {
    fn from_row(row: &'r PgRow) -> sqlx::Result<Self> {
        let mut object = Map::new();
        for (index, column) in row.columns().iter().enumerate() {
            let value = if row.try_get_raw(index)?.is_null() {
                Value::Null
            } else {
                match column.type_info().name() {
                    "BOOL" => row.try_get::<bool, _>(index)?.into(),
                    "INT2" => row.try_get::<i16, _>(index)?.into(),
                    "INT4" => integer_value(column.name(), row.try_get::<i32, _>(index)?.into()),
                    "INT8" => integer_value(column.name(), row.try_get(index)?),
                    "FLOAT4" => row.try_get::<f32, _>(index)?.into(),
                    "FLOAT8" => row.try_get::<f64, _>(index)?.into(),
                    "TEXT" | "VARCHAR" | "CHAR" | "NAME" => row.try_get::<String, _>(index)?.into(),
                    "BYTEA" => hex_value(row.try_get(index)?),
                    "TIMESTAMPTZ" => instant_value(row.try_get(index)?),
                    "TIMESTAMP" => row.try_get::<NaiveDateTime, _>(index)?.to_string().into(),
                    "DATE" => row.try_get::<NaiveDate, _>(index)?.to_string().into(),
                    "TIME" => row.try_get::<NaiveTime, _>(index)?.to_string().into(),
                    "JSON" | "JSONB" => row.try_get(index)?,
                    other => return Err(unknown_type(column.name(), other)),
                }
            };
            object.insert(column.name().to_owned(), value);
        }
        Ok(Self(object))
    }
}

fn integer_value(column: &str, value: i64) -> Value {
    let is_id = column == "id" || column.ends_with("_id") || column.ends_with("_by");
    if is_id || value.unsigned_abs() > MAX_SAFE_INTEGER { value.to_string().into() } else { value.into() }
}

/// Reads a text. SQLite stores instants as text.
fn text_value(text: String) -> Value {
    match DateTime::parse_from_rfc3339(&text) {
        Ok(at) => instant_value(at.to_utc()),
        Err(_) => text.into(),
    }
}

fn instant_value(at: DateTime<Utc>) -> Value {
    at.to_rfc3339_opts(SecondsFormat::Micros, true).into()
}

fn hex_value(bytes: Vec<u8>) -> Value {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

fn unknown_type(column: &str, kind: &str) -> sqlx::Error {
    let reason =
        format!("the export does not know the type {kind}; leave the column out or give it another type");
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: reason.into() }
}
