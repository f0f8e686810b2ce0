//! What a ticket's channel looks like: name, place, and who may what. Plain data, to be compared with what was applied.

use plugin_api::{
    Result,
    chrono::{DateTime, Utc},
    serenity::{PermissionOverwrite, PermissionOverwriteType, Permissions, RoleId, UserId},
};
use serde::{Deserialize, Serialize};

use crate::{
    people::Guest,
    ticket::{Status, Ticket},
};

/// How a channel looks, or should.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelSpec {
    /// What it is called.
    pub name: String,
    /// The Discord category that the settings name; of a thread, the channel that has it.
    pub parent: Option<u64>,
    /// Who may what in it.
    pub grants: Vec<Grant>,
    /// Whether nobody writes in it any more.
    pub locked: bool,
    /// Who is put into it, where it is a thread.
    pub members: Vec<u64>,
    /// The roles whose members are let into it by a mention, where it is a thread.
    pub roles: Vec<u64>,
}

impl ChannelSpec {
    /// Takes over from how a thread looks what can't follow the row: a thread never moves, and nobody is called into one that is locked.
    pub fn stay(&mut self, had: &Self) {
        self.parent = had.parent.or(self.parent);
        if self.locked {
            self.roles.clone_from(&had.roles);
        }
    }
}

/// What a member or a role may in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Whose it is.
    pub id: u64,
    /// Whether that is a role.
    pub role: bool,
    /// What they may.
    pub may: ChannelAccess,
}

/// How much somebody may in a ticket's channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelAccess {
    /// Not even see it.
    Nothing,
    /// Read only.
    Read,
    /// Read and write.
    Write,
    /// What the bot has to.
    Keep,
}

const READ: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);
const WRITE: Permissions =
    Permissions::SEND_MESSAGES.union(Permissions::EMBED_LINKS).union(Permissions::ATTACH_FILES);
const KEEP: Permissions = Permissions::MANAGE_CHANNELS.union(Permissions::MANAGE_MESSAGES);

impl Grant {
    /// As Discord takes it. Nothing is granted that [`crate::Tickets`] does not ask for the bot itself: Discord would refuse it.
    #[must_use]
    pub fn overwrite(self) -> PermissionOverwrite {
        let (allow, deny) = match self.may {
            ChannelAccess::Nothing => (Permissions::empty(), Permissions::VIEW_CHANNEL),
            ChannelAccess::Read => (READ, Permissions::SEND_MESSAGES),
            ChannelAccess::Write => (READ | WRITE, Permissions::empty()),
            ChannelAccess::Keep => (READ | WRITE | KEEP, Permissions::empty()),
        };
        let kind = if self.role {
            PermissionOverwriteType::Role(RoleId::new(self.id))
        } else {
            PermissionOverwriteType::Member(UserId::new(self.id))
        };
        PermissionOverwrite { allow, deny, kind }
    }
}

/// Whether nobody writes in a ticket's channel any more.
pub(crate) const fn is_locked(ticket: &Ticket) -> bool {
    matches!(ticket.status, Status::Closed | Status::Archived)
}

/// Who may what in a ticket's channel: the bot, the member, staff, the role that it was handed to, and whom staff added. Nobody else.
pub(crate) fn grants(
    bot: UserId,
    ticket: &Ticket,
    staff: &[RoleId],
    claim_hides: bool,
    guests: &[Guest],
) -> Vec<Grant> {
    let may = if is_locked(ticket) { ChannelAccess::Read } else { ChannelAccess::Write };
    let hidden = claim_hides && ticket.claimed_by.is_some() && !is_locked(ticket);
    let serving: Vec<_> = ticket.escalated_to.iter().chain(staff).copied().collect();
    let mut grants =
        vec![role(ticket.guild.get(), ChannelAccess::Nothing), member(bot.get(), ChannelAccess::Keep)];
    let mut add = |grant: Grant| {
        if !grants.iter().any(|known: &Grant| known.id == grant.id) {
            grants.push(grant);
        }
    };
    // An archived one is put away: its transcript is what the member has of it.
    if ticket.status != Status::Archived {
        ticket.opener().into_iter().for_each(|opener| add(member(opener.get(), may)));
        guests.iter().for_each(|guest| match guest {
            Guest::Member(user) => add(member(user.get(), may)),
            // Nor does having been added bring it back to them.
            Guest::Role(id) if hidden && serving.contains(id) => {}
            Guest::Role(id) => add(role(id.get(), may)),
        });
    }
    ticket.claimed_by.into_iter().for_each(|claimer| add(member(claimer.get(), may)));
    if !hidden {
        serving.iter().for_each(|id| add(role(id.get(), may)));
    }
    grants
}

const fn member(id: u64, may: ChannelAccess) -> Grant {
    Grant { id, role: false, may }
}

const fn role(id: u64, may: ChannelAccess) -> Grant {
    Grant { id, role: true, may }
}

/// What a ticket's channel was made to look like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppliedSpec {
    /// The channel.
    #[serde(flatten)]
    pub spec: ChannelSpec,
    /// The ticket's revision that the first message shows.
    pub revision: i64,
}

impl AppliedSpec {
    /// What a row keeps of it; nothing where it is empty or cannot be read, so that all of it is done again.
    #[must_use]
    pub fn from_ticket(ticket: &Ticket) -> Self {
        serde_json::from_str(&ticket.applied).unwrap_or_default()
    }

    /// The same, of which nothing is sure but the place and who was called into it: whoever brings the channel up to date next sets all of it again. The instant keeps
    /// it apart from any other such note, so that who read that one knows that they were overtaken.
    pub(crate) fn unsure(&self, now: DateTime<Utc>) -> Self {
        let spec = ChannelSpec {
            parent: self.spec.parent,
            roles: self.spec.roles.clone(),
            ..ChannelSpec::default()
        };
        Self { spec, revision: -now.timestamp_micros() }
    }

    /// As the row keeps it.
    pub fn to_text(&self) -> Result<String> {
        Ok(serde_json::to_string(self).map_err(anyhow::Error::from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(ticket: &Ticket, hides: bool) -> Vec<(u64, ChannelAccess)> {
        let guests = [Guest::Member(UserId::new(30)), Guest::Role(RoleId::new(31))];
        let all = grants(UserId::new(9), ticket, &[RoleId::new(40)], hides, &guests);
        all.iter().map(|grant| (grant.id, grant.may)).collect()
    }

    fn ticket(status: Status) -> Ticket {
        Ticket { user: 20, ..Ticket::sample(status) }
    }

    #[test]
    fn only_the_bot_the_member_staff_and_guests_see_it() {
        let open = ticket(Status::Open);
        let everyone = open.guild.get();
        let all = [
            (everyone, ChannelAccess::Nothing),
            (9, ChannelAccess::Keep),
            (20, ChannelAccess::Write),
            (30, ChannelAccess::Write),
            (31, ChannelAccess::Write),
            (40, ChannelAccess::Write),
        ];
        assert_eq!(seen(&open, true), all);
    }

    #[test]
    fn a_claimed_one_is_hidden_from_other_staff_where_the_settings_say_so() {
        let claimed = Ticket { claimed_by: Some(UserId::new(41)), ..ticket(Status::Claimed) };
        assert!(seen(&claimed, false).contains(&(40, ChannelAccess::Write)));
        assert!(!seen(&claimed, true).iter().any(|(id, _)| *id == 40));
        assert!(seen(&claimed, true).contains(&(41, ChannelAccess::Write)));
    }

    #[test]
    fn it_is_hidden_from_the_role_that_it_was_escalated_to_as_well_even_if_that_was_added() {
        let claimed = Ticket {
            claimed_by: Some(UserId::new(41)),
            escalated_to: Some(RoleId::new(31)),
            ..ticket(Status::Claimed)
        };
        assert!(seen(&claimed, false).contains(&(31, ChannelAccess::Write)));
        assert!(!seen(&claimed, true).iter().any(|(id, _)| *id == 31));
        assert!(seen(&claimed, true).contains(&(30, ChannelAccess::Write)));
    }

    #[test]
    fn in_a_closed_one_nobody_writes_and_an_archived_one_is_for_staff() {
        let closed = seen(&ticket(Status::Closed), false);
        assert!(
            closed.iter().all(|(_, may)| *may != ChannelAccess::Write)
                && closed.contains(&(20, ChannelAccess::Read))
        );
        let archived = seen(&ticket(Status::Archived), false);
        assert!(!archived.iter().any(|(id, _)| *id == 20) && archived.contains(&(40, ChannelAccess::Read)));
    }
}
