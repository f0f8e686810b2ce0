//! `guildhall jobs`, on a SQLite file. PostgreSQL's half is with the end-to-end tests.

use clap::Parser;
use plugin_api::sql;
use tempfile::TempDir;

use super::*;
use crate::{database, migrate, registry::Registry};

const GUILD: u64 = 81_384_788_765_712_384;

#[derive(Parser)]
struct CommandLine {
    #[command(subcommand)]
    command: JobsCommand,
}

async fn database() -> (TempDir, Db) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let db = database::open(&url).await.expect("a database");
    migrate::up(&db, &Registry::from_entries([], Vec::new()).expect("no conflicts"))
        .await
        .expect("migrations");
    (folder, db)
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).expect("in range")
}

/// Queues a job of the sample plugin, parked at an instant with an error.
async fn park(db: &Db, key: &str, parked_at: DateTime<Utc>, error: &str) {
    sql("INSERT INTO jobs (plugin, kind, guild_id, key, due_at, claimable_at, payload, attempts, queued_again, held, parked_at, last_error, \
         created_at) VALUES ('sample', 'send', $1, $2, $3, $3, 'null', 8, FALSE, FALSE, $4, $5, $3)")
    .bind(GuildId::new(GUILD))
    .bind(key)
    .bind(at(0))
    .bind(parked_at)
    .bind(error)
    .execute(db)
    .await
    .expect("a row");
}

async fn wait(db: &Db, key: &str) {
    park(db, key, at(0), "").await;
    sql("UPDATE jobs SET parked_at = NULL, last_error = NULL, attempts = 1 WHERE key = $1")
        .bind(key)
        .execute(db)
        .await
        .expect("an update");
}

async fn guildhall_jobs(db: &Db, line: &str) -> Result<String, String> {
    let command = CommandLine::try_parse_from(std::iter::once("jobs").chain(line.split(' ')))
        .expect("a command")
        .command;
    let mut out = Vec::new();
    let result = run(command, db, &mut out).await;
    result.map(|()| String::from_utf8(out).expect("text")).map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_list_shows_what_is_parked_and_why_the_last_first() {
    let (_folder, db) = database().await;
    assert_eq!(guildhall_jobs(&db, "list").await.expect("a list"), "No job is parked.\n");
    park(&db, "7", at(60), "Unknown Channel").await;
    park(&db, "8/late", at(120), "Missing\u{1b}[2J Access\nsince 08:00").await;
    wait(&db, "9").await;
    insta::assert_snapshot!(guildhall_jobs(&db, "list").await.expect("a list"), @r"
    sample.send/81384788765712384/8/late
      due 2027-01-15T08:00:00Z, parked since 2027-01-15T08:02:00Z after 8 tries
      Missing�[2J Access
      since 08:00
    sample.send/81384788765712384/7
      due 2027-01-15T08:00:00Z, parked since 2027-01-15T08:01:00Z after 8 tries
      Unknown Channel
    ");
    let first = guildhall_jobs(&db, "list --limit 1").await.expect("a list");
    assert!(first.ends_with("\n\n1 more; --limit 2 shows all.\n"), "{first}");
}

#[tokio::test]
async fn a_retried_job_waits_again_with_all_its_tries() {
    let (_folder, db) = database().await;
    park(&db, "7", at(60), "Unknown Channel").await;
    park(&db, "8/late", at(60), "Unknown Channel").await;
    let output = guildhall_jobs(&db, &format!("retry sample.send/{GUILD}/8/late")).await.expect("retried");
    assert!(output.starts_with("1 job will be tried again.\n"), "{output}");
    let row: (i64, bool, Option<String>) =
        sql("SELECT attempts, parked_at IS NULL, last_error FROM jobs WHERE key = '8/late'")
            .fetch_one(&db)
            .await
            .expect("a row");
    assert_eq!(row, (0, true, None));
    assert_eq!(super::super::count(&db).await.expect("counted"), (1, 1));
    assert!(guildhall_jobs(&db, "retry --all").await.expect("retried").starts_with("1 job will"));
    assert_eq!(super::super::count(&db).await.expect("counted"), (2, 0));
    assert_eq!(guildhall_jobs(&db, "retry --all").await.expect("none"), "0 jobs will be tried again.\n");
}

#[tokio::test]
async fn only_parked_jobs_are_dropped() {
    let (_folder, db) = database().await;
    for key in ["6", "7", "8"] {
        park(&db, key, at(60), "Unknown Channel").await;
    }
    wait(&db, "9").await;
    let line = format!("drop sample.send/{GUILD}/6 sample.send/{GUILD}/7");
    assert_eq!(guildhall_jobs(&db, &line).await.expect("dropped"), "2 jobs dropped.\n");
    assert_eq!(guildhall_jobs(&db, "drop --all").await.expect("dropped"), "1 job dropped.\n");
    assert_eq!(super::super::count(&db).await.expect("counted"), (1, 0));
}

#[tokio::test]
async fn a_name_that_is_not_parked_is_refused_with_the_nearest_and_changes_nothing() {
    let (_folder, db) = database().await;
    park(&db, "7", at(60), "Unknown Channel").await;
    wait(&db, "9").await;
    let line = format!("drop sample.send/{GUILD}/7 sample.sent/{GUILD}/7");
    let refused = guildhall_jobs(&db, &line).await.expect_err("no such job");
    let nearest = format!("did you mean `sample.send/{GUILD}/7`?");
    assert_eq!(
        refused,
        format!("no job 'sample.sent/{GUILD}/7' is parked, and nothing was changed; {nearest}")
    );
    assert!(guildhall_jobs(&db, &format!("retry sample.send/{GUILD}/9")).await.is_err());
    assert_eq!(super::super::count(&db).await.expect("counted"), (1, 1));
}

#[test]
fn names_can_be_told_from_other_words_and_all_excludes_names() {
    for line in ["retry", "retry x", "retry a.b/0/k", "retry a/1/k", "retry a.b/1", "drop --all a.b/1/k"] {
        assert!(
            CommandLine::try_parse_from(std::iter::once("jobs").chain(line.split(' '))).is_err(),
            "{line}"
        );
    }
    let name: JobPath = "a.b/1/k/2".parse().expect("a name");
    assert_eq!((name.key.as_str(), name.to_string().as_str()), ("k/2", "a.b/1/k/2"));
}

#[tokio::test]
async fn parked_jobs_are_forgotten_after_ninety_days() {
    let (_folder, db) = database().await;
    park(&db, "7", at(0), "Unknown Channel").await;
    park(&db, "8", at(60), "Unknown Channel").await;
    wait(&db, "9").await;
    let clock = Clock::frozen(at(30) + TimeDelta::days(90));
    assert_eq!(delete_expired(&db, &clock).await.expect("forgotten"), 1);
    assert_eq!(super::super::count(&db).await.expect("counted"), (1, 1));
}
