//! The state of the emulated Discord: one [`World`] behind one mutex, and the views that the API shows of it.
//!
//! Every change of the world is announced with [`World::emit`]; only the world writes to gateway sessions.

mod access;
mod application;
mod audit;
mod channel;
mod command;
mod guild;
mod interaction;
mod invite;
mod member;
mod membership;
mod message;
mod role;
mod user;
mod views;
mod webhook;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;

pub(crate) use application::{Application, flag as application_flag};
pub(crate) use audit::{ActionContext, AuditEntry, action, changed_fields};
pub(crate) use channel::{
    Channel, ChannelSettings, Overwrite, OverwriteKind, Thread, kind as channel_kind, thread_member_json,
};
pub(crate) use command::{CHAT_INPUT, Command, command_kind};
pub(crate) use guild::Guild;
pub(crate) use interaction::{
    ACKNOWLEDGE_WITHIN, FAILED, Interaction, InteractionState, NO_ANSWER, TOKEN_LIFE,
    kind as interaction_kind,
};
pub(crate) use invite::Invite;
pub(crate) use member::Member;
pub(crate) use message::{
    Attachment, Author, Emoji, Message, Reaction, flag as message_flag, kind as message_kind,
};
pub(crate) use role::Role;
pub(crate) use user::User;
pub(crate) use webhook::Webhook;

use crate::{
    clock::Clock,
    feed::Feed,
    sessions::Sessions,
    snowflake::{Id, IdSource},
};

/// The whole state of the emulated Discord.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) feed: Feed,
    ids: IdSource,
    /// The emulator's address without a path: `http://127.0.0.1:1234`.
    pub(crate) base_url: String,
    pub(crate) application: Application,
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) guilds: BTreeMap<Id, Guild>,
    pub(crate) channels: BTreeMap<Id, Channel>,
    /// By channel, oldest first.
    pub(crate) messages: BTreeMap<Id, BTreeMap<Id, Message>>,
    /// The bytes of attachments.
    pub(crate) files: BTreeMap<Id, Vec<u8>>,
    pub(crate) webhooks: BTreeMap<Id, Webhook>,
    /// By their codes.
    pub(crate) invites: BTreeMap<String, Invite>,
    pub(crate) commands: BTreeMap<Id, Command>,
    pub(crate) interactions: BTreeMap<Id, Interaction>,
    /// Author and nonce of messages that had one, and the channel and id of the message.
    pub(crate) nonces: HashMap<(Id, String), (Id, Id)>,
    /// When commands were created lately, by scope, for the limit of 200 in a day.
    pub(crate) command_creations: HashMap<Option<Id>, Vec<DateTime<Utc>>>,
    pub(crate) gateway: Sessions,
    /// Counts the changes of interactions; requests that wait for an outcome subscribe to it.
    pub(crate) answers: watch::Sender<u64>,
}

/// Which sessions receive an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// The shard of the guild.
    Guild(Id),
    /// The shard of the channel's guild, if the bot may see the channel. Shard 0 for a direct message.
    Channel(Id),
    /// Shard 0.
    Direct,
}

impl World {
    /// A world that holds only the application.
    pub(crate) fn new(clock: Clock, feed: Feed, base_url: String, application: Application) -> Self {
        Self {
            clock,
            feed,
            ids: IdSource::default(),
            base_url,
            application,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            files: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            invites: BTreeMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            nonces: HashMap::new(),
            command_creations: HashMap::new(),
            gateway: Sessions::default(),
            answers: watch::Sender::new(0),
        }
    }

    /// A copy to build in before it replaces this world: with everything in it (`keep`), or only the bot.
    pub(crate) fn draft(&self, keep: bool) -> Self {
        let (clock, base, application) =
            (self.clock.clone(), self.base_url.clone(), self.application.clone());
        let mut draft = Self::new(clock, Feed::default(), base, application);
        draft.ids = self.ids.clone();
        if keep {
            draft.users = self.users.clone();
            draft.guilds = self.guilds.clone();
            draft.channels = self.channels.clone();
            draft.messages = self.messages.clone();
        } else {
            draft.application.reset();
            let bot = self.bot_id();
            draft.users.extend(self.users.get(&bot).cloned().map(|user| (bot, user)));
        }
        draft
    }

    /// Replaces users, guilds, channels and messages by those of a draft.
    pub(crate) fn replace_with(&mut self, draft: Self) {
        self.ids = draft.ids;
        self.application = draft.application;
        self.users = draft.users;
        self.guilds = draft.guilds;
        self.channels = draft.channels;
        self.messages = draft.messages;
        self.assign_application_owner();
    }

    /// Makes the owner of the first guild the application's owner.
    pub(crate) fn assign_application_owner(&mut self) {
        let bot = self.bot_id();
        self.application.owner_id = self.guilds.values().next().map_or(bot, |guild| guild.owner_id);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id, made now.
    pub(crate) fn next_id(&mut self) -> Id {
        let now = self.clock.now();
        self.ids.next(now)
    }

    /// The bot's user id, which is the application's.
    pub(crate) fn bot_id(&self) -> Id {
        self.application.id
    }

    /// Sends an event to every gateway session that may receive it, and to the event stream of /control.
    pub(crate) fn emit(&mut self, event: &'static str, audience: Audience, data: Value) {
        self.feed.publish(
            "dispatch",
            self.clock.now(),
            || serde_json::json!({ "event": event, "data": data }),
        );
        let guild = match audience {
            Audience::Guild(guild) => Some(guild),
            Audience::Channel(id) => self.channels.get(&id).and_then(|channel| channel.guild_id),
            Audience::Direct => None,
        };
        if let Audience::Channel(id) = audience
            && !self.can_see(self.bot_id(), id)
        {
            return;
        }
        if guild.is_some_and(|guild| !self.receives_events(guild)) {
            return;
        }
        let bot = self.bot_id();
        self.gateway.broadcast(event, guild, bot, &data);
    }

    /// Publishes a change that clients show and that no gateway event carries: commands, accounts, the world.
    pub(crate) fn publish_change(&self, what: &'static str) {
        self.feed.publish("change", self.now(), || serde_json::json!({ "what": what }));
    }

    /// Logs a frame of a gateway connection and publishes it.
    pub(crate) fn log_frame(&mut self, session: Option<&str>, direction: &str, frame: &Value) {
        let now = self.now();
        let entry = self.gateway.log_frame(now, session, direction, frame);
        self.feed.publish("gateway", now, || serde_json::json!({ "frame": entry }));
    }

    /// Whether the bot receives events of a guild: it is a member, and the guild is available.
    fn receives_events(&self, guild: Id) -> bool {
        self.guilds
            .get(&guild)
            .is_some_and(|guild| guild.members.contains_key(&self.bot_id()) && !guild.unavailable)
    }

    /// Writes an entry about `target` to the audit log; an invite has no id, and its entry no target.
    pub(crate) fn record(
        &mut self,
        context: ActionContext,
        action: u16,
        target: impl Into<Option<Id>>,
        changes: Vec<Value>,
    ) {
        self.record_with(context, action, target, changes, None);
    }

    /// Writes an entry with options, such as the channel and count of deleted messages.
    pub(crate) fn record_with(
        &mut self,
        context: ActionContext,
        action: u16,
        target: impl Into<Option<Id>>,
        changes: Vec<Value>,
        options: Option<Value>,
    ) {
        let ActionContext { actor, guild, reason } = context;
        let entry = AuditEntry {
            id: Id::default(),
            action,
            user_id: actor,
            target_id: target.into(),
            reason,
            changes,
            options,
        };
        self.add_audit_entry(guild, entry);
    }

    /// Adds an entry to a guild's audit log and announces it to bots that may read the log.
    pub(crate) fn add_audit_entry(&mut self, guild_id: Id, mut entry: AuditEntry) {
        entry.id = self.next_id();
        let mut view = entry.to_json();
        let Some(guild) = self.guilds.get_mut(&guild_id) else { return };
        guild.audit_log.push(entry);
        view["guild_id"] = serde_json::json!(guild_id);
        if self.may_in_guild(guild_id, self.bot_id(), crate::permissions::Permissions::VIEW_AUDIT_LOG) {
            self.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", Audience::Guild(guild_id), view);
        }
    }
}
