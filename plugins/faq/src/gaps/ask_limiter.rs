//! Limits how many unanswered questions of one member are stored, so that none fills the list alone.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::serenity::{GuildId, UserId};

/// How long after one question of a member no other of theirs is stored.
const PAUSE: TimeDelta = TimeDelta::seconds(10);

/// The members who had a question stored a moment ago. In memory only: it is not stored who asked.
#[derive(Default)]
pub(crate) struct AskLimiter(Mutex<HashMap<(GuildId, UserId), DateTime<Utc>>>);

impl AskLimiter {
    /// Whether a question of a member may be stored now; if so, the next one may be after a pause.
    pub(crate) fn try_acquire(&self, guild: GuildId, user: UserId, now: DateTime<Utc>) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, at| *at + PAUSE > now);
        let acquired = !last.contains_key(&(guild, user));
        last.entry((guild, user)).or_insert(now);
        acquired
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_question_of_a_flood_is_stored_and_other_members_are_not_held_up() {
        let (limiter, now) = (AskLimiter::default(), DateTime::UNIX_EPOCH);
        let (here, there) = (GuildId::new(1), GuildId::new(2));
        let (emma, finn) = (UserId::new(1), UserId::new(2));
        assert!(limiter.try_acquire(here, emma, now));
        assert!(!limiter.try_acquire(here, emma, now + TimeDelta::seconds(9)));
        assert!(limiter.try_acquire(here, finn, now) && limiter.try_acquire(there, emma, now));
        assert!(limiter.try_acquire(here, emma, now + TimeDelta::seconds(10)));
    }
}
