//! Gateway events that a plugin wants.

use std::{any::TypeId, sync::Arc, time::Duration};

use serenity::all::{FullEvent, GatewayIntents, GuildId};

use crate::{
    Host, Result, Settings,
    handler::{Handler, handler},
    settings::AnySettings,
};

/// How long a hook may take unless it declares otherwise.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(10);

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $kind:ident => $intents:expr),* $(,)?) => {
        /// The events of a guild that a plugin can hook; each carries the [`FullEvent`] of the same name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventKind { $($(#[$doc])* $kind),* }

        impl EventKind {
            /// All of them; an event's place here is its index.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The gateway intents without which Discord does not send it
            /// (<https://discord.com/developers/docs/events/gateway#list-of-intents>).
            pub const fn intents(self) -> GatewayIntents {
                match self { $(Self::$kind => $intents),* }
            }

            /// Its place in [`EventKind::ALL`].
            pub const fn index(self) -> usize {
                self as usize
            }
        }
    };
}

event_kinds! {
    /// The bot sees a guild: at start, after an outage, or because it was invited.
    GuildCreate => GatewayIntents::GUILDS,
    /// A channel was made.
    ChannelCreate => GatewayIntents::GUILDS,
    /// A channel was changed.
    ChannelUpdate => GatewayIntents::GUILDS,
    /// A channel was deleted.
    ChannelDelete => GatewayIntents::GUILDS,
    /// A role was made.
    GuildRoleCreate => GatewayIntents::GUILDS,
    /// A role was changed.
    GuildRoleUpdate => GatewayIntents::GUILDS,
    /// A role was deleted.
    GuildRoleDelete => GatewayIntents::GUILDS,
    /// A thread was made, or the bot was added to one.
    ThreadCreate => GatewayIntents::GUILDS,
    /// A thread was changed.
    ThreadUpdate => GatewayIntents::GUILDS,
    /// A thread was deleted.
    ThreadDelete => GatewayIntents::GUILDS,
    /// A member joined.
    GuildMemberAddition => GatewayIntents::GUILD_MEMBERS,
    /// A member left or was removed.
    GuildMemberRemoval => GatewayIntents::GUILD_MEMBERS,
    /// A member's roles, nickname or screening changed.
    GuildMemberUpdate => GatewayIntents::GUILD_MEMBERS,
    /// A user was banned.
    GuildBanAddition => GatewayIntents::GUILD_MODERATION,
    /// A ban was lifted.
    GuildBanRemoval => GatewayIntents::GUILD_MODERATION,
    /// A message was written. Its content is empty unless the plugin asks for `MESSAGE_CONTENT` too.
    Message => GatewayIntents::GUILD_MESSAGES,
    /// A message was edited.
    MessageUpdate => GatewayIntents::GUILD_MESSAGES,
    /// A message was deleted.
    MessageDelete => GatewayIntents::GUILD_MESSAGES,
    /// Several messages were deleted at once.
    MessageDeleteBulk => GatewayIntents::GUILD_MESSAGES,
    /// A reaction was added.
    ReactionAdd => GatewayIntents::GUILD_MESSAGE_REACTIONS,
    /// A reaction was removed.
    ReactionRemove => GatewayIntents::GUILD_MESSAGE_REACTIONS,
}

/// An event on its way to one hook.
#[derive(Clone)]
pub struct Event {
    /// Everything the host offers.
    pub host: Host,
    /// The guild it happened in; the plugin is on there.
    pub guild: GuildId,
    /// What happened.
    pub event: Arc<FullEvent>,
}

/// Decides by a guild's settings whether a hook is called there.
#[derive(Clone)]
pub struct Wanted {
    /// The type of settings that it asks.
    pub type_id: TypeId,
    ask: Arc<dyn Fn(&AnySettings) -> bool + Send + Sync>,
}

/// Declares that a plugin wants an event.
///
/// Each hook runs in a task of its own: a panic, an error or a delay does not affect the others.
#[derive(Clone)]
pub struct Hook {
    /// The event.
    pub kind: EventKind,
    /// Gateway intents beyond those of its kind, such as `MESSAGE_CONTENT`.
    pub intents: GatewayIntents,
    /// Limits the guilds in which it is called; `None` for all where the plugin is on. See [`Hook::when`].
    pub wanted: Option<Wanted>,
    /// How long it may take.
    pub deadline: Duration,
    /// What to do.
    pub run: Handler<Event>,
}

impl Hook {
    /// Calls a function for each event of this kind in a guild where the plugin is on.
    pub fn new<F, Fut>(kind: EventKind, run: F) -> Self
    where
        F: Fn(Event) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self {
            kind,
            intents: GatewayIntents::empty(),
            wanted: None,
            deadline: DEFAULT_DEADLINE,
            run: handler(run),
        }
    }

    /// Calls it only in guilds whose settings of this plugin say so. If no guild's settings do, the bot does not ask for its intents.
    #[must_use]
    pub fn when<S: Settings>(mut self, wanted: fn(&S) -> bool) -> Self {
        let ask = move |settings: &AnySettings| settings.downcast_ref::<S>().is_some_and(wanted);
        self.wanted = Some(Wanted { type_id: TypeId::of::<S>(), ask: Arc::new(ask) });
        self
    }

    /// Asks for further gateway intents.
    #[must_use]
    pub const fn intents(mut self, intents: GatewayIntents) -> Self {
        self.intents = intents;
        self
    }

    /// Whether it is called in a guild with these settings.
    pub fn is_wanted(&self, settings: Option<&AnySettings>) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| settings.is_some_and(|settings| (wanted.ask)(settings)))
    }

    /// Allows it more time, or less, than [`DEFAULT_DEADLINE`].
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}
