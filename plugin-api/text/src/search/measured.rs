//! How well search does on labelled questions. The figures are in `tests/bench/README.md`:
//! `cargo test -p text measured -- --nocapture`

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Document, Index};

#[derive(Deserialize)]
struct Entries {
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: i64,
    title: String,
    aliases: Vec<String>,
    keywords: Vec<String>,
    text: String,
}

#[derive(Deserialize)]
struct Labelled {
    /// By the id of the entry that answers them.
    questions: BTreeMap<String, Vec<String>>,
    none: Vec<String>,
}

impl Labelled {
    fn parse(file: &str) -> Self {
        toml::from_str(file).expect("the labelled questions can be read")
    }

    fn questions(&self) -> impl Iterator<Item = (i64, &str)> {
        self.questions.iter().flat_map(|(id, questions)| {
            let id = id.parse().expect("questions are listed by the number of an entry");
            questions.iter().map(move |question| (id, question.as_str()))
        })
    }
}

/// What came of a set of questions, as shares of what should have come.
#[derive(Debug, PartialEq)]
struct Figures {
    first: f64,
    first_three: f64,
    nothing_for_none: f64,
    offered: f64,
    offered_rightly: f64,
}

#[test]
fn questions_of_the_tuning_set_find_their_entries() {
    let figures = measured("tuning", &Labelled::parse(include_str!("tuning.toml")));
    floors(
        &figures,
        &Figures {
            first: 0.86,
            first_three: 0.92,
            nothing_for_none: 0.88,
            offered: 0.5,
            offered_rightly: 0.97,
        },
    );
}

#[test]
fn questions_that_nothing_was_tuned_on_find_their_entries() {
    let figures = measured("held out", &Labelled::parse(include_str!("held_out.toml")));
    floors(
        &figures,
        &Figures {
            first: 0.82,
            first_three: 0.84,
            nothing_for_none: 0.8,
            offered: 0.33,
            offered_rightly: 0.95,
        },
    );
}

fn floors(figures: &Figures, floor: &Figures) {
    assert!(figures.first >= floor.first, "{figures:?}");
    assert!(figures.first_three >= floor.first_three, "{figures:?}");
    assert!(figures.nothing_for_none >= floor.nothing_for_none, "{figures:?}");
    assert!(figures.offered >= floor.offered, "{figures:?}");
    assert!(figures.offered_rightly >= floor.offered_rightly, "{figures:?}");
}

fn measured(name: &str, labelled: &Labelled) -> Figures {
    let entries =
        toml::from_str::<Entries>(include_str!("entries.toml")).expect("the entries can be read").entry;
    let index = Index::new(entries.iter().map(|entry| Document {
        id: entry.id,
        title: &entry.title,
        aliases: &entry.aliases,
        keywords: &entry.keywords,
        text: &entry.text,
    }));
    let (mut first, mut first_three, mut right, mut wrong) = (0, 0, 0, 0);
    let asked = labelled.questions().count();
    for (id, question) in labelled.questions() {
        let found: Vec<_> = index.search(question, 3).iter().map(|hit| hit.id).collect();
        first += usize::from(found.first() == Some(&id));
        first_three += usize::from(found.contains(&id));
        if found.first() != Some(&id) {
            println!("{name}: «{question}» is answered by {id}; found {found:?}");
        }
        match index.best(question) {
            Some(hit) if hit.id == id => right += 1,
            Some(hit) => {
                println!("{name}: «{question}» is offered {} unasked, not {id}", hit.id);
                wrong += 1;
            }
            None => {}
        }
    }
    let mut nothing = 0;
    for question in &labelled.none {
        let found = index.search(question, 3);
        nothing += usize::from(found.is_empty());
        wrong += usize::from(index.best(question).is_some());
        if !found.is_empty() {
            println!(
                "{name}: «{question}» has no answer; found {found:?}, offered {:?}",
                index.best(question)
            );
        }
    }
    let figures = Figures {
        first: share(first, asked),
        first_three: share(first_three, asked),
        nothing_for_none: share(nothing, labelled.none.len()),
        offered: share(right, asked),
        offered_rightly: share(right, right + wrong),
    };
    println!("{name}: {asked} questions, {} without an answer: {figures:.2?}", labelled.none.len());
    figures
}

#[expect(clippy::cast_precision_loss, reason = "the sets are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
