//! Recognises interactions that Discord sends again after a resume, so that no command runs twice.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use plugin_api::serenity::InteractionId;

/// How many interactions are remembered. A replay reaches back over a broken connection, seconds as a rule.
const CAPACITY: usize = 1024;

/// The latest interactions, in the order in which they came.
#[derive(Default)]
pub(super) struct InteractionDedup(Mutex<(HashSet<InteractionId>, VecDeque<InteractionId>)>);

impl InteractionDedup {
    /// Remembers an interaction. Returns whether it is new.
    #[must_use]
    pub(super) fn insert(&self, id: InteractionId) -> bool {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (set, order) = &mut *latest;
        if !set.insert(id) {
            return false;
        }
        order.push_back(id);
        if order.len() > CAPACITY
            && let Some(oldest) = order.pop_front()
        {
            set.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interaction_is_new_once_and_the_oldest_are_forgotten() {
        let dedup = InteractionDedup::default();
        assert!(dedup.insert(InteractionId::new(1)));
        assert!(!dedup.insert(InteractionId::new(1)));
        assert!((2..=1025).all(|id| dedup.insert(InteractionId::new(id))));
        assert!(dedup.insert(InteractionId::new(1)));
        assert!(!dedup.insert(InteractionId::new(1025)));
    }
}
