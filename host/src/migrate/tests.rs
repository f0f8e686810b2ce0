//! Rows that were there before a migration, on a SQLite file.

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::sql;
use tempfile::TempDir;

use super::*;
use crate::{database, jobs};

const QUEUED_AGAIN: i64 = 7;
const RUNS: i64 = 8;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).expect("in range")
}

async fn at_version(version: i64) -> (TempDir, Db, sqlx::SqlitePool, Migrator) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let db = database::open(&url).await.expect("a database");
    let Db::Sqlite(pool) = &db else { panic!("a SQLite file") };
    let (pool, mut migrator) = (pool.clone(), sqlx::migrate!("../migrations/host"));
    migrator.dangerous_set_table_name(table("host"));
    migrator.run(&pool).await.expect("migrations");
    migrator.undo(&pool, version).await.expect("down migrations");
    (folder, db, pool, migrator)
}

/// Inserts a row of version 3: what the two columns say, and whether it is leased.
async fn insert(db: &Db, key: &str, attempts: i64, lease: Option<i64>, leased_until: Option<DateTime<Utc>>) {
    sql("INSERT INTO jobs (plugin, kind, guild_id, key, due_at, payload, attempts, held, lease, leased_until, created_at) \
         VALUES ('sample', 'send', 1, $1, $2, 'null', $3, FALSE, $4, $5, $2)")
    .bind(key)
    .bind(at(0))
    .bind(attempts)
    .bind(lease)
    .bind(leased_until)
    .execute(db)
    .await
    .expect("a row");
}

type Row = (String, i64, DateTime<Utc>, Option<i64>, Option<DateTime<Utc>>, bool);

#[tokio::test]
async fn jobs_keep_what_their_columns_said_when_each_column_gets_one_meaning() {
    let (_folder, db, pool, migrator) = at_version(3).await;
    insert(&db, "a waits", 0, None, None).await;
    insert(&db, "b failed", 2, None, Some(at(20))).await;
    insert(&db, "c runs", 1, Some(RUNS), Some(at(30))).await;
    insert(&db, "d is queued again", 0, Some(QUEUED_AGAIN), Some(at(30))).await;
    migrator.run(&pool).await.expect("the migration");
    let rows: Vec<Row> =
        sql("SELECT key, attempts, claimable_at, lease, leased_until, queued_again FROM jobs ORDER BY key")
            .fetch_all(&db)
            .await
            .expect("rows");
    let until = at(0) + TimeDelta::seconds(30);
    assert_eq!(
        rows,
        [
            ("a waits".to_owned(), 0, at(0), None, None, false),
            ("b failed".to_owned(), 2, at(20), None, None, false),
            ("c runs".to_owned(), 1, until, Some(RUNS), Some(until), false),
            ("d is queued again".to_owned(), 0, until, Some(QUEUED_AGAIN), Some(until), true),
        ]
    );
    assert_eq!(jobs::count(&db).await.expect("a count"), (4, 0));
    migrator.undo(&pool, 3).await.expect("the down migration");
    let before: Vec<(i64, Option<DateTime<Utc>>)> =
        sql("SELECT attempts, leased_until FROM jobs ORDER BY key").fetch_all(&db).await.expect("rows");
    assert_eq!(before, [(0, None), (2, Some(at(20))), (1, Some(until)), (0, Some(until))]);
}
