//! Rendering transcripts, as a file or as a stream.

use std::collections::VecDeque;

use futures::{Stream, StreamExt, TryStreamExt, stream};
use plugin_api::{Host, Result, run_blocking, serenity::CreateAttachment, ui::strip_bidi};

use super::{
    html,
    page::{self, Cover, Reader, Version},
    text,
};
use crate::ticket::Ticket;

/// Discord's limit for a bot's file in any guild, less some room for the rest of the request.
const MAX_BYTES: usize = 9 << 20;

/// How many bytes of files stand in a page; they take a third more there.
pub const FILE_BYTES: usize = 5 << 20;

/// The format of a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page, with up to so many bytes of files in it.
    Page(usize),
    /// Plain text.
    Text,
}

/// A transcript for staff, with their notes.
pub async fn staff_file(host: &Host, ticket: &Ticket) -> Result<CreateAttachment> {
    render_file(host, ticket, Version::Staff).await
}

/// A transcript for the member, without what staff noted.
pub async fn member_file(host: &Host, ticket: &Ticket) -> Result<CreateAttachment> {
    render_file(host, ticket, Version::Member).await
}

/// Renders the fullest form that Discord accepts: a page with files, one without, or text, whose beginning is cut if it is too long.
async fn render_file(host: &Host, ticket: &Ticket, version: Version) -> Result<CreateAttachment> {
    let name = format!("ticket-{}", ticket.id);
    for room in [FILE_BYTES, 0] {
        if let Some(page) = render_whole(host, ticket, version, Form::Page(room)).await? {
            return Ok(CreateAttachment::bytes(page, format!("{name}.html")));
        }
    }
    let text = render_end_of_text(host, ticket, version).await?;
    Ok(CreateAttachment::bytes(text, format!("{name}.txt")))
}

/// Renders all of it; `None` if it is too large.
async fn render_whole(host: &Host, ticket: &Ticket, version: Version, form: Form) -> Result<Option<Vec<u8>>> {
    let parts = stream_parts(host, ticket, version, form).await?;
    plugin_api::table::whole(parts.map_ok(String::into_bytes), MAX_BYTES).await
}

/// Streams a transcript in parts.
pub async fn stream_parts(
    host: &Host,
    ticket: &Ticket,
    version: Version,
    form: Form,
) -> Result<impl Stream<Item = Result<String>> + Send + 'static> {
    let cover = Cover::fetch(host, ticket, version).await?;
    let room = if let Form::Page(room) = form { room } else { 0 };
    let reader = Reader::new(host, ticket, version, room).await?;
    let writer = match form {
        Form::Page(_) => Writer::Page(html::Writer::new(cover)),
        Form::Text => Writer::Text(text::Writer::new(cover)),
    };
    let head = writer.head();
    let rest = stream::try_unfold(Some((reader, writer)), |state| async move {
        let Some((mut reader, mut writer)) = state else { return Ok(None) };
        match reader.next().await? {
            Some(entries) => {
                let (part, writer) = run_blocking(move || (writer.render_part(&entries), writer)).await?;
                Ok(Some((part, Some((reader, writer)))))
            }
            None => Ok(Some((writer.foot(), None))),
        }
    });
    Ok(stream::iter([Ok(head)]).chain(rest))
}

/// Renders the head, a line that says that the text was cut, and as much of its end as Discord accepts.
async fn render_end_of_text(host: &Host, ticket: &Ticket, version: Version) -> Result<Vec<u8>> {
    let mut parts = std::pin::pin!(stream_parts(host, ticket, version, Form::Text).await?);
    let head = parts.try_next().await?.unwrap_or_default();
    let (mut kept, mut size, mut cut) = (VecDeque::new(), head.len(), false);
    while let Some(part) = parts.try_next().await? {
        size += part.len();
        kept.push_back(part);
        while size > MAX_BYTES {
            let Some(first) = kept.pop_front() else { break };
            (size, cut) = (size - first.len(), true);
        }
    }
    let mut text = head;
    if cut {
        let cover = Cover::fetch(host, ticket, version).await?;
        text.push_str(&format!("{}\n\n", cover.text("transcript-cut")));
    }
    text.extend(kept);
    Ok(text.into_bytes())
}

pub(crate) enum Writer {
    Page(html::Writer),
    Text(text::Writer),
}

impl Writer {
    pub(crate) fn head(&self) -> String {
        strip_bidi(&match self {
            Self::Page(writer) => writer.head(),
            Self::Text(writer) => writer.head(),
        })
    }

    /// Removes bidirectional controls, so that no text reorders its surroundings or the end of a file's name.
    pub(crate) fn render_part(&mut self, entries: &[page::Entry]) -> String {
        strip_bidi(&match self {
            Self::Page(writer) => writer.render_part(entries),
            Self::Text(writer) => writer.render_part(entries),
        })
    }

    pub(crate) fn foot(&self) -> String {
        match self {
            Self::Page(writer) => writer.foot(),
            Self::Text(writer) => writer.foot(),
        }
    }
}
