//! The plan in force, and the one way by which it changes.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use plugin_api::{
    Clock,
    chrono::{DateTime, Utc},
};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use super::{
    Plan, Report,
    edit::{self, Edit, Refusal},
};
use crate::registry::Registry;

/// What is in force, and whether the file on disk is what is in force.
#[derive(Clone, Debug)]
pub struct Status {
    /// The last good plan.
    pub plan: Arc<Plan>,
    /// What is wrong with the file as it is now; `None` where it is in force.
    pub broken: Option<Arc<Report>>,
    /// When `plan` was read.
    pub loaded_at: DateTime<Utc>,
}

type Apply = Box<dyn Fn(&Arc<Plan>) + Send + Sync>;

/// Keeps the plan of one file. The watcher and the commands both change it here, one after the other.
pub struct Live {
    path: PathBuf,
    registry: Arc<Registry>,
    clock: Clock,
    status: watch::Sender<Arc<Status>>,
    /// Hash of the file as it was read last; held while it is read or written.
    seen: Mutex<Option<[u8; 32]>>,
    apply: OnceLock<Apply>,
}

impl Live {
    /// Reads the file for the first time.
    ///
    /// # Errors
    /// Where it can't be used: there is no last good plan yet.
    pub fn open(path: &Path, registry: Arc<Registry>, clock: Clock) -> Result<Self, Report> {
        let text = super::read(path)?;
        let plan = Arc::new(super::parse(path, &text, &registry)?);
        warn(&plan);
        let status = Status { plan, broken: None, loaded_at: clock.now() };
        Ok(Self {
            path: path.to_owned(),
            registry,
            clock,
            status: watch::Sender::new(Arc::new(status)),
            seen: Mutex::new(Some(hash(&text))),
            apply: OnceLock::new(),
        })
    }

    /// Sets what puts a new plan in force; called before anybody is told of it. Only the first call counts.
    pub fn on_apply(&self, apply: impl Fn(&Arc<Plan>) + Send + Sync + 'static) {
        if self.apply.set(Box::new(apply)).is_err() {
            tracing::error!("the plan already has somebody who puts it in force");
        }
    }

    /// The plan in force.
    #[must_use]
    pub fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.status.borrow().plan)
    }

    /// What is in force, and whether the file is.
    #[must_use]
    pub fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status.borrow())
    }

    /// Is told of every change of the status.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Arc<Status>> {
        self.status.subscribe()
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The plugins that the file can name.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Reads the file and, where it can be used and has changed, puts it in force. Blocks on the file.
    pub fn reload(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match super::read(&self.path) {
            Ok(text) => self.take(&text, &mut seen),
            Err(report) => {
                *seen = None;
                self.refuse(report);
            }
        }
    }

    /// Changes the file and puts it in force. Blocks on the file.
    ///
    /// # Errors
    /// Where the file changed since it was last read, can't be written, or would then be unusable; it is left as it is.
    pub fn edit(&self, edit: &Edit) -> Result<Arc<Status>, Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let text = super::read(&self.path).map_err(|report| Refusal::Unreadable(Box::new(report)))?;
        if *seen != Some(hash(&text)) {
            return Err(Refusal::Changed);
        }
        let edited = edit::apply(edit, &self.path, &text)?;
        let plan = super::parse(&self.path, &edited, &self.registry)
            .map_err(|report| Refusal::Broken(Box::new(report)))?;
        edit.accepts(&self.plan(), &plan)?;
        edit::write(&self.path, &edited)?;
        self.take(&edited, &mut seen);
        Ok(self.status())
    }

    fn take(&self, text: &str, seen: &mut Option<[u8; 32]>) {
        let hash = hash(text);
        if seen.replace(hash) == Some(hash) {
            return;
        }
        match super::parse(&self.path, text, &self.registry) {
            Ok(plan) => {
                warn(&plan);
                let plan = Arc::new(plan);
                if let Some(apply) = self.apply.get() {
                    apply(&plan);
                }
                self.status.send_replace(Arc::new(Status {
                    plan,
                    broken: None,
                    loaded_at: self.clock.now(),
                }));
            }
            Err(report) => self.refuse(report),
        }
    }

    fn refuse(&self, report: Report) {
        if self.status.borrow().broken.as_deref() == Some(&report) {
            return;
        }
        let broken = Some(Arc::new(report));
        self.status.send_modify(|status| *status = Arc::new(Status { broken, ..Status::clone(status) }));
    }
}

fn warn(plan: &Plan) {
    if !plan.findings.is_empty() {
        tracing::warn!("plugins are off because of settings that can't be used\n{}", plan.findings);
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
