//! Who may do what with entries.

use plugin_api::{
    ComponentInteraction, Context, ContextExt, Error, Host, Locale, Result,
    permission::names,
    serenity::{GuildId, Permissions, RoleId, UserId},
};

use crate::{domain::Entry, settings::FaqSettings, view};

/// Somebody who wants something, as Discord says who they are.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// In which language they are told.
    pub reader: Locale,
    roles: Vec<RoleId>,
    granted: Permissions,
    /// Whether `granted` holds in the whole guild.
    everywhere: bool,
}

impl Actor {
    /// Who calls a command.
    pub async fn of_command(ctx: &Context<'_>) -> Self {
        let roles = ctx.author_member().await.map(|member| member.roles.clone()).unwrap_or_default();
        let granted = ctx.granted().unwrap_or_default();
        Self { user: ctx.author().id, reader: ctx.member_locale(), roles, granted, everywhere: false }
    }

    /// Who uses a component.
    #[must_use]
    pub fn of_press(press: &ComponentInteraction) -> Self {
        let roles = press.member().map(|member| member.roles.clone()).unwrap_or_default();
        let granted = press.granted().unwrap_or_default();
        Self { user: press.user().id, reader: press.member_locale(), roles, granted, everywhere: false }
    }

    /// The same with what they may do in the whole guild: who manages messages in one channel neither writes what all channels read
    /// nor reads what staff keeps. Asked of Discord once, and only where it can matter.
    ///
    /// # Errors
    /// Where Discord fails.
    pub async fn in_guild(&self, host: &Host, guild: GuildId) -> Result<Self> {
        let granting = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_GUILD;
        let same = Self { everywhere: true, ..self.clone() };
        if self.everywhere
            || self.granted.contains(Permissions::ADMINISTRATOR)
            || !self.granted.intersects(granting)
        {
            return Ok(same);
        }
        let known = guild.to_partial_guild(host.http()).await?;
        if known.owner_id == self.user {
            return Ok(same);
        }
        // The role that everybody has carries the guild's own id.
        let roles = self.roles.iter().copied().chain([RoleId::new(guild.get())]);
        let everywhere = roles
            .filter_map(|role| known.roles.get(&role))
            .fold(Permissions::empty(), |all, role| all | role.permissions);
        Ok(Self { granted: self.granted & everywhere, ..same })
    }

    /// Whether they may add and edit entries.
    #[must_use]
    pub fn edits(&self, settings: &FaqSettings) -> bool {
        self.granted.contains(Permissions::MANAGE_MESSAGES) || self.has(&settings.editor_roles)
    }

    /// Whether they may publish entries, and change published ones.
    #[must_use]
    pub fn publishes(&self, settings: &FaqSettings) -> bool {
        if settings.publisher_roles.is_empty() {
            return self.edits(settings);
        }
        self.granted.contains(Permissions::MANAGE_GUILD) || self.has(&settings.publisher_roles)
    }

    /// Whether they may see an entry.
    #[must_use]
    pub fn sees(&self, settings: &FaqSettings, entry: &Entry) -> bool {
        entry.published || self.sees_drafts(settings)
    }

    /// Whether they may see what is not published.
    #[must_use]
    pub fn sees_drafts(&self, settings: &FaqSettings) -> bool {
        self.edits(settings) || self.publishes(settings)
    }

    /// Refuses who may not add and edit entries.
    ///
    /// # Errors
    /// A sentence that says who may.
    pub fn require_editor(&self, settings: &FaqSettings) -> Result<()> {
        if self.sees_drafts(settings) {
            return Ok(());
        }
        Err(self.lacks(Permissions::MANAGE_MESSAGES, "editor_roles"))
    }

    /// Refuses who may not publish entries.
    ///
    /// # Errors
    /// A sentence that says who may.
    pub fn require_publisher(&self, settings: &FaqSettings) -> Result<()> {
        if self.publishes(settings) {
            return Ok(());
        }
        self.require_editor(settings)?;
        Err(self.lacks(Permissions::MANAGE_GUILD, "publisher_roles"))
    }

    /// Refuses who may not change an entry as it stands: what members see is for who may publish.
    ///
    /// # Errors
    /// A sentence that says who may.
    pub fn require_change(&self, settings: &FaqSettings, entry: &Entry) -> Result<()> {
        if entry.published { self.require_publisher(settings) } else { self.require_editor(settings) }
    }

    fn lacks(&self, permission: Permissions, setting: &'static str) -> Error {
        let args = [("permission", names(permission, &self.reader).into()), ("setting", setting.into())];
        Error::user(view::text_with(&self.reader, "refused-rights", &args))
    }

    fn has(&self, roles: &[RoleId]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: RoleId = RoleId::new(1);
    const LEADS: RoleId = RoleId::new(2);

    fn actor(roles: &[RoleId], granted: Permissions) -> Actor {
        let (user, reader) = (UserId::new(9), Locale::default());
        Actor { user, reader, roles: roles.to_vec(), granted, everywhere: true }
    }

    #[test]
    fn who_may_manage_messages_edits_and_publishes_unless_roles_are_named() {
        let usual = FaqSettings::default();
        let moderator = actor(&[], Permissions::MANAGE_MESSAGES);
        assert!(moderator.edits(&usual) && moderator.publishes(&usual));
        assert!(!actor(&[STAFF], Permissions::empty()).edits(&usual));

        let split =
            FaqSettings { editor_roles: vec![STAFF], publisher_roles: vec![LEADS], ..FaqSettings::default() };
        assert!(actor(&[STAFF], Permissions::empty()).edits(&split));
        assert!(!actor(&[STAFF], Permissions::empty()).publishes(&split));
        assert!(!moderator.publishes(&split));
        assert!(actor(&[LEADS], Permissions::empty()).publishes(&split));
        assert!(actor(&[], Permissions::MANAGE_GUILD).publishes(&split));
        assert!(actor(&[LEADS], Permissions::empty()).require_editor(&split).is_ok());
        assert!(actor(&[], Permissions::empty()).require_editor(&split).is_err());
        assert!(moderator.require_publisher(&split).is_err());
    }
}
