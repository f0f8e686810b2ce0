//! The offline way: sentences that people wrote, chosen by how much of the rest they say (TextRank) and by how late they were said.

use std::collections::{HashMap, HashSet};

use self::words::stems;
use super::{Conversation, LONGEST_ENTRY, LONGEST_SUMMARY, LONGEST_TITLE, Line, Speaker, mask};

mod split;
#[cfg(test)]
mod tests;
mod words;

/// How many sentences a summary has.
const SENTENCES: usize = 4;

/// The longest part of a sentence that is quoted, in characters.
const LONGEST_SENTENCE: usize = LONGEST_SUMMARY / SENTENCES - 1;

/// The sentences at the end of a conversation that are looked at. Their likeness is computed pair by pair.
const LAST: usize = 200;

/// How much of the end is looked at, so that thousands of messages cost no more than hundreds.
const LAST_BYTES: usize = 40_000;

/// Rounds in which ranks settle, and how much of a rank comes from the likeness to others: those of TextRank's authors.
const ROUNDS: usize = 30;
const DAMPING: f32 = 0.85;

/// How much the last sentence counts for more than the first.
const LATENESS: f32 = 2.0;

/// How much a question counts: what was found and done says more than what was asked on the way.
const QUESTION: f32 = 0.5;

/// How many words of a topic a sentence has that says something by itself.
const TOPIC: usize = 2;

/// Two sentences that share a larger part of their words say the same.
const REPEATS: f32 = 0.6;

/// A sentence and the words that carry its topic.
struct Sentence {
    text: String,
    stems: HashSet<String>,
}

/// Whether anybody but bots said anything.
pub(super) fn speaks(conversation: &Conversation) -> bool {
    people(conversation).any(|line| line.text.chars().any(char::is_alphanumeric))
}

/// Sums up what people said: what the member first asked, and the weightiest sentences, most of them late. Empty where nobody
/// [`speaks`].
pub(super) fn summary(conversation: &Conversation) -> String {
    let asked = asked(conversation);
    let mut all = sentences(end(conversation));
    // It is quoted anyway: what only repeats it should not gain by that.
    all.retain(|sentence| asked.as_ref().is_none_or(|asked| asked.text != sentence.text));
    let late = &all[all.len().saturating_sub(LAST)..];
    let scores: Vec<_> = ranks(late)
        .into_iter()
        .zip(late)
        .zip(0..)
        .map(|((rank, sentence), at)| rank * lateness(at, late.len()) * weight(sentence))
        .collect();
    let chosen = choose(late, &scores, asked.as_ref());
    let asked = asked.iter().map(|sentence| sentence.text.as_str());
    let quoted = asked.chain(chosen.into_iter().map(|at| late[at].text.as_str()));
    quoted.map(ended).collect::<Vec<_>>().join(" ")
}

/// What the member asked first: of the first that they said, the sentence with a topic, or else with a word of one.
fn asked(conversation: &Conversation) -> Option<Sentence> {
    let first = people(conversation).find(|line| line.speaker == Speaker::Member)?;
    let mut said = sentences([first.text.as_str()]);
    let at = said.iter().position(has_topic).or_else(|| said.iter().position(|one| !one.stems.is_empty()))?;
    Some(said.swap_remove(at))
}

fn people(conversation: &Conversation) -> impl DoubleEndedIterator<Item = &Line> {
    conversation.lines.iter().filter(|line| line.speaker != Speaker::Bot)
}

/// What people said last, in order.
fn end(conversation: &Conversation) -> Vec<&str> {
    let mut length = 0;
    let mut texts: Vec<_> = people(conversation)
        .rev()
        .map(|line| line.text.as_str())
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .take_while(|text| {
            let fits = length < LAST_BYTES;
            length += text.len();
            fits
        })
        .collect();
    texts.reverse();
    texts
}

/// The title and text of an entry: the summary that has most in common with the others, without what is private, since entries are read by
/// everybody.
pub(super) fn entry(summaries: &[String]) -> (String, String) {
    let whole: Vec<_> = summaries
        .iter()
        .filter(|summary| !summary.trim().is_empty())
        .map(|summary| mask(summary.trim()))
        .map(|text| Sentence { stems: stems(&text), text })
        .collect();
    let ranks = ranks(&whole);
    let central = (0..whole.len()).max_by(|a, b| ranks[*a].total_cmp(&ranks[*b]).then(b.cmp(a)));
    let Some(text) = central.map(|at| whole[at].text.as_str()) else { return (String::new(), String::new()) };
    let title = sentences([text]).into_iter().next().map_or_else(String::new, |sentence| sentence.text);
    // The title says it already, unless it is all there is or was cut.
    let rest = text.strip_prefix(title.as_str()).map(str::trim_start);
    let whole = title.chars().count() <= LONGEST_TITLE;
    let text = rest.filter(|rest| whole && !rest.is_empty()).unwrap_or(text);
    (cut(title.trim_end_matches('.'), LONGEST_TITLE), cut(text, LONGEST_ENTRY))
}

fn sentences<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<Sentence> {
    let pieces = texts.into_iter().flat_map(split::sentences);
    let pieces = pieces.map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "));
    pieces
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .map(|piece| Sentence { stems: stems(&piece), text: cut(&piece, LONGEST_SENTENCE) })
        .collect()
}

fn has_topic(sentence: &Sentence) -> bool {
    sentence.stems.len() >= TOPIC
}

/// The sentences to quote, in order: the best by score that repeat neither each other nor what was asked.
fn choose(sentences: &[Sentence], scores: &[f32], asked: Option<&Sentence>) -> Vec<usize> {
    // Where nobody said much, a single word of a topic is worth quoting.
    let least = if sentences.iter().any(has_topic) { TOPIC } else { 1 };
    if asked.is_none() && sentences.iter().all(|sentence| sentence.stems.is_empty()) {
        // No one says more than another: what came first is what was asked.
        return (0..sentences.len().min(1)).collect();
    }
    let mut by_score: Vec<_> = (0..sentences.len()).collect();
    by_score.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(b.cmp(a)));
    let mut taken: Vec<&Sentence> = asked.into_iter().collect();
    let mut chosen = Vec::new();
    for at in by_score {
        if taken.len() == SENTENCES {
            break;
        }
        let sentence = &sentences[at];
        // Greetings and thanks are said only where there is nothing else to say.
        let says_something = sentence.stems.len() >= least || taken.is_empty();
        if says_something && !taken.iter().any(|other| repeats(sentence, other)) {
            taken.push(sentence);
            chosen.push(at);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn repeats(a: &Sentence, b: &Sentence) -> bool {
    let (shared, all) = (a.stems.intersection(&b.stems).count(), a.stems.union(&b.stems).count());
    a.text == b.text || shared as f32 > REPEATS * all as f32
}

fn lateness(at: usize, of: usize) -> f32 {
    1.0 + (LATENESS - 1.0) * (at + 1) as f32 / of as f32
}

fn weight(sentence: &Sentence) -> f32 {
    if sentence.text.ends_with('?') { QUESTION } else { 1.0 }
}

/// How central each sentence is: the stationary ranks of a walk from likeness to likeness.
fn ranks(sentences: &[Sentence]) -> Vec<f32> {
    let count = sentences.len();
    let rarity = rarity(sentences);
    let likeness: Vec<Vec<f32>> = (0..count)
        .map(|a| {
            (0..count)
                .map(|b| if a == b { 0.0 } else { alike(&sentences[a], &sentences[b], &rarity) })
                .collect()
        })
        .collect();
    let sums: Vec<f32> = likeness.iter().map(|row| row.iter().sum()).collect();
    let mut ranks = vec![1.0; count];
    for _ in 0..ROUNDS {
        ranks = (0..count)
            .map(|at| {
                let given = (0..count).filter(|other| sums[*other] > 0.0);
                let given: f32 = given.map(|other| ranks[other] * likeness[other][at] / sums[other]).sum();
                1.0 - DAMPING + DAMPING * given
            })
            .collect();
    }
    ranks
}

/// How much a shared word says: less, the more sentences have it.
fn rarity(sentences: &[Sentence]) -> HashMap<&str, f32> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for stem in sentences.iter().flat_map(|sentence| &sentence.stems) {
        *counts.entry(stem).or_default() += 1;
    }
    let all = sentences.len() as f32;
    counts.into_iter().map(|(stem, count)| (stem, (1.0 + all / count as f32).ln())).collect()
}

fn alike(a: &Sentence, b: &Sentence, rarity: &HashMap<&str, f32>) -> f32 {
    let shared: f32 = a.stems.intersection(&b.stems).filter_map(|stem| rarity.get(stem.as_str())).sum();
    let length = ((1 + a.stems.len()) as f32).ln() + ((1 + b.stems.len()) as f32).ln();
    if length > 0.0 { shared / length } else { 0.0 }
}

/// A sentence with its full stop: chat messages seldom have one.
fn ended(text: &str) -> String {
    if text.ends_with(char::is_alphanumeric) { format!("{text}.") } else { text.to_owned() }
}

/// At most this many characters, an ellipsis where something was left off.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest - 1).collect();
    format!("{}…", kept.trim_end())
}
