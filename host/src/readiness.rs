//! Tells `/readyz` how far the gateway and the configuration are.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::task::TaskTracker;

use crate::{
    api::{Check, Readiness},
    config::Status,
    runtime::{GatewayState, Runtime},
};

/// Asks the gateway at each request, and follows the configuration for as long as the runtime goes on.
pub(crate) fn follow(
    loops: &TaskTracker,
    runtime: &Arc<Runtime>,
    loads: watch::Receiver<Arc<Status>>,
) -> Readiness {
    Readiness {
        gateway: {
            let runtime = Arc::clone(runtime);
            Arc::new(move || {
                let runtime = Arc::clone(&runtime);
                Box::pin(async move {
                    match runtime.connection().await {
                        GatewayState::Ready => Check::ready("connected"),
                        GatewayState::Connecting => Check::not_ready("connecting"),
                        GatewayState::Closed(reason) => Check::not_ready(reason),
                    }
                })
            })
        },
        config: translate(loops, runtime, loads, |status| match &status.broken {
            None if status.plan.findings.is_empty() => Check::ready("in force"),
            None => Check::ready(format!(
                "in force, but plugins are off because of their settings. First: {}",
                status.plan.findings.summary()
            )),
            Some(report) => Check::ready(format!(
                "broken; the last good one is in force. First error: {}",
                report.summary()
            )),
        }),
    }
}

fn translate<T: Send + Sync + 'static>(
    loops: &TaskTracker,
    runtime: &Runtime,
    mut from: watch::Receiver<T>,
    check: impl Fn(&T) -> Check + Send + 'static,
) -> watch::Receiver<Check> {
    let (sender, receiver) = watch::channel(check(&from.borrow_and_update()));
    let stop = runtime.stop.clone();
    loops.spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                changed = from.changed() => if changed.is_err() { return },
            }
            sender.send_replace(check(&from.borrow_and_update()));
        }
    });
    receiver
}
