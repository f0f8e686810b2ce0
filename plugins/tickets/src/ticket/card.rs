//! The first message in a ticket's channel: it always shows how the ticket stands, and what can be done with it.

use plugin_api::{
    Action, Host, Locale, Result,
    serenity::{ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, Mentionable},
    ui::{self, Tone, embed::truncate, timestamp},
};

use super::domain::{Status, Ticket};
use crate::{
    names::actions,
    settings::TicketSettings,
    texts::{category_label, text, text_with, words},
};

/// How much of the description, of an answer and of the reason is shown: with all else they stay under the 6,000 characters that Discord
/// takes in one message's embeds. All of it is kept.
const DESCRIPTION: usize = 1_500;
const ANSWER: usize = 400;
const REASON: usize = 1_000;

/// A ticket as it stands, and its buttons as its state allows.
pub fn card(host: &Host, ticket: &Ticket, locale: &Locale) -> Result<(CreateEmbed, Vec<CreateActionRow>)> {
    let settings = host.settings::<TicketSettings>(ticket.guild);
    Ok((embed(&settings, ticket, locale), rows(ticket, locale)?))
}

fn embed(settings: &TicketSettings, ticket: &Ticket, locale: &Locale) -> CreateEmbed {
    let tone = match ticket.status {
        Status::Escalated => Tone::Bad,
        Status::WaitingForUser => Tone::Warning,
        Status::Claimed => Tone::Good,
        Status::Opening | Status::Open | Status::Closed | Status::Archived => Tone::Neutral,
    };
    let title = title(settings, ticket, locale);
    let mut embed = ui::embed(tone, &title, &words(&ticket.description, DESCRIPTION));
    for answer in &ticket.answers {
        let said = words(&answer.value, ANSWER);
        let said = if said.is_empty() { "–".to_owned() } else { said };
        embed = embed.field(truncate(&ui::escape_markdown(&answer.label), 100), said, false);
    }
    for (name, value) in facts(ticket, locale) {
        embed = embed.field(text(locale, name), value, true);
    }
    if ticket.close_reason.is_empty() {
        return embed;
    }
    embed.field(text(locale, "card-reason"), words(&ticket.close_reason, REASON), false)
}

/// Its number and, where there are several, its category.
#[must_use]
pub fn title(settings: &TicketSettings, ticket: &Ticket, locale: &Locale) -> String {
    let id = ("id", ticket.id.to_string().into());
    if settings.categories.is_empty() {
        return text_with(locale, "card-title", &[id]);
    }
    let category = category_label(settings, &ticket.category);
    text_with(locale, "card-title-category", &[id, ("category", category.into())])
}

/// What there is to say about its state, by the message that names each.
fn facts(ticket: &Ticket, locale: &Locale) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("card-status", text(locale, &format!("status-{}", ticket.status))),
        ("card-priority", text(locale, &format!("priority-{}", ticket.priority))),
        ("card-member", member(ticket, locale)),
        ("card-opened", timestamp(ticket.created_at, 'f')),
    ];
    facts.extend(ticket.origin_link().map(|link| ("card-origin", link)));
    facts.extend(ticket.claimed_by.map(|who| ("card-claimed", who.mention().to_string())));
    facts.extend(ticket.escalated_to.map(|role| ("card-escalated", role.mention().to_string())));
    facts.extend(ticket.waiting_since.map(|since| ("card-waiting", timestamp(since, 'R'))));
    if let Some(at) = ticket.closed_at {
        let by = ticket.closed_by.map_or_else(|| text(locale, "nobody"), |who| who.mention().to_string());
        facts.push(("card-closed", format!("{} · {by}", timestamp(at, 'f'))));
    }
    facts
}

/// Whose it is.
pub(crate) fn member(ticket: &Ticket, locale: &Locale) -> String {
    ticket.opener().map_or_else(|| text(locale, "forgotten"), |user| user.mention().to_string())
}

/// The actions of its buttons as its state allows, in rows. Who may is asked when one is pressed: everybody in a channel sees the same.
const fn buttons(status: Status) -> &'static [&'static [Action]] {
    match status {
        Status::Opening | Status::Open => &[
            &[actions::CLAIM, actions::ESCALATE, actions::SUGGEST],
            &[actions::CLOSE_REQUEST, actions::CLOSE],
        ],
        Status::Claimed => &[
            &[actions::WAIT, actions::UNCLAIM, actions::ESCALATE, actions::SUGGEST],
            &[actions::CLOSE_REQUEST, actions::CLOSE],
        ],
        Status::WaitingForUser => &[
            &[actions::RESUME, actions::UNCLAIM, actions::ESCALATE, actions::SUGGEST],
            &[actions::CLOSE_REQUEST, actions::CLOSE],
        ],
        Status::Escalated => {
            &[&[actions::CLAIM, actions::SUGGEST], &[actions::CLOSE_REQUEST, actions::CLOSE]]
        }
        Status::Closed => &[&[actions::REOPEN, actions::ARCHIVE, actions::DELETE]],
        Status::Archived => &[&[actions::DELETE]],
    }
}

fn rows(ticket: &Ticket, locale: &Locale) -> Result<Vec<CreateActionRow>> {
    let button = |action: &Action| -> Result<CreateButton> {
        let style = match *action {
            actions::CLAIM | actions::REOPEN => ButtonStyle::Success,
            actions::CLOSE | actions::DELETE => ButtonStyle::Danger,
            actions::WAIT | actions::RESUME => ButtonStyle::Primary,
            _ => ButtonStyle::Secondary,
        };
        Ok(CreateButton::new(action.id().with(ticket.id).build()?)
            .style(style)
            .label(text(locale, &format!("button-{}", action.name().replace('_', "-")))))
    };
    let row = |row: &&'static [Action]| {
        Ok(CreateActionRow::Buttons(row.iter().map(button).collect::<Result<Vec<_>>>()?))
    };
    buttons(ticket.status).iter().map(row).collect()
}
