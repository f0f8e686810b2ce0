//! Names that are declared once: the plugin's own, and those of its jobs and actions.

use plugin_api::{JobName, PluginId};

/// The plugin's word.
pub const ID: PluginId = PluginId::new("tickets");
/// Makes the channel of a ticket that was stored; the key of this and the next ones is the ticket's number.
pub const OPEN: JobName = JobName::new(ID, "open");
/// Tells a member that their ticket could not be opened.
pub const TELL: JobName = JobName::new(ID, "tell");
/// Makes a ticket's channel and opening message look as the row says.
pub const SYNC: JobName = JobName::new(ID, "sync");
/// Says in the channel that it was closed, by whom and why: the first thing that is done when a ticket is closed.
pub const FAREWELL: JobName = JobName::new(ID, "farewell");
/// Makes the summary, which may become a proposal for the FAQ; follows [`TRANSCRIPT`], whether that succeeds or not.
pub const SUMMARISE: JobName = JobName::new(ID, "summarise");
/// Completes the transcript and sends it to the log channel; follows [`FAREWELL`], whether that succeeds or not.
pub const TRANSCRIPT: JobName = JobName::new(ID, "transcript");
/// Sends the member their transcript and asks for a rating; follows [`TRANSCRIPT`], whether that succeeds or not.
pub const RATE: JobName = JobName::new(ID, "rate");
/// Archives a closed ticket.
pub const ARCHIVE: JobName = JobName::new(ID, "archive");
/// Deletes an archived ticket's channel.
pub const DELETE: JobName = JobName::new(ID, "delete");
/// Closes a ticket whose member did not answer whether it may be.
pub const CLOSE_REQUEST: JobName = JobName::new(ID, "close_request");
/// Warns of a target and tells that it was missed; its key is `<number>:<clock>:<stage>`.
pub const SLA: JobName = JobName::new(ID, "sla");
/// Reminds a member who does not answer; its key is the ticket's number.
pub const REMIND: JobName = JobName::new(ID, "remind");
/// Closes a ticket whose member does not answer.
pub const INACTIVE: JobName = JobName::new(ID, "inactive");
/// Keeps a file of a message; its key is the attachment's id.
pub const FETCH: JobName = JobName::new(ID, "fetch");
/// Keeps what was said in a ticket's channel while nobody listened; its key is the ticket's number.
pub const CATCH_UP: JobName = JobName::new(ID, "catch_up");
/// Posts a proposal for the FAQ; its key is the topic's number.
pub const PROPOSE: JobName = JobName::new(ID, "propose");

/// The actions of buttons, selects and forms: used to build their ids and to declare what handles them.
pub mod actions {
    use plugin_api::Action;

    use crate::names::ID;

    pub(crate) const ANSWERED: Action = Action::new(ID, "answered");
    pub(crate) const ANYWAY: Action = Action::new(ID, "anyway");
    pub(crate) const ARCHIVE: Action = Action::new(ID, "archive");
    pub(crate) const CATEGORY: Action = Action::new(ID, "category");
    pub(crate) const CLAIM: Action = Action::new(ID, "claim");
    pub(crate) const CLOSE: Action = Action::new(ID, "close");
    pub(crate) const CLOSE_NO: Action = Action::new(ID, "close_no");
    pub(crate) const CLOSE_REQUEST: Action = Action::new(ID, "close_request");
    pub(crate) const CLOSE_REQUEST_FORM: Action = Action::new(ID, "close_request_form");
    pub(crate) const CLOSE_WITH: Action = Action::new(ID, "close_with");
    pub(crate) const CLOSE_YES: Action = Action::new(ID, "close_yes");
    pub(crate) const DELETE: Action = Action::new(ID, "delete");
    pub(crate) const DELETE_NO: Action = Action::new(ID, "delete_no");
    pub(crate) const DELETE_YES: Action = Action::new(ID, "delete_yes");
    pub(crate) const ESCALATE: Action = Action::new(ID, "escalate");
    pub(crate) const ESCALATE_TO: Action = Action::new(ID, "escalate_to");
    pub(crate) const ESCALATE_USUAL: Action = Action::new(ID, "escalate_usual");
    pub(crate) const FORM: Action = Action::new(ID, "form");
    pub(crate) const LIST: Action = Action::new(ID, "list");
    pub(crate) const NEW: Action = Action::new(ID, "new");
    pub(crate) const NOTES: Action = Action::new(ID, "notes");
    pub(crate) const NUMBERS: Action = Action::new(ID, "numbers");
    pub(crate) const NUMBERS_REFRESH: Action = Action::new(ID, "numbers_refresh");
    pub(crate) const PANEL: Action = Action::new(ID, "panel");
    pub(crate) const PANEL_PICK: Action = Action::new(ID, "panel_pick");
    pub(crate) const POST: Action = Action::new(ID, "post");
    pub(crate) const RATE: Action = Action::new(ID, "rate");
    pub(crate) const RATE_COMMENT: Action = Action::new(ID, "rate_comment");
    pub(crate) const RATE_FORM: Action = Action::new(ID, "rate_form");
    pub(crate) const REOPEN: Action = Action::new(ID, "reopen");
    pub(crate) const RESUME: Action = Action::new(ID, "resume");
    pub(crate) const SEARCH: Action = Action::new(ID, "search");
    pub(crate) const SUGGEST: Action = Action::new(ID, "suggest");
    pub(crate) const TOPIC_ADD: Action = Action::new(ID, "topic_add");
    pub(crate) const TOPIC_LATER: Action = Action::new(ID, "topic_later");
    pub(crate) const TOPIC_NEVER: Action = Action::new(ID, "topic_never");
    pub(crate) const TOPIC_SAVE: Action = Action::new(ID, "topic_save");
    pub(crate) const UNCLAIM: Action = Action::new(ID, "unclaim");
    pub(crate) const WAIT: Action = Action::new(ID, "wait");
}
