//! What staff may answer next: drafted by the guild's language model, or what the FAQ says.

use faq::Faq;
use plugin_api::{
    Error, Host, Locale, Result,
    language::{ChatMessage, Conversation, Material, Unavailable},
    serenity::{CreateEmbed, CreateMessage, MessageId, Nonce},
    ui::{self, is_blank},
};

use super::{domain::Suggestions, view};
use crate::{
    conversation::{self, Message, Speaker},
    ticket::{
        self, Refusal, Ticket, Transition,
        access::TicketRequest,
        actions::{find, require_staff},
    },
};

/// How many of the last messages a suggestion rests on.
const MESSAGES: u32 = 60;

/// How many of the member's last messages are asked of the FAQ, besides what they opened the ticket with.
const QUESTIONS: usize = 3;

/// How many entries of the FAQ are shown.
const ENTRIES: usize = 3;

/// Suggests what staff may answer next in a ticket.
pub async fn suggest(host: &Host, ticket: &Ticket, locale: &Locale) -> Result<Suggestions> {
    let said = conversation::store::fetch_latest(host.db(), ticket.guild, ticket.id, MESSAGES).await?;
    let entries = match host.plugin_in::<Faq>(ticket.guild) {
        Some(faq) => faq.find_relevant(host, ticket.guild, &question(ticket, &said), ENTRIES).await?,
        None => Vec::new(),
    };
    let material: Vec<_> = entries
        .into_iter()
        .map(|entry| Material { title: entry.content.title, text: entry.content.text })
        .collect();
    let conversation = conversation_of(host, ticket, &said);
    let note = match host.language(ticket.guild).draft_reply(&conversation, &material).await {
        Ok(draft) => return Ok(Suggestions { answers: vec![(String::new(), draft)], note: None }),
        // Nobody expects one where none is set up.
        Err(Unavailable::Off) => None,
        Err(unavailable) => Some(unavailable.sentence(locale)),
    };
    let answers = material.into_iter().map(|entry| (entry.title, entry.text)).collect();
    Ok(Suggestions { answers, note })
}

/// What the member wants to know, in their own words.
fn question(ticket: &Ticket, said: &[Message]) -> String {
    let member = said.iter().rev().filter(|message| message.speaker == Speaker::Member);
    let lately = member.take(QUESTIONS).map(|message| message.content.as_str());
    std::iter::once(ticket.words().as_str()).chain(lately).collect::<Vec<_>>().join("\n")
}

fn conversation_of(host: &Host, ticket: &Ticket, said: &[Message]) -> Conversation {
    let answers = ticket.answers.iter().filter(|answer| !is_blank(&answer.value));
    let asked = answers.map(|answer| format!("{}: {}", answer.label, answer.value));
    let mut messages: Vec<_> =
        std::iter::once(ticket.description.clone()).chain(asked).map(ChatMessage::member).collect();
    messages.extend(
        said.iter()
            .map(|message| ChatMessage { speaker: message.speaker.into(), text: message.content.clone() }),
    );
    messages.retain(|line| !is_blank(&line.text));
    Conversation { locale: host.guild(ticket.guild).locale, messages }
}

/// Posts a suggestion in a ticket for somebody of its staff. `from` is the message that suggested it: what it holds is posted once, also
/// when the button is pressed twice.
///
/// # Errors
/// A message for the member if they may not, or if the ticket is closed or gone.
pub async fn post(
    request: &TicketRequest,
    ticket: &Ticket,
    (from, index): (MessageId, usize),
    (title, words): (&str, &str),
) -> Result<()> {
    let (host, locale) = (&request.host, &request.locale);
    let ticket = find(request, ticket.id).await?;
    require_staff(request, &ticket, "post")?;
    let Some(channel) = ticket.channel.filter(|_| ticket.status.is_live()) else {
        let refusal = Refusal::Status(ticket.status);
        return Err(Error::user(ticket::messages::refusal(locale, &ticket, &Transition::Claim, &refusal)));
    };
    let posted = posted(request, &ticket, title, words);
    let posted = posted.nonce(Nonce::String(format!("{from}{index}"))).enforce_nonce(true);
    let message = channel.send_message(host.http(), posted).await?;
    conversation::record::record_staff_reply(host, &ticket, *message.timestamp).await
}

fn posted(request: &TicketRequest, ticket: &Ticket, title: &str, words: &str) -> CreateMessage {
    let host = &request.host;
    let locale = host.guild(ticket.guild).locale;
    let embed: CreateEmbed = ui::embed(ui::Tone::Neutral, title, words);
    ui::message().content(view::answered_by(&locale, request.user())).embed(embed)
}
