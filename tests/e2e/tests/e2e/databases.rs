//! Both kinds of database are really there.

use e2e::databases::both;
use plugin_api::sql;
use sqlx::{PgPool, SqlitePool};

#[tokio::test]
async fn every_test_gets_a_database_of_its_own() {
    both(async |database| {
        let db = if database.is_postgres() {
            plugin_api::Db::Postgres(PgPool::connect(database.url()).await.unwrap())
        } else {
            plugin_api::Db::Sqlite(
                SqlitePool::connect(&format!("{}?mode=rwc", database.url())).await.unwrap(),
            )
        };
        sql("CREATE TABLE mine (id BIGINT PRIMARY KEY)").run(&db).await.expect("nobody else has made it");
    })
    .await;
}
