//! Who acts: the host, a program or a member.

use std::sync::Arc;

use serenity::all::{ChannelId, GuildId, Permissions, RoleId, UserId};
use tokio::sync::OnceCell;

use crate::{Error, Host, Result, discord_code::DiscordCode};

/// Who acts in a guild.
#[derive(Clone, Debug)]
pub enum Actor {
    /// The host itself: a job, a schedule or an event.
    Host,
    /// A program with a token of the guild, which the host has checked.
    Program {
        /// The token's name.
        token: String,
    },
    /// A member, as Discord describes them in an interaction or a message.
    Member(MemberActor),
}

/// A member who acts.
#[derive(Clone, Debug)]
pub struct MemberActor {
    /// The user's id.
    pub user: UserId,
    /// Their roles, without the one that everybody has; none if they act in a direct message.
    pub roles: Vec<RoleId>,
    /// The channel where they act, if that is known.
    pub channel: Option<ChannelId>,
    /// What they may do there.
    pub permissions: Permissions,
    /// What they may do in the whole guild, once it was asked for.
    in_guild: Arc<OnceCell<Permissions>>,
}

impl Actor {
    /// A member with these roles and, in the channel where they act, these permissions.
    pub fn member(user: UserId, roles: Vec<RoleId>, permissions: Permissions) -> Self {
        Self::Member(MemberActor { user, roles, channel: None, permissions, in_guild: Arc::default() })
    }

    /// Sets the channel where a member acts; changes nothing for the host and programs.
    #[must_use]
    pub fn in_channel(mut self, channel: ChannelId) -> Self {
        if let Self::Member(member) = &mut self {
            member.channel = Some(channel);
        }
        self
    }

    /// Fetches a member with what they may do in the whole guild (two requests); `None` if they are not a member.
    pub async fn fetch(host: &Host, guild: GuildId, user: UserId) -> Result<Option<Self>> {
        let member = match guild.member(host.http(), user).await.map_err(Error::from) {
            Ok(member) => member,
            Err(error)
                if matches!(
                    error.discord_code(),
                    Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let permissions = guild.to_partial_guild(host.http()).await?.member_permissions(&member);
        let in_guild = Arc::new(OnceCell::new_with(Some(permissions)));
        Ok(Some(Self::Member(MemberActor {
            user,
            roles: member.roles,
            channel: None,
            permissions,
            in_guild,
        })))
    }

    /// The member's id; `None` for the host and programs.
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::Host | Self::Program { .. } => None,
            Self::Member(member) => Some(member.user),
        }
    }

    /// The member's roles; none for the host and programs.
    pub fn roles(&self) -> &[RoleId] {
        match self {
            Self::Host | Self::Program { .. } => &[],
            Self::Member(member) => &member.roles,
        }
    }

    /// Whether the member has one of these roles.
    pub fn has_any_role(&self, roles: &[RoleId]) -> bool {
        self.roles().iter().any(|role| roles.contains(role))
    }

    /// The channel where the member acts, if that is known.
    pub const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Host | Self::Program { .. } => None,
            Self::Member(member) => member.channel,
        }
    }

    /// What the member may do in the channel where they act. The host and programs may do everything.
    pub const fn permissions(&self) -> Permissions {
        match self {
            Self::Host | Self::Program { .. } => Permissions::all(),
            Self::Member(member) => member.permissions,
        }
    }

    /// Whether the member manages the guild. Both permissions hold in the whole guild, whatever a channel says.
    pub const fn is_admin(&self) -> bool {
        self.permissions().intersects(Permissions::ADMINISTRATOR.union(Permissions::MANAGE_GUILD))
    }

    /// Those of the `relevant` permissions that the member has where they act and in the whole guild too. Whoever manages messages in one
    /// channel does not therefore manage what all channels see. Asks Discord at most once, and only if the member has one of them where
    /// they act and is no administrator.
    pub async fn guild_permissions(
        &self,
        host: &Host,
        guild: GuildId,
        relevant: Permissions,
    ) -> Result<Permissions> {
        let here = self.permissions() & relevant;
        let Self::Member(member) = self else { return Ok(here) };
        if here.is_empty() || member.permissions.contains(Permissions::ADMINISTRATOR) {
            return Ok(here);
        }
        let in_guild =
            member.in_guild.get_or_try_init(|| fetch_guild_permissions(host, guild, member)).await?;
        Ok(here & *in_guild)
    }
}

/// What a member may do in the whole guild by their roles (one request).
async fn fetch_guild_permissions(host: &Host, guild: GuildId, member: &MemberActor) -> Result<Permissions> {
    let found = guild.to_partial_guild(host.http()).await?;
    if found.owner_id == member.user {
        return Ok(Permissions::all());
    }
    // The role that everybody has carries the guild's own id.
    let roles = member.roles.iter().copied().chain([RoleId::new(guild.get())]);
    Ok(roles
        .filter_map(|role| found.roles.get(&role))
        .fold(Permissions::empty(), |all, role| all | role.permissions))
}
