//! Discord's permission algorithm as pure functions.
//!
//! Nothing here knows the world; callers hand in bit sets and overwrites. The rules are those of
//! <https://discord.com/developers/docs/topics/permissions>.

use bitflags::bitflags;

bitflags! {
    /// Permission bits under Discord's own names, which document themselves.
    #[allow(missing_docs)]
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Permissions: u64 {
        const CREATE_INSTANT_INVITE = 1 << 0;
        const KICK_MEMBERS = 1 << 1;
        const BAN_MEMBERS = 1 << 2;
        const ADMINISTRATOR = 1 << 3;
        const MANAGE_CHANNELS = 1 << 4;
        const MANAGE_GUILD = 1 << 5;
        const ADD_REACTIONS = 1 << 6;
        const VIEW_AUDIT_LOG = 1 << 7;
        const PRIORITY_SPEAKER = 1 << 8;
        const STREAM = 1 << 9;
        const VIEW_CHANNEL = 1 << 10;
        const SEND_MESSAGES = 1 << 11;
        const SEND_TTS_MESSAGES = 1 << 12;
        const MANAGE_MESSAGES = 1 << 13;
        const EMBED_LINKS = 1 << 14;
        const ATTACH_FILES = 1 << 15;
        const READ_MESSAGE_HISTORY = 1 << 16;
        const MENTION_EVERYONE = 1 << 17;
        const USE_EXTERNAL_EMOJIS = 1 << 18;
        const VIEW_GUILD_INSIGHTS = 1 << 19;
        const CONNECT = 1 << 20;
        const SPEAK = 1 << 21;
        const MUTE_MEMBERS = 1 << 22;
        const DEAFEN_MEMBERS = 1 << 23;
        const MOVE_MEMBERS = 1 << 24;
        const USE_VAD = 1 << 25;
        const CHANGE_NICKNAME = 1 << 26;
        const MANAGE_NICKNAMES = 1 << 27;
        const MANAGE_ROLES = 1 << 28;
        const MANAGE_WEBHOOKS = 1 << 29;
        const MANAGE_GUILD_EXPRESSIONS = 1 << 30;
        const USE_APPLICATION_COMMANDS = 1 << 31;
        const REQUEST_TO_SPEAK = 1 << 32;
        const MANAGE_EVENTS = 1 << 33;
        const MANAGE_THREADS = 1 << 34;
        const CREATE_PUBLIC_THREADS = 1 << 35;
        const CREATE_PRIVATE_THREADS = 1 << 36;
        const USE_EXTERNAL_STICKERS = 1 << 37;
        const SEND_MESSAGES_IN_THREADS = 1 << 38;
        const USE_EMBEDDED_ACTIVITIES = 1 << 39;
        const MODERATE_MEMBERS = 1 << 40;
        const VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41;
        const USE_SOUNDBOARD = 1 << 42;
        const CREATE_GUILD_EXPRESSIONS = 1 << 43;
        const CREATE_EVENTS = 1 << 44;
        const USE_EXTERNAL_SOUNDS = 1 << 45;
        const SEND_VOICE_MESSAGES = 1 << 46;
        const SEND_POLLS = 1 << 49;
        const USE_EXTERNAL_APPS = 1 << 50;
        /// Split from `MANAGE_MESSAGES`, which no longer implies it since 23 February 2026.
        const PIN_MESSAGES = 1 << 51;
        const BYPASS_SLOWMODE = 1 << 52;
    }
}

impl Permissions {
    /// What `@everyone` has in a new guild.
    pub(crate) const DEFAULT_EVERYONE: Self = Self::from_bits_truncate(
        Self::CREATE_INSTANT_INVITE.bits()
            | Self::ADD_REACTIONS.bits()
            | Self::STREAM.bits()
            | Self::VIEW_CHANNEL.bits()
            | Self::SEND_MESSAGES.bits()
            | Self::EMBED_LINKS.bits()
            | Self::ATTACH_FILES.bits()
            | Self::READ_MESSAGE_HISTORY.bits()
            | Self::MENTION_EVERYONE.bits()
            | Self::USE_EXTERNAL_EMOJIS.bits()
            | Self::CONNECT.bits()
            | Self::SPEAK.bits()
            | Self::USE_VAD.bits()
            | Self::CHANGE_NICKNAME.bits()
            | Self::USE_APPLICATION_COMMANDS.bits()
            | Self::REQUEST_TO_SPEAK.bits()
            | Self::CREATE_PUBLIC_THREADS.bits()
            | Self::CREATE_PRIVATE_THREADS.bits()
            | Self::USE_EXTERNAL_STICKERS.bits()
            | Self::SEND_MESSAGES_IN_THREADS.bits()
            | Self::USE_EMBEDDED_ACTIVITIES.bits()
            | Self::USE_SOUNDBOARD.bits()
            | Self::USE_EXTERNAL_SOUNDS.bits()
            | Self::SEND_VOICE_MESSAGES.bits()
            | Self::SEND_POLLS.bits()
            | Self::USE_EXTERNAL_APPS.bits(),
    );

    /// The bits as Discord writes them: a decimal string.
    pub(crate) fn to_decimal(self) -> String {
        self.bits().to_string()
    }

    /// Reads a decimal string or number; `None` when it is neither. Unknown bits are kept out, as Discord
    /// drops bits it does not know.
    pub(crate) fn from_json(value: &serde_json::Value) -> Option<Self> {
        let bits = match value {
            serde_json::Value::String(text) => text.parse().ok()?,
            other => other.as_u64()?,
        };
        Some(Self::from_bits_truncate(bits))
    }
}

/// One channel overwrite, already selected for the member at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Overwrite {
    /// Bits granted.
    pub(crate) allow: Permissions,
    /// Bits taken away.
    pub(crate) deny: Permissions,
}

/// The overwrites of a channel that concern one member.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overwrites {
    /// The overwrite of the `@everyone` role.
    pub(crate) everyone: Option<Overwrite>,
    /// Those of the member's roles, in any order.
    pub(crate) roles: Vec<Overwrite>,
    /// The member's own.
    pub(crate) member: Option<Overwrite>,
}

/// Guild-wide permissions: the union of `@everyone` and the member's roles; the owner and administrators have all.
pub(crate) fn base(
    is_owner: bool,
    everyone: Permissions,
    roles: impl IntoIterator<Item = Permissions>,
) -> Permissions {
    let union = roles.into_iter().fold(everyone, |all, role| all | role);
    if is_owner || union.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { union }
}

/// Permissions in a channel: `base` changed by `@everyone`'s overwrite, then the roles' (all denials, then all
/// grants), then the member's own. Implicit denials are a separate step, see [`implied`].
pub(crate) fn in_channel(base: Permissions, overwrites: &Overwrites) -> Permissions {
    if base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    let apply = |bits: Permissions, overwrite: Overwrite| (bits - overwrite.deny) | overwrite.allow;
    let roles = overwrites.roles.iter().fold(Overwrite::default(), |sum, one| Overwrite {
        allow: sum.allow | one.allow,
        deny: sum.deny | one.deny,
    });
    let bits = apply(base, overwrites.everyone.unwrap_or_default());
    let bits = apply(bits, roles);
    apply(bits, overwrites.member.unwrap_or_default())
}

/// The effective permissions in a channel that is no thread: without `VIEW_CHANNEL` nothing, without `SEND_MESSAGES`
/// none of the permissions that only make sense in a message one writes.
pub(crate) fn implied(bits: Permissions) -> Permissions {
    without_dependents(bits, Permissions::SEND_MESSAGES)
}

/// As [`implied`] for a thread, whose parent gave `bits`: `SEND_MESSAGES_IN_THREADS` decides there. The result carries
/// `SEND_MESSAGES` exactly when one may write in the thread, so callers ask one question for both.
pub(crate) fn implied_in_thread(bits: Permissions) -> Permissions {
    let mut bits = without_dependents(bits, Permissions::SEND_MESSAGES_IN_THREADS);
    bits.set(Permissions::SEND_MESSAGES, bits.contains(Permissions::SEND_MESSAGES_IN_THREADS));
    bits
}

fn without_dependents(bits: Permissions, writes: Permissions) -> Permissions {
    const NEED_WRITING: Permissions = Permissions::MENTION_EVERYONE
        .union(Permissions::SEND_TTS_MESSAGES)
        .union(Permissions::ATTACH_FILES)
        .union(Permissions::EMBED_LINKS)
        .union(Permissions::SEND_POLLS)
        .union(Permissions::SEND_VOICE_MESSAGES);
    if !bits.contains(Permissions::VIEW_CHANNEL) {
        Permissions::empty()
    } else if !bits.contains(writes) {
        bits - NEED_WRITING
    } else {
        bits
    }
}

/// What a member in time-out can still do: seeing and reading. Owners and administrators cannot be timed out.
pub(crate) fn timed_out(bits: Permissions) -> Permissions {
    if bits.contains(Permissions::ADMINISTRATOR) {
        bits
    } else {
        bits & (Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY)
    }
}

/// A member's rank in a guild's hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Above all roles.
    Owner,
    /// The highest role: its position and id. Of two roles at one position, the older id is higher.
    Role {
        /// Position in the guild's list; `@everyone` is 0.
        position: i64,
        /// The role's id.
        id: u64,
    },
}

impl Rank {
    /// Whether a member of this rank may act on `other`: only if it is strictly above.
    pub(crate) fn is_above(self, other: Self) -> bool {
        match (self, other) {
            (_, Self::Owner) => false,
            (Self::Owner, _) => true,
            (Self::Role { position: mine, id }, Self::Role { position: theirs, id: other }) => {
                mine > theirs || (mine == theirs && id < other)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Permissions as P;

    fn over(allow: P, deny: P) -> Overwrite {
        Overwrite { allow, deny }
    }

    #[test]
    fn owner_and_administrator_have_everything_whatever_the_overwrites() {
        let deny_all = Overwrites { member: Some(over(P::empty(), P::all())), ..Overwrites::default() };
        for base in [base(true, P::empty(), []), base(false, P::empty(), [P::ADMINISTRATOR])] {
            assert_eq!(base, P::all());
            assert_eq!(implied(in_channel(base, &deny_all)), P::all());
        }
    }

    #[test]
    fn overwrites_apply_in_discords_order() {
        let view = P::VIEW_CHANNEL;
        let cases = [
            ("everyone denies", Some(over(P::empty(), view)), vec![], None, false),
            ("a role allows again", Some(over(P::empty(), view)), vec![over(view, P::empty())], None, true),
            (
                "among roles a grant beats a denial",
                None,
                vec![over(view, P::empty()), over(P::empty(), view)],
                None,
                true,
            ),
            (
                "the member's own beats the roles'",
                None,
                vec![over(view, P::empty())],
                Some(over(P::empty(), view)),
                false,
            ),
            (
                "the member's grant beats all",
                Some(over(P::empty(), view)),
                vec![over(P::empty(), view)],
                Some(over(view, P::empty())),
                true,
            ),
        ];
        for (name, everyone, roles, member, expected) in cases {
            let bits = in_channel(P::DEFAULT_EVERYONE, &Overwrites { everyone, roles, member });
            assert_eq!(bits.contains(view), expected, "{name}");
        }
    }

    #[test]
    fn without_view_nothing_remains() {
        assert_eq!(implied(P::all() - P::ADMINISTRATOR - P::VIEW_CHANNEL), P::empty());
    }

    #[test]
    fn without_send_messages_nothing_that_needs_writing_remains() {
        let bits = implied(P::DEFAULT_EVERYONE - P::SEND_MESSAGES);
        assert!(bits.contains(P::VIEW_CHANNEL | P::ADD_REACTIONS | P::SEND_MESSAGES_IN_THREADS));
        assert!(
            !bits.intersects(P::MENTION_EVERYONE | P::ATTACH_FILES | P::EMBED_LINKS | P::SEND_TTS_MESSAGES)
        );
    }

    #[test]
    fn in_threads_the_thread_permission_decides() {
        let cannot = implied_in_thread(P::DEFAULT_EVERYONE - P::SEND_MESSAGES_IN_THREADS);
        assert!(!cannot.intersects(P::SEND_MESSAGES | P::EMBED_LINKS));
        let can = implied_in_thread(P::DEFAULT_EVERYONE - P::SEND_MESSAGES);
        assert!(can.contains(P::SEND_MESSAGES | P::EMBED_LINKS));
    }

    #[test]
    fn time_out_leaves_reading() {
        assert_eq!(timed_out(P::DEFAULT_EVERYONE), P::VIEW_CHANNEL | P::READ_MESSAGE_HISTORY);
        assert_eq!(timed_out(P::all()), P::all());
    }

    #[test]
    fn hierarchy_is_strict_and_ties_go_to_the_older_role() {
        let rank = |position, id| Rank::Role { position, id };
        assert!(Rank::Owner.is_above(rank(9, 1)));
        assert!(!rank(9, 1).is_above(Rank::Owner));
        assert!(rank(2, 5).is_above(rank(1, 1)));
        assert!(rank(1, 1).is_above(rank(1, 2)));
        assert!(!rank(1, 1).is_above(rank(1, 1)));
    }

    #[test]
    fn bits_read_from_strings_and_numbers() {
        assert_eq!(P::from_json(&serde_json::json!("1024")), Some(P::VIEW_CHANNEL));
        assert_eq!(P::from_json(&serde_json::json!(1024)), Some(P::VIEW_CHANNEL));
        assert_eq!(P::from_json(&serde_json::json!("x")), None);
        assert_eq!(P::VIEW_CHANNEL.to_decimal(), "1024");
    }
}
