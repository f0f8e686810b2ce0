//! Topics that come up again and again: found when a ticket is closed, proposed for the FAQ, and decided on.

use plugin_api::Request;
use std::collections::HashSet;

use faq::{Author, Faq, Rejection};
use plugin_api::{
    ComponentInteraction, Error, Host, Locale, Result, Tx,
    chrono::{DateTime, Utc},
    run_blocking,
    serenity::{GuildId, UserId},
};

use super::{
    domain::{Decision, Draft, Group, Rules, Summary, Topic, Verdict, alike, judge},
    store, view,
};
use crate::{names::PROPOSE, settings::TicketSettings, texts};

/// How many summaries are compared at most: the latest.
const MOST_SUMMARIES: u32 = 300;
/// By how many of its tickets an earlier topic is recognised.
const SAMPLE: usize = 3;
/// How many summaries a language model looks at after one closing. Until it has seen all of them, words decide.
const MOST_EMBEDDED: usize = 50;
/// How many summaries a draft is made of at most.
const MOST_DRAFTED: usize = 10;

/// Compares a closed ticket, whose summary is stored, with those that were closed lately, and proposes what comes up again and again.
/// Looking twice changes nothing. Nothing is proposed where the FAQ is off or there is no log channel.
///
/// # Errors
/// Where the database fails.
pub async fn look(host: &Host, guild: GuildId, ticket: i64) -> Result<()> {
    let settings = host.settings::<TicketSettings>(guild);
    let rules = Rules { tickets: settings.topic_tickets as usize, days: settings.topic_days.into() };
    let nowhere = host.guild(guild).log_channel.is_none() || host.plugin_in::<Faq>(guild).is_none();
    if rules.tickets == 0 || nowhere {
        return Ok(());
    }
    let now = host.clock().now();
    let topics = store::all(host.db(), guild).await?;
    let summaries = compared(host, guild, ticket, rules.since(now), &topics).await?;
    let since = rules.since(now);
    let (group, summaries) = run_blocking(move || (alike(ticket, &summaries, since), summaries)).await?;
    let draft = match judge(&group, &topics, rules, now) {
        Verdict::Nothing => return Ok(()),
        Verdict::Grows(..) => Draft::default(),
        Verdict::New(tickets) | Verdict::Again(_, tickets) => draft(host, guild, &summaries, &tickets).await,
    };
    propose(host, guild, &group, rules, draft).await
}

/// The summaries since an instant, the closed ticket's, and some of those that earlier topics were about.
async fn compared(
    host: &Host,
    guild: GuildId,
    ticket: i64,
    since: DateTime<Utc>,
    topics: &[Topic],
) -> Result<Vec<Summary>> {
    let model = host.language(guild).embedding_model();
    let mut summaries = store::summaries(host.db(), guild, &model, since, MOST_SUMMARIES).await?;
    let sampled = topics.iter().flat_map(|topic| topic.tickets.iter().rev().take(SAMPLE).copied());
    let mut others: Vec<_> = sampled.chain([ticket]).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|other| summaries.iter().all(|summary| summary.ticket != *other));
    summaries.extend(store::summaries_of(host.db(), guild, &model, &others).await?);
    vectorise(host, guild, &model, &mut summaries).await?;
    Ok(summaries)
}

/// Has the language model, where there is one, look at what it has not seen yet.
async fn vectorise(host: &Host, guild: GuildId, model: &str, summaries: &mut [Summary]) -> Result<()> {
    let unseen = summaries.iter_mut().filter(|summary| summary.vector.is_none());
    let mut unseen: Vec<_> = unseen.take(MOST_EMBEDDED).collect();
    let texts: Vec<_> = unseen.iter().map(|summary| summary.text.clone()).collect();
    if texts.is_empty() {
        return Ok(());
    }
    let Some(vectors) = host.language(guild).embed(&texts).await else { return Ok(()) };
    for (summary, vector) in unseen.iter_mut().zip(vectors) {
        summary.vector = Some(vector);
    }
    let seen: Vec<_> = unseen.into_iter().map(|summary| summary.clone()).collect();
    store::keep_vectors(host.db(), guild, model, &seen).await
}

/// Drafts an entry from the summaries of some tickets, those that came last.
async fn draft(host: &Host, guild: GuildId, summaries: &[Summary], tickets: &[i64]) -> Draft {
    let mut of: Vec<_> = summaries.iter().filter(|summary| tickets.contains(&summary.ticket)).collect();
    of.sort_by_key(|summary| std::cmp::Reverse(summary.ticket));
    of.truncate(MOST_DRAFTED);
    let texts: Vec<_> = of.iter().map(|summary| summary.text.clone()).collect();
    let locale = host.guild(guild).locale;
    let drafted = host.language(guild).draft_entry(&locale, &texts).await;
    // Offline it is one summary's text, masked and cut; a model's own words lie near one of them too.
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

/// Stores what comes of a group and queues the message. Two tickets that are closed at once wait for each other here, so that the second
/// one sees what the first one made.
async fn propose(host: &Host, guild: GuildId, group: &Group, rules: Rules, draft: Draft) -> Result<()> {
    let now = host.clock().now();
    let mut tx = host.db().begin().await?;
    let id = store::next(&mut tx, guild).await?;
    let changed = match judged(&mut tx, guild, group, rules, now).await? {
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
    // Who asked to be forgotten meanwhile is not quoted.
    if topic.draft.user != 0 && !store::has_summary(&mut tx, guild, topic.draft.user).await? {
        return Ok(tx.rollback().await?);
    }
    store::change(&mut tx, &topic).await?;
    host.jobs().enqueue(&mut tx, PROPOSE, guild, &topic.id.to_string(), now, &()).await?;
    Ok(tx.commit().await?)
}

/// What comes of a group by the topics as they are now, and the earlier one that it is about. That one is judged again once it is locked:
/// somebody may be deciding on it. It stays the one that the group is about, for topics get tickets in [`propose`] only.
async fn judged(
    tx: &mut Tx,
    guild: GuildId,
    group: &Group,
    rules: Rules,
    now: DateTime<Utc>,
) -> Result<(Verdict, Option<Topic>)> {
    let verdict = judge(group, &store::all(&mut *tx, guild).await?, rules, now);
    let (Verdict::Grows(id, _) | Verdict::Again(id, _)) = verdict else { return Ok((verdict, None)) };
    let Some(topic) = store::lock(tx, guild, id).await? else { return Ok((Verdict::Nothing, None)) };
    Ok((judge(group, std::slice::from_ref(&topic), rules, now), Some(topic)))
}

/// A topic that nobody has decided on yet, for somebody who may.
///
/// # Errors
/// A sentence where it is gone, decided on, or the FAQ is off here; a refusal of who may not add entries.
pub async fn undecided(interaction: &ComponentInteraction, id: i64) -> Result<(Topic, Author)> {
    let author = author(interaction).await?;
    let topic = store::get(interaction.host.db(), interaction.guild, id).await?;
    Ok((still_open(topic, &interaction.member_locale())?, author))
}

/// Who presses, as somebody who may add entries to the FAQ.
///
/// # Errors
/// A sentence where the FAQ is off here; a refusal of who may not add entries.
pub async fn author(interaction: &ComponentInteraction) -> Result<Author> {
    if interaction.host.plugin_in::<Faq>(interaction.guild).is_none() {
        return Err(Error::user(texts::text(&interaction.member_locale(), "refused-faq-off")));
    }
    faq::authorize(interaction).await
}

fn still_open(topic: Option<Topic>, reader: &Locale) -> Result<Topic> {
    match topic {
        Some(topic) if topic.decision == Decision::Open => Ok(topic),
        Some(topic) => Err(Error::user(view::decided(reader, &topic))),
        None => Err(Error::user(texts::text(reader, "refused-topic-gone"))),
    }
}

/// Adds what was sent with the form of a proposal to the FAQ, and marks the topic, in one transaction.
///
/// # Errors
/// Where somebody decided on it before, or the FAQ does not take it: nothing is done then.
pub async fn add(interaction: &ComponentInteraction, author: &Author, id: i64) -> Result<Topic, Rejection> {
    let host = &interaction.host;
    let failed = |error| Rejection::Error(error);
    let mut tx = host.db().begin().await.map_err(Error::from).map_err(failed)?;
    let topic = store::lock(&mut tx, interaction.guild, id).await.map_err(failed)?;
    let done = async {
        let topic = still_open(topic, &interaction.member_locale()).map_err(failed)?;
        let entry = faq::add(&mut tx, interaction, author).await?;
        let now = host.clock().now();
        let topic = Topic {
            entry: Some(entry.id),
            ..decide(topic, Decision::Added, Some(interaction.user().id), now)
        };
        store::change(&mut tx, &topic).await.map_err(failed)?;
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
/// A sentence where somebody decided on it before.
pub async fn dismiss(request: &Request, id: i64, decision: Decision) -> Result<Topic> {
    let mut tx = request.db().begin().await?;
    let topic = store::lock(&mut tx, request.guild, id).await?;
    match still_open(topic, &request.locale) {
        Ok(topic) => {
            let topic = decide(topic, decision, request.user(), request.host.clock().now());
            store::change(&mut tx, &topic).await?;
            tx.commit().await?;
            Ok(topic)
        }
        Err(refused) => {
            tx.rollback().await?;
            Err(refused)
        }
    }
}

/// The topic once somebody has decided: what was drafted is no longer needed, but for the title that it is called by.
fn decide(topic: Topic, decision: Decision, by: Option<UserId>, at: DateTime<Utc>) -> Topic {
    let draft = Draft { text: String::new(), note: String::new(), ..topic.draft };
    Topic { draft, decision, decided: Some((by, at)), ..topic }
}
