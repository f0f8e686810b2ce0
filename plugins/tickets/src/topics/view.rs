//! Proposals for the FAQ.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, Mentionable},
    ui::{
        self, Tone,
        embed::{FIELD_LIMIT, truncate},
        timestamp,
    },
};

use super::{
    domain::{Decision, Topic},
    store::Named,
};
use crate::{
    names::ID,
    texts::{text, text_with, words},
};

/// How many tickets are listed with what they were about: the latest.
const LISTED: usize = 8;
/// How much of each one's summary is shown, before Markdown is taken out of it.
const SUMMARY: usize = 140;

/// A proposal: its topic, how many tickets it has with links, the draft, and what can be done. Once somebody decided: what they did.
///
/// # Errors
/// Where a custom id can't be built.
pub fn proposal(
    locale: &Locale,
    topic: &Topic,
    tickets: &[Named],
) -> Result<(CreateEmbed, Vec<CreateActionRow>)> {
    let tone = match topic.decision {
        Decision::Open => Tone::Warning,
        Decision::Added => Tone::Good,
        Decision::Later | Decision::Never => Tone::Neutral,
    };
    let title = text_with(locale, "topic-title", &[("title", unnamed(locale, &topic.draft.title).into())]);
    let count = topic.tickets.len();
    let lead = text_with(locale, "topic-lead", &[("count", count.into())]);
    let listed = listed(locale, topic, tickets);
    let mut embed = ui::embed(tone, &title, &format!("{lead}\n{listed}"));
    if topic.decision != Decision::Open {
        return Ok((embed.field(text(locale, "topic-decision"), decided(locale, topic), false), Vec::new()));
    }
    let draft =
        format!("**{}**\n{}", unnamed(locale, &topic.draft.title), words(&topic.draft.text, FIELD_LIMIT));
    embed = embed.field(text(locale, "topic-draft"), truncate(&draft, FIELD_LIMIT), false);
    if !topic.draft.note.is_empty() {
        embed = embed.footer(CreateEmbedFooter::new(truncate(&topic.draft.note, 2048)));
    }
    Ok((embed, vec![buttons(locale, topic.id)?]))
}

/// What a topic is called; nothing of it is left where whoever it quoted was forgotten.
fn unnamed(locale: &Locale, title: &str) -> String {
    if title.is_empty() { text(locale, "topic-unnamed") } else { ui::escape_markdown(title) }
}

fn listed(locale: &Locale, topic: &Topic, tickets: &[Named]) -> String {
    let latest = tickets.len().saturating_sub(LISTED);
    let mut lines: Vec<_> = tickets.iter().skip(latest).map(|ticket| line(topic, ticket)).collect();
    let more = topic.tickets.len().saturating_sub(lines.len());
    if more > 0 {
        lines.insert(0, text_with(locale, "topic-earlier", &[("count", more.into())]));
    }
    lines.join("\n")
}

/// A ticket's number, which leads to its channel while there is one, and what it was about.
fn line(topic: &Topic, ticket: &Named) -> String {
    let number = match ticket.channel_id {
        Some(channel) => {
            format!("[#{}](https://discord.com/channels/{}/{channel})", ticket.id, topic.guild)
        }
        None => format!("#{}", ticket.id),
    };
    let about = ticket.summary.as_deref().unwrap_or_default();
    format!("{number} {}", ui::escape_markdown(&truncate(about, SUMMARY)))
}

fn buttons(locale: &Locale, id: i64) -> Result<CreateActionRow> {
    let button = |action: &'static str, style| -> Result<CreateButton> {
        let label = text(locale, &format!("button-{}", action.replace('_', "-")));
        Ok(CreateButton::new(CustomId::new(ID, action).with(id).build()?).style(style).label(label))
    };
    Ok(CreateActionRow::Buttons(vec![
        button("topic_add", ButtonStyle::Success)?,
        button("topic_later", ButtonStyle::Secondary)?,
        button("topic_never", ButtonStyle::Danger)?,
    ]))
}

/// Who decided what on a topic, and when.
#[must_use]
pub fn decided(locale: &Locale, topic: &Topic) -> String {
    let (by, at) = topic.decided.map_or((None, None), |(by, at)| (by, Some(at)));
    let who = by.map_or_else(|| text(locale, "nobody"), |by| by.mention().to_string());
    let args = [
        ("who", who.into()),
        ("at", at.map(|at| timestamp(at, 'f')).unwrap_or_default().into()),
        ("entry", topic.entry.unwrap_or_default().to_string().into()),
    ];
    text_with(locale, &format!("topic-{}", topic.decision), &args)
}
