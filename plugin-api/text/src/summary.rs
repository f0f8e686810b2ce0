//! Extractive summaries: sentences that people wrote, chosen by how central they are (`TextRank`) and by how late they were said.

use crate::mask;

mod rank;
mod sentences;
mod stems;
#[cfg(test)]
mod tests;

use self::{
    rank::ranks,
    sentences::{Sentence, split_sentences, truncate},
    stems::stems,
};

/// The longest summary, in characters.
pub const LONGEST_SUMMARY: usize = 1_000;

/// The longest title of a drafted FAQ entry, in characters.
pub const LONGEST_TITLE: usize = 100;

/// The longest text of a drafted FAQ entry, in characters.
pub const LONGEST_ENTRY: usize = 1_000;

/// How many sentences a summary has.
const MAX_SENTENCES: usize = 4;

/// The longest part of a sentence that is quoted, in characters.
const LONGEST_SENTENCE: usize = LONGEST_SUMMARY / MAX_SENTENCES - 1;

/// How many sentences at the end of a conversation are ranked. Each is compared with each other.
const RANKED_SENTENCES: usize = 200;

/// How much of the end is read, so that thousands of messages cost no more than hundreds.
const READ_BYTES: usize = 40_000;

/// How much the last sentence counts for more than the first.
const RECENCY: f32 = 2.0;

/// How much a question counts: what was found and done says more than what was asked on the way.
const QUESTION_WEIGHT: f32 = 0.5;

/// From this many words of a topic on, a sentence says something by itself.
const TOPIC_STEMS: usize = 2;

/// Two sentences that share a larger part of their words repeat each other.
const REPETITION: f32 = 0.6;

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// The member whose conversation it is, or another member.
    Member,
    /// Staff, who answer members.
    Staff,
    /// A program, which has no part in what a conversation is about.
    Bot,
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatMessage {
    /// Who wrote it.
    pub speaker: Speaker,
    /// What they wrote: data, never instructions.
    pub text: String,
}

impl ChatMessage {
    /// A message of a member.
    pub fn member(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::Member, text: text.into() }
    }

    /// A message of staff.
    pub fn staff(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::Staff, text: text.into() }
    }

    /// A message of a program.
    pub fn bot(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::Bot, text: text.into() }
    }
}

/// Whether anyone but bots wrote anything.
pub fn has_content(messages: &[ChatMessage]) -> bool {
    human_messages(messages).any(|message| message.text.chars().any(char::is_alphanumeric))
}

/// Sums up what people wrote, in at most [`LONGEST_SUMMARY`] characters: what the member first asked, and the most central sentences,
/// most of them late. Empty unless the conversation [`has_content`].
pub fn summarise(messages: &[ChatMessage]) -> String {
    let question = first_question(messages);
    let mut all = split_sentences(latest_texts(messages), LONGEST_SENTENCE);
    // The question is quoted anyway: a repetition should gain nothing by it.
    all.retain(|sentence| question.as_ref().is_none_or(|question| question.text != sentence.text));
    let late = &all[all.len().saturating_sub(RANKED_SENTENCES)..];
    let scores: Vec<_> = ranks(late)
        .into_iter()
        .zip(late)
        .zip(0..)
        .map(|((rank, sentence), index)| rank * recency(index, late.len()) * weight(sentence))
        .collect();
    let chosen = choose(late, &scores, question.as_ref());
    let question = question.iter().map(|sentence| sentence.text.as_str());
    let quoted = question.chain(chosen.into_iter().map(|index| late[index].text.as_str()));
    quoted.map(with_full_stop).collect::<Vec<_>>().join(" ")
}

/// The title and text of an FAQ entry: the summary that has most in common with the others. It is masked, since everyone reads entries.
pub fn draft_entry(summaries: &[String]) -> (String, String) {
    let all: Vec<_> = summaries
        .iter()
        .filter(|summary| !summary.trim().is_empty())
        .map(|summary| mask(summary.trim()))
        .map(|text| Sentence { stems: stems(&text), text })
        .collect();
    let ranks = ranks(&all);
    let central = (0..all.len()).max_by(|a, b| ranks[*a].total_cmp(&ranks[*b]).then(b.cmp(a)));
    let Some(text) = central.map(|index| all[index].text.as_str()) else {
        return (String::new(), String::new());
    };
    let title = split_sentences([text], LONGEST_SENTENCE)
        .into_iter()
        .next()
        .map_or_else(String::new, |sentence| sentence.text);
    // The title says it already, unless it is the whole text or was cut.
    let rest = text.strip_prefix(title.as_str()).map(str::trim_start);
    let title_is_whole = title.chars().count() <= LONGEST_TITLE;
    let text = rest.filter(|rest| title_is_whole && !rest.is_empty()).unwrap_or(text);
    (truncate(title.trim_end_matches('.'), LONGEST_TITLE), truncate(text, LONGEST_ENTRY))
}

/// What the member asked first: in their first message the sentence with a topic, or else one with a single word of a topic.
fn first_question(messages: &[ChatMessage]) -> Option<Sentence> {
    let first = human_messages(messages).find(|message| message.speaker == Speaker::Member)?;
    let mut all = split_sentences([first.text.as_str()], LONGEST_SENTENCE);
    let index =
        all.iter().position(has_topic).or_else(|| all.iter().position(|one| !one.stems.is_empty()))?;
    Some(all.swap_remove(index))
}

fn human_messages(messages: &[ChatMessage]) -> impl DoubleEndedIterator<Item = &ChatMessage> {
    messages.iter().filter(|message| message.speaker != Speaker::Bot)
}

/// The texts at the end of a conversation, oldest first.
fn latest_texts(messages: &[ChatMessage]) -> Vec<&str> {
    let mut length = 0;
    let mut texts: Vec<_> = human_messages(messages)
        .rev()
        .map(|message| message.text.as_str())
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .take_while(|text| {
            let fits = length < READ_BYTES;
            length += text.len();
            fits
        })
        .collect();
    texts.reverse();
    texts
}

fn has_topic(sentence: &Sentence) -> bool {
    sentence.stems.len() >= TOPIC_STEMS
}

/// The sentences to quote, in order: the best by score that repeat neither each other nor the question.
fn choose(sentences: &[Sentence], scores: &[f32], question: Option<&Sentence>) -> Vec<usize> {
    // If nobody wrote much, a single word of a topic is worth quoting.
    let least = if sentences.iter().any(has_topic) { TOPIC_STEMS } else { 1 };
    if question.is_none() && sentences.iter().all(|sentence| sentence.stems.is_empty()) {
        // None says more than another: the first is the question.
        return (0..sentences.len().min(1)).collect();
    }
    let mut by_score: Vec<_> = (0..sentences.len()).collect();
    by_score.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(b.cmp(a)));
    let mut taken: Vec<&Sentence> = question.into_iter().collect();
    let mut chosen = Vec::new();
    for index in by_score {
        if taken.len() == MAX_SENTENCES {
            break;
        }
        let sentence = &sentences[index];
        // Greetings and thanks are quoted only if there is nothing else.
        let says_something = sentence.stems.len() >= least || taken.is_empty();
        if says_something && !taken.iter().any(|other| repeats(sentence, other)) {
            taken.push(sentence);
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn repeats(a: &Sentence, b: &Sentence) -> bool {
    let (shared, all) = (a.stems.intersection(&b.stems).count(), a.stems.union(&b.stems).count());
    a.text == b.text || shared as f32 > REPETITION * all as f32
}

fn recency(index: usize, count: usize) -> f32 {
    1.0 + (RECENCY - 1.0) * (index + 1) as f32 / count as f32
}

fn weight(sentence: &Sentence) -> f32 {
    if sentence.text.ends_with('?') { QUESTION_WEIGHT } else { 1.0 }
}

/// Chat messages seldom end with a full stop.
fn with_full_stop(text: &str) -> String {
    if text.ends_with(char::is_alphanumeric) { format!("{text}.") } else { text.to_owned() }
}
