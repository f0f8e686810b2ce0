//! The first message in a ticket's channel.

use plugin_api::{
    Host, Locale, Result,
    locale::FluentValue,
    serenity::{CreateAllowedMentions, CreateMessage, EditMessage, Mentionable, RoleId},
    ui::{self, embed::truncate, timestamp},
};

use crate::{
    settings::TicketSettings,
    texts::text_with,
    ticket::{self, Place, Ticket, card::card},
};

/// How much of the settings' opening message is said; the rest of Discord's 2,000 characters is for mentions and the hours.
const OPENING: usize = 1_500;

/// The message that begins a ticket: a greeting, and the card that shows how it stands. It pings the member, and in a thread staff too, who
/// come into it by that.
pub fn first(host: &Host, ticket: &Ticket, staff: &[RoleId]) -> Result<CreateMessage> {
    let locale = host.guild(ticket.guild).locale;
    let settings = host.settings::<TicketSettings>(ticket.guild);
    let (embed, rows) = card(host, ticket, &locale)?;
    let mut lines = vec![greeting(&locale, &settings, ticket)];
    lines.extend(back_at(host, &locale, &settings, ticket));
    let pinged = match ticket.place {
        Place::Channel => &[],
        Place::Thread => staff,
    };
    if !pinged.is_empty() {
        lines.push(mentions(pinged));
    }
    let allowed = CreateAllowedMentions::new().users(ticket.opener()).roles(pinged);
    Ok(ui::message().content(lines.join("\n")).embed(embed).components(rows).allowed_mentions(allowed))
}

/// The message that lets roles into a ticket's thread: who is mentioned in a private thread comes into it.
pub fn called(host: &Host, ticket: &Ticket, roles: &[RoleId]) -> CreateMessage {
    let locale = host.guild(ticket.guild).locale;
    let said = text_with(&locale, "said-called", &[("roles", mentions(roles).into())]);
    ui::message().content(said).allowed_mentions(CreateAllowedMentions::new().roles(roles))
}

fn mentions(roles: &[RoleId]) -> String {
    roles.iter().map(|role| role.mention().to_string()).collect::<Vec<_>>().join(" ")
}

/// The change that makes it show how the ticket stands now.
pub fn refreshed(host: &Host, ticket: &Ticket) -> Result<EditMessage> {
    let (embed, rows) = card(host, ticket, &host.guild(ticket.guild).locale)?;
    Ok(ui::edit().embed(embed).components(rows))
}

fn greeting(locale: &Locale, settings: &TicketSettings, ticket: &Ticket) -> String {
    let category = settings.category(&ticket.category).unwrap_or_default();
    let member = ticket::card::member(ticket, locale);
    if category.opening_message.is_empty() {
        return text_with(locale, "opening-greeting", &[("member", member.into())]);
    }
    format!("{member}\n{}", truncate(&category.opening_message, OPENING))
}

/// When staff work again, where they don't now.
fn back_at(host: &Host, locale: &Locale, settings: &TicketSettings, ticket: &Ticket) -> Option<String> {
    let week = settings.category(&ticket.category)?.hours.parse().ok()?;
    let (now, zone) = (host.clock().now(), host.guild(ticket.guild).timezone);
    if week.is_open(now, zone) {
        return None;
    }
    let next = week.opens_next(now, zone)?;
    Some(text_with(
        locale,
        "opening-hours",
        &[("when", timestamp(next, 'F').into()), ("soon", timestamp(next, 'R').into())],
    ))
}

/// Whether a ticket is in a channel or a thread, as the texts ask for it.
pub(crate) fn mode(ticket: &Ticket) -> (&'static str, FluentValue<'static>) {
    ("mode", if ticket.place == Place::Thread { "thread" } else { "channel" }.into())
}
