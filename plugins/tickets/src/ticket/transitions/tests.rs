use proptest::prelude::*;

use super::*;

const BRAM: UserId = UserId::new(1);
const CHLOE: UserId = UserId::new(2);
const SECOND_LINE: RoleId = RoleId::new(10);
const THIRD_LINE: RoleId = RoleId::new(11);

const STANDINGS: [Access; 6] =
    [Access::Outsider, Access::Guest, Access::Opener, Access::Staff, Access::Admin, Access::Host];

fn instant(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_000_000 + minute * 60, 0).expect("in range")
}

/// A ticket in a state, as the machine leaves it there; Bram has it in hand where somebody has.
fn ticket(status: Status) -> Ticket {
    let held = matches!(status, Status::Claimed | Status::WaitingForUser);
    let ended = matches!(status, Status::Closed | Status::Archived);
    Ticket {
        claimed_by: held.then_some(BRAM),
        claimed_at: held.then(|| instant(0)),
        escalated_to: (status == Status::Escalated).then_some(SECOND_LINE),
        escalated_at: (status == Status::Escalated).then(|| instant(0)),
        waiting_since: (status == Status::WaitingForUser).then(|| instant(0)),
        closed_by: ended.then_some(BRAM),
        closed_at: ended.then(|| instant(0)),
        archived_at: (status == Status::Archived).then(|| instant(0)),
        created_at: instant(0),
        updated_at: instant(0),
        ..Ticket::sample(status)
    }
}

/// What an act leads to from each state (opening, open, claimed, waiting_for_user, escalated, closed, archived), done by Bram, and the
/// least standing that it takes. `""`: the state does not allow it; `=`: somebody was first.
const TABLE: [(Transition, Access, [&str; 7]); 12] = [
    (Transition::Made, Access::Host, ["open", "", "", "", "", "", ""]),
    (Transition::Claim, Access::Staff, ["", "claimed", "=", "=", "claimed", "", ""]),
    (Transition::Unclaim, Access::Staff, ["", "", "open", "open", "", "", ""]),
    (Transition::Transfer(BRAM), Access::Staff, ["", "claimed", "=", "=", "claimed", "", ""]),
    (
        Transition::Transfer(CHLOE),
        Access::Staff,
        ["", "claimed", "claimed", "waiting_for_user", "claimed", "", ""],
    ),
    (Transition::Wait, Access::Staff, ["", "", "waiting_for_user", "=", "", "", ""]),
    (Transition::Resume, Access::Guest, ["", "", "", "claimed", "", "", ""]),
    (
        Transition::Escalate(SECOND_LINE),
        Access::Staff,
        ["", "escalated", "escalated", "escalated", "=", "", ""],
    ),
    (
        Transition::Escalate(THIRD_LINE),
        Access::Staff,
        ["", "escalated", "escalated", "escalated", "escalated", "", ""],
    ),
    (Transition::Close(String::new()), Access::Opener, ["", "closed", "closed", "closed", "closed", "=", ""]),
    (Transition::Reopen, Access::Opener, ["", "", "", "", "", "open", ""]),
    (Transition::Archive, Access::Staff, ["", "", "", "", "", "archived", "="]),
];

#[test]
fn every_act_from_every_state_by_everybody_does_what_the_table_says() {
    for (act, least, row) in &TABLE {
        for (status, expected) in Status::ALL.iter().zip(row) {
            for access in STANDINGS {
                let outcome = transition(&ticket(*status), act, access, Some(BRAM));
                let case = format!("{} from {status} by {access:?}: {outcome:?}", act.as_str());
                match (&outcome, *expected) {
                    (Err(Refusal::Access(needed)), _) => {
                        assert!(access < *least && needed == least, "{case}");
                    }
                    (_, _) if access < *least => panic!("{case}"),
                    (Err(Refusal::Status(now)), "") => assert_eq!(now, status, "{case}"),
                    (Err(Refusal::Already(now, _)), "=") => assert_eq!(now, status, "{case}"),
                    (Err(Refusal::Claimed(first)), "=") => assert_eq!(*first, BRAM, "{case}"),
                    (Ok(change), word) => assert_eq!(change.to.as_str(), word, "{case}"),
                    _ => panic!("{case}, but the table says '{expected}'"),
                }
            }
        }
    }
}

#[test]
fn who_comes_second_is_told_who_was_first() {
    let claimed = ticket(Status::Claimed);
    let second = transition(&claimed, &Transition::Claim, Access::Staff, Some(CHLOE));
    assert_eq!(second, Err(Refusal::Claimed(BRAM)));
    let second =
        transition(&ticket(Status::Closed), &Transition::Close(String::new()), Access::Staff, Some(CHLOE));
    assert_eq!(second, Err(Refusal::Already(Status::Closed, Some(BRAM))));
    let second = transition(&ticket(Status::WaitingForUser), &Transition::Wait, Access::Staff, Some(CHLOE));
    assert_eq!(second, Err(Refusal::Already(Status::WaitingForUser, Some(BRAM))));
}

#[test]
fn what_somebody_has_in_hand_is_theirs_or_an_admins_to_give_back() {
    for act in [Transition::Unclaim, Transition::Wait] {
        let by = |access, who| transition(&ticket(Status::Claimed), &act, access, who);
        assert_eq!(by(Access::Staff, Some(CHLOE)), Err(Refusal::Claimed(BRAM)));
        assert!(by(Access::Admin, Some(CHLOE)).is_ok() && by(Access::Host, None).is_ok());
    }
}

#[test]
fn what_was_escalated_goes_back_to_its_role_when_it_is_given_back() {
    let escalated = ticket(Status::Escalated);
    let claim =
        transition(&escalated, &Transition::Claim, Access::Staff, Some(BRAM)).expect("it can be claimed");
    let claimed = escalated.changed(&Transition::Claim, claim, Some(BRAM), 0, instant(1));
    let given =
        transition(&claimed, &Transition::Unclaim, Access::Staff, Some(BRAM)).expect("it can be given back");
    assert_eq!(given, Change { to: Status::Escalated, claimed_by: None, escalated_to: Some(SECOND_LINE) });
}

#[test]
fn what_a_forgotten_person_had_in_hand_can_be_claimed() {
    let left = Ticket { claimed_by: None, ..ticket(Status::WaitingForUser) };
    let claimed =
        transition(&left, &Transition::Claim, Access::Staff, Some(CHLOE)).expect("it can be claimed");
    assert_eq!((claimed.to, claimed.claimed_by), (Status::Claimed, Some(CHLOE)));
}

#[test]
fn a_program_claims_for_nobody() {
    let refused = transition(&ticket(Status::Open), &Transition::Claim, Access::Host, None);
    assert_eq!(refused, Err(Refusal::Nobody));
}

#[test]
fn time_that_is_waited_and_time_that_it_is_closed_count_for_nobody() {
    let step = |before: &Ticket, act: Transition, paused: i64, minute: i64| {
        let change = transition(before, &act, Access::Host, Some(BRAM)).expect("it is allowed");
        before.changed(&act, change, Some(BRAM), paused, instant(minute))
    };
    let waiting = step(&ticket(Status::Claimed), Transition::Wait, 0, 10);
    assert_eq!((waiting.paused_since(), waiting.waited_seconds), (Some(instant(10)), 0));
    let closed = step(&waiting, Transition::Close("solved".to_owned()), 300, 15);
    assert_eq!((closed.paused_since(), closed.waited_seconds), (Some(instant(15)), 300));
    let reopened = step(&closed, Transition::Reopen, 600, 25);
    assert_eq!((reopened.paused_since(), reopened.waited_seconds), (None, 900));
    assert_eq!((reopened.closed_by, reopened.close_reason.as_str(), reopened.reopened), (None, "", 1));
}

fn acts() -> impl Strategy<Value = Transition> {
    prop_oneof![
        Just(Transition::Made),
        Just(Transition::Claim),
        Just(Transition::Unclaim),
        prop::sample::select(vec![BRAM, CHLOE]).prop_map(Transition::Transfer),
        Just(Transition::Wait),
        Just(Transition::Resume),
        prop::sample::select(vec![SECOND_LINE, THIRD_LINE]).prop_map(Transition::Escalate),
        "[a-z]{0,8}".prop_map(Transition::Close),
        Just(Transition::Reopen),
        Just(Transition::Archive),
    ]
}

/// Panics where a row says two things at once.
fn holds_together(ticket: &Ticket) {
    let held = matches!(ticket.status, Status::Claimed | Status::WaitingForUser);
    let ended = matches!(ticket.status, Status::Closed | Status::Archived);
    assert!(!held || ticket.claimed_by.is_some(), "in nobody's hands: {ticket:?}");
    assert!(held || ended || ticket.claimed_by.is_none(), "in somebody's hands: {ticket:?}");
    assert_eq!(ticket.claimed_by.is_some(), ticket.claimed_at.is_some(), "{ticket:?}");
    assert_eq!(ticket.status == Status::WaitingForUser, ticket.waiting_since.is_some(), "{ticket:?}");
    assert!(ticket.status != Status::Escalated || ticket.escalated_to.is_some(), "{ticket:?}");
    assert_eq!(ticket.escalated_to.is_some(), ticket.escalated_at.is_some(), "{ticket:?}");
    assert_eq!(ended, ticket.closed_at.is_some(), "{ticket:?}");
    assert_eq!(ticket.status == Status::Archived, ticket.archived_at.is_some(), "{ticket:?}");
    assert!(ended || ticket.close_reason.is_empty() && ticket.closed_by.is_none(), "{ticket:?}");
}

proptest! {
    #[test]
    fn no_sequence_of_acts_reaches_an_impossible_row(
        steps in proptest::collection::vec(
            (acts(), prop::sample::select(&STANDINGS[..]), prop::sample::select(vec![Some(BRAM), Some(CHLOE), None])),
            1..60,
        ),
    ) {
        let mut current = ticket(Status::Opening);
        for (minute, (act, access, by)) in (1..).zip(steps) {
            let now = instant(minute);
            let paused = current.paused_since().map_or(0, |since| (now - since).num_seconds());
            let Ok(change) = transition(&current, &act, access, by) else { continue };
            let after = current.changed(&act, change, by, paused, now);
            holds_together(&after);
            prop_assert_eq!(after.revision, current.revision + 1);
            prop_assert!(after.waited_seconds >= current.waited_seconds);
            prop_assert!(after.waited_seconds <= (now - after.created_at).num_seconds());
            prop_assert!(after.status != Status::Opening && current.status != Status::Archived);
            current = after;
        }
    }
}

#[test]
fn a_ticket_whose_channel_is_gone_is_not_reopened() {
    let gone = Ticket { channel: None, ..Ticket::sample(Status::Closed) };
    let refused = transition(&gone, &Transition::Reopen, Access::Admin, Some(UserId::new(1)));
    assert_eq!(refused, Err(Refusal::NoChannel));
    assert_eq!(Transition::possible(&gone), ["archive"]);
}
