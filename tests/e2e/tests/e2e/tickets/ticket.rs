//! Tickets as the HTTP API shows them.

use std::fmt;

use chrono::{DateTime, Utc};
use e2e::World;
use plugin_api::{
    Tx,
    serenity::{ChannelId, RoleId, UserId},
    sql,
};
use reqwest::Method;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

/// A ticket.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Ticket {
    pub(super) id: i64,
    #[serde(rename = "user_id")]
    pub(super) opener: Option<UserId>,
    pub(super) username: String,
    pub(super) description: String,
    pub(super) answers: Vec<Answer>,
    pub(super) category: String,
    pub(super) status: Status,
    pub(super) priority: String,
    pub(super) place: String,
    pub(super) source: String,
    #[serde(rename = "channel_id")]
    pub(super) channel: Option<ChannelId>,
    pub(super) claimed_by: Option<UserId>,
    pub(super) escalated_to: Option<RoleId>,
    pub(super) first_response_at: Option<DateTime<Utc>>,
    pub(super) last_member_at: Option<DateTime<Utc>>,
    pub(super) close_reason: String,
    pub(super) closed_by: Option<UserId>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) archived_at: Option<DateTime<Utc>>,
    pub(super) transcript_at: Option<DateTime<Utc>>,
    pub(super) reopened: i64,
}

/// What the member wrote in a field of the category's form.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Answer {
    pub(super) label: String,
    pub(super) value: String,
}

/// A ticket's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Opening,
    Open,
    Claimed,
    WaitingForUser,
    Escalated,
    Closed,
    Archived,
}

impl Status {
    /// Whether the ticket is neither closed nor still being opened.
    pub(super) const fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Claimed | Self::WaitingForUser | Self::Escalated)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A message of a ticket, as it is stored.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) speaker: String,
    pub(super) content: String,
    pub(super) reply_to: Option<String>,
    pub(super) edits: Vec<Edit>,
    pub(super) attachments: Vec<File>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) deleted_at: Option<DateTime<Utc>>,
}

/// What a message said before it was edited.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Edit {
    pub(super) content: String,
    pub(super) replaced_at: DateTime<Utc>,
}

/// A file of a message.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) state: String,
}

/// How many messages the API gives at a time.
const PAGE: usize = 100;

/// Reads from the routes of tickets; nothing if there is no such thing.
pub(super) async fn read<T: DeserializeOwned>(world: &World, path: &str) -> Option<T> {
    let answer = world.read("tickets", path).await?;
    Some(serde_json::from_value(answer).expect("the shape of the answer"))
}

/// The first hundred tickets of the guild.
pub(super) async fn all(world: &World) -> Vec<Ticket> {
    #[derive(Deserialize)]
    struct Page {
        tickets: Vec<Ticket>,
    }
    read::<Page>(world, "?limit=100").await.expect("a list").tickets
}

/// The messages of a ticket that are stored, a page of them after an id.
pub(super) async fn messages_after(world: &World, id: i64, after: u64) -> Vec<Message> {
    #[derive(Deserialize)]
    struct Page {
        messages: Vec<Message>,
    }
    let path = format!("/{id}/messages?limit={PAGE}&after={after}");
    read::<Page>(world, &path).await.map(|page| page.messages).unwrap_or_default()
}

/// A message of a ticket, if it is stored.
pub(super) async fn message(world: &World, id: i64, message: u64) -> Option<Message> {
    let page = messages_after(world, id, message - 1).await;
    page.into_iter().next().filter(|found| found.id == message.to_string())
}

/// What a closed ticket was about, once it is summed up.
pub(super) async fn summary(world: &World, id: i64) -> Option<String> {
    let answer = world.read("tickets", &format!("/{id}/summary")).await?;
    answer["summary"].as_str().map(str::to_owned)
}

/// The stars and the comment that a member gave.
pub(super) async fn rating(world: &World, id: i64) -> Option<(i64, String)> {
    let answer = world.read("tickets", &format!("/{id}/rating")).await?;
    Some((answer["stars"].as_i64()?, answer["comment"].as_str()?.to_owned()))
}

/// The transcript of a ticket as its member (`member`) or staff (`staff`) read it.
pub(super) async fn transcript(world: &World, id: i64, version: &str) -> String {
    let path = format!("/{id}/transcript.html?version={version}");
    let (status, page) = world.call(Method::GET, "tickets", &path, None).await;
    assert!(status.is_success(), "{status}: {page}");
    page
}

/// Does something with a ticket over the API, as in `{"act": "close"}`.
pub(super) async fn act(world: &World, id: i64, act: Value) {
    let (status, text) = world.call(Method::POST, "tickets", &format!("/{id}/acts"), Some(&act)).await;
    assert!(status.is_success(), "{act}: {status} {text}");
}

/// Holds the locks of all tickets, as somebody who changes them does, until the transaction ends.
pub(super) async fn lock(world: &World) -> Tx {
    let mut tx = world.host().db().begin().await.expect("a transaction");
    sql("UPDATE support_tickets SET revision = revision").execute(&mut tx).await.expect("a lock");
    tx
}
