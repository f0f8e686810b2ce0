//! Names that are declared once: the plugin's own, and those of its jobs.

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
