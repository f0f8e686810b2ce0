//! What happens as time passes: idle threads are archived, time-outs end, and moves of the clock are published.

use std::{sync::Arc, time::Duration};

use serde_json::json;

use crate::{app::App, control::clock_json};

/// How often a running clock is checked, in real time.
const TICK: Duration = Duration::from_secs(1);

/// Starts the tasks that run after each move of the clock, and every second while it runs, until the emulator stops.
pub(crate) fn start(app: &Arc<App>) {
    let moved = Arc::downgrade(app);
    app.clock.on_move(move |_| {
        if let Some(app) = moved.upgrade() {
            app.world().archive_idle_threads();
        }
    });
    tokio::spawn(publish_moves(app.clone()));
    tokio::spawn(tick(app.clone()));
}

/// Publishes what the clock shows after each move.
fn publish_moves(app: Arc<App>) -> impl Future<Output = ()> + Send {
    // Subscribes at once, so that no move is missed before the task runs.
    let mut moves = app.clock.moves();
    async move {
        loop {
            tokio::select! {
                () = app.stop.cancelled() => return,
                moved = moves.changed() => moved.expect("the emulator keeps its clock"),
            }
            let shown = clock_json(&app).await;
            app.feed.publish("clock", app.clock.now(), || json!({ "clock": shown }));
        }
    }
}

async fn tick(app: Arc<App>) {
    let mut ticks = tokio::time::interval(TICK);
    let mut last = app.clock.now();
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        let now = app.clock.now();
        let mut world = app.world();
        world.archive_idle_threads();
        if world.has_time_out_until(last..now) {
            world.publish_change("time-outs");
        }
        last = now;
    }
}
