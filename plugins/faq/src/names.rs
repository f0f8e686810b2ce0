//! Names that are stored or sent, each declared once: the plugin's id, and its buttons, selects and forms.

use plugin_api::{Action, PluginId};

/// The plugin's id in `plugins.toml`, custom ids, routes and tables.
pub const ID: PluginId = PluginId::new("faq");

/// Turns the page of the list of entries: `<category>:<page>`.
pub(crate) const LIST: Action = Action::new(ID, "list");
/// Shows the entry that was selected.
pub(crate) const OPEN: Action = Action::new(ID, "open");
/// The form of a new entry: `<gap that it answers, or 0>`.
pub(crate) const ADD: Action = Action::new(ID, "add");
/// Opens the form of an entry: `<entry>`.
pub(crate) const EDIT: Action = Action::new(ID, "edit");
/// The form of an entry: `<entry>:<revision>`.
pub(crate) const SAVE: Action = Action::new(ID, "save");
/// Publishes an entry: `<entry>:<revision>`.
pub(crate) const PUBLISH: Action = Action::new(ID, "publish");
/// Makes an entry a draft again: `<entry>:<revision>`.
pub(crate) const UNPUBLISH: Action = Action::new(ID, "unpublish");
/// Asks whether an entry is to be removed: `<entry>`.
pub(crate) const REMOVE: Action = Action::new(ID, "remove");
/// Removes an entry: `<entry>:<revision>`.
pub(crate) const REMOVE_YES: Action = Action::new(ID, "remove_yes");
/// Removes nothing.
pub(crate) const REMOVE_NO: Action = Action::new(ID, "remove_no");

/// Shows a page of an entry's history: `<entry>:<page>`.
pub(crate) const HISTORY: Action = Action::new(ID, "history");
/// Shows an entry at the revision that was selected: `<entry>`.
pub(crate) const REVISION: Action = Action::new(ID, "revision");
/// Opens the form of an entry with the content of a revision: `<entry>:<revision>`.
pub(crate) const RESTORE: Action = Action::new(ID, "restore");

/// Turns the page of the questions without an answer: `<page>`.
pub(crate) const GAPS: Action = Action::new(ID, "gaps");
/// Shows the question that was selected.
pub(crate) const GAP: Action = Action::new(ID, "gap");
/// Opens the form of an entry that answers a question: `<gap>`.
pub(crate) const GAP_ADD: Action = Action::new(ID, "gap_add");
/// Deletes a question: `<gap>`.
pub(crate) const GAP_DROP: Action = Action::new(ID, "gap_drop");

/// A suggestion helped: `<message of the question>:<its author>`.
pub(crate) const HELPED: Action = Action::new(ID, "helped");
/// A suggestion did not help: `<message of the question>:<its author>`.
pub(crate) const NOT_HELPED: Action = Action::new(ID, "not_helped");
