//! The slots in which jobs run.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use plugin_api::db::Wake;

/// How many jobs of one kind are claimed at once, and how many run before no more are claimed. Each kind has slots of its own: a slow
/// kind delays only itself.
pub(super) const SLOTS_PER_KIND: usize = 8;

/// The slots of every kind.
pub(super) struct Slots {
    running: Mutex<Running>,
    /// Rung when a kind has a free slot again.
    wake: Arc<Wake>,
}

/// What runs now.
#[derive(Default)]
struct Running {
    /// How many rows of each lease, so that the leases of jobs that are stopped can be released.
    leases: HashMap<i64, usize>,
    /// How many jobs of each kind.
    kinds: HashMap<String, usize>,
}

impl Slots {
    pub(super) fn new(wake: Arc<Wake>) -> Self {
        Self { running: Mutex::default(), wake }
    }

    /// Takes a slot for a job of a kind that was claimed with a lease.
    pub(super) fn acquire(self: &Arc<Self>, lease: i64, kind: String) -> Slot {
        let mut running = self.running();
        *running.leases.entry(lease).or_default() += 1;
        *running.kinds.entry(kind.clone()).or_default() += 1;
        drop(running);
        Slot { slots: Arc::clone(self), lease, kind, stopped: false }
    }

    /// The kinds without a free slot, each as `plugin.kind`.
    pub(super) fn full_kinds(&self) -> Vec<String> {
        let running = self.running();
        let full = running.kinds.iter().filter(|(_, count)| **count >= SLOTS_PER_KIND);
        full.map(|(kind, _)| kind.clone()).collect()
    }

    /// Takes out the leases of jobs that were stopped before their end. To be called when nothing runs any more.
    pub(super) fn take_stopped_leases(&self) -> Vec<i64> {
        self.running().leases.drain().map(|(lease, _)| lease).collect()
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A slot that a job occupies until this is dropped.
pub(super) struct Slot {
    slots: Arc<Slots>,
    lease: i64,
    kind: String,
    /// The job was stopped before its end: its lease is remembered, to be released.
    pub(super) stopped: bool,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut running = self.slots.running();
        if !self.stopped {
            decrement(&mut running.leases, &self.lease);
        }
        let was_full = running.kinds.get(&self.kind).is_some_and(|count| *count == SLOTS_PER_KIND);
        decrement(&mut running.kinds, &self.kind);
        drop(running);
        if was_full {
            self.slots.wake.ring();
        }
    }
}

fn decrement<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
