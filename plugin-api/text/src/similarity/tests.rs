use proptest::{collection::vec, prelude::*};

use super::*;

#[test]
fn three_alike_are_alike_with_and_without_others() {
    let alike = [
        "Forgot the password, the reset mail does not arrive.",
        "No e-mail comes when resetting a password.",
        "Wachtwoord vergeten, en de mail om het te resetten komt niet binnen.",
    ];
    let others =
        ["The event begins at eight.", "Wants to become a partner.", "Niemand hoort zijn microfoon."];
    assert_eq!(sorted(WordSimilarity::new(alike).similar_to(0)), [1, 2]);
    let all = WordSimilarity::new(alike.into_iter().chain(others));
    for one in 0..3 {
        assert_eq!(sorted([all.similar_to(one), vec![one]].concat()), [0, 1, 2]);
    }
    for one in 3..6 {
        assert!(all.similar_to(one).is_empty());
    }
}

#[test]
fn summaries_of_nothing_are_like_nothing() {
    let similarity =
        WordSimilarity::new(["", "", "Hello, could you help me please?", "Hoi, kun je mij helpen?"]);
    for one in 0..similarity.count() {
        assert!(similarity.similar_to(one).is_empty());
    }
}

#[test]
fn what_everybody_writes_makes_no_topic() {
    let similarity = WordSimilarity::new([
        "User reports a problem, staff tried to fix it yesterday: invoices.",
        "User reports a problem, staff tried to fix it yesterday: skateboards.",
    ]);
    assert!(similarity.similar_to(0).is_empty());
}

#[test]
fn another_measure_decides_by_its_own_threshold() {
    /// As far apart as their numbers.
    struct ByNumber([f64; 4]);

    impl Similarity for ByNumber {
        fn count(&self) -> usize {
            self.0.len()
        }
        fn similarity(&self, one: usize, other: usize) -> f64 {
            1.0 - (self.0[one] - self.0[other]).abs()
        }
        fn threshold(&self) -> f64 {
            0.8
        }
    }

    assert_eq!(ByNumber([0.5, 0.9, 0.35, 0.45]).similar_to(0), [3, 2]);
}

#[test]
fn a_higher_threshold_finds_less() {
    let texts = ["Refund for the gold tier", "Money back for the silver tier"];
    assert_eq!(WordSimilarity::with_threshold(texts, 0.2).similar_to(0), [1]);
    assert!(WordSimilarity::with_threshold(texts, 0.95).similar_to(0).is_empty());
}

fn sorted(mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn similarity_is_symmetric_and_a_share(texts in vec("[a-h]{2,7}( [a-h]{2,7}){0,6}", 2..6)) {
        let similarity = WordSimilarity::new(texts.iter().map(String::as_str));
        for one in 0..texts.len() {
            for other in 0..texts.len() {
                let how = similarity.similarity(one, other);
                prop_assert!((how - similarity.similarity(other, one)).abs() < 1e-9);
                prop_assert!((0.0..=1.0 + 1e-9).contains(&how));
            }
            prop_assert!(!similarity.similar_to(one).contains(&one));
        }
    }

    #[test]
    fn the_same_text_is_as_alike_as_can_be(text in "(?s).{0,80}") {
        let similarity = WordSimilarity::new([text.as_str(), text.as_str()]);
        let expected = if words::topic_words(&text).iter().all(|word| word.common) { 0.0 } else { 1.0 };
        prop_assert!((similarity.similarity(0, 1) - expected).abs() < 1e-9);
    }
}
