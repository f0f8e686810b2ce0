//! Entries of a guild's audit log.

use serde_json::{Value, json};

use crate::snowflake::Id;

/// Kinds of entries.
/// <https://discord.com/developers/docs/resources/audit-log#audit-log-entry-object-audit-log-events>
pub(crate) mod action {
    pub(crate) const GUILD_UPDATE: u16 = 1;
    pub(crate) const CHANNEL_CREATE: u16 = 10;
    pub(crate) const CHANNEL_UPDATE: u16 = 11;
    pub(crate) const CHANNEL_DELETE: u16 = 12;
    pub(crate) const OVERWRITE_CREATE: u16 = 13;
    pub(crate) const OVERWRITE_UPDATE: u16 = 14;
    pub(crate) const OVERWRITE_DELETE: u16 = 15;
    pub(crate) const MEMBER_KICK: u16 = 20;
    pub(crate) const MEMBER_BAN_ADD: u16 = 22;
    pub(crate) const MEMBER_BAN_REMOVE: u16 = 23;
    pub(crate) const MEMBER_UPDATE: u16 = 24;
    pub(crate) const MEMBER_ROLE_UPDATE: u16 = 25;
    pub(crate) const ROLE_CREATE: u16 = 30;
    pub(crate) const ROLE_UPDATE: u16 = 31;
    pub(crate) const ROLE_DELETE: u16 = 32;
    pub(crate) const INVITE_CREATE: u16 = 40;
    pub(crate) const INVITE_DELETE: u16 = 42;
    pub(crate) const WEBHOOK_CREATE: u16 = 50;
    pub(crate) const WEBHOOK_UPDATE: u16 = 51;
    pub(crate) const WEBHOOK_DELETE: u16 = 52;
    pub(crate) const EMOJI_CREATE: u16 = 60;
    pub(crate) const EMOJI_UPDATE: u16 = 61;
    pub(crate) const EMOJI_DELETE: u16 = 62;
    pub(crate) const MESSAGE_DELETE: u16 = 72;
    pub(crate) const MESSAGE_BULK_DELETE: u16 = 73;
    pub(crate) const MESSAGE_PIN: u16 = 74;
    pub(crate) const MESSAGE_UNPIN: u16 = 75;
    pub(crate) const THREAD_CREATE: u16 = 110;
    pub(crate) const THREAD_UPDATE: u16 = 111;
    pub(crate) const THREAD_DELETE: u16 = 112;
}

/// One entry of a guild's audit log.
#[derive(Clone, Debug)]
pub(crate) struct AuditEntry {
    pub(crate) id: Id,
    /// One of [`action`].
    pub(crate) action: u16,
    /// The acting user.
    pub(crate) user_id: Id,
    /// The channel, member, role or other object that was changed.
    pub(crate) target_id: Option<Id>,
    /// From the header `X-Audit-Log-Reason`.
    pub(crate) reason: Option<String>,
    /// `{key, old_value, new_value}` for every field that changed.
    pub(crate) changes: Vec<Value>,
    pub(crate) options: Option<Value>,
}

impl AuditEntry {
    pub(crate) fn to_json(&self) -> Value {
        let mut view = json!({
            "id": self.id,
            "action_type": self.action,
            "user_id": self.user_id,
            "target_id": self.target_id,
        });
        if !self.changes.is_empty() {
            view["changes"] = json!(self.changes);
        }
        if let Some(options) = &self.options {
            view["options"] = options.clone();
        }
        if let Some(reason) = &self.reason {
            view["reason"] = json!(reason);
        }
        view
    }
}

/// Who acts in which guild, and the reason for the audit log.
#[derive(Clone, Debug)]
pub(crate) struct ActionContext {
    pub(crate) actor: Id,
    pub(crate) guild: Id,
    pub(crate) reason: Option<String>,
}

/// The fields that differ between two views, as the audit log lists them.
pub(crate) fn changed_fields(old: &Value, new: &Value) -> Vec<Value> {
    let fields = new.as_object().into_iter().flatten();
    fields
        .filter(|(key, value)| old.get(key) != Some(value))
        .map(|(key, value)| json!({ "key": key, "old_value": old[key], "new_value": value }))
        .collect()
}
