//! Notices when the file is saved, replaced, deleted or made again.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::{sync::Notify, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::Live;

/// How long the file must be quiet before it is read: editors write in several steps.
const QUIET: Duration = Duration::from_millis(200);
/// The longest that a file that is never quiet is put off.
const LONGEST: Duration = Duration::from_millis(600);

/// Reloads the file after each save, until told to stop.
///
/// The folder is watched, not the file: editors replace the file by another one of the same name, which a watch on the file would not see.
///
/// # Errors
/// Where the folder can't be watched.
pub fn spawn(live: Arc<Live>, stop: CancellationToken) -> Result<JoinHandle<()>> {
    let saved = Arc::new(Notify::new());
    let watcher = watcher(live.path(), Arc::clone(&saved))?;
    // Nobody watched between the first reading and now.
    saved.notify_one();
    Ok(tokio::spawn(follow(live, saved, watcher, stop)))
}

/// Holds the watcher to its end: the folder is watched exactly as long.
async fn follow(live: Arc<Live>, saved: Arc<Notify>, _watcher: RecommendedWatcher, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = saved.notified() => settle(&saved).await,
        }
        let live = Arc::clone(&live);
        if let Err(error) = tokio::task::spawn_blocking(move || live.reload()).await {
            tracing::error!(%error, "reading the configuration ended early");
        }
    }
}

fn watcher(path: &Path, saved: Arc<Notify>) -> Result<RecommendedWatcher> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let name = path.file_name().map(ToOwned::to_owned);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| match event {
        // Reading it is an event too.
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
        Ok(event) => {
            let names = || event.paths.iter().filter_map(|path| path.file_name());
            // Kubernetes swaps the link `..data` instead of the file; no path at all means that events were lost.
            if event.paths.is_empty()
                || names().any(|changed| Some(changed) == name.as_deref() || changed == "..data")
            {
                saved.notify_one();
            }
        }
        Err(error) => {
            tracing::error!(%error, "the folder of the configuration is not watched well");
            saved.notify_one();
        }
    })
    .context("files can't be watched on this machine")?;
    watcher
        .watch(folder, RecursiveMode::NonRecursive)
        .with_context(|| format!("the folder {} of the configuration can't be watched", folder.display()))?;
    Ok(watcher)
}

/// Waits until nothing was saved for a while.
async fn settle(saved: &Notify) {
    let latest = tokio::time::Instant::now() + LONGEST;
    while tokio::time::Instant::now() < latest {
        if tokio::time::timeout(QUIET, saved.notified()).await.is_err() {
            return;
        }
    }
}
