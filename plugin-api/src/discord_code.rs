//! Discord's JSON error codes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).

macro_rules! discord_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// A code by which Discord says why it refused a request: those that the workspace tells apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DiscordCode {
            $($(#[$doc])* $name,)*
            /// Any other code.
            Other(isize),
        }

        impl From<isize> for DiscordCode {
            fn from(code: isize) -> Self {
                match code {
                    $($code => Self::$name,)*
                    other => Self::Other(other),
                }
            }
        }

        impl From<DiscordCode> for isize {
            fn from(code: DiscordCode) -> Self {
                match code {
                    $(DiscordCode::$name => $code,)*
                    DiscordCode::Other(other) => other,
                }
            }
        }
    };
}

discord_codes! {
    /// The channel does not exist (any more).
    UnknownChannel = 10_003,
    /// The user is not a member of the guild.
    UnknownMember = 10_007,
    /// The message does not exist (any more).
    UnknownMessage = 10_008,
    /// There is no such user.
    UnknownUser = 10_013,
    /// The webhook, or the interaction's first answer, does not exist (any more).
    UnknownWebhook = 10_015,
    /// The guild has as many channels as a guild can have.
    TooManyGuildChannels = 30_013,
    /// The request, mostly its files, is larger than Discord takes.
    RequestTooLarge = 40_005,
    /// The interaction has its first answer already.
    InteractionAlreadyAcknowledged = 40_060,
    /// The bot can't see the channel, or is not in the guild.
    MissingAccess = 50_001,
    /// The user takes no direct messages from the bot.
    CannotMessageUser = 50_007,
    /// The bot lacks a permission.
    MissingPermissions = 50_013,
    /// The token of an interaction or a webhook is not valid (any more).
    InvalidWebhookToken = 50_027,
    /// The thread is archived.
    ThreadArchived = 50_083,
    /// The bot can't reply to a message whose channel's history it may not read.
    CannotReplyWithoutHistory = 160_002,
}
