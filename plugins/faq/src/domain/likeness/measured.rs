//! How well likeness does on labelled summaries. The figures are those of the plugin's README:
//! `cargo test -p faq measured -- --nocapture`

use serde::Deserialize;

use super::{ByWords, Likeness, THRESHOLD, distinct};

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
fn summaries_of_the_tuning_set_are_told_apart() {
    let figures = measured("tuning", include_str!("tuning.toml"));
    floors(
        &figures,
        &Figures { precision: 0.86, recall: 0.63, topics_proposed: 0.95, proposals_right: 0.92 },
    );
}

#[test]
fn summaries_that_nothing_was_tuned_on_are_told_apart() {
    let figures = measured("held out", include_str!("held_out.toml"));
    floors(&figures, &Figures { precision: 0.72, recall: 0.33, topics_proposed: 0.6, proposals_right: 0.8 });
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
    let likeness = ByWords::of(summaries.iter().map(|summary| summary.text.as_str()));
    let (precision, recall) = pairs(name, &summaries, &likeness);
    let (topics_proposed, proposals_right) = proposals(&summaries, &likeness, count);
    let figures = Figures { precision, recall, topics_proposed, proposals_right };
    println!("{name}: {} summaries in {count} topics: {figures:.2?}", summaries.len());
    let (precision, recall) = pairs_by_themselves(&summaries);
    println!("{name}: two compared without the others: precision {precision:.2}, recall {recall:.2}");
    figures
}

fn labelled(place: usize, topic: Topic) -> impl Iterator<Item = Summary> {
    let about = (topic.name != "alone").then_some(place);
    topic.summaries.into_iter().map(move |text| Summary { text, topic: about })
}

fn same(one: &Summary, other: &Summary) -> bool {
    one.topic.is_some() && one.topic == other.topic
}

fn all_pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(|one| (0..one).map(move |other| (one, other)))
}

fn pairs(name: &str, summaries: &[Summary], likeness: &ByWords) -> (f64, f64) {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (one, other) in all_pairs(summaries.len()) {
        let how = likeness.likeness(one, other);
        let texts = (&summaries[one].text, &summaries[other].text);
        match (same(&summaries[one], &summaries[other]), how >= likeness.threshold()) {
            (true, true) => right += 1,
            (true, false) => {
                println!("{name}: missed, {how:.2}: {texts:?}");
                missed += 1;
            }
            (false, true) => {
                println!("{name}: wrong, {how:.2}: {texts:?}");
                wrong += 1;
            }
            (false, false) => {}
        }
    }
    println!("{name}: {right} pairs rightly alike, {wrong} wrongly, {missed} missed");
    (share(right, right + wrong), share(right, right + missed))
}

/// A guild with few tickets has no others to learn from which words are rare.
fn pairs_by_themselves(summaries: &[Summary]) -> (f64, f64) {
    let words: Vec<_> = summaries.iter().map(|summary| distinct(&summary.text)).collect();
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (one, other) in all_pairs(summaries.len()) {
        let likeness = ByWords::of_words(vec![words[one].clone(), words[other].clone()], THRESHOLD);
        let (one, other) = (&summaries[one], &summaries[other]);
        match (same(one, other), likeness.likeness(0, 1) >= likeness.threshold()) {
            (true, true) => right += 1,
            (true, false) => missed += 1,
            (false, true) => wrong += 1,
            (false, false) => {}
        }
    }
    (share(right, right + wrong), share(right, right + missed))
}

fn proposals(summaries: &[Summary], likeness: &ByWords, topics: usize) -> (f64, f64) {
    let (mut made, mut right, mut proposed) = (0, 0, Vec::new());
    for (last, summary) in summaries.iter().enumerate() {
        let alike = likeness.alike(last);
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
    (share(proposed.len(), topics), share(right, made))
}

#[expect(clippy::cast_precision_loss, reason = "the sets are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
