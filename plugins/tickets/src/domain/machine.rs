//! The state machine of a ticket: one for commands, buttons, jobs and the API.
//!
//! ```text
//! opening -> open -> claimed <-> waiting_for_user
//!             |        |  ^            |
//!             |        v  |            |
//!             +-> escalated <----------+
//!             +--------+---------------+---> closed -> archived
//!             ^                                 |
//!             +------------ reopened -----------+
//! ```

use plugin_api::serenity::{RoleId, UserId};

use super::{Status, Ticket};

/// What somebody is to a ticket; who is more may do what who is less may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing.
    Outsider,
    /// Was added to it.
    Guest,
    /// Opened it.
    Opener,
    /// Belongs to its category's staff.
    Staff,
    /// Manages the guild.
    Admin,
    /// The host itself, or a program with a token for the guild.
    Host,
}

/// What can be done with a ticket's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Its channel is there.
    Made,
    /// Takes it in hand.
    Claim,
    /// Gives it back.
    Unclaim,
    /// Puts it in somebody else's hands.
    Transfer(UserId),
    /// Staff now wait for the member.
    Wait,
    /// The member answered, or staff no longer wait.
    Resume,
    /// Hands it to another role.
    Escalate(RoleId),
    /// Ends it, with a reason that may be empty.
    Close(String),
    /// Opens it again.
    Reopen,
    /// Puts it away for good.
    Archive,
}

impl Act {
    /// The word for it in the history, the API and the catalogue.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Claim => "claim",
            Self::Unclaim => "unclaim",
            Self::Transfer(_) => "transfer",
            Self::Wait => "wait",
            Self::Resume => "resume",
            Self::Escalate(_) => "escalate",
            Self::Close(_) => "close",
            Self::Reopen => "reopen",
            Self::Archive => "archive",
        }
    }

    /// From which states, and the least standing that it takes.
    const fn rule(&self) -> (&'static [Status], Standing) {
        use Standing::{Admin, Guest, Host, Opener, Staff};
        use Status::{Claimed, Closed, Escalated, Open, Opening, WaitingForUser};
        let _ = Admin;
        match self {
            Self::Made => (&[Opening], Host),
            Self::Claim => (&[Open, Escalated], Staff),
            Self::Unclaim | Self::Wait => (&[Claimed, WaitingForUser], Staff),
            Self::Transfer(_) => (&[Open, Claimed, WaitingForUser, Escalated], Staff),
            Self::Resume => (&[WaitingForUser], Guest),
            Self::Escalate(_) => (&[Open, Claimed, WaitingForUser], Staff),
            Self::Close(_) => (&[Open, Claimed, WaitingForUser, Escalated], Opener),
            Self::Reopen => (&[Closed], Opener),
            Self::Archive => (&[Closed], Staff),
        }
    }
}

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It takes somebody else.
    Standing(Standing),
    /// Somebody did it before.
    Already(Status, Option<UserId>),
    /// Somebody else has it in hand.
    Claimed(UserId),
    /// It can't be done as the ticket stands.
    Status(Status),
}

/// What becomes of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands afterwards.
    pub to: Status,
    /// In whose hands it is afterwards.
    pub claimed_by: Option<UserId>,
    /// The role that it is handed to afterwards.
    pub escalated_to: Option<RoleId>,
}

/// What becomes of a ticket when somebody does something.
///
/// # Errors
/// Why it is not done.
pub fn transition(
    ticket: &Ticket,
    act: &Act,
    standing: Standing,
    by: Option<UserId>,
) -> Result<Change, Refusal> {
    let (from, least) = act.rule();
    if standing < least {
        return Err(Refusal::Standing(least));
    }
    if !from.contains(&ticket.status) {
        return Err(not_from(ticket, act));
    }
    if matches!(act, Act::Unclaim | Act::Wait) && standing < Standing::Admin {
        if let Some(other) = ticket.claimed_by.filter(|claimer| Some(*claimer) != by) {
            return Err(Refusal::Claimed(other));
        }
    }
    let same = Change { to: ticket.status, claimed_by: ticket.claimed_by, escalated_to: ticket.escalated_to };
    Ok(match act {
        Act::Made => Change { to: Status::Open, ..same },
        Act::Claim => Change { to: Status::Claimed, claimed_by: by, ..same },
        Act::Unclaim => Change { to: Status::Open, claimed_by: None, escalated_to: None },
        Act::Transfer(to) => Change { to: Status::Claimed, claimed_by: Some(*to), ..same },
        Act::Wait => Change { to: Status::WaitingForUser, ..same },
        Act::Resume => Change { to: Status::Claimed, ..same },
        Act::Escalate(to) => Change { to: Status::Escalated, claimed_by: None, escalated_to: Some(*to) },
        Act::Close(_) => Change { to: Status::Closed, ..same },
        Act::Reopen => Change { to: Status::Open, claimed_by: None, escalated_to: None },
        Act::Archive => Change { to: Status::Archived, ..same },
    })
}

/// Tells who was first where two do the same, and otherwise what the ticket's state does not allow.
fn not_from(ticket: &Ticket, act: &Act) -> Refusal {
    match (act, ticket.status) {
        (Act::Claim, Status::Claimed | Status::WaitingForUser) => match ticket.claimed_by {
            Some(other) => Refusal::Claimed(other),
            None => Refusal::Status(ticket.status),
        },
        (Act::Close(_), Status::Closed) => Refusal::Already(Status::Closed, ticket.closed_by),
        (Act::Escalate(_), Status::Escalated) => Refusal::Already(Status::Escalated, None),
        (Act::Archive, Status::Archived) => Refusal::Already(Status::Archived, None),
        (_, status) => Refusal::Status(status),
    }
}
