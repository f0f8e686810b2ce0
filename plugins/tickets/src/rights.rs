//! Who is what to a ticket.

use plugin_api::{
    Context, ContextExt, Host, Press, Result,
    serenity::{GuildId, Permissions, RoleId, UserId},
};

use crate::{
    Tickets,
    domain::{Standing, Ticket},
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
    pub async fn of_press(press: &Press) -> Result<Self> {
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

    /// What they are to a ticket. Whom staff added is known to Discord only: the channel's overwrites let nobody else in, so that who
    /// presses a button there and is nothing else is a guest.
    #[must_use]
    pub fn standing(&self, settings: &TicketSettings, ticket: &Ticket) -> Standing {
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
