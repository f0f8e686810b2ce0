//! A key that texts of the same words share.

use crate::words::is_stop_word;

/// Shorter words say too little to be in a key.
const MIN_LETTERS: usize = 4;
/// The most words of a key.
const MAX_WORDS: usize = 12;

/// The words of a text that name its topic: lower case, only `[a-z0-9]`, four letters or more, no stop words, each once,
/// sorted, the first twelve, joined by `-`.
///
/// It finds texts of the very same words; paraphrases are for [`Similarity`](super::Similarity) to find.
pub fn similarity_key(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut tokens: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|token| token.len() >= MIN_LETTERS && !is_stop_word(token))
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.truncate(MAX_WORDS);
    tokens.join("-")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_has_the_words_that_matter_sorted_and_once() {
        let table = [
            ("", ""),
            ("How do I do it?", ""),
            ("The refund, the REFUND and the Payment!", "payment-refund"),
            ("Wachtwoord vergeten: hoe kan ik dat herstellen?", "herstellen-vergeten-wachtwoord"),
            ("error 5003 on login (v2)", "5003-error-login"),
            ("café menu", "menu"),
            ("<b>bold</b> -- a;b", "bold"),
            (
                "alpha bravo charlie delta echo1 foxtrot golf hotel india juliett kilo lima mike november",
                "alpha-bravo-charlie-delta-echo1-foxtrot-golf-hotel-india-juliett-kilo-lima",
            ),
        ];
        for (text, key) in table {
            assert_eq!(similarity_key(text), key, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,300}") {
            let key = similarity_key(&text);
            prop_assert_eq!(similarity_key(&key), key);
        }

        #[test]
        fn a_key_has_only_what_it_may(text in "(?s).{0,300}") {
            let key = similarity_key(&text);
            let words: Vec<_> = key.split('-').filter(|word| !word.is_empty()).collect();
            prop_assert!(words.len() <= MAX_WORDS && words.is_sorted());
            for word in words {
                prop_assert!(word.len() >= MIN_LETTERS && !is_stop_word(word), "{}", word);
                prop_assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{}", word);
            }
        }

        #[test]
        fn the_order_of_words_does_not_matter(mut words in proptest::collection::vec("[a-zA-Z0-9]{1,9}", 0..20)) {
            let key = similarity_key(&words.join(" "));
            words.reverse();
            prop_assert_eq!(similarity_key(&words.join(", ")), key);
        }
    }
}
