//! The state machine of a ticket: one for commands, buttons, jobs and the API.
//!
//! ```text
//!            +---------------------------+
//!            v                           |
//! opening -> open <-> claimed <-> waiting_for_user
//!            |  ^      |   ^             |
//!            |  |      v   |             |
//!            +--|---> escalated <--------+
//!            |  |      |   |             |
//!            +--|------+---+-------------+---> closed -> archived
//!               |                                |
//!               +----------- reopened -----------+
//! ```
//!
//! What was escalated stays its role's: given back it is `escalated` again, otherwise `open`. What is transferred while staff wait for the
//! member goes on waiting.

use plugin_api::{
    chrono::{DateTime, Utc},
    serenity::{RoleId, UserId},
};

use super::domain::{Status, Ticket};

/// What somebody is to a ticket; who is more may do what who is less may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
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
pub enum Transition {
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

impl Transition {
    /// The word for it in the history, the API and the catalogue.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
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

    /// The words for what somebody who may do everything can do with a ticket as it stands.
    #[must_use]
    pub fn possible(ticket: &Ticket) -> Vec<&'static str> {
        // Somebody who is nothing to the ticket yet.
        let (user, role) = (UserId::new(1), RoleId::new(1));
        [
            Self::Claim,
            Self::Unclaim,
            Self::Transfer(user),
            Self::Wait,
            Self::Resume,
            Self::Escalate(role),
            Self::Close(String::new()),
            Self::Reopen,
            Self::Archive,
        ]
        .iter()
        .filter(|act| transition(ticket, act, Access::Admin, Some(user)).is_ok())
        .map(Self::as_str)
        .collect()
    }

    /// From which states, and the least standing that it takes.
    const fn rule(&self) -> (&'static [Status], Access) {
        use Access::{Guest, Host, Opener, Staff};
        use Status::{Claimed, Closed, Escalated, Open, Opening, WaitingForUser};
        match self {
            Self::Made => (&[Opening], Host),
            Self::Claim => (&[Open, Escalated], Staff),
            Self::Transfer(_) | Self::Escalate(_) => (&[Open, Claimed, WaitingForUser, Escalated], Staff),
            Self::Unclaim => (&[Claimed, WaitingForUser], Staff),
            Self::Wait => (&[Claimed], Staff),
            Self::Resume => (&[WaitingForUser], Guest),
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
    Access(Access),
    /// Somebody did it before.
    Already(Status, Option<UserId>),
    /// Somebody else has it in hand.
    Claimed(UserId),
    /// It can't be done as the ticket stands.
    Status(Status),
    /// It takes a person, and a program asks.
    Nobody,
    /// Its channel is gone, and with it the place to go on.
    NoChannel,
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
    act: &Transition,
    access: Access,
    by: Option<UserId>,
) -> Result<Change, Refusal> {
    let (from, least) = act.rule();
    if access < least {
        return Err(Refusal::Access(least));
    }
    // Who had it in hand may have asked to be forgotten.
    let free = is_held(ticket.status) && ticket.claimed_by.is_none();
    if !(from.contains(&ticket.status) || free && matches!(act, Transition::Claim)) {
        return Err(not_from(ticket, act));
    }
    let to = wanted(ticket, act, access, by)?;
    let same = Change { to, claimed_by: ticket.claimed_by, escalated_to: ticket.escalated_to };
    Ok(match act {
        Transition::Claim => Change { claimed_by: by, ..same },
        Transition::Transfer(to) => Change { claimed_by: Some(*to), ..same },
        Transition::Unclaim => Change { claimed_by: None, ..same },
        Transition::Escalate(to) => Change { claimed_by: None, escalated_to: Some(*to), ..same },
        Transition::Reopen => Change { claimed_by: None, escalated_to: None, ..same },
        Transition::Made
        | Transition::Wait
        | Transition::Resume
        | Transition::Close(_)
        | Transition::Archive => same,
    })
}

/// Where a ticket stands afterwards, from one of the states that allow it; or what else is against it.
fn wanted(ticket: &Ticket, act: &Transition, access: Access, by: Option<UserId>) -> Result<Status, Refusal> {
    let now = ticket.status;
    Ok(match act {
        Transition::Reopen if ticket.channel.is_none() => return Err(Refusal::NoChannel),
        Transition::Made | Transition::Reopen => Status::Open,
        Transition::Claim if by.is_none() => return Err(Refusal::Nobody),
        Transition::Transfer(to) if is_held(now) && ticket.claimed_by == Some(*to) => {
            return Err(Refusal::Already(now, Some(*to)));
        }
        Transition::Transfer(_) if now == Status::WaitingForUser => now,
        Transition::Claim | Transition::Transfer(_) | Transition::Resume => Status::Claimed,
        Transition::Unclaim | Transition::Wait => {
            let other = ticket.claimed_by.filter(|claimer| Some(*claimer) != by);
            match (other, act) {
                (Some(other), _) if access < Access::Admin => return Err(Refusal::Claimed(other)),
                (_, Transition::Wait) => Status::WaitingForUser,
                _ if ticket.escalated_to.is_some() => Status::Escalated,
                _ => Status::Open,
            }
        }
        Transition::Escalate(to) if now == Status::Escalated && ticket.escalated_to == Some(*to) => {
            return Err(Refusal::Already(now, None));
        }
        Transition::Escalate(_) => Status::Escalated,
        Transition::Close(_) => Status::Closed,
        Transition::Archive => Status::Archived,
    })
}

/// Whether somebody has it in hand.
const fn is_held(status: Status) -> bool {
    matches!(status, Status::Claimed | Status::WaitingForUser)
}

/// Tells who was first where two do the same, and otherwise what the ticket's state does not allow.
fn not_from(ticket: &Ticket, act: &Transition) -> Refusal {
    match (act, ticket.status) {
        (Transition::Claim, status) if is_held(status) => match ticket.claimed_by {
            Some(first) => Refusal::Claimed(first),
            None => Refusal::Status(status),
        },
        (Transition::Close(_), Status::Closed) => Refusal::Already(Status::Closed, ticket.closed_by),
        (Transition::Wait, Status::WaitingForUser) => {
            Refusal::Already(Status::WaitingForUser, ticket.claimed_by)
        }
        (Transition::Archive, Status::Archived) => Refusal::Already(Status::Archived, None),
        (_, status) => Refusal::Status(status),
    }
}

impl Ticket {
    /// The ticket after a change that [`transition`] allowed. `paused` is how many seconds of working hours have passed since its clocks
    /// were stopped, if they are; see [`Ticket::paused_since`].
    #[must_use]
    pub fn changed(
        &self,
        act: &Transition,
        change: Change,
        by: Option<UserId>,
        paused: i64,
        now: DateTime<Utc>,
    ) -> Self {
        let mut after = Self {
            revision: self.revision + 1,
            status: change.to,
            claimed_by: change.claimed_by,
            escalated_to: change.escalated_to,
            updated_at: now,
            ..self.clone()
        };
        if after.claimed_by != self.claimed_by {
            after.claimed_at = after.claimed_by.map(|_| now);
        }
        match act {
            Transition::Wait => after.waiting_since = Some(now),
            Transition::Escalate(_) => after.escalated_at = Some(now),
            Transition::Close(reason) => {
                after.close_reason.clone_from(reason);
                (after.closed_by, after.closed_at) = (by, Some(now));
            }
            Transition::Reopen => {
                after.reopened += 1;
                (after.closed_by, after.closed_at, after.transcript_at) = (None, None, None);
                after.escalated_at = None;
                after.close_reason.clear();
            }
            Transition::Archive => after.archived_at = Some(now),
            _ => {}
        }
        if after.status != Status::WaitingForUser {
            after.waiting_since = None;
        }
        if self.paused_since().is_some() && after.paused_since() != self.paused_since() {
            after.waited_seconds += paused;
        }
        after
    }

    /// Since when its clocks stand still: staff wait for the member, or it is closed.
    #[must_use]
    pub fn paused_since(&self) -> Option<DateTime<Utc>> {
        self.closed_at.or(self.waiting_since)
    }
}

#[cfg(test)]
mod tests;
