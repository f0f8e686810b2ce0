//! A transcript as one self-contained HTML page, without scripts and external resources.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use plugin_api::chrono::{DateTime, TimeDelta, Utc};

use super::{
    markdown::markdown_to_html,
    page::{Cover, Entry, MessageEntry},
};
use crate::{
    conversation::{Embed, EmbedKind, File, Message, Speaker},
    staff::store::Note,
};

#[cfg(test)]
mod tests;

const STYLE: &str = include_str!("style.css");

/// The page's Content-Security-Policy: the browser runs and loads nothing.
const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Messages of one author within this time share a heading.
const HEADING_SPAN: TimeDelta = TimeDelta::minutes(7);

/// How many colours authors have.
const COLOURS: u32 = 8;

/// How much of a message is shown above one that answers it, in characters.
const QUOTE_LENGTH: usize = 120;

/// What pictures a page shows; other files can be saved from it.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

/// Writes a page part after part.
#[derive(Debug)]
pub struct Writer {
    cover: Cover,
    /// The previous message, whose heading a next one may share.
    before: Option<Message>,
    /// The day that was shown last.
    day: Option<String>,
}

impl Writer {
    /// Begins a page.
    pub const fn new(cover: Cover) -> Self {
        Self { cover, before: None, day: None }
    }

    /// Everything before the conversation.
    pub fn head(&self) -> String {
        let cover = &self.cover;
        let title = &cover.title;
        let head = html! {
            (DOCTYPE)
            (PreEscaped(format!("<html lang=\"{}\">", cover.names.locale.as_str())))
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            (PreEscaped("<body>"))
            header.cover { h1 { (title) } (facts(cover)) (opening_text(cover)) }
            (PreEscaped("<main>"))
            @if cover.count == 0 { p.nothing { (cover.text("transcript-nothing")) } }
        };
        head.into_string()
    }

    /// A part of the conversation.
    pub fn render_part(&mut self, entries: &[Entry]) -> String {
        let mut part = String::new();
        for entry in entries {
            let at = match entry {
                Entry::Message(entry) => entry.message.created_at,
                Entry::Note(note) => note.created_at,
            };
            let day = self.cover.names.date(at);
            if self.day.as_ref() != Some(&day) {
                html! { h2.day { span { (day) } } }.render_to(&mut part);
                (self.day, self.before) = (Some(day), None);
            }
            match entry {
                Entry::Message(entry) => {
                    let heads =
                        !self.before.as_ref().is_some_and(|before| shares_heading(before, &entry.message));
                    self.message(entry, heads).render_to(&mut part);
                    self.before = Some(entry.message.clone());
                }
                Entry::Note(note) => {
                    self.note(note).render_to(&mut part);
                    self.before = None;
                }
            }
        }
        part
    }

    /// Everything after the conversation.
    pub fn foot(&self) -> String {
        let cover = &self.cover;
        let count = ("count", cover.count.into());
        let zone = ("zone", cover.zone().name().into());
        let foot = html! { p { (cover.text_with("transcript-foot", &[count, zone])) } };
        format!("</main><footer>{}</footer></body></html>\n", foot.into_string())
    }

    fn message(&self, entry: &MessageEntry, heads: bool) -> Markup {
        let (cover, message) = (&self.cover, &entry.message);
        let gone = message.deleted_at.is_some();
        html! {
            article.message.first[heads].gone[gone] id=(format!("m{}", message.id)) {
                @if heads {
                    (self.avatar(message))
                    header {
                        bdi.author.(colour(message)) { (cover.author(message)) }
                        @if message.speaker != Speaker::Member {
                            span.tag { (cover.text(&format!("transcript-{}", message.speaker))) }
                        }
                        (self.time(message.created_at))
                    }
                }
                @if message.reply_to.is_some() { (self.reply_reference(entry)) }
                @if !message.content.is_empty() {
                    div.text dir="auto" { (markdown_to_html(&message.content, &cover.names)) }
                }
                @for embed in &message.embeds { (self.embed(embed)) }
                @for (file, bytes) in &entry.files { (self.file(file, bytes.as_deref())) }
                @if is_empty(entry) { p.quiet { (cover.text("transcript-empty")) } }
                @if let Some(at) = message.deleted_at { p.quiet { (cover.text_with("transcript-deleted", &time_arg(cover, at))) } }
                @if let Some(at) = message.edited_at { (self.edit_history(entry, at)) }
            }
        }
    }

    fn avatar(&self, message: &Message) -> Markup {
        let name = self.cover.author(message);
        let initial = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('?');
        html! { span.avatar.(colour(message)) aria-hidden="true" { (initial.to_uppercase()) } }
    }

    fn time(&self, at: DateTime<Utc>) -> Markup {
        let whole = self.cover.names.date_time(at);
        html! { time datetime=(at.to_rfc3339()) title=(whole) { (self.cover.names.time(at)) } }
    }

    /// The message that one answers.
    fn reply_reference(&self, entry: &MessageEntry) -> Markup {
        let cover = &self.cover;
        html! {
            p.answers {
                @match &entry.answers {
                    Some(to) => a href=(format!("#m{}", to.id)) {
                        "↪ " bdi.author { (cover.author(to)) } " "
                        bdi { (plugin_api::ui::embed::truncate(&to.content.replace('\n', " "), QUOTE_LENGTH)) }
                    }
                    None => { "↪ " (cover.text("transcript-unknown")) }
                }
            }
        }
    }

    fn embed(&self, embed: &Embed) -> Markup {
        let names = &self.cover.names;
        let kind =
            (embed.kind != EmbedKind::Embed).then(|| self.cover.text(&format!("transcript-{}", embed.kind)));
        let line = embed.colour.map(|colour| format!("border-left-color: #{:06x}", colour & 0xFF_FFFF));
        html! {
            section.embed style=[line] dir="auto" {
                @if let Some(kind) = kind { p.quiet { (kind) } }
                @if !embed.author.is_empty() { p.by { (embed.author) } }
                @if !embed.title.is_empty() { p.title { (markdown_to_html(&embed.title, names)) } }
                @if !embed.url.is_empty() && !embed.title.is_empty() { p.url { (markdown_to_html(&embed.url, names)) } }
                @if !embed.description.is_empty() { div.text { (markdown_to_html(&embed.description, names)) } }
                @if !embed.fields.is_empty() {
                    dl { @for field in &embed.fields {
                        div { dt { (markdown_to_html(&field.name, names)) } dd.text { (markdown_to_html(&field.value, names)) } }
                    } }
                }
                @if !embed.image.is_empty() { p.quiet { (self.cover.text("transcript-picture")) " " (markdown_to_html(&embed.image, names)) } }
                @if !embed.footer.is_empty() { p.quiet { (embed.footer) } }
            }
        }
    }

    fn file(&self, file: &File, bytes: Option<&[u8]>) -> Markup {
        let cover = &self.cover;
        let about = html! { bdi { (file.name) } span.quiet { " · " (format_size(file.size)) } };
        let Some(bytes) = bytes else {
            let why = cover.missing(file).unwrap_or_else(|| cover.text("transcript-file-elsewhere"));
            return html! { p.file { (about) span.quiet { " · " (why) } } };
        };
        let kind = file.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let data = STANDARD.encode(bytes);
        html! {
            @if PICTURES.contains(&kind.as_str()) {
                figure {
                    img src=(format!("data:{kind};base64,{data}")) alt=(file.name);
                    figcaption { (about) }
                }
            } @else {
                p.file { a href=(format!("data:application/octet-stream;base64,{data}")) download=(file.name) { (about) } }
            }
        }
    }

    /// What it said before.
    fn edit_history(&self, entry: &MessageEntry, at: DateTime<Utc>) -> Markup {
        let cover = &self.cover;
        let label = cover.text_with("transcript-edited", &time_arg(cover, at));
        html! {
            @if entry.edits.is_empty() { p.quiet { (label) } }
            @else {
                details.edits {
                    summary { (label) }
                    ol { @for edit in &entry.edits {
                        li {
                            span.quiet { (cover.text_with("transcript-until", &time_arg(cover, edit.replaced_at))) }
                            div.text dir="auto" { (markdown_to_html(&edit.content, &cover.names)) }
                        }
                    } }
                }
            }
        }
    }

    fn note(&self, note: &Note) -> Markup {
        let cover = &self.cover;
        html! {
            aside.note id=(format!("n{}", note.id)) {
                header {
                    strong { (cover.text("transcript-note")) }
                    " " bdi { (cover.name(note.user_id.cast_unsigned())) } " " (self.time(note.created_at))
                }
                div.text dir="auto" { (markdown_to_html(&note.text, &cover.names)) }
            }
        }
    }
}

/// The ticket's facts: by whom, when and why it was opened and closed.
fn facts(cover: &Cover) -> Markup {
    let origin = cover.ticket.origin_link();
    let value = |value: &String| {
        html! { @if origin.as_ref() == Some(value) { (markdown_to_html(value, &cover.names)) } @else { (value) } }
    };
    let facts = cover.facts();
    html! { dl.facts { @for (label, said) in &facts { div { dt { (label) } dd dir="auto" { (value(said)) } } } } }
}

/// The text and form that the ticket was opened with, literally as on the card.
fn opening_text(cover: &Cover) -> Markup {
    let ticket = &cover.ticket;
    html! {
        @if !ticket.description.is_empty() {
            div.asked.text dir="auto" { (ticket.description) }
        }
        @if !ticket.answers.is_empty() {
            dl.answers-of-form { @for answer in &ticket.answers {
                div { dt { (answer.label) } dd.text dir="auto" { (answer.value) } }
            } }
        }
    }
}

fn time_arg(
    cover: &Cover,
    at: DateTime<Utc>,
) -> [(&'static str, plugin_api::locale::FluentValue<'static>); 1] {
    [("at", cover.names.date_time(at).into())]
}

fn shares_heading(before: &Message, message: &Message) -> bool {
    let same =
        (before.user, &before.author, before.speaker) == (message.user, &message.author, message.speaker);
    same && message.reply_to.is_none() && message.created_at - before.created_at < HEADING_SPAN
}

fn is_empty(entry: &MessageEntry) -> bool {
    let message = &entry.message;
    message.content.is_empty() && message.embeds.is_empty() && entry.files.is_empty()
}

/// An author's colour, the same all over the page.
fn colour(message: &Message) -> String {
    // FNV-1a, whose upper bits differ for names that differ little.
    let name = message
        .author
        .bytes()
        .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("c{}", (name >> 16) % COLOURS)
}

/// `1.5 MB`.
pub(crate) fn format_size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
