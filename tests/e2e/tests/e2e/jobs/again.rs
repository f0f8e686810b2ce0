//! Work that is queued again while it runs.

use e2e::probe::{Probe, RECORDED};

use super::*;

/// While a run has this long to go, what is queued meanwhile is looked at.
const RUN: std::time::Duration = std::time::Duration::from_secs(20);

#[tokio::test]
async fn work_queued_again_while_it_runs_is_done_once_more_afterwards() {
    Scene::new()
        .play_on_both(async |world| {
            let (probe, now) = (world.probe(), TimeDelta::zero());
            probe.set("job", Act::Sleep(RUN));
            queue(world, "again", now, json!(null)).await;
            probe.calls.reach("job", 1).await;
            for _ in 0..2 {
                queue(world, "again", now - TimeDelta::seconds(1), json!(null)).await;
            }
            // Who claims this has seen the other.
            queue(world, "other", now, json!(null)).await;
            probe.calls.reach("job", 2).await;
            assert_eq!(probe.calls.of("job"), ["again attempt 1", "other attempt 1"]);
            let waiting = row(world, "again").await.expect("it is queued");
            assert!(
                waiting.lease.is_some() && waiting.queued_again && waiting.attempts == 0,
                "other processes see why: {waiting:?}"
            );
            probe.set("job", Act::Work);
            world.advance(TimeDelta::from_std(RUN).unwrap()).await;
            until_done(world, "again").await;
            until_done(world, "other").await;
            assert_eq!(probe.calls.of("job")[2..], ["again attempt 1"]);
        })
        .await;
}

#[tokio::test]
async fn a_run_that_fails_does_not_end_what_was_queued_meanwhile() {
    Scene::new()
        .play_on_both(async |world| {
            let probe = world.probe();
            for (name, surface) in [(WORK, "job"), (RECORDED, "recorded")] {
                probe.set(surface, Act::Sleep(RUN));
                queue_as(world, name, surface, TimeDelta::zero(), json!(null)).await;
                probe.calls.reach(surface, 1).await;
                queue_as(world, name, surface, TimeDelta::minutes(10), json!(null)).await;
                world.advance(TimeDelta::from_std(RUN).unwrap()).await;
                let free = async || row(world, surface).await.filter(|row| row.lease.is_none());
                let waiting = world.until_looked("the run has ended", free).await;
                assert_eq!(
                    (waiting.attempts, waiting.leased_until, waiting.queued_again),
                    (0, None, false),
                    "{waiting:?}"
                );
                probe.set(surface, Act::Work);
                world.advance(TimeDelta::minutes(10)).await;
                until_done(world, surface).await;
                let calls = [format!("{surface} attempt 1"), format!("{surface} attempt 1")];
                assert_eq!(probe.calls.of(surface), calls);
            }
            assert_eq!(probe.calls.count("given up"), 0, "its only try failed, but it was queued again");
        })
        .await;
}

#[tokio::test]
async fn no_other_process_begins_what_is_queued_again_before_its_run_has_ended() {
    Scene::new()
        .play_on_both(async |world| {
            if !world.host().db().is_shared() {
                return;
            }
            let registry = guildhall::registry::Registry::linked(guildhall::admin::commands()).unwrap();
            let other = world.boot(registry).await.expect("a second host starts");
            let probes = [world.probe(), other.runtime.host.plugin::<Probe>().unwrap()];
            let calls = || probes.each_ref().map(|probe| probe.calls.of("job")).concat();
            let reach = async |count| {
                let reached = async || (calls().len() >= count).then_some(());
                world.until_looked("work is begun", reached).await;
            };
            probes.iter().for_each(|probe| probe.set("job", Act::Sleep(RUN)));
            queue(world, "again", TimeDelta::zero(), json!(null)).await;
            reach(1).await;
            queue(world, "again", TimeDelta::zero(), json!(null)).await;
            // More than one process does at once.
            for number in 0..12 {
                queue(world, &format!("other {number}"), TimeDelta::zero(), json!(null)).await;
            }
            reach(13).await;
            assert_eq!(calls().iter().filter(|call| call.starts_with("again")).count(), 1);
            probes.iter().for_each(|probe| probe.set("job", Act::Work));
            world.advance(TimeDelta::from_std(RUN).unwrap()).await;
            until_done(world, "again").await;
            assert_eq!(calls().iter().filter(|call| *call == "again attempt 1").count(), 2);
            other.stop().await;
        })
        .await;
}
