//! Recurring topics: found when a ticket is closed, proposed for the FAQ, and decided on.

use std::collections::HashSet;

use faq::{Author, Faq, Rejection};
use plugin_api::{
    ComponentInteraction, Error, Host, Locale, Request, Result, Tx,
    chrono::{DateTime, Utc},
    run_blocking,
    serenity::{GuildId, UserId},
};

use super::{
    domain::{Decision, Draft, Group, Rules, Summary, Topic, Verdict, group_similar, judge},
    store, view,
};
use crate::{names::PROPOSE, settings::TicketSettings, texts};

/// How many summaries are compared at most: the latest.
const MAX_SUMMARIES: u32 = 300;
/// How many tickets of an earlier topic are compared.
const SAMPLE: usize = 3;
/// How many summaries are embedded after one closing. Until all are, words decide.
const MAX_EMBEDDED: usize = 50;
/// How many summaries a draft is made of at most.
const MAX_DRAFTED: usize = 10;

/// Compares a closed ticket's summary with recent ones, and proposes a topic that recurs. It is idempotent.
/// Nothing is proposed if the FAQ is off or there is no log channel.
pub async fn propose_recurring(host: &Host, guild: GuildId, ticket: i64) -> Result<()> {
    let settings = host.settings::<TicketSettings>(guild);
    let rules = Rules { tickets: settings.topic_tickets as usize, days: settings.topic_days.into() };
    let nowhere = host.guild(guild).log_channel.is_none() || host.plugin_in::<Faq>(guild).is_none();
    if rules.tickets == 0 || nowhere {
        return Ok(());
    }
    let now = host.clock().now();
    let topics = store::fetch_all(host.db(), guild).await?;
    let summaries = fetch_comparable(host, guild, ticket, rules.since(now), &topics).await?;
    let since = rules.since(now);
    let (group, summaries) =
        run_blocking(move || (group_similar(ticket, &summaries, since), summaries)).await?;
    let draft = match judge(&group, &topics, rules, now) {
        Verdict::Nothing => return Ok(()),
        Verdict::Grows(..) => Draft::default(),
        Verdict::New(tickets) | Verdict::Again(_, tickets) => {
            draft_entry(host, guild, &summaries, &tickets).await
        }
    };
    store_proposal(host, guild, &group, rules, draft).await
}

/// Fetches the summaries since an instant, the closed ticket's, and some of earlier topics.
async fn fetch_comparable(
    host: &Host,
    guild: GuildId,
    ticket: i64,
    since: DateTime<Utc>,
    topics: &[Topic],
) -> Result<Vec<Summary>> {
    let model = host.language(guild).embedding_model();
    let mut summaries = store::fetch_summaries(host.db(), guild, &model, since, MAX_SUMMARIES).await?;
    let sampled = topics.iter().flat_map(|topic| topic.tickets.iter().rev().take(SAMPLE).copied());
    let mut others: Vec<_> = sampled.chain([ticket]).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|other| summaries.iter().all(|summary| summary.ticket != *other));
    summaries.extend(store::fetch_summaries_of(host.db(), guild, &model, &others).await?);
    embed_missing(host, guild, &model, &mut summaries).await?;
    Ok(summaries)
}

/// Embeds the summaries that have no embedding yet, if the guild has a language model.
async fn embed_missing(host: &Host, guild: GuildId, model: &str, summaries: &mut [Summary]) -> Result<()> {
    let unseen = summaries.iter_mut().filter(|summary| summary.vector.is_none());
    let mut unseen: Vec<_> = unseen.take(MAX_EMBEDDED).collect();
    let texts: Vec<_> = unseen.iter().map(|summary| summary.text.clone()).collect();
    if texts.is_empty() {
        return Ok(());
    }
    let Some(vectors) = host.language(guild).embed(&texts).await else { return Ok(()) };
    for (summary, vector) in unseen.iter_mut().zip(vectors) {
        summary.vector = Some(vector);
    }
    let seen: Vec<_> = unseen.into_iter().map(|summary| summary.clone()).collect();
    store::update_embeddings(host.db(), guild, model, &seen).await
}

/// Drafts an entry from the summaries of some tickets, those that came last.
async fn draft_entry(host: &Host, guild: GuildId, summaries: &[Summary], tickets: &[i64]) -> Draft {
    let mut of: Vec<_> = summaries.iter().filter(|summary| tickets.contains(&summary.ticket)).collect();
    of.sort_by_key(|summary| std::cmp::Reverse(summary.ticket));
    of.truncate(MAX_DRAFTED);
    let texts: Vec<_> = of.iter().map(|summary| summary.text.clone()).collect();
    let locale = host.guild(guild).locale;
    let drafted = host.language(guild).draft_entry(&locale, &texts).await;
    // Without a model it is one summary's text, masked and cut; a model's words are close to one of them too.
    let quoted = of.iter().max_by_key(|summary| shared_words(&drafted.text, &summary.text));
    let user = quoted.map_or(0, |summary| summary.user);
    let note = drafted.note.map(|note| note.sentence(&locale)).unwrap_or_default();
    Draft { title: drafted.title, text: drafted.text, note, user }
}

/// How many words of a draft a summary has.
fn shared_words(draft: &str, summary: &str) -> usize {
    let words: HashSet<_> = summary.split_whitespace().collect();
    draft.split_whitespace().filter(|word| words.contains(word)).count()
}

/// Stores the proposal for a group and queues its message. Concurrent closings are serialised here, so that the second one sees
/// the topic of the first.
async fn store_proposal(
    host: &Host,
    guild: GuildId,
    group: &Group,
    rules: Rules,
    draft: Draft,
) -> Result<()> {
    let now = host.clock().now();
    let mut tx = host.db().begin().await?;
    let id = store::next_id(&mut tx, guild).await?;
    let changed = match lock_and_judge(&mut tx, guild, group, rules, now).await? {
        (Verdict::Grows(_, tickets), Some(topic)) => Some(Topic { tickets, ..topic }),
        (Verdict::Again(_, tickets), Some(topic)) => {
            Some(Topic { tickets, draft, decision: Decision::Open, decided: None, message: None, ..topic })
        }
        (Verdict::New(tickets), _) => {
            let topic = Topic {
                guild,
                id,
                key: group.key.clone(),
                draft,
                tickets,
                decision: Decision::Open,
                decided: None,
                entry: None,
                message: None,
            };
            store::insert(&mut tx, &topic, now).await?;
            Some(topic)
        }
        _ => None,
    };
    let Some(topic) = changed else { return Ok(tx.rollback().await?) };
    // A member who was erased meanwhile is not quoted.
    if topic.draft.user != 0 && !store::has_summary(&mut tx, guild, topic.draft.user).await? {
        return Ok(tx.rollback().await?);
    }
    store::update(&mut tx, &topic).await?;
    host.jobs().enqueue(&mut tx, PROPOSE, guild, &topic.id.to_string(), now, &()).await?;
    Ok(tx.commit().await?)
}

/// Judges a group by the current topics, and returns its earlier topic, locked. That one is judged again after it is locked:
/// a member may be deciding on it. It stays the group's topic, since only [`store_proposal`] adds tickets to topics.
async fn lock_and_judge(
    tx: &mut Tx,
    guild: GuildId,
    group: &Group,
    rules: Rules,
    now: DateTime<Utc>,
) -> Result<(Verdict, Option<Topic>)> {
    let verdict = judge(group, &store::fetch_all(&mut *tx, guild).await?, rules, now);
    let (Verdict::Grows(id, _) | Verdict::Again(id, _)) = verdict else { return Ok((verdict, None)) };
    let Some(topic) = store::lock(tx, guild, id).await? else { return Ok((Verdict::Nothing, None)) };
    Ok((judge(group, std::slice::from_ref(&topic), rules, now), Some(topic)))
}

/// Returns a topic that is still open, for a member who may decide on it.
///
/// # Errors
/// A message for the member if it is gone, already decided, the FAQ is off here, or they may not add entries.
pub async fn fetch_undecided(interaction: &ComponentInteraction, id: i64) -> Result<(Topic, Author)> {
    let author = authorize(interaction).await?;
    let topic = store::fetch(interaction.host.db(), interaction.guild, id).await?;
    Ok((require_open(topic, &interaction.member_locale())?, author))
}

/// Authorizes the member to add entries to the FAQ.
///
/// # Errors
/// A message for the member if the FAQ is off here, or they may not add entries.
pub async fn authorize(interaction: &ComponentInteraction) -> Result<Author> {
    if interaction.host.plugin_in::<Faq>(interaction.guild).is_none() {
        return Err(Error::user(texts::text(&interaction.member_locale(), "refused-faq-off")));
    }
    faq::authorize(interaction).await
}

fn require_open(topic: Option<Topic>, locale: &Locale) -> Result<Topic> {
    match topic {
        Some(topic) if topic.decision == Decision::Open => Ok(topic),
        Some(topic) => Err(Error::user(view::decision_text(locale, &topic))),
        None => Err(Error::user(texts::text(locale, "refused-topic-gone"))),
    }
}

/// Adds the submitted form of a proposal to the FAQ and marks the topic, in one transaction.
///
/// # Errors
/// If another member decided before, or the FAQ rejects the entry; nothing is changed then.
pub async fn add_entry(
    interaction: &ComponentInteraction,
    author: &Author,
    id: i64,
) -> Result<Topic, Rejection> {
    let host = &interaction.host;
    let failed = |error| Rejection::Error(error);
    let mut tx = host.db().begin().await.map_err(Error::from).map_err(failed)?;
    let topic = store::lock(&mut tx, interaction.guild, id).await.map_err(failed)?;
    let done = async {
        let topic = require_open(topic, &interaction.member_locale()).map_err(failed)?;
        let entry = faq::add(&mut tx, interaction, author).await?;
        let now = host.clock().now();
        let topic = Topic {
            entry: Some(entry.id),
            ..decide(topic, Decision::Added, Some(interaction.user().id), now)
        };
        store::update(&mut tx, &topic).await.map_err(failed)?;
        Ok((topic, entry))
    };
    match done.await {
        Ok((topic, entry)) => {
            tx.commit().await.map_err(Error::from).map_err(failed)?;
            faq::log_added(author, &entry);
            Ok(topic)
        }
        Err(refused) => {
            tx.rollback().await.map_err(Error::from).map_err(failed)?;
            Err(refused)
        }
    }
}

/// Puts a topic off, or away for good.
///
/// # Errors
/// A message for the member if another member decided before.
pub async fn dismiss(request: &Request, id: i64, decision: Decision) -> Result<Topic> {
    let mut tx = request.db().begin().await?;
    let topic = store::lock(&mut tx, request.guild, id).await?;
    match require_open(topic, &request.locale) {
        Ok(topic) => {
            let topic = decide(topic, decision, request.user(), request.host.clock().now());
            store::update(&mut tx, &topic).await?;
            tx.commit().await?;
            Ok(topic)
        }
        Err(refused) => {
            tx.rollback().await?;
            Err(refused)
        }
    }
}

/// Returns the topic with a decision. Of the draft only the title is still needed.
fn decide(topic: Topic, decision: Decision, by: Option<UserId>, at: DateTime<Utc>) -> Topic {
    let draft = Draft { text: String::new(), note: String::new(), ..topic.draft };
    Topic { draft, decision, decided: Some((by, at)), ..topic }
}
