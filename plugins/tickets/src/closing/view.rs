//! What is said when a ticket comes to its end, and by its clocks.

use plugin_api::{
    Action, Host, Locale, LogEntry, LogKind, Result,
    chrono::{DateTime, Utc},
    serenity::{
        ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateButton, CreateInputText,
        CreateMessage, CreateModal, EditMessage, InputTextStyle, Mentionable, RoleId, UserId,
    },
    ui::{self, Reply, Tone, timestamp},
};

use super::store::{CloseRequest, Rating};
use crate::{
    names::{self, ID},
    settings::TicketSettings,
    texts::{self, text, text_with, words},
    ticket::{
        self, Ticket,
        sla::{Alert, Stage},
    },
};

/// How many characters of a reason a message shows; the card and the transcript have it too.
const REASON: usize = 3_500;
/// The same below the card, which has more of it.
const FAREWELL_REASON: usize = 300;
/// The same in a direct message, where nothing else has it.
const LETTER_REASON: usize = 3_000;
/// How much of a request is quoted to tell which it was.
const FIRST_LINE: usize = 200;
/// Discord's limit on what is written in a modal's field, in characters.
const REASON_INPUT: u16 = 4_000;
/// How long a comment may be.
const COMMENT_INPUT: u16 = 1_000;
/// The most stars.
pub const STARS: u8 = 5;

fn number(ticket: &Ticket) -> (&'static str, plugin_api::locale::FluentValue<'static>) {
    ("id", ticket.id.to_string().into())
}

fn who(locale: &Locale, user: Option<UserId>) -> String {
    user.map_or_else(|| text(locale, "nobody"), |user| user.mention().to_string())
}

fn quoted(said: &str, most: usize) -> String {
    format!("> {}", words(said, most).replace('\n', "\n> "))
}

/// What the channel reads when its ticket was closed.
pub fn farewell(locale: &Locale, ticket: &Ticket, archived_at: DateTime<Utc>) -> CreateMessage {
    let mut lines = vec![text_with(locale, "farewell-by", &[("who", who(locale, ticket.closed_by).into())])];
    lines.push(text_with(locale, "farewell-archived", &[("when", timestamp(archived_at, 'R').into())]));
    if !ticket.close_reason.is_empty() {
        lines.push(quoted(&ticket.close_reason, FAREWELL_REASON));
    }
    let title = text_with(locale, "farewell-title", &[number(ticket)]);
    ui::message().embed(ui::embed(Tone::Neutral, &title, &lines.join("\n")))
}

/// Tells staff who ask again that the member was asked already.
#[must_use]
pub fn already_asked(locale: &Locale, ticket: &Ticket, earlier: &CloseRequest) -> String {
    let args = [
        number(ticket),
        ("who", who(locale, earlier.by).into()),
        ("when", timestamp(earlier.due_at, 'R').into()),
    ];
    text_with(locale, "refused-already-asked", &args)
}

/// The form in which staff may say why a ticket could be closed.
pub fn request_form(locale: &Locale, ticket: &Ticket) -> Result<CreateModal> {
    let submit = names::actions::CLOSE_REQUEST_FORM.id().with(ticket.id).build()?;
    let reason =
        CreateInputText::new(InputTextStyle::Paragraph, text(locale, "form-request-reason"), "reason")
            .placeholder(text(locale, "form-request-hint"))
            .required(false)
            .max_length(REASON_INPUT);
    let title = text_with(locale, "form-request", &[number(ticket)]);
    Ok(CreateModal::new(submit, title).components(vec![CreateActionRow::InputText(reason)]))
}

/// The question whether a ticket may be closed, which pings its member.
pub fn question(
    locale: &Locale,
    ticket: &Ticket,
    request: &CloseRequest,
    member: UserId,
    due: DateTime<Utc>,
) -> Result<CreateMessage> {
    let args = [("who", who(locale, request.by).into()), ("when", timestamp(due, 'R').into())];
    let mut lines = vec![text_with(locale, "question-text", &args)];
    if !request.reason.is_empty() {
        lines.push(quoted(&request.reason, REASON));
    }
    let title = text_with(locale, "question-title", &[number(ticket)]);
    let button = |action: Action, style, label| -> Result<CreateButton> {
        let id = action.id().with(ticket.id).build()?;
        Ok(CreateButton::new(id).style(style).label(text(locale, label)))
    };
    let row = vec![
        button(names::actions::CLOSE_YES, ButtonStyle::Success, "question-yes")?,
        button(names::actions::CLOSE_NO, ButtonStyle::Secondary, "question-no")?,
    ];
    Ok(ui::message()
        .content(member.mention().to_string())
        .allowed_mentions(CreateAllowedMentions::new().users([member]))
        .embed(ui::embed(Tone::Warning, &title, &lines.join("\n")))
        .components(vec![CreateActionRow::Buttons(row)]))
}

/// What becomes of the question once it was answered: `id` is the text that says how.
pub fn answered(locale: &Locale, ticket: &Ticket, id: &str) -> Reply {
    let title = text_with(locale, "question-title", &[number(ticket)]);
    Reply::new().embed(ui::embed(Tone::Neutral, &title, &text(locale, id))).public()
}

/// The same for a question that nobody presses a button of.
pub fn unanswered(locale: &Locale, ticket: &Ticket, id: &str) -> EditMessage {
    let title = text_with(locale, "question-title", &[number(ticket)]);
    ui::edit().embed(ui::embed(Tone::Neutral, &title, &text(locale, id))).components(Vec::new())
}

/// Reminds a member that staff wait for their answer; it pings them.
pub fn reminder(locale: &Locale, member: UserId, closes: Option<DateTime<Utc>>) -> CreateMessage {
    let member_arg = ("member", member.mention().to_string().into());
    let said = match closes {
        Some(at) => text_with(locale, "remind-closes", &[member_arg, ("when", timestamp(at, 'R').into())]),
        None => text_with(locale, "remind", &[member_arg]),
    };
    ui::message().content(said).allowed_mentions(CreateAllowedMentions::new().users([member]))
}

/// What a member of perhaps many servers is sent when their ticket was closed: which it was and why it was closed, all that was said, and
/// the question how they were helped, as far as there are these.
pub fn letter(
    host: &Host,
    ticket: &Ticket,
    server: &str,
    ask: bool,
    transcript: Option<CreateAttachment>,
) -> Result<CreateMessage> {
    let locale = ticket.language(host);
    let mut lines = vec![which(&host.settings::<TicketSettings>(ticket.guild), ticket, server)];
    if !ticket.close_reason.is_empty() {
        let reason = quoted(&ticket.close_reason, LETTER_REASON);
        lines.push(format!("**{}**\n{reason}", text(&locale, "card-reason")));
    }
    if transcript.is_some() {
        lines.push(text(&locale, "rate-transcript"));
    }
    if ask {
        lines.push(text(&locale, "rate-question"));
    }
    let title = text_with(&locale, "farewell-title", &[number(ticket)]);
    let mut message = ui::message().embed(ui::embed(Tone::Neutral, &title, &lines.join("\n\n")));
    if ask {
        message = message.components(vec![stars(ticket, None)?]);
    }
    Ok(match transcript {
        Some(file) => message.add_file(file),
        None => message,
    })
}

/// The server, the category where there are several, and how the request began.
fn which(settings: &TicketSettings, ticket: &Ticket, server: &str) -> String {
    let mut place = format!("**{}**", ui::escape_markdown(server));
    if !settings.categories.is_empty() {
        place.push_str(&format!(" · {}", texts::category_label(settings, &ticket.category)));
    }
    match ticket.about().lines().find(|line| !ui::is_blank(line)) {
        Some(first) => format!("{place}\n{}", words(first, FIRST_LINE)),
        None => place,
    }
}

/// Asks a member for a rating in the ticket's channel, which pings them.
pub fn question_in_channel(locale: &Locale, ticket: &Ticket, member: UserId) -> Result<CreateMessage> {
    let title = text_with(locale, "farewell-title", &[number(ticket)]);
    Ok(ui::message()
        .content(member.mention().to_string())
        .allowed_mentions(CreateAllowedMentions::new().users([member]))
        .embed(ui::embed(Tone::Neutral, &title, &text(locale, "rate-question")))
        .components(vec![stars(ticket, None)?]))
}

fn stars(ticket: &Ticket, given: Option<i64>) -> Result<CreateActionRow> {
    let button = |stars: u8| -> Result<CreateButton> {
        let id = names::actions::RATE.id().with(ticket.guild).with(ticket.id).with(stars).build()?;
        let style = if given == Some(stars.into()) { ButtonStyle::Primary } else { ButtonStyle::Secondary };
        Ok(CreateButton::new(id).style(style).label(format!("{stars} ★")))
    };
    Ok(CreateActionRow::Buttons((1..=STARS).map(button).collect::<Result<Vec<_>>>()?))
}

fn drawn(rating: &Rating) -> String {
    (1..=i64::from(STARS)).map(|star| if star <= rating.stars { '★' } else { '☆' }).collect()
}

/// Thanks a member for their rating, which they can change, and lets them write something.
pub fn rated(locale: &Locale, ticket: &Ticket, rating: &Rating) -> Result<Reply> {
    let mut lines = vec![text_with(locale, "rate-thanks", &[("stars", drawn(rating).into())])];
    if !rating.comment.is_empty() {
        lines.push(quoted(&rating.comment, REASON));
    }
    let title = text_with(locale, "farewell-title", &[number(ticket)]);
    let write = names::actions::RATE_COMMENT.id().with(ticket.guild).with(ticket.id).build()?;
    let label = if rating.comment.is_empty() { "rate-write" } else { "rate-rewrite" };
    let write = CreateButton::new(write).style(ButtonStyle::Secondary).label(text(locale, label));
    Ok(Reply::new()
        .embed(ui::embed(Tone::Good, &title, &lines.join("\n")))
        .row(stars(ticket, Some(rating.stars))?)
        .row(CreateActionRow::Buttons(vec![write]))
        .public())
}

/// The form for a comment; `before` is what was written before.
pub fn comment_form(locale: &Locale, ticket: &Ticket, before: &str) -> Result<CreateModal> {
    let submit = names::actions::RATE_FORM.id().with(ticket.guild).with(ticket.id).build()?;
    let mut comment =
        CreateInputText::new(InputTextStyle::Paragraph, text(locale, "form-comment-label"), "comment")
            .required(false)
            .max_length(COMMENT_INPUT);
    if !before.is_empty() {
        comment = comment.value(before);
    }
    let title = text_with(locale, "form-comment", &[number(ticket)]);
    Ok(CreateModal::new(submit, title).components(vec![CreateActionRow::InputText(comment)]))
}

/// Tells staff what a member thinks of the help.
pub fn log_rating(host: &Host, ticket: &Ticket, rating: &Rating) {
    let locale = host.guild(ticket.guild).locale;
    let mut lines = vec![text_with(
        &locale,
        "log-rating",
        &[("member", ticket::card::member(ticket, &locale).into()), ("stars", drawn(rating).into())],
    )];
    if !rating.comment.is_empty() {
        lines.push(quoted(&rating.comment, REASON));
    }
    let title = title(host, &locale, ticket);
    host.log(ticket.guild).post(LogEntry::new(LogKind::Info, ID, title, lines.join("\n")));
}

fn title(host: &Host, locale: &Locale, ticket: &Ticket) -> String {
    ticket::card::title(&host.settings::<TicketSettings>(ticket.guild), ticket, locale)
}

/// Tells staff that a target is nearly missed, or that it is; it pings their role.
pub fn alert(
    host: &Host,
    ticket: &Ticket,
    alert: Alert,
    missed_at: DateTime<Utc>,
    role: RoleId,
) -> CreateMessage {
    let locale = host.guild(ticket.guild).locale;
    let tone = if alert.stage == Stage::Breach { Tone::Bad } else { Tone::Warning };
    let embed =
        ui::embed(tone, &title(host, &locale, ticket), &alert_text(&locale, ticket, alert, missed_at));
    ui::message()
        .content(role.mention().to_string())
        .allowed_mentions(CreateAllowedMentions::new().roles([role]))
        .embed(embed)
}

/// The same for the log channel, where there is no role to ping.
pub fn log_alert(host: &Host, ticket: &Ticket, alert: Alert, missed_at: DateTime<Utc>) {
    let locale = host.guild(ticket.guild).locale;
    let kind = if alert.stage == Stage::Breach { LogKind::Failed } else { LogKind::Info };
    let said = alert_text(&locale, ticket, alert, missed_at);
    host.log(ticket.guild).post(LogEntry::new(kind, ID, title(host, &locale, ticket), said));
}

fn alert_text(locale: &Locale, ticket: &Ticket, alert: Alert, missed_at: DateTime<Utc>) -> String {
    let id = format!("sla-{}-{}", alert.clock.as_str().replace('_', "-"), alert.stage);
    let channel = ticket.channel.map(|channel| channel.mention().to_string()).unwrap_or_default();
    let args = [
        ("member", ticket::card::member(ticket, locale).into()),
        ("claimer", who(locale, ticket.claimed_by).into()),
        ("priority", text(locale, &format!("priority-{}", ticket.priority)).into()),
        ("when", timestamp(missed_at, 'R').into()),
    ];
    format!("{}\n{channel}", text_with(locale, &id, &args)).trim_end().to_owned()
}
