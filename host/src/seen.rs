//! Remembers the latest interactions: Discord may send an event again after a resume, and a command must not run twice.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use plugin_api::serenity::InteractionId;

/// How many are remembered. A replay reaches back over a broken connection, seconds as a rule.
const REMEMBERED: usize = 1024;

/// The latest interactions, in the order in which they came.
#[derive(Default)]
pub(crate) struct Seen(Mutex<(HashSet<InteractionId>, VecDeque<InteractionId>)>);

impl Seen {
    /// Whether this one comes for the first time; remembers it.
    pub(crate) fn is_new(&self, id: InteractionId) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (set, order) = &mut *seen;
        if !set.insert(id) {
            return false;
        }
        order.push_back(id);
        if order.len() > REMEMBERED
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
        let seen = Seen::default();
        assert!(seen.is_new(InteractionId::new(1)));
        assert!(!seen.is_new(InteractionId::new(1)));
        assert!((2..=1025).all(|id| seen.is_new(InteractionId::new(id))));
        assert!(seen.is_new(InteractionId::new(1)));
        assert!(!seen.is_new(InteractionId::new(1025)));
    }
}
