//! Most messages are written in channels that are no tickets'.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use plugin_api::{
    chrono::{DateTime, TimeDelta, Utc},
    serenity::ChannelId,
};

/// How many channels are remembered.
const MOST: usize = 20_000;

/// A younger channel may be a ticket's that is stored in a moment, perhaps by another process.
const SETTLED: TimeDelta = TimeDelta::hours(1);

/// Remembers channels that are no tickets', so that the database is not asked at each message.
#[derive(Debug, Default)]
pub struct NonTicketChannels(Mutex<HashSet<ChannelId>>);

impl NonTicketChannels {
    /// Whether a channel is known to be no ticket's.
    #[must_use]
    pub fn knows(&self, channel: ChannelId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&channel)
    }

    /// Remembers that a channel is no ticket's, if it is old enough to be sure.
    pub fn learn(&self, channel: ChannelId, now: DateTime<Utc>) {
        if now - *channel.created_at() < SETTLED {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(channel);
    }

    /// Forgets a channel that is a ticket's after all: it was made before the process that makes tickets died, and is stored only now.
    pub fn forget(&self, channel: ChannelId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&channel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_channel_that_has_been_there_for_long_is_taken_for_no_tickets() {
        let (non_ticket_channels, channel) =
            (NonTicketChannels::default(), ChannelId::new(500_000_000_000_000_006));
        let made = *channel.created_at();
        non_ticket_channels.learn(channel, made + TimeDelta::minutes(59));
        assert!(!non_ticket_channels.knows(channel));
        non_ticket_channels.learn(channel, made + TimeDelta::hours(1));
        assert!(non_ticket_channels.knows(channel));
        non_ticket_channels.forget(channel);
        assert!(!non_ticket_channels.knows(channel));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let non_ticket_channels = NonTicketChannels::default();
        let now = *ChannelId::new(500_000_000_000_000_006).created_at();
        for id in 1..=MOST as u64 + 5 {
            non_ticket_channels.learn(ChannelId::new(id), now);
        }
        assert!(non_ticket_channels.0.lock().expect("not poisoned").len() <= MOST);
    }
}
