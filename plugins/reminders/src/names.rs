//! Names that are stored or sent, each declared once: the plugin's id, its jobs, its buttons and forms.

use plugin_api::{Action, JobName, PluginId};

/// The plugin's id in `plugins.toml`, custom ids, routes and tables.
pub(crate) const ID: PluginId = PluginId::new("reminders");

/// Sends the next step of a reminder; its key is the reminder's number.
pub(crate) const DELIVER: JobName = JobName::new(ID, "deliver");
/// Sends a snoozed reminder again; its key is the reminder's number.
pub(crate) const SEND_SNOOZED: JobName = JobName::new(ID, "snooze");
/// Tells an owner in a direct message that reminders could not be sent.
pub(crate) const NOTIFY_OWNER: JobName = JobName::new(ID, "tell");

/// Turns the page of a list: `<scope>:<page>`.
pub(crate) const LIST: Action = Action::new(ID, "list");
/// Sends the reminder again later: `<number>:<10, 60 or tomorrow>`.
pub(crate) const SNOOZE: Action = Action::new(ID, "snooze");
/// Asks whether the reminder is to be deleted: `<number>`.
pub(crate) const DELETE: Action = Action::new(ID, "delete");
/// Deletes the reminder: `<number>:<message under which it was asked, or 0>`.
pub(crate) const DELETE_YES: Action = Action::new(ID, "delete_yes");
/// Deletes nothing.
pub(crate) const DELETE_NO: Action = Action::new(ID, "delete_no");
/// The form that changes a reminder: `<number>:<channel>`.
pub(crate) const EDIT: Action = Action::new(ID, "edit");
/// The form that makes a reminder about a message: `<message>`.
pub(crate) const ABOUT: Action = Action::new(ID, "about");
