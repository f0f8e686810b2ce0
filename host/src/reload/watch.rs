//! Notices when `plugins.toml` is saved, replaced, deleted or made again.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::{sync::Notify, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::Reloader;

/// How long the file must be left alone before it is read: editors write in several steps.
const QUIET_PERIOD: Duration = Duration::from_millis(200);
/// How long a file that is written again and again is put off at most.
const LONGEST_DELAY: Duration = Duration::from_millis(600);

/// Reloads the file after each save, until `stop`.
///
/// The folder is watched, not the file: editors replace the file by another one of the same name, which a watch on the file would not see.
///
/// # Errors
/// If the folder can't be watched.
pub(crate) fn spawn(reloader: Arc<Reloader>, stop: CancellationToken) -> Result<JoinHandle<()>> {
    let saved = Arc::new(Notify::new());
    let watcher = watch_folder(reloader.store().path(), Arc::clone(&saved))?;
    // It may have been saved between the first reading and now.
    saved.notify_one();
    Ok(tokio::spawn(reload_when_saved(reloader, saved, watcher, stop)))
}

/// Owns the watcher: when this ends, the folder is no longer watched.
async fn reload_when_saved(
    reloader: Arc<Reloader>,
    saved: Arc<Notify>,
    _watcher: RecommendedWatcher,
    stop: CancellationToken,
) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = saved.notified() => wait_until_quiet(&saved).await,
        }
        let reloader = Arc::clone(&reloader);
        if let Err(error) = tokio::task::spawn_blocking(move || reloader.reload()).await {
            tracing::error!(%error, "reading the configuration ended early");
        }
    }
}

fn watch_folder(path: &Path, saved: Arc<Notify>) -> Result<RecommendedWatcher> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let name = path.file_name().map(ToOwned::to_owned);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| match event {
        // Reading it is an event too.
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
        Ok(event) => {
            let file_names = || event.paths.iter().filter_map(|path| path.file_name());
            // Kubernetes swaps the link `..data` instead of the file; no path at all means that events were lost.
            if event.paths.is_empty()
                || file_names().any(|changed| Some(changed) == name.as_deref() || changed == "..data")
            {
                saved.notify_one();
            }
        }
        Err(error) => {
            tracing::error!(%error, "watching the folder of the configuration failed; the file is read again");
            saved.notify_one();
        }
    })
    .context("files can't be watched on this machine")?;
    watcher
        .watch(folder, RecursiveMode::NonRecursive)
        .with_context(|| format!("the folder {} of the configuration can't be watched", folder.display()))?;
    Ok(watcher)
}

/// Waits until the file has been left alone for a while.
async fn wait_until_quiet(saved: &Notify) {
    let latest = tokio::time::Instant::now() + LONGEST_DELAY;
    while tokio::time::Instant::now() < latest {
        if tokio::time::timeout(QUIET_PERIOD, saved.notified()).await.is_err() {
            return;
        }
    }
}
