//! A transcript as plain text.

use plugin_api::chrono::{DateTime, Utc};

use super::{
    html::format_size,
    page::{Cover, Entry, MessageEntry},
};
use crate::conversation::{self, Embed, Message, Speaker};

/// Writes a text part after part.
#[derive(Debug)]
pub struct Writer(Cover);

impl Writer {
    /// Begins a text.
    pub const fn new(cover: Cover) -> Self {
        Self(cover)
    }

    /// Everything before the conversation.
    pub fn head(&self) -> String {
        let cover = &self.0;
        let mut head = format!("{}\n", cover.title);
        for (label, value) in cover.facts() {
            head.push_str(&format!("{label}: {}\n", indented(&value)));
        }
        if !cover.ticket.description.is_empty() {
            head.push_str(&format!("\n    {}\n", indented(&cover.ticket.description)));
        }
        for answer in &cover.ticket.answers {
            let (label, value) = (indented(&answer.label), indented(&answer.value));
            head.push_str(&format!("\n{label}\n    {value}\n"));
        }
        head.push('\n');
        head
    }

    /// A part of the conversation.
    pub fn render_part(&self, entries: &[Entry]) -> String {
        let cover = &self.0;
        let mut part = String::new();
        for entry in entries {
            match entry {
                Entry::Message(entry) => self.message(entry, &mut part),
                Entry::Note(note) => {
                    let who = cover.name(note.user_id.cast_unsigned());
                    let (at, label) = (self.stamp(note.created_at), cover.text("transcript-note"));
                    part.push_str(&format!(
                        "[{at}] {label} {who}: {}\n",
                        indented(&cover.names.plain_text(&note.text))
                    ));
                }
            }
        }
        part
    }

    /// Everything after the conversation.
    pub fn foot(&self) -> String {
        let cover = &self.0;
        let args = [("count", cover.count.into()), ("zone", cover.zone().name().into())];
        format!("\n{}\n", cover.text_with("transcript-foot", &args))
    }

    fn message(&self, entry: &MessageEntry, part: &mut String) {
        let (cover, message) = (&self.0, &entry.message);
        let mut marks = Vec::new();
        if let Some(to) = &entry.answers {
            marks.push(format!("↪ {}", cover.author(to)));
        }
        let at = |at: DateTime<Utc>| [("at", cover.names.date_time(at).into())];
        marks.extend(message.edited_at.map(|edited| cover.text_with("transcript-edited", &at(edited))));
        marks.extend(message.deleted_at.map(|gone| cover.text_with("transcript-deleted", &at(gone))));
        let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) };
        let text = indented(&cover.names.plain_text(&message.content));
        part.push_str(&format!(
            "[{}] {}{marks}: {text}\n",
            self.stamp(message.created_at),
            self.author(message)
        ));
        for edit in &entry.edits {
            let until = cover.text_with("transcript-until", &at(edit.replaced_at));
            part.push_str(&format!("    {until}: {}\n", indented(&cover.names.plain_text(&edit.content))));
        }
        for embed in &message.embeds {
            part.push_str(&format!("    {}\n", indented(&cover.names.plain_text(&self.embed(embed)))));
        }
        for (file, _) in &entry.files {
            let why = cover.missing(file).map(|why| format!(" · {why}")).unwrap_or_default();
            part.push_str(&format!("    [{} · {}{why}]\n", file.name, format_size(file.size)));
        }
    }

    fn author(&self, message: &Message) -> String {
        let name = self.0.author(message);
        match message.speaker {
            Speaker::Member => name,
            speaker => format!("{name} [{}]", self.0.text(&format!("transcript-{speaker}"))),
        }
    }

    fn embed(&self, embed: &Embed) -> String {
        let kind = match embed.kind {
            conversation::EmbedKind::Embed => String::new(),
            kind => self.0.text(&format!("transcript-{kind}")),
        };
        let fields = embed.fields.iter().map(|field| format!("{}: {}", field.name, field.value));
        let parts = [&kind, &embed.author, &embed.title, &embed.url, &embed.description].map(Clone::clone);
        let lines = parts.into_iter().chain(fields).chain([embed.image.clone(), embed.footer.clone()]);
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn stamp(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0.zone()).format("%Y-%m-%d %H:%M").to_string()
    }
}

/// Indents all lines but the first, so that no text looks like another author's message.
fn indented(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join("\n    ")
}
