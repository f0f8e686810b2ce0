//! Both kinds of database are really there.

use e2e::databases::{Database, both};
use plugin_api::{Db, sql};
use sqlx::{PgPool, SqlitePool};

async fn open(database: &Database) -> Db {
    if database.is_postgres() {
        Db::Postgres(PgPool::connect(database.url()).await.unwrap())
    } else {
        Db::Sqlite(SqlitePool::connect(&format!("{}?mode=rwc", database.url())).await.unwrap())
    }
}

#[tokio::test]
async fn every_test_gets_a_database_of_its_own() {
    both(async |database| {
        let db = open(database).await;
        sql("CREATE TABLE mine (id BIGINT PRIMARY KEY)").execute(&db).await.expect("nobody else has made it");
    })
    .await;
}

#[tokio::test]
async fn a_statement_for_one_row_that_finds_several_fails_and_says_which() {
    both(async |database| {
        let db = open(database).await;
        sql("CREATE TABLE mine (id BIGINT PRIMARY KEY)").execute(&db).await.unwrap();
        sql("INSERT INTO mine (id) VALUES (1), (2)").execute(&db).await.unwrap();
        let of = |id: i64| sql("SELECT id FROM mine WHERE id >= $1").bind(id);
        assert_eq!(of(3).fetch_optional::<(i64,)>(&db).await.unwrap(), None);
        assert_eq!(of(2).fetch_optional(&db).await.unwrap(), Some((2_i64,)));
        for refused in [
            of(1).fetch_optional::<(i64,)>(&db).await.map(|_| ()),
            of(1).fetch_one::<(i64,)>(&db).await.map(|_| ()),
        ] {
            let error = refused.unwrap_err().to_string();
            assert!(error.contains("SELECT id FROM mine"), "{error}");
        }
    })
    .await;
}
