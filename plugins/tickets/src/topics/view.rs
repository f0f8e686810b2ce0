//! Proposals for the FAQ.

use plugin_api::{
    Action, Locale, Result,
    serenity::{ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateEmbedFooter, Mentionable},
    ui::{
        self, Tone,
        embed::{FIELD_LIMIT, truncate},
        timestamp,
    },
};

use super::{
    domain::{Decision, Topic},
    store::NamedTicket,
};
use crate::{
    names,
    texts::{text, text_with, words},
};

/// How many tickets are listed with what they were about: the latest.
const LISTED: usize = 8;
/// How much of each one's summary is shown, before Markdown is taken out of it.
const SUMMARY: usize = 140;

/// Renders a proposal: its topic, links to its tickets, the draft and the buttons; after the decision, that instead.
pub fn proposal(
    locale: &Locale,
    topic: &Topic,
    tickets: &[NamedTicket],
) -> Result<(CreateEmbed, Vec<CreateActionRow>)> {
    let tone = match topic.decision {
        Decision::Open => Tone::Warning,
        Decision::Added => Tone::Good,
        Decision::Later | Decision::Never => Tone::Neutral,
    };
    let title = text_with(locale, "topic-title", &[("title", title_text(locale, &topic.draft.title).into())]);
    let count = topic.tickets.len();
    let lead = text_with(locale, "topic-lead", &[("count", count.into())]);
    let listed = ticket_list(locale, topic, tickets);
    let mut embed = ui::embed(tone, &title, &format!("{lead}\n{listed}"));
    if topic.decision != Decision::Open {
        return Ok((
            embed.field(text(locale, "topic-decision"), decision_text(locale, topic), false),
            Vec::new(),
        ));
    }
    let draft =
        format!("**{}**\n{}", title_text(locale, &topic.draft.title), words(&topic.draft.text, FIELD_LIMIT));
    embed = embed.field(text(locale, "topic-draft"), truncate(&draft, FIELD_LIMIT), false);
    if !topic.draft.note.is_empty() {
        embed = embed.footer(CreateEmbedFooter::new(truncate(&topic.draft.note, 2048)));
    }
    Ok((embed, vec![buttons(locale, topic.id)?]))
}

/// The topic's title; a placeholder if the member whom it quoted was erased.
fn title_text(locale: &Locale, title: &str) -> String {
    if title.is_empty() { text(locale, "topic-unnamed") } else { ui::escape_markdown(title) }
}

fn ticket_list(locale: &Locale, topic: &Topic, tickets: &[NamedTicket]) -> String {
    let latest = tickets.len().saturating_sub(LISTED);
    let mut lines: Vec<_> = tickets.iter().skip(latest).map(|ticket| line(topic, ticket)).collect();
    let more = topic.tickets.len().saturating_sub(lines.len());
    if more > 0 {
        lines.insert(0, text_with(locale, "topic-earlier", &[("count", more.into())]));
    }
    lines.join("\n")
}

/// A ticket's number, which leads to its channel while there is one, and what it was about.
fn line(topic: &Topic, ticket: &NamedTicket) -> String {
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
    let button = |action: Action, style| -> Result<CreateButton> {
        let label = text(locale, &format!("button-{}", action.name().replace('_', "-")));
        Ok(CreateButton::new(action.id().with(id).build()?).style(style).label(label))
    };
    Ok(CreateActionRow::Buttons(vec![
        button(names::actions::TOPIC_ADD, ButtonStyle::Success)?,
        button(names::actions::TOPIC_LATER, ButtonStyle::Secondary)?,
        button(names::actions::TOPIC_NEVER, ButtonStyle::Danger)?,
    ]))
}

/// Says who decided what on a topic, and when.
pub fn decision_text(locale: &Locale, topic: &Topic) -> String {
    let (by, at) = topic.decided.map_or((None, None), |(by, at)| (by, Some(at)));
    let who = by.map_or_else(|| text(locale, "nobody"), |by| by.mention().to_string());
    let args = [
        ("who", who.into()),
        ("at", at.map(|at| timestamp(at, 'f')).unwrap_or_default().into()),
        ("entry", topic.entry.unwrap_or_default().to_string().into()),
    ];
    text_with(locale, &format!("topic-{}", topic.decision), &args)
}
