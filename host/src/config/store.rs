//! The state of `plugins.toml`: the last good plan, and whether the file is in force.
//!
//! A change takes two steps: [`ConfigStore::load`] or [`ConfigStore::edit`] returns the new status, and [`Loaded::publish`] tells the
//! subscribers. In between, the caller puts the plan into force.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use plugin_api::{
    Clock,
    chrono::{DateTime, Utc},
};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use super::{
    Plan, Report,
    edit::{self, Edit, EditError},
};
use crate::registry::Registry;

/// Which plan is in force, and whether the file on disk is.
#[derive(Clone, Debug)]
pub struct Status {
    /// The last good plan.
    pub plan: Arc<Plan>,
    /// What is wrong with the file as it is now, or `None` if it is in force.
    pub broken: Option<Arc<Report>>,
    /// When `plan` was read.
    pub loaded_at: DateTime<Utc>,
}

type Hash = [u8; 32];

/// Holds the plan of one file.
pub struct ConfigStore {
    path: PathBuf,
    registry: Arc<Registry>,
    clock: Clock,
    status: watch::Sender<Arc<Status>>,
    /// Hash of the file as it was last read. Locked while the file is read or written, so that one change follows another.
    last_read: Mutex<Option<Hash>>,
}

/// A status that is not published yet. No other change happens until it is published or dropped.
#[must_use = "nobody learns of a status that is not published"]
pub struct Loaded<'a> {
    status: Arc<Status>,
    store: &'a ConfigStore,
    _last_read: MutexGuard<'a, Option<Hash>>,
}

impl ConfigStore {
    /// Reads the file for the first time.
    ///
    /// # Errors
    /// If the file can't be used: there is no last good plan yet.
    pub fn open(path: &Path, registry: Arc<Registry>, clock: Clock) -> Result<Self, Report> {
        let text = super::read_text(path)?;
        let plan = Arc::new(super::parse(path, &text, &registry)?);
        warn_of_findings(&plan);
        let status = Status { plan, broken: None, loaded_at: clock.now() };
        Ok(Self {
            path: path.to_owned(),
            registry,
            clock,
            status: watch::Sender::new(Arc::new(status)),
            last_read: Mutex::new(Some(hash(&text))),
        })
    }

    /// The last good plan.
    pub fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.status.borrow().plan)
    }

    /// Which plan is in force, and whether the file is.
    pub fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status.borrow())
    }

    /// Subscribes to every published status.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Status>> {
        self.status.subscribe()
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The plugins that the file can name.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Reads the file. Returns the new status, or `None` if nothing changed. Blocks on the file.
    pub fn load(&self) -> Option<Loaded<'_>> {
        let mut last_read = self.lock();
        let parsed = match super::read_text(&self.path) {
            Ok(text) => {
                let hash = hash(&text);
                if last_read.replace(hash) == Some(hash) {
                    return None;
                }
                super::parse(&self.path, &text, &self.registry)
            }
            Err(report) => {
                *last_read = None;
                Err(report)
            }
        };
        let status = match parsed {
            Ok(plan) => self.good_status(plan),
            Err(report) => self.broken_status(report)?,
        };
        Some(Loaded { status: Arc::new(status), store: self, _last_read: last_read })
    }

    /// Changes the file. Returns the new status. Blocks on the file.
    ///
    /// # Errors
    /// If the file changed since it was last read, can't be written, or would become unusable. Then it is left as it is.
    pub fn edit(&self, edit: &Edit) -> Result<Loaded<'_>, EditError> {
        let mut last_read = self.lock();
        let text = super::read_text(&self.path).map_err(|report| EditError::Unreadable(Box::new(report)))?;
        if *last_read != Some(hash(&text)) {
            return Err(EditError::Conflict);
        }
        let edited = edit::apply(edit, &self.path, &text)?;
        let plan = super::parse(&self.path, &edited, &self.registry)
            .map_err(|report| EditError::Broken(Box::new(report)))?;
        edit.check(&self.plan(), &plan)?;
        edit::replace_file(&self.path, &edited)?;
        let unchanged = edited == text;
        *last_read = Some(hash(&edited));
        let status = if unchanged { self.status() } else { Arc::new(self.good_status(plan)) };
        Ok(Loaded { status, store: self, _last_read: last_read })
    }

    fn good_status(&self, plan: Plan) -> Status {
        warn_of_findings(&plan);
        Status { plan: Arc::new(plan), broken: None, loaded_at: self.clock.now() }
    }

    /// The status of a file that can't be used, or `None` if it was broken in the same way before.
    fn broken_status(&self, report: Report) -> Option<Status> {
        let before = self.status();
        if before.broken.as_deref() == Some(&report) {
            return None;
        }
        Some(Status { broken: Some(Arc::new(report)), ..Status::clone(&before) })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Hash>> {
        self.last_read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loaded<'_> {
    /// The plan to put into force: the last good one if the file is broken.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.status.plan
    }

    /// Tells every subscriber if the status is a new one.
    pub fn publish(self) -> Arc<Status> {
        self.store.status.send_if_modified(|current| {
            let is_new = !Arc::ptr_eq(current, &self.status);
            *current = Arc::clone(&self.status);
            is_new
        });
        self.status
    }
}

fn warn_of_findings(plan: &Plan) {
    if !plan.findings.is_empty() {
        tracing::warn!("plugins are off because of settings that can't be used\n{}", plan.findings);
    }
}

fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}
