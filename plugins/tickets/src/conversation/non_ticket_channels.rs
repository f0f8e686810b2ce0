//! A cache of the channels that belong to no ticket, where most messages are written.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use plugin_api::{
    chrono::{DateTime, TimeDelta, Utc},
    serenity::ChannelId,
};

/// How many channels the cache holds.
const MAX_CHANNELS: usize = 20_000;

/// A younger channel may belong to a ticket that is being stored, perhaps by another process.
const MIN_AGE: TimeDelta = TimeDelta::hours(1);

/// Channels that belong to no ticket, so that not every message costs a query.
#[derive(Debug, Default)]
pub struct NonTicketChannels(Mutex<HashSet<ChannelId>>);

impl NonTicketChannels {
    /// Whether a channel is known to belong to no ticket.
    pub fn contains(&self, channel: ChannelId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&channel)
    }

    /// Adds a channel, if it is old enough to be sure.
    pub fn insert(&self, channel: ChannelId, now: DateTime<Utc>) {
        if now - *channel.created_at() < MIN_AGE {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_CHANNELS {
            known.clear();
        }
        known.insert(channel);
    }

    /// Removes a channel that belongs to a ticket after all: it was created just before a crash, and the ticket is stored only now.
    pub fn remove(&self, channel: ChannelId) {
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
        non_ticket_channels.insert(channel, made + TimeDelta::minutes(59));
        assert!(!non_ticket_channels.contains(channel));
        non_ticket_channels.insert(channel, made + TimeDelta::hours(1));
        assert!(non_ticket_channels.contains(channel));
        non_ticket_channels.remove(channel);
        assert!(!non_ticket_channels.contains(channel));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let non_ticket_channels = NonTicketChannels::default();
        let now = *ChannelId::new(500_000_000_000_000_006).created_at();
        for id in 1..=MAX_CHANNELS as u64 + 5 {
            non_ticket_channels.insert(ChannelId::new(id), now);
        }
        assert!(non_ticket_channels.0.lock().expect("not poisoned").len() <= MAX_CHANNELS);
    }
}
