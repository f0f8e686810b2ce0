//! Who is what to a ticket.

use std::{ops::Deref, sync::Arc};

use plugin_api::{
    Actor, Host, Request, Result,
    db::Executor,
    serenity::{GuildId, Permissions, RoleId, UserId},
};

use super::{
    domain::{Status, Ticket},
    store::{
        self,
        visibility::{Filter, Visibility},
    },
    transitions::Access,
};
use crate::{
    people::{self, Guest},
    plugin::Tickets,
    settings::TicketSettings,
};

/// A request with what its actor is to the guild's tickets; made once, at the edge.
#[derive(Clone)]
pub struct TicketRequest {
    request: Request,
    /// The roles that answer tickets if the settings name none.
    usual_staff: Vec<RoleId>,
}

impl Deref for TicketRequest {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.request
    }
}

impl TicketRequest {
    /// Reads, for a member, which roles usually answer tickets in the guild.
    pub async fn new(request: Request) -> Result<Self> {
        let usual_staff = match request.actor {
            Actor::Member(_) => {
                Tickets::from_host(&request.host)?.usual_staff.fetch(&request.host, request.guild).await?
            }
            Actor::Host | Actor::Program { .. } => Vec::new(),
        };
        Ok(Self { request, usual_staff })
    }

    /// What the host itself does in a guild.
    #[must_use]
    pub fn from_host(host: &Host, guild: GuildId) -> Self {
        Self { request: Request::from_host(host, guild), usual_staff: Vec::new() }
    }

    /// The same with another actor.
    pub async fn with_actor(&self, actor: Actor) -> Result<Self> {
        Self::new(Request { actor, ..self.request.clone() }).await
    }

    /// What they are to a ticket, whom staff added to it included.
    pub async fn access(&self, executor: impl Executor, ticket: &Ticket) -> Result<Access> {
        let known = self.known_access(ticket);
        let (Access::Outsider, Some(user)) = (known, self.user()) else { return Ok(known) };
        let added = people::store::fetch_guests(executor, ticket.guild, ticket.id).await?;
        let is_they = |guest: &Guest| match guest {
            Guest::Member(member) => *member == user,
            Guest::Role(role) => self.actor.roles().contains(role),
        };
        Ok(if added.iter().any(is_they) { Access::Guest } else { Access::Outsider })
    }

    /// What they are to a ticket by their roles and by whose it is.
    #[must_use]
    fn known_access(&self, ticket: &Ticket) -> Access {
        let Some(user) = self.user() else { return Access::Host };
        if self.is_admin() {
            Access::Admin
        } else if self.is_staff(&ticket.category)
            || ticket.escalated_to.is_some_and(|role| self.actor.roles().contains(&role))
        {
            Access::Staff
        } else if ticket.opener() == Some(user) {
            Access::Opener
        } else {
            Access::Outsider
        }
    }

    /// Whether they belong to a ticket's staff: that of its category, or of the role that it was escalated to.
    #[must_use]
    pub fn serves(&self, ticket: &Ticket) -> bool {
        self.known_access(ticket) >= Access::Staff
    }

    /// Who has a ticket of theirs in hand and hides it from them: where claiming does, until it is closed, from all of its staff but
    /// that one and admins.
    #[must_use]
    pub fn hidden_by(&self, ticket: &Ticket) -> Option<UserId> {
        let hides = self.tickets().hides(&ticket.category)
            && ticket.status.is_live()
            && self.known_access(ticket) == Access::Staff;
        ticket.claimed_by.filter(|claimer| hides && Some(*claimer) != self.user())
    }

    /// Whether they may read what is said in a ticket as its staff.
    #[must_use]
    pub fn reads(&self, ticket: &Ticket) -> bool {
        self.serves(ticket) && self.hidden_by(ticket).is_none()
    }

    /// Which tickets they may see in a list: those of the categories that they answer, and those escalated to a role of theirs.
    #[must_use]
    pub fn visibility(&self) -> Visibility {
        let settings = self.tickets();
        // No category has an empty key: it stands for those that are no longer in the settings.
        let others = self.user().is_none() || self.is_staff("");
        let keys = settings.keys().into_iter();
        let named = keys.filter(|key| (self.user().is_none() || self.is_staff(key)) != others);
        Visibility {
            categories: named.map(str::to_owned).collect(),
            only: !others,
            roles: self.actor.roles().to_vec(),
            own: None,
            hiding: settings
                .keys()
                .into_iter()
                .filter(|key| !self.is_admin() && self.user().is_some() && self.tickets().hides(key))
                .map(str::to_owned)
                .collect(),
            user: self.user(),
        }
    }

    /// Whether they answer tickets of any category.
    #[must_use]
    pub fn is_staff_somewhere(&self) -> bool {
        let visibility = self.visibility();
        !visibility.only || !visibility.categories.is_empty()
    }

    /// Whether they answer tickets of any category, or one that was escalated to a role of theirs.
    pub async fn answers_any(&self, executor: impl Executor) -> Result<bool> {
        if self.is_staff_somewhere() {
            return Ok(true);
        }
        let all = Filter { statuses: Status::ALL.to_vec(), ..Filter::default() };
        Ok(store::visibility::count(executor, self.guild, &self.visibility(), &all).await? > 0)
    }

    /// Whether they answer tickets of a category.
    #[must_use]
    pub fn is_staff(&self, category: &str) -> bool {
        self.is_admin()
            || self
                .tickets()
                .staff_of(category, &self.usual_staff)
                .iter()
                .any(|role| self.actor.roles().contains(role))
    }

    /// Whether they manage the guild.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        // These two hold in the whole guild whatever a channel says.
        let managing = Permissions::ADMINISTRATOR | Permissions::MANAGE_GUILD;
        matches!(&self.actor, Actor::Member(member) if member.permissions.intersects(managing))
    }

    fn tickets(&self) -> Arc<TicketSettings> {
        self.settings()
    }
}
