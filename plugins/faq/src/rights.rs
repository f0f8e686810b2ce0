//! Who may do what with entries.

use plugin_api::{Actor, Error, Locale, Request, Result, permission::names, serenity::Permissions};

use crate::{domain::Entry, settings::FaqSettings, texts};

/// The permissions that make a member an editor or a publisher.
const RELEVANT: Permissions = Permissions::MANAGE_MESSAGES.union(Permissions::MANAGE_GUILD);

/// What the actor of a request may do with entries.
#[derive(Clone, Debug)]
pub(crate) struct Rights {
    is_editor: bool,
    is_publisher: bool,
    locale: Locale,
}

impl Rights {
    /// What the actor may do in the whole guild. Whoever manages messages in one channel neither writes what all channels read, nor reads
    /// what staff keeps. Asks Discord at most once for a request, and only if it can matter.
    pub(crate) async fn fetch(request: &Request) -> Result<Self> {
        let permissions = request.guild_permissions(RELEVANT).await?;
        Ok(Self::new(&request.settings(), &request.actor, permissions, request.locale.clone()))
    }

    /// What the actor may do as far as the permissions in this channel say: enough to open a form, which asks again when it is sent.
    pub(crate) fn in_channel(request: &Request) -> Self {
        let permissions = request.actor.permissions();
        Self::new(&request.settings(), &request.actor, permissions, request.locale.clone())
    }

    fn new(settings: &FaqSettings, actor: &Actor, permissions: Permissions, locale: Locale) -> Self {
        let is_editor =
            permissions.contains(Permissions::MANAGE_MESSAGES) || actor.has_any_role(&settings.editor_roles);
        let is_publisher = if settings.publisher_roles.is_empty() {
            is_editor
        } else {
            permissions.contains(Permissions::MANAGE_GUILD) || actor.has_any_role(&settings.publisher_roles)
        };
        Self { is_editor, is_publisher, locale }
    }

    /// Whether the actor may publish entries, and change published ones.
    pub(crate) fn is_publisher(&self) -> bool {
        self.is_publisher
    }

    /// Whether the actor may see drafts.
    pub(crate) fn sees_drafts(&self) -> bool {
        self.is_editor || self.is_publisher
    }

    /// Whether the actor may see an entry.
    pub(crate) fn sees(&self, entry: &Entry) -> bool {
        entry.published || self.sees_drafts()
    }

    /// Whether the actor may change an entry as it is now.
    pub(crate) fn may_change(&self, entry: &Entry) -> bool {
        self.require_change(entry).is_ok()
    }

    /// Refuses whoever may not add and edit entries.
    pub(crate) fn require_editor(&self) -> Result<()> {
        if self.sees_drafts() {
            return Ok(());
        }
        Err(self.refusal(Permissions::MANAGE_MESSAGES, "editor_roles"))
    }

    /// Refuses whoever may not publish entries.
    pub(crate) fn require_publisher(&self) -> Result<()> {
        if self.is_publisher {
            return Ok(());
        }
        self.require_editor()?;
        Err(self.refusal(Permissions::MANAGE_GUILD, "publisher_roles"))
    }

    /// Refuses whoever may not change an entry as it is now: only publishers change what members see.
    pub(crate) fn require_change(&self, entry: &Entry) -> Result<()> {
        if entry.published { self.require_publisher() } else { self.require_editor() }
    }

    /// Names the permission and the setting that would allow it.
    fn refusal(&self, permission: Permissions, setting: &'static str) -> Error {
        let args = [("permission", names(permission, &self.locale).into()), ("setting", setting.into())];
        Error::user(texts::text_with(&self.locale, "refused-rights", &args))
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::serenity::{RoleId, UserId};

    use super::*;

    const STAFF: RoleId = RoleId::new(1);
    const LEADS: RoleId = RoleId::new(2);

    fn rights(settings: &FaqSettings, roles: &[RoleId], permissions: Permissions) -> Rights {
        let actor = Actor::member(UserId::new(9), roles.to_vec(), permissions);
        Rights::new(settings, &actor, permissions, Locale::default())
    }

    #[test]
    fn who_may_manage_messages_edits_and_publishes_unless_roles_are_named() {
        let usual = FaqSettings::default();
        let moderator = rights(&usual, &[], Permissions::MANAGE_MESSAGES);
        assert!(moderator.is_editor && moderator.is_publisher);
        assert!(!rights(&usual, &[STAFF], Permissions::empty()).is_editor);

        let split =
            FaqSettings { editor_roles: vec![STAFF], publisher_roles: vec![LEADS], ..FaqSettings::default() };
        let moderator = rights(&split, &[], Permissions::MANAGE_MESSAGES);
        assert!(rights(&split, &[STAFF], Permissions::empty()).is_editor);
        assert!(!rights(&split, &[STAFF], Permissions::empty()).is_publisher);
        assert!(!moderator.is_publisher);
        assert!(rights(&split, &[LEADS], Permissions::empty()).is_publisher);
        assert!(rights(&split, &[], Permissions::MANAGE_GUILD).is_publisher);
        assert!(rights(&split, &[LEADS], Permissions::empty()).require_editor().is_ok());
        assert!(rights(&split, &[], Permissions::empty()).require_editor().is_err());
        assert!(moderator.require_publisher().is_err());
    }
}
