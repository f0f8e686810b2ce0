//! Who is what to a ticket.

use plugin_api::{
    ComponentInteraction, Context, ContextExt, DiscordCode, Error, Host, Result,
    db::Executor,
    serenity::{GuildId, Permissions, RoleId, UserId},
};

use super::{
    domain::{Status, Ticket},
    store::{
        self,
        visibility::{Filter, Reach},
    },
    transitions::Standing,
};
use crate::{
    people::{self, Guest},
    plugin::Tickets,
    settings::TicketSettings,
};

/// Somebody who wants something.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who; nobody where it is the host or a program.
    pub user: Option<UserId>,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// Whether they manage the guild.
    admin: bool,
    /// The roles that answer tickets where the settings name none.
    usual_staff: Vec<RoleId>,
}

impl Actor {
    /// The host itself, or a program with a token for the guild.
    #[must_use]
    pub const fn host() -> Self {
        Self { user: None, roles: Vec::new(), admin: false, usual_staff: Vec::new() }
    }

    /// Who calls a command.
    ///
    /// # Errors
    /// Where Discord can't be asked for the guild's roles.
    pub async fn of_command(ctx: &Context<'_>) -> Result<Self> {
        let roles = ctx.author_member().await.map(|member| member.roles.clone()).unwrap_or_default();
        Self::member(ctx.host(), ctx.guild()?, ctx.author().id, roles, ctx.granted()).await
    }

    /// Who uses a component. In a direct message they have no roles.
    ///
    /// # Errors
    /// As [`Actor::of_command`].
    pub async fn of_press(press: &ComponentInteraction) -> Result<Self> {
        let roles = press.member().map(|member| member.roles.clone()).unwrap_or_default();
        Self::member(&press.host, press.guild, press.user().id, roles, press.granted()).await
    }

    /// A member with these roles.
    ///
    /// # Errors
    /// As [`Actor::of_command`].
    pub async fn member(
        host: &Host,
        guild: GuildId,
        user: UserId,
        roles: Vec<RoleId>,
        granted: Option<Permissions>,
    ) -> Result<Self> {
        // These two hold in the whole guild whatever a channel says.
        let admin =
            granted.unwrap_or_default().intersects(Permissions::ADMINISTRATOR | Permissions::MANAGE_GUILD);
        let usual_staff = Tickets::of(host)?.usual_staff.of(host, guild).await?;
        Ok(Self { user: Some(user), roles, admin, usual_staff })
    }

    /// Somebody else of the guild than who asks; none where they are no member of it.
    ///
    /// # Errors
    /// Where Discord fails.
    pub async fn other(host: &Host, guild: GuildId, user: UserId) -> Result<Option<Self>> {
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
        let granted = guild.to_partial_guild(host.http()).await?.member_permissions(&member);
        Self::member(host, guild, user, member.roles, Some(granted)).await.map(Some)
    }

    /// What they are to a ticket, whom staff added to it included.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn standing(
        &self,
        on: impl Executor,
        settings: &TicketSettings,
        ticket: &Ticket,
    ) -> Result<Standing> {
        let known = self.known_standing(settings, ticket);
        let (Standing::Outsider, Some(user)) = (known, self.user) else { return Ok(known) };
        let added = people::store::people(on, ticket.guild, ticket.id).await?;
        let is_they = |guest: &Guest| match guest {
            Guest::Member(member) => *member == user,
            Guest::Role(role) => self.roles.contains(role),
        };
        Ok(if added.iter().any(is_they) { Standing::Guest } else { Standing::Outsider })
    }

    /// What they are to a ticket by their roles and by whose it is.
    #[must_use]
    fn known_standing(&self, settings: &TicketSettings, ticket: &Ticket) -> Standing {
        let Some(user) = self.user else { return Standing::Host };
        if self.admin {
            Standing::Admin
        } else if self.is_staff(settings, &ticket.category)
            || ticket.escalated_to.is_some_and(|role| self.roles.contains(&role))
        {
            Standing::Staff
        } else if ticket.opener() == Some(user) {
            Standing::Opener
        } else {
            Standing::Outsider
        }
    }

    /// Whether they belong to a ticket's staff: that of its category, or of the role that it was escalated to.
    #[must_use]
    pub fn serves(&self, settings: &TicketSettings, ticket: &Ticket) -> bool {
        self.known_standing(settings, ticket) >= Standing::Staff
    }

    /// Who has a ticket of theirs in hand and hides it from them: where claiming does, until it is closed, from all of its staff but
    /// that one and admins.
    #[must_use]
    pub fn hidden_by(&self, settings: &TicketSettings, ticket: &Ticket) -> Option<UserId> {
        let hides = settings.hides(&ticket.category)
            && ticket.status.is_live()
            && self.known_standing(settings, ticket) == Standing::Staff;
        ticket.claimed_by.filter(|claimer| hides && Some(*claimer) != self.user)
    }

    /// Whether they may read what is said in a ticket as its staff.
    #[must_use]
    pub fn reads(&self, settings: &TicketSettings, ticket: &Ticket) -> bool {
        self.serves(settings, ticket) && self.hidden_by(settings, ticket).is_none()
    }

    /// Which tickets they may see in a list: those of the categories that they answer, and those escalated to a role of theirs.
    #[must_use]
    pub fn reach(&self, settings: &TicketSettings) -> Reach {
        // No category has an empty key: it stands for those that are no longer in the settings.
        let others = self.user.is_none() || self.is_staff(settings, "");
        let keys = settings.keys().into_iter();
        let named = keys.filter(|key| (self.user.is_none() || self.is_staff(settings, key)) != others);
        Reach {
            categories: named.map(str::to_owned).collect(),
            only: !others,
            roles: self.roles.clone(),
            own: None,
            hiding: settings
                .keys()
                .into_iter()
                .filter(|key| !self.admin && self.user.is_some() && settings.hides(key))
                .map(str::to_owned)
                .collect(),
            user: self.user,
        }
    }

    /// Whether they answer tickets of any category.
    #[must_use]
    pub fn is_staff_somewhere(&self, settings: &TicketSettings) -> bool {
        let reach = self.reach(settings);
        !reach.only || !reach.categories.is_empty()
    }

    /// Whether they answer tickets of any category, or one that was escalated to a role of theirs.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn answers_any(
        &self,
        on: impl Executor,
        guild: GuildId,
        settings: &TicketSettings,
    ) -> Result<bool> {
        if self.is_staff_somewhere(settings) {
            return Ok(true);
        }
        let all = Filter { statuses: Status::ALL.to_vec(), ..Filter::default() };
        Ok(store::visibility::count(on, guild, &self.reach(settings), &all).await? > 0)
    }

    /// Whether they answer tickets of a category.
    #[must_use]
    pub fn is_staff(&self, settings: &TicketSettings, category: &str) -> bool {
        self.admin
            || settings.staff_of(category, &self.usual_staff).iter().any(|role| self.roles.contains(role))
    }

    /// Whether they manage the guild.
    #[must_use]
    pub const fn is_admin(&self) -> bool {
        self.admin
    }
}
