use proptest::prelude::*;

use super::*;

fn one(text: &str) -> Word {
    let mut words = topic_words(text);
    assert_eq!(words.len(), 1, "«{text}» is one word: {words:?}");
    words.remove(0)
}

fn read(text: &str) -> Vec<String> {
    topic_words(text).into_iter().map(|word| word.surface).collect()
}

#[test]
fn a_text_is_read_as_the_words_that_carry_its_topic() {
    let table: [(&str, &[&str]); 12] = [
        ("", &[]),
        ("How do I do that, please?", &[]),
        ("Hoe kan ik dat doen?", &[]),
        ("Café CRÈME", &["cafe", "creme"]),
        ("I can't, they don't, zo'n foto’s", &["fotos"]),
        ("<@300000000000000001> in <#500000000000000007>: refund!", &["refund"]),
        ("error 404", &["error", "404"]),
        ("I cannot log in", &["log-in"]),
        ("het lukt me niet om in te loggen", &["lukt", "loggen"]),
        ("can you log me in", &["log-in"]),
        ("I was logged out", &["log-out"]),
        ("geen uitnodigingslink of kleurrol", &["uitnodigings", "link", "kleur", "rol"]),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn forms_of_a_word_share_a_stem() {
    let table: [&[&str]; 8] = [
        &["password", "passwords"],
        &["token", "tokens"],
        &["wachtwoord", "wachtwoorden"],
        &["betaling", "betalingen"],
        &["cancel", "cancels", "cancelled", "cancelling"],
        &["member", "members"],
        &["regel", "regels"],
        &["kanaal", "kanalen"],
    ];
    for forms in table {
        let stems: HashSet<_> = forms.iter().map(|form| stem::stem(form)).collect();
        assert_eq!(stems.len(), 1, "{forms:?} have {stems:?}");
    }
}

#[test]
fn words_are_as_similar_as_their_meanings() {
    let similar = [
        ("passwords", "password"),
        ("password", "wachtwoord"),
        ("refund", "terugbetaling"),
        ("sign in", "inloggen"),
        ("money back", "refund"),
        ("verify", "verificatie"),
        ("wachtwoordherstel", "wachtwoord"),
        ("muziekbot", "muziekbots"),
        ("klusserslokaal", "klussers"),
        ("application", "apply"),
    ];
    for (word, other) in similar {
        let (word, other) = (&topic_words(word)[0], &topic_words(other)[0]);
        assert!(similarity(word, other) > 0.0, "{word:?} and {other:?}");
    }
    let strangers = [
        ("support", "port"),
        ("contest", "context"),
        ("discord", "discount"),
        ("role", "rule"),
        ("ban", "bank"),
        ("account", "count"),
        ("event", "prevent"),
    ];
    for (word, other) in strangers {
        assert!(similarity(&one(word), &one(other)) == 0.0, "{word} and {other}");
    }
}

#[test]
fn typos_are_forgiven_in_long_words_only() {
    let forgiven = [
        ("pasword", "password"),
        ("whitlist", "whitelist"),
        ("verfication", "verification"),
        ("abnnen", "bannen"),
    ];
    for (typed, meant) in forgiven {
        assert!(typo_similarity(&one(typed), &one(meant)) > 0.0, "{typed} for {meant}");
    }
    for (typed, meant) in [("ban", "bar"), ("book", "look"), ("401x", "404x"), ("member", "number")] {
        assert!(typo_similarity(&one(typed), &one(meant)) == 0.0, "{typed} for {meant}");
    }
}

#[test]
fn listed_words_are_folded_or_they_would_never_be_met() {
    let files = [include_str!("stop.txt"), include_str!("common.txt"), include_str!("thesaurus.txt")];
    for word in files.into_iter().flat_map(read_words) {
        assert_eq!(fold(word), word);
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,80}") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn any_text_can_be_read(text in "(?s).{0,200}") {
        for word in topic_words(&text) {
            prop_assert!(!word.surface.is_empty() && !word.stem.is_empty());
            prop_assert!(!word.surface.contains(char::is_whitespace) && !word.stem.contains(char::is_whitespace));
        }
    }

    #[test]
    fn similarity_is_symmetric_and_similar_words_share_a_key(one in "[a-z]{2,14}", other in "[a-z]{2,14}", end in "[a-z]{0,4}") {
        let (one, other, longer) = (Word::new(one.clone()), Word::new(other), Word::new(one + &end));
        for other in [&other, &longer] {
            let how = similarity(&one, other);
            prop_assert_eq!(how, similarity(other, &one));
            prop_assert!((0.0..=SAME_WORD).contains(&how));
            let shared = index_keys(&one).iter().any(|key| index_keys(other).contains(key));
            prop_assert!(how == 0.0 || shared, "{:?} and {:?}", one, other);
        }
        prop_assert_eq!(similarity(&one, &one), SAME_WORD);
    }

    #[test]
    fn a_typo_is_forgiven_both_ways(one in "[a-e]{2,10}", other in "[a-e]{2,10}") {
        let (one, other) = (Word::new(one), Word::new(other));
        prop_assert_eq!(typo_similarity(&one, &other), typo_similarity(&other, &one));
    }
}
