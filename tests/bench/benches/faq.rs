//! The time to find one of a thousand FAQ entries, beside a naive scan of all of them.
//!
//! The naive scan forgives no typos and knows no other language: it is here for its time, not for what it finds.
//! `cargo bench -p bench --bench faq`; unoptimised, as tests and the sandbox run it, with `--profile dev`.

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use faq::{index_cache::Titles, store::EntryNames};
use plugin_api::text::search::{Completer, Document, Hit, Index};

/// As many as the largest communities have.
const ENTRIES_MADE: usize = 1_000;
/// As many as Discord shows in a list of suggestions.
const SHOWN: usize = 25;

const TOPICS: [&str; 25] = [
    "password",
    "refund",
    "verification",
    "microphone",
    "supporter role",
    "tournament",
    "whitelist",
    "nickname",
    "giveaway",
    "invite link",
    "modpack",
    "level",
    "partnership",
    "wachtwoord",
    "terugbetaling",
    "verificatie",
    "microfoon",
    "kleurrol",
    "toernooi",
    "uitnodigingslink",
    "bijnaam",
    "winactie",
    "meldingen",
    "spelserver",
    "lidmaatschap",
];
const ACTIONS: [&str; 10] = [
    "How do I change my",
    "Where is the",
    "My",
    "Kan ik mijn",
    "Hoe werkt de",
    "Cancelling a",
    "Waar vind ik de",
    "Lost my",
    "Who gets a",
    "Rules for the",
];
const PLACES: [&str; 4] = ["on the website", "in the game", "op mijn telefoon", "after an update"];
const SENTENCES: [&str; 4] = [
    "Open the settings of the server and look under privacy; the switch is at the bottom of the second page.",
    "Wait ten minutes and try again. If nothing changes, write a ticket in the category Account with your order number.",
    "Ga naar het kanaal rollen en kies daar wat je wilt zien. Een moderator bekijkt de aanvraag binnen een week.",
    "Only members of level five and up may do so, and at most once a month, unless a moderator says otherwise.",
];

struct Entry {
    title: String,
    aliases: Vec<String>,
    keywords: Vec<String>,
    text: String,
}

/// Entries whose words differ as those of people do: topics and phrases in all combinations, and a name of their own.
static MADE: LazyLock<Vec<Entry>> = LazyLock::new(|| (0..ENTRIES_MADE).map(entry).collect());
static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(documents(&MADE)));
static NAMES: LazyLock<Completer> = LazyLock::new(|| Completer::new(documents(&MADE)));

fn main() {
    divan::main();
}

fn entry(number: usize) -> Entry {
    let topic = TOPICS[number % TOPICS.len()];
    let action = ACTIONS[number / TOPICS.len() % ACTIONS.len()];
    let place = PLACES[number / (TOPICS.len() * ACTIONS.len())];
    let own = name(number);
    Entry {
        title: format!("{action} {topic} {place}?"),
        aliases: vec![format!("{topic} {own}"), format!("{own} {place}")],
        keywords: vec![topic.to_owned(), own.clone()],
        text: (0..4).map(|part| format!("{} {own} ", SENTENCES[(number + part) % SENTENCES.len()])).collect(),
    }
}

/// A word that is like no other: syllables for the digits of a number.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru"];
    format!("{number:04}").bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]).collect()
}

fn documents(entries: &[Entry]) -> impl Iterator<Item = Document<'_>> {
    (1..).zip(entries).map(|(id, entry)| Document {
        id,
        title: &entry.title,
        aliases: &entry.aliases,
        keywords: &entry.keywords,
        text: &entry.text,
    })
}

/// Reading all entries once.
mod build {
    use super::*;

    #[divan::bench(sample_count = 10)]
    fn index(bencher: Bencher) {
        LazyLock::force(&MADE);
        bencher.bench(|| Index::new(documents(&MADE)));
    }

    #[divan::bench(sample_count = 10)]
    fn names(bencher: Bencher) {
        LazyLock::force(&MADE);
        bencher.bench(|| Completer::new(documents(&MADE)));
    }
}

/// As large as the settings allow: what a process holds of one guild.
mod largest {
    use super::*;

    /// The most that `max_entries` takes.
    const MOST: usize = 2_000;
    /// The most letters of a text.
    const LETTERS: usize = 4_000;

    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| (0..MOST).map(kept).collect());
    static INDEX: LazyLock<Index> = LazyLock::new(index);
    static TITLES: LazyLock<Titles> = LazyLock::new(|| Titles::new(&named()));

    fn kept(number: usize) -> Entry {
        let made = entry(number % ENTRIES_MADE);
        let text = made.text.chars().chain(name(number).chars()).cycle().take(LETTERS).collect();
        Entry { title: format!("{} {}", made.title, name(number)), text, ..made }
    }

    fn index() -> Index {
        Index::new(documents(&ENTRIES))
    }

    fn named() -> Vec<EntryNames> {
        let named = |document: Document<'_>| EntryNames {
            id: document.id,
            title: document.title.to_owned(),
            aliases: document.aliases.to_vec(),
            keywords: document.keywords.to_vec(),
            published: true,
        };
        documents(&ENTRIES).map(named).collect()
    }

    #[divan::bench(sample_count = 5)]
    fn build(bencher: Bencher) {
        LazyLock::force(&ENTRIES);
        bencher.bench(index);
    }

    #[divan::bench(sample_count = 5)]
    fn build_titles(bencher: Bencher) {
        bencher.with_inputs(named).bench_values(|named| Titles::new(&named));
    }

    #[divan::bench(args = TYPED)]
    fn autocomplete(bencher: Bencher, typed: &str) {
        LazyLock::force(&TITLES);
        bencher.bench(|| TITLES.complete(black_box(typed), true, SHOWN).len());
    }

    #[divan::bench(args = ASKED)]
    fn search(bencher: Bencher, asked: &str) {
        LazyLock::force(&INDEX);
        bencher.bench(|| INDEX.search(black_box(asked), SHOWN));
    }
}

const TYPED: [&str; 4] = ["p", "passw", "pasword chan", "how do i change my tournamnet in the"];

/// A member is typing.
mod autocomplete {
    use super::*;

    #[divan::bench(args = TYPED)]
    fn names(bencher: Bencher, typed: &str) {
        LazyLock::force(&NAMES);
        bencher.bench(|| NAMES.complete(black_box(typed), SHOWN, |_| true));
    }

    #[divan::bench(args = TYPED)]
    fn naive(bencher: Bencher, typed: &str) {
        LazyLock::force(&MADE);
        bencher.bench(|| naive_complete(black_box(typed)));
    }
}

const ASKED: [&str; 3] = [
    "refund",
    "hoe krijg ik mijn wachtwoord terug",
    "hey all, since the last update my microfone is silent in every voice channel, does anybody know what I can do about it?",
];

/// A member asks.
mod search {
    use super::*;

    #[divan::bench(args = ASKED)]
    fn index(bencher: Bencher, asked: &str) {
        LazyLock::force(&INDEX);
        bencher.bench(|| -> Vec<Hit> { INDEX.search(black_box(asked), SHOWN) });
    }

    #[divan::bench(args = ASKED)]
    fn naive(bencher: Bencher, asked: &str) {
        LazyLock::force(&MADE);
        bencher.bench(|| naive_search(black_box(asked)));
    }
}

/// The entries whose names have what was typed.
fn naive_complete(typed: &str) -> Vec<usize> {
    let typed = typed.to_lowercase();
    let has = |entry: &Entry| {
        let mut names = [&entry.title].into_iter().chain(&entry.aliases).chain(&entry.keywords);
        names.any(|name| name.to_lowercase().contains(&typed))
    };
    MADE.iter().enumerate().filter(|(_, entry)| has(entry)).map(|(place, _)| place).take(SHOWN).collect()
}

/// The entries that have most of the words asked for.
fn naive_search(asked: &str) -> Vec<(usize, usize)> {
    let asked = asked.to_lowercase();
    let words: Vec<&str> = asked.split_whitespace().collect();
    let count = |entry: &Entry| {
        let all = format!(
            "{} {} {} {}",
            entry.title,
            entry.aliases.join(" "),
            entry.keywords.join(" "),
            entry.text
        );
        let all = all.to_lowercase();
        words.iter().filter(|word| all.contains(**word)).count()
    };
    let mut found: Vec<_> = MADE.iter().map(count).enumerate().filter(|(_, count)| *count > 0).collect();
    found.sort_by_key(|(place, count)| (usize::MAX - count, *place));
    found.truncate(SHOWN);
    found
}
