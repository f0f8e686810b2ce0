//! Words that mean the same, from the list in `thesaurus.txt`.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{read_lines, stem::stem};

/// A line of the thesaurus.
pub(super) type Sense = u16;

/// How far apart the two words of a phrase may be: «log me in», «logt mij niet in».
const PHRASE_REACH: usize = 3;
/// A part of a compound has at least so many letters, and at least so many are left over: «port» is no part of «support».
const PART_LETTERS: usize = 5;
const REST_LETTERS: usize = 3;
/// Shorter words are no compounds.
const COMPOUND_LETTERS: usize = 7;

static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::read(include_str!("thesaurus.txt")));

#[derive(Default)]
struct Thesaurus {
    /// By the word as written and by its stem.
    senses: HashMap<String, Vec<Sense>>,
    /// The stem of the first word of a phrase, and what may follow it.
    phrases: HashMap<String, Vec<String>>,
    /// How the first words of phrases begin, and how all words begin: stemming every word and every part of it, only to find
    /// that it is not in the list, would take most of the time.
    phrase_prefixes: HashSet<String>,
    prefixes: HashSet<String>,
}

impl Thesaurus {
    fn read(file: &'static str) -> Self {
        let mut all = Self::default();
        for (sense, line) in (0..).zip(read_lines(file)) {
            for entry in line.split_whitespace() {
                all.add(sense, entry);
            }
        }
        all
    }

    fn add(&mut self, sense: Sense, entry: &str) {
        let key = match entry.split_once('-') {
            Some((first, second)) => {
                let first = stem(first);
                self.phrase_prefixes.insert(prefix(&first).to_owned());
                self.phrases.entry(first.clone()).or_default().push(second.to_owned());
                phrase(&first, second)
            }
            None => stem(entry),
        };
        for key in [key, entry.to_owned()] {
            self.prefixes.insert(prefix(&key).to_owned());
            let senses = self.senses.entry(key).or_default();
            if !senses.contains(&sense) {
                senses.push(sense);
            }
        }
    }
}

/// The lines that have a word, as it is written or by its stem.
pub(super) fn senses(surface: &str, stem: &str) -> Vec<Sense> {
    let senses = &THESAURUS.senses;
    senses.get(surface).or_else(|| senses.get(stem)).cloned().unwrap_or_default()
}

/// The lines that have the beginning or the end of a compound: Dutch writes «wachtwoordherstel» in one.
pub(super) fn part_senses(surface: &str) -> Vec<Sense> {
    let ends = surface.char_indices().map(|(at, _)| at).skip(REST_LETTERS);
    let mut found = Vec::new();
    for at in ends {
        let (head, tail) = surface.split_at(at);
        let parts = [(head, tail), (tail, head)];
        for (part, _) in
            parts.into_iter().filter(|(part, rest)| part.len() >= PART_LETTERS && rest.len() >= REST_LETTERS)
        {
            found.extend(THESAURUS.senses.get(part).into_iter().flatten().copied());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Makes one word of each phrase: `log`, `me`, `in` becomes `log-in`, `me`.
pub(super) fn join_phrases(tokens: Vec<String>) -> Vec<String> {
    let mut tokens: Vec<Option<String>> = tokens.into_iter().map(Some).collect();
    for at in 0..tokens.len() {
        let first = tokens[at].as_deref().filter(|first| THESAURUS.phrase_prefixes.contains(prefix(first)));
        let Some(first) = first.map(stem) else { continue };
        let Some(seconds) = THESAURUS.phrases.get(&first) else { continue };
        let reach = (at + 1)..tokens.len().min(at + 1 + PHRASE_REACH);
        let second = reach
            .into_iter()
            .find(|place| tokens[*place].as_ref().is_some_and(|word| seconds.contains(word)));
        if let Some(second) = second.and_then(|place| tokens[place].take()) {
            tokens[at] = Some(phrase(&first, &second));
        }
    }
    tokens.into_iter().flatten().collect()
}

/// Splits a compound of two known words: «kleurrol» is «kleur» and «rol». The stemmers take off the s between them.
/// A word that is known as a whole, or has an unknown part, stays whole: see [`part_senses`].
pub(super) fn split_compound(token: String) -> Vec<String> {
    if token.len() < COMPOUND_LETTERS || is_known(&token) {
        return vec![token];
    }
    let mut cuts = token.char_indices().map(|(at, _)| token.split_at(at)).skip(REST_LETTERS);
    match cuts.find(|(head, tail)| is_known(head) && is_known(tail)) {
        Some((head, tail)) => vec![head.to_owned(), tail.to_owned()],
        None => vec![token],
    }
}

fn is_known(word: &str) -> bool {
    let may_be = word.len() >= REST_LETTERS && THESAURUS.prefixes.contains(prefix(word));
    may_be && !senses(word, &stem(word)).is_empty()
}

/// Stemming rarely changes these letters of a word; a word whose stem does («baan», «ban») is not looked up as a part.
fn prefix(word: &str) -> &str {
    word.get(..3).unwrap_or(word)
}

fn phrase(first: &str, second: &str) -> String {
    format!("{first}-{second}")
}
