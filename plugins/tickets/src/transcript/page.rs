//! The content of a transcript, read from the store in parts.

use std::collections::VecDeque;

use chrono_tz::Tz;
use plugin_api::{
    Host, Result,
    chrono::{DateTime, Utc},
    locale::FluentValue,
};

use super::names::Names;
use crate::{
    conversation::{self, Edit, File, FileState, Message},
    settings::TicketSettings,
    staff::{self, store::Note},
    texts,
    ticket::{self, Ticket},
};

/// How many messages are read at once.
const PART: u32 = 200;

/// How many notes of a ticket are shown.
const NOTES: u32 = 1_000;

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// With what staff noted.
    Staff,
    /// What the member saw.
    Member,
}

/// What all parts of a transcript need.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The ticket.
    pub ticket: Ticket,
    /// What it is called.
    pub title: String,
    /// Who reads it.
    pub version: Version,
    /// What people, roles and channels are called, and in which language and zone.
    pub names: Names,
    /// How many messages there are.
    pub count: u64,
}

impl Cover {
    /// Reads the cover, and fetches missing names from Discord.
    pub async fn fetch(host: &Host, ticket: &Ticket, version: Version) -> Result<Self> {
        let (db, guild) = (host.db(), host.guild(ticket.guild));
        let people =
            conversation::store::fetch_names(db, ticket.guild, ticket.id).await?.into_iter().collect();
        let locale = match version {
            Version::Staff => guild.locale,
            Version::Member => ticket.language(host),
        };
        let mut names = Names { people, zone: guild.timezone, locale, ..Names::default() };
        names.fetch_missing(host, ticket).await;
        Ok(Self {
            ticket: ticket.clone(),
            title: ticket::card::title(&host.settings::<TicketSettings>(ticket.guild), ticket, &names.locale),
            version,
            names,
            count: conversation::store::count(db, ticket.guild, ticket.id).await?,
        })
    }

    /// A text of the catalogue.
    pub fn text(&self, id: &str) -> String {
        texts::text(&self.names.locale, id)
    }

    /// The same with variables.
    pub fn text_with(&self, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        texts::text_with(&self.names.locale, id, args)
    }

    /// A person's name.
    pub fn name(&self, user: u64) -> String {
        if user == 0 {
            return self.text("forgotten");
        }
        let ticket = &self.ticket;
        // An opener who has not written anything is only known by their account's name.
        let account = (user == ticket.user && !ticket.username.is_empty()).then_some(&ticket.username);
        self.names.people.get(&user).or(account).cloned().unwrap_or_else(|| format!("@{user}"))
    }

    /// The author of a message.
    pub fn author(&self, message: &Message) -> String {
        if message.author.is_empty() { self.text("forgotten") } else { message.author.clone() }
    }

    /// The time zone.
    pub fn zone(&self) -> Tz {
        self.names.zone
    }

    /// The facts about the ticket, each with its label.
    pub fn facts(&self) -> Vec<(String, String)> {
        let ticket = &self.ticket;
        let by = |who: String, at: DateTime<Utc>| {
            self.text_with("transcript-by", &[("who", who.into()), ("at", self.names.date_time(at).into())])
        };
        let mut facts = vec![
            (self.text("card-opened"), by(self.name(ticket.user), ticket.created_at)),
            (self.text("card-status"), self.text(&format!("status-{}", ticket.status))),
            (self.text("card-priority"), self.text(&format!("priority-{}", ticket.priority))),
        ];
        facts.extend(ticket.origin_link().map(|link| (self.text("card-origin"), link)));
        if let Some(claimer) = ticket.claimed_by {
            facts.push((self.text("card-claimed"), self.name(claimer.get())));
        }
        if let Some(at) = ticket.closed_at {
            let who = ticket.closed_by.map_or_else(|| self.text("nobody"), |closer| self.name(closer.get()));
            facts.push((self.text("card-closed"), by(who, at)));
        }
        if !ticket.close_reason.is_empty() {
            facts.push((self.text("card-reason"), ticket.close_reason.clone()));
        }
        facts
    }

    /// Why a file is missing, if it is.
    pub fn missing(&self, file: &File) -> Option<String> {
        match file.state {
            FileState::Stored => None,
            FileState::Pending => Some(self.text("transcript-file-pending")),
            FileState::TooLarge => Some(self.text("transcript-file-large")),
            FileState::Failed => Some(self.text("transcript-file-failed")),
        }
    }
}

/// An entry of a transcript.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A message.
    Message(Box<MessageEntry>),
    /// A note of staff.
    Note(Note),
}

/// A message with all that belongs to it.
#[derive(Clone, Debug)]
pub struct MessageEntry {
    /// The message.
    pub message: Message,
    /// Its earlier texts, the oldest first.
    pub edits: Vec<Edit>,
    /// Its files, with their bytes if they are part of the page.
    pub files: Vec<(File, Option<Vec<u8>>)>,
    /// The message that it answers, if that is known.
    pub answers: Option<Message>,
}

/// Reads a conversation part after part.
pub struct Reader {
    host: Host,
    ticket: Ticket,
    after: u64,
    notes: VecDeque<Note>,
    /// How many bytes of files may still be in the page.
    room: usize,
    done: bool,
}

impl Reader {
    /// Starts to read; `room` is how many bytes of files are included.
    pub async fn new(host: &Host, ticket: &Ticket, version: Version, room: usize) -> Result<Self> {
        let notes = match version {
            Version::Staff => staff::store::notes(host.db(), ticket.guild, ticket.id, NOTES, 0).await?,
            Version::Member => Vec::new(),
        };
        let (host, ticket) = (host.clone(), ticket.clone());
        Ok(Self { host, ticket, after: 0, notes: notes.into(), room, done: false })
    }

    /// Reads the next part; `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Vec<Entry>>> {
        if self.done {
            return Ok(None);
        }
        let (db, guild, id) = (self.host.db(), self.ticket.guild, self.ticket.id);
        let messages = conversation::store::fetch_after(db, guild, id, self.after, PART).await?;
        let Some((first, last)) = messages.first().zip(messages.last()).map(|(f, l)| (f.id, l.id)) else {
            self.done = true;
            return Ok(Some(self.notes.drain(..).map(Entry::Note).collect()));
        };
        self.after = last;
        let mut edits = conversation::store::fetch_edits(db, guild, id, (first, last)).await?;
        let mut files = VecDeque::from(
            conversation::store::attachments::fetch_between(db, guild, id, (first, last)).await?,
        );
        let mut entries = Vec::with_capacity(messages.len());
        for message in messages {
            while self.notes.front().is_some_and(|note| note.created_at < message.created_at) {
                entries.extend(self.notes.pop_front().map(Entry::Note));
            }
            let later = edits.iter().position(|edit| edit.message != message.id).unwrap_or(edits.len());
            let of_it = if edits.first().is_some_and(|edit| edit.message == message.id) { later } else { 0 };
            let edits: Vec<_> = edits.drain(..of_it).collect();
            let mut own = Vec::new();
            while let Some(file) = files.pop_front_if(|file| file.message == message.id) {
                let bytes = self.bytes(&file).await?;
                own.push((file, bytes));
            }
            let answers = match message.reply_to {
                Some(to) => conversation::store::fetch(self.host.db(), guild, id, to).await?,
                None => None,
            };
            entries.push(Entry::Message(Box::new(MessageEntry { message, edits, files: own, answers })));
        }
        Ok(Some(entries))
    }

    /// Fetches a file's bytes, if there is room for them.
    async fn bytes(&mut self, file: &File) -> Result<Option<Vec<u8>>> {
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        if file.state != FileState::Stored || size > self.room {
            return Ok(None);
        }
        let bytes = conversation::store::attachments::fetch_content(
            self.host.db(),
            self.ticket.guild,
            self.ticket.id,
            file.id,
        )
        .await?;
        self.room = self.room.saturating_sub(bytes.as_ref().map_or(0, Vec::len));
        Ok(bytes)
    }
}
