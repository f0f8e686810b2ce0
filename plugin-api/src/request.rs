//! The context of a request, made once at the edge: the guild, who acts, and the language of the answer.

use std::sync::Arc;

use serenity::all::{GuildId, Permissions, UserId};

use crate::{Actor, Db, Host, Locale, Result, Settings, permission};

/// The context of one request of a member, a program or the host. Functions of a plugin take it in the place of its parts.
///
/// A command makes it by [`crate::ContextExt::request`], a component by [`crate::ComponentInteraction::request`], a job by
/// [`Request::from_host`], and a route extracts it.
#[derive(Clone)]
pub struct Request {
    /// Everything the host offers.
    pub host: Host,
    /// The guild that it is about.
    pub guild: GuildId,
    /// Who asks.
    pub actor: Actor,
    /// The language in which they are answered: the member's, the guild's if it is the host, English for a program.
    pub locale: Locale,
}

impl Request {
    /// Puts a request together.
    pub const fn new(host: Host, guild: GuildId, actor: Actor, locale: Locale) -> Self {
        Self { host, guild, actor, locale }
    }

    /// What the host itself does in a guild, in the guild's language.
    pub fn from_host(host: &Host, guild: GuildId) -> Self {
        Self::new(host.clone(), guild, Actor::Host, host.guild(guild).locale)
    }

    /// The database.
    pub fn db(&self) -> &Db {
        self.host.db()
    }

    /// A plugin's settings in the guild, as they are now.
    pub fn settings<S: Settings>(&self) -> Arc<S> {
        self.host.settings(self.guild)
    }

    /// The member who asks; `None` if it is the host or a program.
    pub const fn user(&self) -> Option<UserId> {
        self.actor.user()
    }

    /// Refuses unless the actor has these permissions where they act.
    ///
    /// # Errors
    /// [`crate::Error::MissingPermission`] with what is lacking.
    pub fn require(&self, needed: Permissions) -> Result<()> {
        permission::require_permissions(Some(self.actor.permissions()), needed)
    }

    /// See [`Actor::guild_permissions`].
    pub async fn guild_permissions(&self, relevant: Permissions) -> Result<Permissions> {
        self.actor.guild_permissions(&self.host, self.guild, relevant).await
    }
}
