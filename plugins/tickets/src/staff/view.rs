//! What staff are shown: lists, notes, forms, questions.

use plugin_api::{
    Action, Locale, Result,
    serenity::{
        AutocompleteChoice, ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal,
        CreateSelectMenu, CreateSelectMenuKind, InputTextStyle, Mentionable, RoleId, UserId,
    },
    ui::{self, Reply, Tone, confirm::confirm, embed::truncate, paginate::Page, timestamp},
};

use super::{
    domain::{Listing, Suggestions},
    store::Note,
};
use crate::{
    names,
    settings::TicketSettings,
    texts::{category_label, text, text_with, words},
    ticket::{Priority, Status, Ticket, card::member},
};

/// Discord's limit on the name of an autocomplete choice, in characters.
const CHOICE_LIMIT: usize = 100;

/// Discord's limit on what is written in one field of a form, in characters.
const FIELD_LIMIT: u16 = 4_000;

/// How a ticket stands now.
#[must_use]
pub fn status_reply(locale: &Locale, ticket: &Ticket) -> String {
    let args = [
        ("id", ticket.id.to_string().into()),
        ("status", text(locale, &format!("status-{}", ticket.status)).into()),
        ("priority", text(locale, &format!("priority-{}", ticket.priority)).into()),
        ("channel", ticket.channel.map(|channel| channel.mention().to_string()).unwrap_or_default().into()),
        ("held", if ticket.claimed_by.is_some() { "yes" } else { "no" }.into()),
        ("claimer", ticket.claimed_by.map(|user| user.mention().to_string()).unwrap_or_default().into()),
    ];
    text_with(locale, "reply-stands", &args).trim().to_owned()
}

/// A ticket in an autocomplete list; `reads` tells whether the reader may read what it is about.
pub fn choice(locale: &Locale, ticket: &Ticket, reads: bool) -> AutocompleteChoice {
    let status = text(locale, &format!("status-{}", ticket.status));
    let about = if reads { one_line(&ticket.about()) } else { String::new() };
    let parts = [format!("#{}", ticket.id), status, ticket.username.clone(), about];
    let shown = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    AutocompleteChoice::new(truncate(&ui::strip_bidi(&shown), CHOICE_LIMIT), ticket.id.to_string())
}

fn one_line(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One page of tickets.
#[derive(Clone, Copy, Debug)]
pub struct Tickets<'a> {
    /// Those on it.
    pub tickets: &'a [Ticket],
    /// How many there are in all.
    pub count: u64,
    /// Which page it is.
    pub page: Page,
}

/// Shows a page of tickets; `reads` tells of which the reader may read what they are about.
pub fn list(
    locale: &Locale,
    settings: &TicketSettings,
    listing: &Listing,
    Tickets { tickets, count, page }: &Tickets<'_>,
    reads: impl Fn(&Ticket) -> bool,
) -> Result<Reply> {
    let kind = if matches!(listing.status.as_str(), "live" | "all") { "list" } else { "status" };
    let wanted = text(locale, &format!("{kind}-{}", listing.status));
    let title =
        text_with(locale, "list-title", &[("wanted", wanted.into()), ("count", count.to_string().into())]);
    let lines: Vec<_> = tickets.iter().map(|ticket| line(locale, settings, ticket, reads(ticket))).collect();
    let lines = if lines.is_empty() { text(locale, "list-empty") } else { lines.join("\n") };
    let reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    Ok(page.row(locale, |index| listing.id(index))?.into_iter().fold(reply, Reply::row))
}

fn line(locale: &Locale, settings: &TicketSettings, ticket: &Ticket, reads: bool) -> String {
    let mut parts = vec![
        format!(
            "**#{}** {}",
            ticket.id,
            ticket.channel.map(|at| at.mention().to_string()).unwrap_or_default()
        ),
        text(locale, &format!("status-{}", ticket.status)),
        member(ticket, locale),
    ];
    if settings.keys().len() > 1 {
        parts.push(category_label(settings, &ticket.category));
    }
    if ticket.priority != Priority::Normal {
        parts.push(format!("**{}**", text(locale, &format!("priority-{}", ticket.priority))));
    }
    if ticket.status != Status::Closed {
        parts.extend(ticket.claimed_by.map(|who| format!("→ {}", who.mention())));
    }
    parts.push(timestamp(ticket.created_at, 'R'));
    let facts = parts.join(" · ");
    if reads { format!("{facts}\n{}", words(&one_line(&ticket.about()), 100)) } else { facts }
}

/// One page of a ticket's notes.
pub fn notes(locale: &Locale, ticket: &Ticket, notes: &[Note], page: Page) -> Result<Reply> {
    let title = text_with(locale, "notes-title", &[("id", ticket.id.to_string().into())]);
    if notes.is_empty() {
        return Ok(Reply::new().embed(ui::embed(Tone::Neutral, &title, &text(locale, "notes-empty"))));
    }
    let shown = notes.iter().map(|note| {
        let who = match note.user_id.cast_unsigned() {
            0 => text(locale, "nobody"),
            user => UserId::new(user).mention().to_string(),
        };
        format!("**{}** · {who} · {}\n{}", note.id, timestamp(note.created_at, 'f'), words(&note.text, 1_950))
    });
    let shown = shown.collect::<Vec<_>>().join("\n\n");
    let reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &shown));
    let row = page.row(locale, |index| names::actions::NOTES.id().with(ticket.id).with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

/// The form that asks `who` why a ticket is closed. What is written there never becomes part of an id.
pub fn close_form(locale: &Locale, ticket: &Ticket, who: UserId) -> Result<CreateModal> {
    let id = names::actions::CLOSE_WITH.id().with(ticket.id).build()?;
    let own = ticket.opener() == Some(who);
    let label = text(locale, if own { "form-close-reason-own" } else { "form-close-reason" });
    let reason = CreateInputText::new(InputTextStyle::Paragraph, label, "reason")
        .required(false)
        .max_length(FIELD_LIMIT);
    let title = text_with(locale, "form-close", &[("id", ticket.id.to_string().into())]);
    Ok(CreateModal::new(id, title).components(vec![CreateActionRow::InputText(reason)]))
}

/// Asks to which role a ticket is escalated: the usual one with a button, any other from a select.
pub fn escalation(locale: &Locale, ticket: &Ticket, usual: Option<RoleId>) -> Result<Reply> {
    let id = |action: Action| action.id().with(ticket.id).build();
    let args = [
        ("id", ticket.id.to_string().into()),
        ("role", usual.map(|role| role.mention().to_string()).unwrap_or_default().into()),
    ];
    let question = if usual.is_some() { "reply-escalate-usual" } else { "reply-escalate" };
    let select = CreateSelectMenu::new(
        id(names::actions::ESCALATE_TO)?,
        CreateSelectMenuKind::Role { default_roles: None },
    )
    .placeholder(text(locale, "select-role"));
    let mut reply = Reply::text(text_with(locale, question, &args));
    if usual.is_some() {
        let button = CreateButton::new(id(names::actions::ESCALATE_USUAL)?)
            .style(ButtonStyle::Primary)
            .label(text(locale, "button-escalate-usual"));
        reply = reply.row(CreateActionRow::Buttons(vec![button]));
    }
    Ok(reply.row(CreateActionRow::SelectMenu(select)))
}

/// Asks whether a ticket's channel is to be deleted.
pub fn deletion(locale: &Locale, ticket: &Ticket) -> Result<Reply> {
    let question = text_with(locale, "reply-sure", &[("id", ticket.id.to_string().into())]);
    let (yes, no) = (names::actions::DELETE_YES.id().with(ticket.id), names::actions::DELETE_NO.id());
    Ok(Reply::text(question).row(confirm(locale, &yes, &no)?))
}

/// What may be answered, each with a button that posts it. The message itself holds what is posted.
pub fn suggestions(locale: &Locale, ticket: &Ticket, suggestions: &Suggestions) -> Result<Reply> {
    let said = if suggestions.answers.is_empty() { "reply-no-suggestion" } else { "reply-suggestions" };
    let said = [suggestions.note.clone(), Some(text(locale, said))];
    let mut reply = Reply::text(said.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    let mut buttons = Vec::new();
    let several = suggestions.answers.len() > 1;
    for (index, (title, words)) in suggestions.answers.iter().enumerate() {
        reply = reply.embed(ui::embed(Tone::Neutral, title, words));
        let label = if several {
            text_with(locale, "button-post-one", &[("number", (index + 1).to_string().into())])
        } else {
            text(locale, "button-post")
        };
        let id = names::actions::POST.id().with(ticket.id).with(index).build()?;
        buttons.push(CreateButton::new(id).style(ButtonStyle::Success).label(label));
    }
    Ok(if buttons.is_empty() { reply } else { reply.row(CreateActionRow::Buttons(buttons)) })
}

/// Says on whose behalf the bot answers.
#[must_use]
pub fn answered_by(locale: &Locale, who: Option<UserId>) -> String {
    let who = who.map_or_else(|| text(locale, "nobody"), |user| user.mention().to_string());
    text_with(locale, "said-post", &[("who", who.into())])
}
