//! What staff read in a guild's log channel.

use serenity::all::GuildId;
use tokio::sync::mpsc;

use crate::PluginId;

/// What happened; decides the embed's colour and icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogKind {
    /// Something was created.
    Created,
    /// Something was sent.
    Sent,
    /// Something was changed.
    Edited,
    /// Something was closed.
    Closed,
    /// Something was removed.
    Deleted,
    /// Something failed and staff should look at it.
    Failed,
    /// Anything else worth knowing.
    Info,
}

/// One entry, in the guild's language.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// The kind.
    pub kind: LogKind,
    /// Whose entry it is; `None` for the host's own.
    pub plugin: Option<PluginId>,
    /// The headline (at most 256 characters are shown).
    pub title: String,
    /// What happened, with mentions (at most 4,096 characters are shown). It pings nobody.
    pub text: String,
}

impl LogEntry {
    /// An entry of a plugin.
    pub fn new(kind: LogKind, plugin: PluginId, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind, plugin: Some(plugin), title: title.into(), text: text.into() }
    }

    /// An entry of the host itself.
    pub fn from_host(kind: LogKind, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind, plugin: None, title: title.into(), text: text.into() }
    }
}

/// Takes entries for every guild's log channel, at most [`LogSender::CAPACITY`] at once.
#[derive(Clone, Debug)]
pub struct LogSender(mpsc::Sender<(GuildId, LogEntry)>);

impl LogSender {
    /// How many entries wait at most; more are dropped and counted, and the program's own log says so.
    pub const CAPACITY: usize = 1024;

    /// Makes the queue; the host's end posts what comes out of it.
    pub fn new() -> (Self, mpsc::Receiver<(GuildId, LogEntry)>) {
        let (sender, receiver) = mpsc::channel(Self::CAPACITY);
        (Self(sender), receiver)
    }

    /// One guild's log channel.
    pub const fn for_guild(&self, guild: GuildId) -> GuildLog<'_> {
        GuildLog { sender: self, guild }
    }
}

/// One guild's log channel.
#[derive(Clone, Copy, Debug)]
pub struct GuildLog<'a> {
    sender: &'a LogSender,
    guild: GuildId,
}

impl GuildLog<'_> {
    /// Queues an entry; it is dropped silently if the guild has no log channel.
    pub fn post(&self, entry: LogEntry) {
        if self.sender.0.try_send((self.guild, entry)).is_err() {
            metrics::counter!("guildhall_log_entries_dropped_total").increment(1);
            tracing::warn!(guild = %self.guild, "an entry for the log channel was dropped: too many are waiting");
        }
    }
}
