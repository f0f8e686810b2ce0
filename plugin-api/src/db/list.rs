//! Lists on SQLite, which has no arrays: one is bound as JSON, and the statement reads it with `json_each`.

use serde::Serialize;

/// Translates `= ANY($1)` and `<> ALL($1)`, which are PostgreSQL's, to SQLite's `IN` and `NOT IN`.
pub(super) fn for_sqlite(statement: &str) -> String {
    let mut translated = String::with_capacity(statement.len() + 64);
    let mut rest = statement;
    while let Some((before, operator, placeholder, after)) = next_list(rest) {
        translated.push_str(before);
        translated.push_str(operator);
        translated.push_str(" (SELECT value FROM json_each(");
        translated.push_str(placeholder);
        translated.push_str("))");
        rest = after;
    }
    translated.push_str(rest);
    translated
}

/// Finds the next of the two forms: the text before it, SQLite's operator, the placeholder, and the text after it.
fn next_list(text: &str) -> Option<(&str, &'static str, &str, &str)> {
    let forms = [("= ANY($", "IN"), ("<> ALL($", "NOT IN")];
    let places = forms.iter().flat_map(|(form, operator)| {
        text.match_indices(form).map(move |(start, _)| (start, start + form.len() - 1, *operator))
    });
    let (start, placeholder, operator) = places
        // `<= ANY`, `>= ANY` and `!= ANY` are other operators.
        .filter(|(start, ..)| !text[..*start].ends_with(['<', '>', '!']))
        .min()?;
    let end = placeholder + text[placeholder..].find(')')?;
    Some((&text[..start], operator, &text[placeholder..end], &text[end + 1..]))
}

/// A list as the JSON that `json_each` reads.
pub(super) fn to_json<T: Serialize>(items: Vec<T>) -> String {
    serde_json::json!(items).to_string()
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqlitePoolOptions;

    use super::*;
    use crate::{Db, sql};

    #[test]
    fn both_forms_are_translated_and_nothing_else() {
        for (written, translated) in [
            ("a = ANY($1)", "a IN (SELECT value FROM json_each($1))"),
            (
                "lower(a) <> ALL($12) AND b = ANY($2) OR c = $3",
                "lower(a) NOT IN (SELECT value FROM json_each($12)) AND b IN (SELECT value FROM json_each($2)) OR c = $3",
            ),
            ("a <= ANY($1)", "a <= ANY($1)"),
            ("a = $1", "a = $1"),
            ("SELECT 'é' WHERE a = ANY($1)", "SELECT 'é' WHERE a IN (SELECT value FROM json_each($1))"),
        ] {
            assert_eq!(for_sqlite(written), translated);
        }
    }

    async fn db() -> Db {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await;
        let db = Db::Sqlite(pool.expect("in memory"));
        sql("CREATE TABLE things (id BIGINT NOT NULL, name TEXT NOT NULL)")
            .execute(&db)
            .await
            .expect("created");
        db
    }

    #[tokio::test]
    async fn any_text_and_any_number_is_found_in_a_list() {
        let db = db().await;
        let names = ["it's", "\"quoted\"", "a|b", "100%", "a,b", "שלום 🎉", "\\", "", "null", "7"];
        for (id, name) in (i64::MAX - 9..=i64::MAX).zip(names) {
            sql("INSERT INTO things VALUES ($1, $2)")
                .bind(id)
                .bind(name)
                .execute(&db)
                .await
                .expect("inserted");
        }
        for name in names {
            let found = sql("SELECT name FROM things WHERE name = ANY($1)").bind([name]);
            let found: Vec<(String,)> = found.fetch_all(&db).await.expect("read");
            assert_eq!(found, [(name.to_owned(),)]);
            let others = sql("SELECT name FROM things WHERE name <> ALL($1)").bind(vec![name.to_owned()]);
            let others: Vec<(String,)> = others.fetch_all(&db).await.expect("read");
            assert!(others.len() == names.len() - 1 && others.iter().all(|(other,)| other != name));
        }
        let found =
            sql("SELECT id FROM things WHERE id = ANY($1) ORDER BY id").bind([i64::MAX - 1, i64::MAX, 1]);
        let found: Vec<(i64,)> = found.fetch_all(&db).await.expect("read");
        assert_eq!(found, [(i64::MAX - 1,), (i64::MAX,)]);
    }

    #[tokio::test]
    async fn an_empty_list_has_nothing_and_leaves_everything() {
        let db = db().await;
        sql("INSERT INTO things VALUES (1, 'a')").execute(&db).await.expect("inserted");
        let none: &[String] = &[];
        let found =
            sql("SELECT id FROM things WHERE name = ANY($1)").bind(none).fetch_all::<(i64,)>(&db).await;
        assert_eq!(found.expect("read"), []);
        let found =
            sql("SELECT id FROM things WHERE name <> ALL($1)").bind(none).fetch_all::<(i64,)>(&db).await;
        assert_eq!(found.expect("read"), [(1,)]);
    }
}
