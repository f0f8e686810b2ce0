//! Transcripts: what was said in a ticket, to read offline.

use std::collections::VecDeque;

use futures::{Stream, StreamExt, TryStreamExt, stream};
use plugin_api::{Host, Result, run_blocking, serenity::CreateAttachment, ui::strip_bidi};

use super::{
    html,
    page::{self, Cover, Reader, Version},
    text,
};
use crate::ticket::Ticket;

/// How large a file Discord takes from a bot in any guild, with some room for what is around it.
const MOST: usize = 9 << 20;

/// How many bytes of files stand in a page; they take a third more there.
pub const ROOM: usize = 5 << 20;

/// As what a transcript is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page, with up to so many bytes of files in it.
    Page(usize),
    /// Plain text.
    Text,
}

/// A transcript for staff, with their notes.
///
/// # Errors
/// Where the database fails.
pub async fn staff_file(host: &Host, ticket: &Ticket) -> Result<CreateAttachment> {
    file(host, ticket, Version::Staff).await
}

/// A transcript for the member, without what staff noted.
///
/// # Errors
/// Where the database fails.
pub async fn member_file(host: &Host, ticket: &Ticket) -> Result<CreateAttachment> {
    file(host, ticket, Version::Member).await
}

/// The fullest form that Discord takes: a page with files, one without, or text, of which the end is kept where all of it is too long.
async fn file(host: &Host, ticket: &Ticket, version: Version) -> Result<CreateAttachment> {
    let name = format!("ticket-{}", ticket.id);
    for room in [ROOM, 0] {
        if let Some(page) = whole(host, ticket, version, Form::Page(room)).await? {
            return Ok(CreateAttachment::bytes(page, format!("{name}.html")));
        }
    }
    let text = end_of_text(host, ticket, version).await?;
    Ok(CreateAttachment::bytes(text, format!("{name}.txt")))
}

/// All of it, where it is not too large.
async fn whole(host: &Host, ticket: &Ticket, version: Version, form: Form) -> Result<Option<Vec<u8>>> {
    let parts = parts(host, ticket, version, form).await?;
    plugin_api::table::whole(parts.map_ok(String::into_bytes), MOST).await
}

/// A transcript, part after part.
///
/// # Errors
/// Where the database fails.
pub async fn parts(
    host: &Host,
    ticket: &Ticket,
    version: Version,
    form: Form,
) -> Result<impl Stream<Item = Result<String>> + Send + 'static> {
    let cover = Cover::of(host, ticket, version).await?;
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
                let (part, writer) = run_blocking(move || (writer.part(&entries), writer)).await?;
                Ok(Some((part, Some((reader, writer)))))
            }
            None => Ok(Some((writer.foot(), None))),
        }
    });
    Ok(stream::iter([Ok(head)]).chain(rest))
}

/// As much of the end of the text as Discord takes, after its head and a line that says so.
async fn end_of_text(host: &Host, ticket: &Ticket, version: Version) -> Result<Vec<u8>> {
    let mut parts = std::pin::pin!(parts(host, ticket, version, Form::Text).await?);
    let head = parts.try_next().await?.unwrap_or_default();
    let (mut kept, mut size, mut cut) = (VecDeque::new(), head.len(), false);
    while let Some(part) = parts.try_next().await? {
        size += part.len();
        kept.push_back(part);
        while size > MOST {
            let Some(first) = kept.pop_front() else { break };
            (size, cut) = (size - first.len(), true);
        }
    }
    let mut text = head;
    if cut {
        let cover = Cover::of(host, ticket, version).await?;
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

    /// Nothing that somebody wrote turns round what stands beside it, or the end of a file's name.
    pub(crate) fn part(&mut self, entries: &[page::Entry]) -> String {
        strip_bidi(&match self {
            Self::Page(writer) => writer.part(entries),
            Self::Text(writer) => writer.part(entries),
        })
    }

    pub(crate) fn foot(&self) -> String {
        match self {
            Self::Page(writer) => writer.foot(),
            Self::Text(writer) => writer.foot(),
        }
    }
}
