//! Claims and their ends, on a SQLite file. PostgreSQL's half is with the end-to-end tests.

use chrono::TimeDelta;
use plugin_api::{Clock, JobName, Jobs};
use tempfile::TempDir;

use super::*;
use crate::{database, migrate, registry::Registry};

const GUILD: GuildId = GuildId::new(81_384_788_765_712_384);
const SEND: JobName = JobName::new(PluginId::new("sample"), "send");

/// The leases of an older and a newer run.
const OLDER: i64 = 1;
const NEWER: i64 = 2;

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

async fn queue(db: &Db, due: DateTime<Utc>, payload: &str) {
    let mut tx = db.begin().await.expect("a transaction");
    let jobs = Jobs::new(Clock::system(), std::sync::Arc::default());
    jobs.enqueue(&mut tx, SEND, GUILD, "one", due, &payload).await.expect("a row");
    tx.commit().await.expect("a commit");
}

/// What a worker gets that looks at this second.
async fn claimed(db: &Db, second: i64, lease: i64) -> Option<ClaimedJob> {
    let until = at(second) + TimeDelta::seconds(30);
    claim(db, at(second), lease, until, 8, &[]).await.expect("a claim").pop()
}

/// A run that has begun, whose work was queued again for this second.
async fn queued_again(second: i64) -> (TempDir, Db, ClaimedJob) {
    let (folder, db) = database().await;
    queue(&db, at(0), "older").await;
    let older = claimed(&db, 0, OLDER).await.expect("it is due");
    queue(&db, at(second), "newer").await;
    (folder, db, older)
}

fn shown(row: Option<ClaimedJob>) -> Option<(String, i64)> {
    row.map(|row| (row.payload, row.attempts))
}

fn newer() -> Option<(String, i64)> {
    Some(("\"newer\"".to_owned(), 1))
}

#[tokio::test]
async fn what_is_queued_again_waits_for_the_run_and_outlives_it() {
    let (_folder, db, older) = queued_again(1).await;
    assert_eq!(shown(claimed(&db, 2, NEWER).await), None, "it still runs");
    assert!(!delete_claimed(&db, &older, OLDER).await.expect("an end"));
    assert!(release_queued_again(&db, &older, OLDER).await.expect("an end"));
    assert_eq!(next_claimable_at(&db, &[]).await.expect("an answer"), Some(at(1)));
    assert_eq!(shown(claimed(&db, 2, NEWER).await), newer());
}

#[tokio::test]
async fn a_run_that_fails_does_not_push_back_what_is_queued_again() {
    let (_folder, db, older) = queued_again(1).await;
    assert!(!schedule_retry(&db, &older, OLDER, at(900), "cause").await.expect("an end"));
    assert!(!park(&db, &older, OLDER, at(2), "cause").await.expect("an end"));
    assert!(!mark_held(&db, &older, OLDER).await.expect("an end"));
    assert!(release_queued_again(&db, &older, OLDER).await.expect("an end"));
    assert_eq!(shown(claimed(&db, 2, NEWER).await), newer());
}

#[tokio::test]
async fn a_run_that_goes_on_keeps_back_what_is_queued_again() {
    let (_folder, db, older) = queued_again(1).await;
    renew_lease(&db, &older, OLDER, at(55)).await.expect("a renewal");
    queue(&db, at(2), "newer").await;
    assert_eq!(shown(claimed(&db, 54, NEWER).await), None);
    assert_eq!(shown(claimed(&db, 55, NEWER).await), newer(), "its process is gone");
}

#[tokio::test]
async fn a_run_that_lost_its_lease_ends_nothing_of_the_next_one() {
    let (_folder, db, older) = queued_again(1).await;
    assert_eq!(shown(claimed(&db, 30, NEWER).await), newer());
    renew_lease(&db, &older, OLDER, at(900)).await.expect("a renewal");
    assert!(!delete_claimed(&db, &older, OLDER).await.expect("an end"));
    assert!(!schedule_retry(&db, &older, OLDER, at(900), "cause").await.expect("an end"));
    assert!(!release_queued_again(&db, &older, OLDER).await.expect("an end"));
    assert_eq!(next_claimable_at(&db, &[]).await.expect("an answer"), Some(at(60)), "the newer lease");
}

#[tokio::test]
async fn what_is_queued_again_has_all_its_tries_when_the_run_is_stopped() {
    let (_folder, db, _) = queued_again(1).await;
    release_leases(&db, Some(OLDER)).await.expect("leases are given back");
    assert_eq!(shown(claimed(&db, 2, NEWER).await), newer());
}

#[tokio::test]
async fn work_that_nobody_queues_again_goes_with_its_run() {
    let (_folder, db) = database().await;
    queue(&db, at(0), "older").await;
    let older = claimed(&db, 0, OLDER).await.expect("it is due");
    assert!(!release_queued_again(&db, &older, OLDER).await.expect("an answer"));
    assert!(delete_claimed(&db, &older, OLDER).await.expect("an end"));
    assert_eq!(count(&db).await.expect("a count"), (0, 0));
}

#[tokio::test]
async fn a_kind_without_a_free_slot_is_not_claimed() {
    let (_folder, db) = database().await;
    queue(&db, at(0), "older").await;
    let full = [SEND.to_string()];
    let until = at(30);
    assert!(claim(&db, at(0), OLDER, until, 8, &full).await.expect("a claim").is_empty());
    assert_eq!(next_claimable_at(&db, &full).await.expect("an answer"), None);
    assert_eq!(next_claimable_at(&db, &["sample.other".to_owned()]).await.expect("an answer"), Some(at(0)));
}
