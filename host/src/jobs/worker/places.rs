//! The places in which jobs run.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use plugin_api::db::Wake;

/// How many jobs of one kind are claimed at once, and how many run before no more are. Each kind has its own places: a slow one
/// delays itself only.
pub(super) const PLACES: usize = 8;

/// Every kind's places.
pub(super) struct Places {
    occupied: Mutex<Occupied>,
    /// Rung when a kind has a free place again.
    wake: Arc<Wake>,
}

/// What runs now.
#[derive(Default)]
struct Occupied {
    /// How many rows of each lease; given back if they have to be stopped.
    leases: HashMap<i64, usize>,
    /// How many jobs of each kind.
    kinds: HashMap<String, usize>,
}

impl Places {
    pub(super) fn new(wake: Arc<Wake>) -> Self {
        Self { occupied: Mutex::default(), wake }
    }

    /// Takes a place for a job of a kind, claimed with a lease.
    pub(super) fn take(self: &Arc<Self>, lease: i64, kind: String) -> Place {
        let mut occupied = self.occupied();
        *occupied.leases.entry(lease).or_default() += 1;
        *occupied.kinds.entry(kind.clone()).or_default() += 1;
        drop(occupied);
        Place { places: Arc::clone(self), lease, kind, stopped: false }
    }

    /// The kinds without a free place, as [`store::claim`](super::store::claim) takes them.
    pub(super) fn full(&self) -> String {
        let occupied = self.occupied();
        let full = occupied.kinds.iter().filter(|(_, running)| **running >= PLACES);
        full.map(|(kind, _)| format!(",{kind},")).collect()
    }

    /// The leases of what was stopped before its end, when nothing runs any more. Forgets them.
    pub(super) fn stopped(&self) -> Vec<i64> {
        self.occupied().leases.drain().map(|(lease, _)| lease).collect()
    }

    fn occupied(&self) -> MutexGuard<'_, Occupied> {
        self.occupied.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A job's place among those that run, given up when it has ended.
pub(super) struct Place {
    places: Arc<Places>,
    lease: i64,
    kind: String,
    /// It was stopped before its end: its lease is kept to be given back.
    pub(super) stopped: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut occupied = self.places.occupied();
        if !self.stopped {
            leave(&mut occupied.leases, &self.lease);
        }
        let was_full = occupied.kinds.get(&self.kind).is_some_and(|running| *running == PLACES);
        leave(&mut occupied.kinds, &self.kind);
        drop(occupied);
        if was_full {
            self.places.wake.ring();
        }
    }
}

fn leave<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
