//! What happens while the file changes under a running host.

use std::{fs, sync::Arc, time::Duration};

use insta::assert_snapshot;
use tokio::sync::watch::Receiver;
use tokio_util::sync::CancellationToken;

use super::{GUILD, edits::Case, state};
use crate::{
    config::{PluginState, Status},
    reload::watch,
};

const ON: &str = "plugins.fixture.enabled = true\n";

/// The next status, or a panic when nothing is noticed.
async fn next(statuses: &mut Receiver<Arc<Status>>) -> Arc<Status> {
    let changed = tokio::time::timeout(Duration::from_secs(10), statuses.changed()).await;
    changed.expect("the change is noticed").expect("the host lives");
    Arc::clone(&statuses.borrow_and_update())
}

#[test]
fn a_broken_file_leaves_the_last_good_plan_in_force() {
    let case = Case::new(ON);
    fs::write(&case.path, "plugins.fixture.enabled = tr").expect("writable");
    case.reloader.reload();
    let status = case.store().status();
    assert_eq!(state(&status.plan, GUILD, "fixture"), PluginState::On);
    let report = status.broken.as_ref().expect("broken");
    assert!(
        report.summary().contains("plugins.toml:1:27: the file is not valid TOML"),
        "{}",
        report.summary()
    );
    fs::write(&case.path, ON).expect("writable");
    case.reloader.reload();
    assert!(case.store().status().broken.is_none());
}

#[test]
fn a_deleted_file_leaves_the_last_good_plan_in_force() {
    let case = Case::new(ON);
    fs::remove_file(&case.path).expect("there");
    case.reloader.reload();
    let status = case.store().status();
    assert_eq!(state(&status.plan, GUILD, "fixture"), PluginState::On);
    let report = status.broken.as_ref().expect("broken").to_string();
    let folder = case.path.parent().expect("a folder").display().to_string();
    assert_snapshot!(report.replace(&folder, "folder"), @r##"
    error: the file does not exist
    --> folder/plugins.toml
     = help: write it (an empty file switches everything off), or name another with --config or GUILDHALL_CONFIG
    "##);
}

#[test]
fn a_file_that_is_no_text_says_so() {
    let case = Case::new(ON);
    fs::write(&case.path, b"# caf\xe9\n").expect("writable");
    case.reloader.reload();
    let report = case.store().status().broken.as_ref().expect("broken").summary();
    assert!(report.ends_with("the file is not UTF-8 text (byte 6); save it as UTF-8"), "{report}");
}

#[test]
fn the_same_content_again_changes_nothing() {
    let case = Case::new(ON);
    let statuses = case.store().subscribe();
    fs::write(&case.path, ON).expect("writable");
    case.reloader.reload();
    assert!(!statuses.has_changed().expect("the host lives"));
}

#[test]
fn a_new_plan_is_put_in_force_before_anybody_is_told() {
    let case = Case::new("");
    let subscriber = case.store().subscribe();
    fs::write(&case.path, ON).expect("writable");
    let loaded = case.store().load().expect("it changed");
    assert_eq!(state(loaded.plan(), GUILD, "fixture"), PluginState::On);
    assert!(!subscriber.has_changed().expect("the host lives"), "nobody is told yet");
    loaded.publish();
    assert!(subscriber.has_changed().expect("the host lives"));

    // What a subscriber is told of, it finds in the gate.
    fs::write(&case.path, "").expect("writable");
    case.reloader.reload();
    assert_eq!(state(&case.gate.plan(), GUILD, "fixture"), PluginState::Off);
    assert!(Arc::ptr_eq(&case.gate.plan(), &case.store().plan()));
}

#[tokio::test(flavor = "multi_thread")]
async fn saves_replacements_and_deletions_are_noticed() {
    let case = Case::new("");
    let stop = CancellationToken::new();
    let mut statuses = case.store().subscribe();
    let task = watch::spawn(Arc::clone(&case.reloader), stop.clone()).expect("can be watched");

    fs::write(&case.path, ON).expect("writable");
    assert_eq!(state(&next(&mut statuses).await.plan, GUILD, "fixture"), PluginState::On);

    // As editors do it: another file takes the name.
    let beside = case.path.with_file_name("new");
    fs::write(&beside, "").expect("writable");
    fs::rename(&beside, &case.path).expect("same folder");
    assert_eq!(state(&next(&mut statuses).await.plan, GUILD, "fixture"), PluginState::Off);

    fs::remove_file(&case.path).expect("there");
    assert!(next(&mut statuses).await.broken.is_some());

    fs::write(&case.path, ON).expect("writable");
    let status = next(&mut statuses).await;
    assert!(status.broken.is_none());
    assert_eq!(state(&status.plan, GUILD, "fixture"), PluginState::On);

    stop.cancel();
    task.await.expect("it ends");
}
