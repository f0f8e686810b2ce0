//! Sentences about what was done and what was not.

use plugin_api::{
    Host, Locale, LogEntry, LogKind,
    serenity::{Mentionable, UserId},
    ui,
};

use super::{
    card,
    domain::{Place, Status, Ticket},
    transitions::{Access, Refusal, Transition},
};
use crate::{
    names,
    settings::TicketSettings,
    texts::{text, text_with, words},
};

/// How much of a reason is shown in the log channel.
const REASON: usize = 1_000;

/// There is no such ticket in this guild.
#[must_use]
pub fn gone(locale: &Locale, id: i64) -> String {
    text_with(locale, "refused-gone", &[("id", id.to_string().into())])
}

/// Why something is not done with a ticket.
#[must_use]
pub fn refusal(locale: &Locale, ticket: &Ticket, act: &Transition, refusal: &Refusal) -> String {
    let id = ("id", ticket.id.to_string().into());
    let status = |status: Status| ("status", text(locale, &format!("status-{status}")).into());
    let who = |who: &UserId| ("who", who.mention().to_string().into());
    match refusal {
        Refusal::Access(least) => {
            let why = if *least > Access::Opener { "refused-staff" } else { "refused-standing" };
            let act = text(locale, &format!("act-{}", act.as_str()));
            text_with(locale, why, &[id, ("act", act.into())])
        }
        Refusal::Already(now, Some(first)) => {
            text_with(locale, "refused-already-by", &[id, status(*now), who(first)])
        }
        Refusal::Already(now, None) => text_with(locale, "refused-already", &[id, status(*now)]),
        Refusal::NoChannel => text_with(locale, "refused-no-channel", &[id]),
        Refusal::Claimed(claimer) => text_with(locale, "refused-claimed", &[id, who(claimer)]),
        Refusal::Nobody => {
            let act = text(locale, &format!("act-{}", act.as_str()));
            text_with(locale, "refused-nobody", &[id, ("act", act.into())])
        }
        Refusal::Status(now) => {
            let why = match (now, ticket.closed_by) {
                (Status::Closed | Status::Archived, Some(closer)) => {
                    text_with(locale, "refused-closed-by", &[id, status(*now), who(&closer)])
                }
                _ => text_with(locale, "refused-status", &[id, status(*now)]),
            };
            format!("{why} {}", possible(locale, ticket))
        }
    }
}

/// Only staff may do that.
#[must_use]
pub fn not_staff(locale: &Locale, ticket: &Ticket, act: &str) -> String {
    let act = text(locale, &format!("act-{act}"));
    text_with(locale, "refused-staff", &[("id", ticket.id.to_string().into()), ("act", act.into())])
}

/// Somebody whom it was to be given to does not belong to its staff.
#[must_use]
pub fn no_staff_of(locale: &Locale, ticket: &Ticket, who: UserId) -> String {
    let args = [("id", ticket.id.to_string().into()), ("who", who.mention().to_string().into())];
    text_with(locale, "refused-no-staff-of", &args)
}

/// It has this priority already.
#[must_use]
pub fn same_priority(locale: &Locale, ticket: &Ticket) -> String {
    let priority = text(locale, &format!("priority-{}", ticket.priority));
    let args = [("id", ticket.id.to_string().into()), ("priority", priority.into())];
    text_with(locale, "refused-same-priority", &args)
}

/// What people can do with a ticket as it stands.
fn possible(locale: &Locale, ticket: &Ticket) -> String {
    let words: Vec<_> =
        Transition::possible(ticket).iter().map(|word| text(locale, &format!("act-{word}"))).collect();
    if words.is_empty() {
        let opening = ticket.status == Status::Opening;
        return text(locale, if opening { "refused-moment" } else { "refused-nothing-possible" });
    }
    text_with(locale, "refused-possible", &[("acts", words.join(", ").into())])
}

/// Tells the log channel and the ticket's own channel what was done. The log channel is not told that the member answered; the ticket's
/// own is told neither that it is there (the card says so) nor that it is closed (which is told durably), and a thread is left alone once it
/// is put away: a word would wake it.
pub async fn announce(host: &Host, ticket: &Ticket, act: &Transition, by: Option<UserId>) {
    let answered = matches!(act, Transition::Resume) && by == ticket.opener();
    if !matches!(act, Transition::Resume) {
        log(host, kind(act), ticket, &format!("log-{}", act.as_str()), by);
    }
    let wakes = matches!(act, Transition::Archive) && ticket.place == Place::Thread;
    if !matches!(act, Transition::Made | Transition::Close(_)) && !wakes && !answered {
        say(host, ticket, &format!("said-{}", act.as_str()), by).await;
    }
}

/// Writes a line into a ticket's channel, in the guild's language. Nobody is pinged, and nothing fails where it can't be written.
pub async fn say(host: &Host, ticket: &Ticket, id: &str, by: Option<UserId>) {
    let Some(channel) = ticket.channel else { return };
    let locale = host.guild(ticket.guild).locale;
    let said = text_with(&locale, id, &args(&locale, ticket, by));
    if let Err(error) = channel.send_message(host.http(), ui::message().content(said)).await {
        tracing::warn!(guild = %ticket.guild, ticket = ticket.id, %error, "a ticket's channel could not be told what was done");
    }
}

/// Posts an entry about a ticket to its guild's log channel, with links. `id` is a text with `$who` and whatever else a ticket has.
pub fn log(host: &Host, kind: LogKind, ticket: &Ticket, id: &str, by: Option<UserId>) {
    let locale = host.guild(ticket.guild).locale;
    log_text(host, kind, ticket, &text_with(&locale, id, &args(&locale, ticket, by)));
}

/// The same with a text of its own.
pub fn log_text(host: &Host, kind: LogKind, ticket: &Ticket, said: &str) {
    let locale = host.guild(ticket.guild).locale;
    let settings = host.settings::<TicketSettings>(ticket.guild);
    let title = card::title(&settings, ticket, &locale);
    let mut lines = vec![said.to_owned()];
    if ticket.status == Status::Closed && !ticket.close_reason.is_empty() {
        lines.push(format!("> {}", words(&ticket.close_reason, REASON).replace('\n', "\n> ")));
    }
    lines.push(links(&locale, ticket));
    host.log(ticket.guild).post(LogEntry::new(kind, names::ID, title, lines.join("\n")));
}

/// Whose it is and where it can be read.
fn links(locale: &Locale, ticket: &Ticket) -> String {
    let mut links = vec![card::member(ticket, locale)];
    if let Some(channel) = ticket.channel {
        links.push(channel.mention().to_string());
        links.extend(ticket.message.map(|message| message.link(channel, Some(ticket.guild))));
    }
    links.join(" · ")
}

fn kind(act: &Transition) -> LogKind {
    match act {
        Transition::Made => LogKind::Created,
        Transition::Close(_) | Transition::Archive => LogKind::Closed,
        _ => LogKind::Edited,
    }
}

/// What a sentence about a ticket may name.
fn args<'a>(
    locale: &Locale,
    ticket: &Ticket,
    by: Option<UserId>,
) -> [(&'static str, plugin_api::locale::FluentValue<'a>); 6] {
    let mention = |user: Option<UserId>, nobody: &str| {
        user.map_or_else(|| text(locale, nobody), |user| user.mention().to_string())
    };
    let role = ticket.escalated_to.map(|role| role.mention().to_string());
    [
        ("id", ticket.id.to_string().into()),
        ("who", mention(by, "nobody").into()),
        ("member", card::member(ticket, locale).into()),
        ("claimer", mention(ticket.claimed_by, "nobody").into()),
        ("role", role.unwrap_or_default().into()),
        ("priority", text(locale, &format!("priority-{}", ticket.priority)).into()),
    ]
}

/// Who did something, as a ticket's channel and the log channel read it.
#[must_use]
pub fn whom(locale: &Locale, user: Option<UserId>) -> String {
    user.map_or_else(|| text(locale, "nobody"), |user| user.mention().to_string())
}

/// Writes into a ticket's channel. Nobody is pinged, and nothing fails where it can't be written.
pub async fn send_text(host: &Host, ticket: &Ticket, said: &str) {
    let Some(channel) = ticket.channel else { return };
    if let Err(error) = channel.send_message(host.http(), ui::message().content(said)).await {
        tracing::warn!(guild = %ticket.guild, ticket = ticket.id, %error, "a ticket's channel could not be told what was done");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_and_status_has_its_words_in_both_languages() {
        for locale in ["en", "nl"].map(Locale::new) {
            for status in Status::ALL {
                let said =
                    refusal(&locale, &Ticket::sample(*status), &Transition::Made, &Refusal::Status(*status));
                assert!(!said.contains("act-") && !said.contains("status-"), "{said}");
                let told = text_with(&locale, "refused-possible", &[("acts", "|".into())]);
                let start = told.split('|').next().expect("it has a beginning");
                let nothing = matches!(status, Status::Opening | Status::Archived);
                assert_eq!(said.contains(start.trim_end_matches('\u{2068}')), !nothing, "{said}");
            }
        }
    }

    #[test]
    fn who_is_refused_because_it_was_closed_reads_by_whom() {
        let closed = Ticket { closed_by: Some(UserId::new(7)), ..Ticket::sample(Status::Closed) };
        let said = refusal(&Locale::default(), &closed, &Transition::Claim, &Refusal::Status(Status::Closed));
        assert!(said.contains("<@7>") && said.contains("reopen it"), "{said}");
    }
}
