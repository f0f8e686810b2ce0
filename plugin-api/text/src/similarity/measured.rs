//! How well similarity does on labelled summaries. The figures are in `tests/bench/README.md`:
//! `cargo test -p text measured -- --nocapture`

use serde::Deserialize;

use super::{Similarity, WordSimilarity};

/// Summaries alike that make a proposal: the one whose ticket was closed, and two more.
const ENOUGH: usize = 3;

#[derive(Deserialize)]
struct Labelled {
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
struct Topic {
    name: String,
    summaries: Vec<String>,
}

/// A summary, and the topic that it is about; those about nothing that others ask have none.
struct Summary {
    text: String,
    topic: Option<usize>,
}

/// What came of all pairs and of all summaries as the one that was closed last.
#[derive(Debug, PartialEq)]
struct Figures {
    /// Of the pairs that are said to be about one topic, how many are.
    precision: f64,
    /// Of the pairs about one topic, how many are said to be.
    recall: f64,
    /// Of the topics, for how many at least one summary finds enough others.
    topics_proposed: f64,
    /// Of the groups that would be proposed, how many have enough summaries of one topic to be worth it.
    proposals_right: f64,
}

#[test]
fn summaries_that_it_was_tuned_on_are_told_apart() {
    for (name, file, precision, recall, topics_proposed, proposals_right) in [
        ("tuning", include_str!("tuning.toml"), 0.77, 0.79, 0.96, 0.88),
        ("tuning, more", include_str!("tuning_more.toml"), 0.67, 0.64, 0.9, 0.84),
        ("tuning, tickets", include_str!("tuning_tickets.toml"), 0.82, 0.7, 0.85, 0.85),
    ] {
        floors(&measured(name, file), &Figures { precision, recall, topics_proposed, proposals_right });
    }
}

#[test]
fn summaries_that_nothing_was_tuned_on_are_told_apart() {
    let figures = measured("held out", include_str!("held_out.toml"));
    floors(
        &figures,
        &Figures { precision: 0.77, recall: 0.48, topics_proposed: 0.78, proposals_right: 0.78 },
    );
}

fn floors(figures: &Figures, floor: &Figures) {
    assert!(figures.precision >= floor.precision, "{figures:?}");
    assert!(figures.recall >= floor.recall, "{figures:?}");
    assert!(figures.topics_proposed >= floor.topics_proposed, "{figures:?}");
    assert!(figures.proposals_right >= floor.proposals_right, "{figures:?}");
}

fn measured(name: &str, file: &str) -> Figures {
    let topics = toml::from_str::<Labelled>(file).expect("the labelled summaries can be read").topic;
    let count = topics.iter().filter(|topic| topic.name != "alone").count();
    let summaries: Vec<_> =
        topics.into_iter().enumerate().flat_map(|(place, topic)| labelled(place, topic)).collect();
    let similarity = WordSimilarity::new(summaries.iter().map(|summary| summary.text.as_str()));
    let alike: Vec<_> = (0..summaries.len()).map(|last| similarity.similar_to(last)).collect();
    let (precision, recall) = pairs(name, &summaries, &alike);
    let (topics_proposed, proposals_right) = proposals(&summaries, &alike, count);
    let figures = Figures { precision, recall, topics_proposed, proposals_right };
    println!("{name}: {} summaries in {count} topics: {figures:.2?}", summaries.len());
    figures
}

fn labelled(place: usize, topic: Topic) -> impl Iterator<Item = Summary> {
    let about = (topic.name != "alone").then_some(place);
    topic.summaries.into_iter().map(move |text| Summary { text, topic: about })
}

fn same(one: &Summary, other: &Summary) -> bool {
    one.topic.is_some() && one.topic == other.topic
}

/// Of each summary as the one that was closed last, whether each other is said to be about its topic.
fn pairs(name: &str, summaries: &[Summary], alike: &[Vec<usize>]) -> (f64, f64) {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (last, other) in (0..alike.len()).flat_map(|last| (0..alike.len()).map(move |other| (last, other))) {
        let texts = (&summaries[last].text, &summaries[other].text);
        match (same(&summaries[last], &summaries[other]), alike[last].contains(&other)) {
            _ if last == other => {}
            (true, true) => right += 1,
            (true, false) => {
                println!("{name}: missed: {texts:?}");
                missed += 1;
            }
            (false, true) => {
                println!("{name}: wrong: {texts:?}");
                wrong += 1;
            }
            (false, false) => {}
        }
    }
    println!("{name}: {right} pairs rightly alike, {wrong} wrongly, {missed} missed");
    (share(right, right + wrong), share(right, right + missed))
}

fn proposals(summaries: &[Summary], alike: &[Vec<usize>], topics: usize) -> (f64, f64) {
    let (mut made, mut right, mut proposed) = (0, 0, Vec::new());
    for (summary, alike) in summaries.iter().zip(alike) {
        if alike.len() + 1 < ENOUGH {
            continue;
        }
        made += 1;
        let of_topic = alike.iter().filter(|other| same(summary, &summaries[**other])).count();
        if of_topic + 1 >= ENOUGH {
            right += 1;
            proposed.push(summary.topic);
        }
    }
    proposed.sort_unstable();
    proposed.dedup();
    println!("{right} of {made} proposals are right, for {} of {topics} topics", proposed.len());
    (share(proposed.len(), topics), share(right, made))
}

#[expect(clippy::cast_precision_loss, reason = "the sets are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
