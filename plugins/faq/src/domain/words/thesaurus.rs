//! Words that mean the same, from a list of our own: see `thesaurus.txt`.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{lines, stem::stem};

/// A line of the thesaurus.
pub(super) type Sense = u16;

/// How far apart the two words of a phrase may stand: «log me in», «logt mij niet in».
const REACH: usize = 3;
/// A part of a compound needs so many letters, and so many must be left: «port» is no part of «support».
const PART: usize = 5;
const REST: usize = 3;
/// Shorter words are no compounds.
const COMPOUND: usize = 7;

static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(|| Thesaurus::read(include_str!("thesaurus.txt")));

#[derive(Default)]
struct Thesaurus {
    /// By what is written and by stem.
    senses: HashMap<String, Vec<Sense>>,
    /// The stem of the first word of a phrase, and what may follow it.
    phrases: HashMap<String, Vec<String>>,
    /// How these first words begin, and how anything here begins: stemming every word and every part of it, only to
    /// find that it is not here, would take most of the time.
    phrase_beginnings: HashSet<String>,
    beginnings: HashSet<String>,
}

impl Thesaurus {
    fn read(file: &'static str) -> Self {
        let mut all = Self::default();
        for (sense, line) in (0..).zip(lines(file)) {
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
                self.phrase_beginnings.insert(beginning(&first).to_owned());
                self.phrases.entry(first.clone()).or_default().push(second.to_owned());
                joint(&first, second)
            }
            None => stem(entry),
        };
        for key in [key, entry.to_owned()] {
            self.beginnings.insert(beginning(&key).to_owned());
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
    let ends = surface.char_indices().map(|(at, _)| at).skip(REST);
    let mut found = Vec::new();
    for at in ends {
        let (head, tail) = surface.split_at(at);
        let parts = [(head, tail), (tail, head)];
        for (part, _) in parts.into_iter().filter(|(part, rest)| part.len() >= PART && rest.len() >= REST) {
            found.extend(THESAURUS.senses.get(part).into_iter().flatten().copied());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Words with the phrases among them made one word each: `log`, `me`, `in` becomes `log-in`, `me`.
pub(super) fn joined(tokens: Vec<String>) -> Vec<String> {
    let mut tokens: Vec<Option<String>> = tokens.into_iter().map(Some).collect();
    for at in 0..tokens.len() {
        let first =
            tokens[at].as_deref().filter(|first| THESAURUS.phrase_beginnings.contains(beginning(first)));
        let Some(first) = first.map(stem) else { continue };
        let Some(seconds) = THESAURUS.phrases.get(&first) else { continue };
        let reach = (at + 1)..tokens.len().min(at + 1 + REACH);
        let second = reach
            .into_iter()
            .find(|place| tokens[*place].as_ref().is_some_and(|word| seconds.contains(word)));
        if let Some(second) = second.and_then(|place| tokens[place].take()) {
            tokens[at] = Some(joint(&first, &second));
        }
    }
    tokens.into_iter().flatten().collect()
}

/// Compounds of two known words taken apart: «kleurrol» is «kleur» and «rol». The stemmers see to the s between them.
/// What is known as a whole stays whole, and so does what has an unknown part: see [`part_senses`].
pub(super) fn parted(token: String) -> Vec<String> {
    if token.len() < COMPOUND || is_known(&token) {
        return vec![token];
    }
    let mut cuts = token.char_indices().map(|(at, _)| token.split_at(at)).skip(REST);
    match cuts.find(|(head, tail)| is_known(head) && is_known(tail)) {
        Some((head, tail)) => vec![head.to_owned(), tail.to_owned()],
        None => vec![token],
    }
}

fn is_known(word: &str) -> bool {
    let may_be = word.len() >= REST && THESAURUS.beginnings.contains(beginning(word));
    may_be && !senses(word, &stem(word)).is_empty()
}

/// Few stems change these letters of a word: one whose stem does («baan», «ban») is not looked for as a part.
fn beginning(word: &str) -> &str {
    word.get(..3).unwrap_or(word)
}

fn joint(first: &str, second: &str) -> String {
    format!("{first}-{second}")
}
