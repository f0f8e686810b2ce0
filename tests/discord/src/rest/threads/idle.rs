//! Archiving threads in which nothing happens.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    snowflake::Id,
    world::{Audience, Channel, World},
};

impl World {
    /// Archives the threads whose time without activity is over, and announces it.
    /// <https://discord.com/developers/docs/topics/threads#active-archived-threads>
    pub(crate) fn archive_idle_threads(&mut self) {
        let now = self.now();
        let due: Vec<(Id, DateTime<Utc>)> = self
            .channels
            .values()
            .filter_map(|channel| Some((channel.id, idle_from(channel)?)))
            .filter(|(_, from)| *from <= now)
            .collect();
        for (id, from) in due {
            let Some(channel) = self.channels.get_mut(&id) else { continue };
            let Some(thread) = &mut channel.thread else { continue };
            thread.archived = true;
            thread.archive_timestamp = from;
            let view = channel.to_json();
            self.emit("THREAD_UPDATE", Audience::Channel(id), view);
        }
    }
}

/// When an active thread is to be archived: so long after it was opened or last written in.
fn idle_from(channel: &Channel) -> Option<DateTime<Utc>> {
    let thread = channel.thread.as_ref().filter(|thread| !thread.archived)?;
    let written = channel.last_message_id.map_or(thread.created_at, Id::created_at);
    let active = written.max(thread.archive_timestamp);
    Some(active + TimeDelta::minutes(i64::from(thread.auto_archive_duration)))
}
