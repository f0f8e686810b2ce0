//! Who had a question kept last, so that nobody fills the list of questions without an answer alone.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::serenity::{GuildId, UserId};

/// So long after one question of a member no other of theirs is kept.
const PAUSE: TimeDelta = TimeDelta::seconds(10);

/// The members who had a question kept a moment ago. In memory only: who asked is not kept.
#[derive(Default)]
pub struct Askers(Mutex<HashMap<(GuildId, UserId), DateTime<Utc>>>);

impl Askers {
    /// Whether a question of a member may be kept now; if so, their next one may be after a pause.
    pub fn admit(&self, guild: GuildId, user: UserId, now: DateTime<Utc>) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, at| *at + PAUSE > now);
        let admitted = !last.contains_key(&(guild, user));
        last.entry((guild, user)).or_insert(now);
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_flood_of_one_member_one_question_is_kept_and_others_are_not_held_up() {
        let (askers, now) = (Askers::default(), DateTime::UNIX_EPOCH);
        let (here, there) = (GuildId::new(1), GuildId::new(2));
        let (emma, finn) = (UserId::new(1), UserId::new(2));
        assert!(askers.admit(here, emma, now));
        assert!(!askers.admit(here, emma, now + TimeDelta::seconds(9)));
        assert!(askers.admit(here, finn, now) && askers.admit(there, emma, now));
        assert!(askers.admit(here, emma, now + TimeDelta::seconds(10)));
    }
}
