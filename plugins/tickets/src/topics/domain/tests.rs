use proptest::{collection::vec, prelude::*};

use super::*;

const RULES: Rules = Rules { tickets: 3, days: 7 };

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn now() -> DateTime<Utc> {
    at("2026-03-15T12:00:00Z")
}

fn topic(id: i64, tickets: &[i64], decision: Decision) -> Topic {
    Topic {
        guild: GuildId::new(1),
        id,
        key: format!("key-{id}"),
        draft: Draft::default(),
        tickets: tickets.to_vec(),
        decision,
        decided: None,
        entry: None,
        message: None,
    }
}

fn group(recent: &[i64], before: &[i64]) -> Group {
    Group { key: "words".to_owned(), recent: recent.to_vec(), before: before.to_vec() }
}

fn summary(ticket: i64, text: &str, at: DateTime<Utc>) -> Summary {
    Summary { ticket, user: 1, text: text.to_owned(), key: String::new(), vector: None, at }
}

#[test]
fn three_alike_make_a_proposal_and_two_do_not() {
    assert_eq!(judge(&group(&[1, 2], &[]), &[], RULES, now()), Verdict::Nothing);
    assert_eq!(judge(&group(&[1, 2, 3], &[]), &[], RULES, now()), Verdict::New(vec![1, 2, 3]));
    let more = Rules { tickets: 4, ..RULES };
    assert_eq!(judge(&group(&[1, 2, 3], &[]), &[], more, now()), Verdict::Nothing);
}

#[test]
fn a_topic_has_one_open_proposal_that_grows() {
    let topics = [topic(7, &[1, 2, 3], Decision::Open), topic(8, &[20, 21, 22], Decision::Open)];
    let verdict = |group| judge(&group, &topics, RULES, now());
    assert_eq!(verdict(group(&[2, 3, 4], &[])), Verdict::Grows(7, vec![1, 2, 3, 4]));
    assert_eq!(verdict(group(&[4], &[3])), Verdict::Grows(7, vec![1, 2, 3, 4]));
    // The same ticket, looked at twice.
    assert_eq!(verdict(group(&[1, 2, 3], &[])), Verdict::Nothing);
    // Alike to both, but more to the second.
    assert_eq!(verdict(group(&[3, 20, 21, 30], &[])), Verdict::Grows(8, vec![3, 20, 21, 22, 30]));
    assert_eq!(verdict(group(&[40, 41, 42], &[])), Verdict::New(vec![40, 41, 42]));
}

#[test]
fn what_is_answered_or_unwanted_does_not_come_back() {
    for decision in [Decision::Added, Decision::Never] {
        let topics = [topic(7, &[1, 2, 3], decision)];
        assert_eq!(judge(&group(&[10, 11, 12], &[2]), &topics, RULES, now()), Verdict::Nothing);
    }
    let mut named = topic(7, &[1], Decision::Never);
    named.key = "words".to_owned();
    assert_eq!(judge(&group(&[10, 11, 12], &[]), &[named], RULES, now()), Verdict::Nothing);
}

#[test]
fn what_was_put_off_comes_back_with_more_tickets_after_its_rest() {
    let put_off =
        |when: &str| Topic { decided: Some((None, at(when))), ..topic(7, &[1, 2, 3], Decision::Later) };
    let early = [put_off("2026-03-09T12:00:00Z")];
    assert_eq!(judge(&group(&[4, 5, 6], &[3]), &early, RULES, now()), Verdict::Nothing);
    let rested = [put_off("2026-03-08T12:00:00Z")];
    assert_eq!(judge(&group(&[4, 5], &[3]), &rested, RULES, now()), Verdict::Nothing);
    assert_eq!(judge(&group(&[4, 5, 6], &[3]), &rested, RULES, now()), Verdict::Again(7, vec![4, 5, 6]));
}

#[test]
fn paraphrases_are_alike_by_their_words_and_old_ones_are_of_before() {
    let since = at("2026-03-08T12:00:00Z");
    let summaries = [
        summary(1, "Forgot the password, the reset mail does not arrive.", now()),
        summary(2, "No e-mail comes when resetting a password.", now()),
        summary(
            3,
            "Wachtwoord vergeten, en de mail om het te resetten komt niet binnen.",
            at("2026-01-01T00:00:00Z"),
        ),
        summary(4, "The music bot is silent.", now()),
    ];
    let found = group_similar(2, &summaries, since);
    assert_eq!((found.recent, found.before), (vec![1, 2], vec![3]));
    assert_eq!(group_similar(4, &summaries, since).recent, [4]);
    assert_eq!(group_similar(9, &summaries, since), Group::default());
}

#[test]
fn vectors_decide_where_all_have_them() {
    let of = |ticket, text: &str, vector: &[f32]| Summary {
        vector: Some(vector.to_vec()),
        ..summary(ticket, text, now())
    };
    let mut summaries = vec![
        of(1, "Where is my parcel?", &[1.0, 0.0]),
        of(2, "The order never arrived.", &[0.999, 0.01]),
        of(3, "Where is my parcel?", &[0.0, 1.0]),
    ];
    assert_eq!(group_similar(1, &summaries, RULES.since(now())).recent, [1, 2]);
    summaries[1].vector = None;
    assert_eq!(group_similar(1, &summaries, RULES.since(now())).recent, [1, 3]);
}

proptest! {
    #[test]
    fn looking_again_changes_nothing(recent in vec(0..60_i64, 1..40), known in vec(0..60_i64, 0..60)) {
        let known = latest_tickets(known);
        let mut topics = vec![topic(7, &known, Decision::Open)];
        let group = group(&latest_tickets(recent), &[]);
        match judge(&group, &topics, RULES, now()) {
            Verdict::Grows(_, tickets) => topics[0].tickets = tickets,
            Verdict::New(tickets) => topics.push(topic(8, &tickets, Decision::Open)),
            Verdict::Nothing | Verdict::Again(..) => {}
        }
        let again = judge(&group, &topics, RULES, now());
        prop_assert!(again == Verdict::Nothing || group.recent.len() < RULES.tickets, "{again:?}");
        prop_assert!(topics.iter().all(|topic| topic.tickets.len() <= MAX_TICKETS && topic.tickets.is_sorted()));
    }
}
