//! The personal data that reminders hold.

use plugin_api::{Erase, UserData, UserTable};

/// The columns that a member gets when they export their data.
const EXPORT: &[&str] = &[
    "number",
    "name",
    "channel_id",
    "call_time",
    "days",
    "event_time",
    "lead_minutes",
    "message",
    "location",
    "mention_everyone",
    "mention_role_id",
    "mention_user_id",
    "created_by",
    "origin_channel_id",
    "origin_message_id",
    "status",
    "last_sent_at",
    "created_at",
];

/// Declares the reminders of their owner, and the mentions of other members in them.
pub(crate) fn declare() -> UserData {
    let owned =
        UserTable { table: "reminders", user_column: "created_by", export: EXPORT, erase: Erase::Delete };
    // A mention is data about the member who is pinged; the rest of the row is about its owner.
    let pinged = UserTable {
        user_column: "mention_user_id",
        export: &["number", "channel_id", "event_time", "mention_user_id"],
        erase: Erase::Anonymise(&[]),
        ..owned.clone()
    };
    UserData::tables("The reminders that a member made, and those that ping them", vec![owned, pinged])
}
