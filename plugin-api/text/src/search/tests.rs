use proptest::{collection::vec, prelude::*};

use super::*;

/// Entries with a title, aliases, keywords and a text.
const ENTRIES: [(&str, &[&str], &[&str], &str); 6] = [
    ("How do I reset my password?", &["forgot password"], &["login"], "Press the link on the login page."),
    ("Wachtwoordbeleid", &[], &[], "Een wachtwoord heeft twaalf tekens."),
    (
        "Getting a refund",
        &["money back"],
        &["payment"],
        "Within fourteen days. Mention the password of your invoice.",
    ),
    ("Role colours", &["choose a color"], &["role"], "Pick one in the menu."),
    ("Rules", &[], &["regels"], "Be kind."),
    ("Événements à venir", &["events"], &["calendar"], "Look at the calendar."),
];

/// Gives what is made of all entries.
fn with_entries<T>(make: impl FnOnce(&[Document<'_>]) -> T) -> T {
    let strings = |some: &[&str]| some.iter().map(ToString::to_string).collect::<Vec<_>>();
    let owned: Vec<_> = ENTRIES
        .iter()
        .map(|(title, aliases, keywords, text)| (title, strings(aliases), strings(keywords), text))
        .collect();
    let documents = (1..).zip(&owned).map(|(id, (title, aliases, keywords, text))| Document {
        id,
        title,
        aliases,
        keywords,
        text,
    });
    make(&documents.collect::<Vec<_>>())
}

fn index() -> Index {
    with_entries(|all| Index::new(all.iter().copied()))
}

fn completer() -> Completer {
    with_entries(|all| Completer::new(all.iter().copied()))
}

fn completed(typed: &str, limit: usize) -> Vec<i64> {
    completer().complete(typed, limit, |_| true)
}

fn found(query: &str) -> Vec<i64> {
    index().search(query, 3).iter().map(|hit| hit.id).collect()
}

#[test]
fn an_entry_named_by_the_question_comes_before_one_whose_text_mentions_it() {
    assert_eq!(found("password reset").first(), Some(&1));
    assert_eq!(found("refund").first(), Some(&3));
}

#[test]
fn typos_synonyms_and_the_other_language_find_the_same() {
    for query in ["passwrod", "pasword reset", "wachtwoord resetten", "forgotten password", "paswords"] {
        assert_eq!(found(query).first(), Some(&1), "{query}");
    }
    for query in ["geld terug", "refunds", "terugbetaling", "can I have my money back?"] {
        assert_eq!(found(query), [3], "{query}");
    }
    assert_eq!(found("evenement").first(), Some(&6));
    assert_eq!(found("huisregels").first(), Some(&5));
}

#[test]
fn a_known_word_is_not_taken_for_a_typo() {
    assert_eq!(found("rule"), [5]);
    assert_eq!(found("role").first(), Some(&4));
}

#[test]
fn nothing_is_found_if_nothing_fits() {
    for query in
        ["", "   ", "?!", "how do I", "pizza tonight", "hoe laat is het", "<@300000000000000001>", "日本語"]
    {
        assert!(found(query).is_empty(), "{query}");
    }
    assert!(Index::new([]).search("password", 3).is_empty());
    assert!(Completer::new([]).complete("pass", 3, |_| true).is_empty());
}

#[test]
fn a_limit_is_kept() {
    assert_eq!(index().search("password", 1).len(), 1);
    assert!(index().search("password", 0).is_empty());
    assert_eq!(completed("r", 1).len(), 1);
    assert_eq!(completer().complete("r", 9, |id| id == 5), [5]);
}

#[test]
fn only_what_surely_answers_is_offered_unasked() {
    let index = index();
    let best = |question| index.best(question).map(|hit| hit.id);
    assert_eq!(best("hey, does anyone know how to reset my password?"), Some(1));
    assert_eq!(best("can I get a refund pls"), Some(3));
    assert_eq!(best("my password is the name of my dog and he likes long walks on the beach"), None);
    assert_eq!(best("what a nice menu"), None);
    assert_eq!(best(""), None);
}

#[test]
fn a_story_hides_no_question_and_asks_none_by_itself() {
    let index = index();
    let story = "Hi! My brother bought the wrong rank on Friday. Can I get a refund? Have a nice evening, all of you.";
    assert_eq!(index.relevant(story, 3), [3]);
    assert_eq!(index.relevant("refund", 3), [3]);
    assert!(index.relevant("My horse fell through the floor. It is stuck there, poor thing.", 3).is_empty());
    assert!(index.relevant(story, 0).is_empty());
}

#[test]
fn two_entries_for_one_question_are_not_offered_unasked() {
    let entry = |id| Document { id, title: "Reset a password", aliases: &[], keywords: &[], text: "" };
    let index = Index::new([entry(1), entry(2)]);
    assert_eq!(index.search("reset a password", 3).len(), 2);
    assert_eq!(index.best("reset a password"), None);
}

#[test]
fn input_is_completed() {
    let table: [(&str, &[i64]); 16] = [
        ("", &[]),
        ("  ", &[]),
        ("pass", &[1]),
        ("how do i re", &[1, 3, 5]),
        ("reset pas", &[1]),
        ("pasword", &[1]),
        ("passwrod", &[1]),
        ("forgot", &[1]),
        ("rol", &[4]),
        ("colo", &[4]),
        ("money", &[3]),
        ("refnud", &[3]),
        ("evene", &[6]),
        ("a ven", &[6]),
        ("beleid", &[2]),
        ("xyz", &[]),
    ];
    for (typed, expected) in table {
        assert_eq!(completed(typed, 25), expected, "{typed}");
    }
}

#[test]
fn a_title_that_begins_as_typed_comes_first() {
    let (aliases, keywords) = (["rules of the house".to_owned()], ["rules".to_owned()]);
    let completer = Completer::new([
        Document { id: 1, title: "Board games", aliases: &[], keywords: &keywords, text: "" },
        Document { id: 2, title: "The rules", aliases: &[], keywords: &[], text: "" },
        Document { id: 3, title: "Conduct", aliases: &aliases, keywords: &[], text: "" },
        Document { id: 4, title: "Rules", aliases: &[], keywords: &[], text: "" },
    ]);
    assert_eq!(completer.complete("rule", 25, |_| true), [4, 3, 2, 1]);
}

fn document(id: i64, title: &str) -> Document<'_> {
    Document { id, title, aliases: &[], keywords: &[], text: "" }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_question_has_an_orderly_answer(titles in vec("\\PC{0,40}", 0..8), query in "(?s).{0,60}", limit in 0_usize..5) {
        let index = Index::new((0..).zip(&titles).map(|(id, title)| document(id, title)));
        let hits = index.search(&query, limit);
        prop_assert!(hits.len() <= limit);
        prop_assert!(hits.is_sorted_by(|one, other| one.score >= other.score));
        prop_assert!(hits.iter().all(|hit| hit.score.is_finite() && hit.score >= 0.0));
        let ids: std::collections::HashSet<_> = hits.iter().map(|hit| hit.id).collect();
        prop_assert_eq!(ids.len(), hits.len());
        let completer = Completer::new((0..).zip(&titles).map(|(id, title)| document(id, title)));
        prop_assert!(completer.complete(&query, limit, |_| true).len() <= limit);
        if let Some(best) = index.best(&query) {
            prop_assert!(best.strong && Some(&best) == index.search(&query, 1).first());
        }
    }

    #[test]
    fn an_entry_is_found_and_completed_by_its_own_title(words in vec("[b-df-hj-np-tv-z]{5,9}", 1..5), others in vec("[aeiou]{6,9}", 0..6)) {
        let title = words.join(" ");
        let documents = || (0..).zip(&others).map(|(id, other)| document(id, other)).chain([document(99, &title)]);
        let (index, completer) = (Index::new(documents()), Completer::new(documents()));
        prop_assert_eq!(index.search(&title, 3).first().map(|hit| hit.id), Some(99));
        for end in 1..=title.len() {
            let found = completer.complete(&title[..end], 25, |_| true);
            prop_assert_eq!(found.first(), Some(&99), "{}", &title[..end]);
        }
    }

    #[test]
    fn the_order_of_entries_does_not_matter(titles in vec("[a-f]{4,7}( [a-f]{4,7}){0,3}", 1..8), query in "[a-f]{4,7}( [a-f]{4,7}){0,2}") {
        let forth: Vec<_> = (0..).zip(&titles).map(|(id, title)| document(id, title)).collect();
        let back: Vec<_> = forth.iter().copied().rev().collect();
        let named = |documents: &[Document<'_>]| Completer::new(documents.iter().copied()).complete(&query, 25, |_| true);
        prop_assert_eq!(named(&forth), named(&back));
        let (forth, back) = (Index::new(forth), Index::new(back));
        let ids = |index: &Index| index.search(&query, 25).iter().map(|hit| hit.id).collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(ids(&forth), ids(&back));
    }
}
