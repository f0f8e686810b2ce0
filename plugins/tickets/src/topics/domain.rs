//! Groups closed tickets by topic, and decides when a topic is proposed for the FAQ.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use plugin_api::{
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{ChannelId, GuildId, MessageId, UserId},
    text::similarity::{Similarity, VectorSimilarity, WordSimilarity},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most tickets that a topic names: those that came last.
pub const MAX_TICKETS: usize = 50;

/// What became of a proposal.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Decision {
    /// Nobody has decided yet.
    Open,
    /// It is in the FAQ.
    Added,
    /// It comes back when more tickets come.
    Later,
    /// It does not come back.
    Never,
}

impl Decision {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A topic that was proposed for the FAQ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its guild.
    pub guild: GuildId,
    /// Its number, counted per guild.
    pub id: i64,
    /// The words of the ticket that it was proposed for.
    pub key: String,
    /// The drafted entry; empty after the decision, or if the member whom it quotes was erased.
    pub draft: Draft,
    /// Its tickets, oldest first.
    pub tickets: Vec<i64>,
    /// What became of it.
    pub decision: Decision,
    /// The member who decided, and the time of the decision.
    pub decided: Option<(Option<UserId>, DateTime<Utc>)>,
    /// The FAQ's entry.
    pub entry: Option<i64>,
    /// The message that proposes it.
    pub message: Option<(ChannelId, MessageId)>,
}

/// A drafted entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The question.
    pub title: String,
    /// The answer.
    pub text: String,
    /// How it came about, if that is worth knowing.
    pub note: String,
    /// The opener of the ticket that it quotes; 0 for none.
    pub user: u64,
}

/// What a closed ticket was about.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The ticket.
    pub ticket: i64,
    /// Who opened it.
    pub user: u64,
    /// Its summary.
    pub text: String,
    /// Its words.
    pub key: String,
    /// What a language model made of it.
    pub vector: Option<Vec<f32>>,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// How many similar tickets within how many days make a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How many of them.
    pub tickets: usize,
    /// Within how many days.
    pub days: i64,
}

impl Rules {
    /// From when on tickets count.
    pub fn since(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::days(self.days)
    }
}

/// The tickets that are like the one that was closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The words of the one that was closed.
    pub key: String,
    /// Itself and those within the rules' days, oldest first.
    pub recent: Vec<i64>,
    /// Those from before, which earlier topics were about.
    pub before: Vec<i64>,
}

/// What to do with a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Nothing,
    /// An open proposal has these tickets from now on.
    Grows(i64, Vec<i64>),
    /// A proposal that was put off is made again.
    Again(i64, Vec<i64>),
    /// A new one.
    New(Vec<i64>),
}

/// Finds the tickets that are similar to one; none if it has no summary.
pub fn group_similar(closed: i64, summaries: &[Summary], since: DateTime<Utc>) -> Group {
    let Some(place) = summaries.iter().position(|summary| summary.ticket == closed) else {
        return Group::default();
    };
    let found = match vectors(summaries) {
        Some(vectors) => VectorSimilarity::new(vectors).similar_to(place),
        None => WordSimilarity::new(summaries.iter().map(|summary| summary.text.as_str())).similar_to(place),
    };
    let (recent, before): (Vec<_>, Vec<_>) =
        found.into_iter().map(|place| &summaries[place]).partition(|summary| summary.at >= since);
    let tickets = |of: Vec<&Summary>| of.into_iter().map(|summary| summary.ticket).collect::<BTreeSet<_>>();
    let mut recent = tickets(recent);
    recent.insert(closed);
    Group {
        key: summaries[place].key.clone(),
        recent: recent.into_iter().collect(),
        before: tickets(before).into_iter().collect(),
    }
}

/// The vectors of all summaries, if all have one of the same length.
fn vectors(summaries: &[Summary]) -> Option<Vec<Vec<f32>>> {
    let vectors: Option<Vec<_>> = summaries.iter().map(|summary| summary.vector.clone()).collect();
    let vectors = vectors?;
    let length = vectors.first()?.len();
    (length > 0 && vectors.iter().all(|vector| vector.len() == length)).then_some(vectors)
}

/// Decides what to do with a group, given the existing topics.
pub fn judge(group: &Group, topics: &[Topic], rules: Rules, now: DateTime<Utc>) -> Verdict {
    let enough = group.recent.len() >= rules.tickets;
    match find_topic(group, topics) {
        None if enough => Verdict::New(latest_tickets(group.recent.clone())),
        None => Verdict::Nothing,
        Some(topic) => match topic.decision {
            Decision::Open => {
                let mut all = topic.tickets.clone();
                all.extend(&group.recent);
                let all = latest_tickets(all);
                if all == topic.tickets { Verdict::Nothing } else { Verdict::Grows(topic.id, all) }
            }
            Decision::Later => {
                let rested = topic.decided.is_none_or(|(_, at)| at <= rules.since(now));
                if rested && enough {
                    Verdict::Again(topic.id, latest_tickets(group.recent.clone()))
                } else {
                    Verdict::Nothing
                }
            }
            Decision::Added | Decision::Never => Verdict::Nothing,
        },
    }
}

/// Finds the topic of a group: the one with the most tickets in common, or with the same key.
fn find_topic<'t>(group: &Group, topics: &'t [Topic]) -> Option<&'t Topic> {
    let common = |topic: &Topic| {
        let shared = group.recent.iter().chain(&group.before).filter(|id| topic.tickets.contains(id)).count();
        shared + usize::from(!group.key.is_empty() && topic.key == group.key)
    };
    topics.iter().filter(|topic| common(topic) > 0).max_by_key(|topic| common(topic))
}

/// Sorts and deduplicates tickets, and drops the oldest of too many.
fn latest_tickets(tickets: Vec<i64>) -> Vec<i64> {
    let all: BTreeSet<_> = tickets.into_iter().collect();
    let too_many = all.len().saturating_sub(MAX_TICKETS);
    all.into_iter().skip(too_many).collect()
}
