//! What can be done with entries, the same through a command, a button and a form.

use plugin_api::{Error, LogKind, Request, Result, Tx, db::Executor};
use sqlx::error::DatabaseError;

use crate::{
    domain::{Content, Edit, Entry, EntryInput, EntryVersion, PublishOutcome, entry::comparison_key},
    gaps,
    rights::Rights,
    settings::FaqSettings,
    store::{self, InsertOutcome, NewEntry},
    texts,
    view::{self, LogNote},
};

/// Why an entry was not saved. The words of whoever wrote it are given back.
#[derive(Debug)]
pub enum Rejection {
    /// Another entry has the title.
    TitleTaken(Box<Entry>),
    /// The entry was changed since it was shown.
    Conflict(Box<Entry>),
    /// Anything else.
    Error(Error),
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<sqlx::Error> for Rejection {
    fn from(error: sqlx::Error) -> Self {
        Self::Error(error.into())
    }
}

/// Adds an entry, and deletes the gap that it answers, if it was written for one.
pub(crate) async fn add(request: &Request, input: &EntryInput, gap: Option<i64>) -> Result<Entry, Rejection> {
    let rights = Rights::fetch(request).await?;
    let entry = request
        .db()
        .transaction(async |tx| -> Result<Entry, Rejection> {
            let entry = insert(tx, request, &rights, input).await?;
            if let Some(gap) = gap {
                gaps::store::delete(tx, request.guild, gap).await?;
            }
            Ok(entry)
        })
        .await?;
    log_added(request, &entry);
    Ok(entry)
}

/// Adds an entry as part of a transaction. If it is rejected, nothing is written.
pub(crate) async fn insert(
    tx: &mut Tx,
    request: &Request,
    rights: &Rights,
    input: &EntryInput,
) -> Result<Entry, Rejection> {
    rights.require_editor()?;
    let settings = request.settings::<FaqSettings>();
    let guild = request.guild;
    let mut content = validate(request, input)?;
    let published = settings.publish_at_once && rights.is_publisher();
    content.category =
        match_spelling(&store::fetch_categories(&mut *tx, guild, true).await?, content.category);
    let new = NewEntry { content: &content, published, limit: settings.max_entries };
    match store::insert(tx, guild, new, edit_by(request)?).await? {
        InsertOutcome::Inserted(id) => Ok(fetch(tx, request, id).await?),
        InsertOutcome::TitleTaken => Err(title_taken(tx, request, &content).await?),
        InsertOutcome::LimitReached => {
            let args = [("most", settings.max_entries.into())];
            Err(Error::user(texts::text_with(&request.locale, "refused-too-many", &args)).into())
        }
    }
}

/// Notes in the log channel that an entry was added, once that is committed.
pub(crate) fn log_added(request: &Request, entry: &Entry) {
    let text = if entry.published { "log-added" } else { "log-drafted" };
    log(request, LogKind::Created, entry, LogNote::new(text));
}

/// Changes an entry. Returns it with whether anything has changed.
pub(crate) async fn edit(
    request: &Request,
    version: EntryVersion,
    input: &EntryInput,
) -> Result<(Entry, bool), Rejection> {
    let rights = Rights::fetch(request).await?;
    let edited =
        request.db().transaction(async |tx| update(tx, request, &rights, version, input).await).await;
    match edited {
        Ok((entry, fields)) => {
            if !fields.is_empty() {
                log(request, LogKind::Edited, &entry, LogNote { text: "log-edited", fields: &fields });
            }
            Ok((entry, !fields.is_empty()))
        }
        // PostgreSQL answers no further query in the transaction, so the other entry is looked up after it.
        Err(Rejection::Error(Error::Database(error)))
            if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) =>
        {
            Err(title_taken(request.db(), request, &validate(request, input)?).await?)
        }
        Err(other) => Err(other),
    }
}

/// What [`edit`] does in its transaction. Returns the entry and the names of the fields that have changed.
async fn update(
    tx: &mut Tx,
    request: &Request,
    rights: &Rights,
    version: EntryVersion,
    input: &EntryInput,
) -> Result<(Entry, Vec<&'static str>), Rejection> {
    rights.require_editor()?;
    let mut content = validate(request, input)?;
    let old = fetch(&mut *tx, request, version.id).await?;
    rights.require_change(&old)?;
    if old.version() != version {
        return Err(Rejection::Conflict(Box::new(old)));
    }
    let others = store::fetch_categories_of_others(&mut *tx, request.guild, version.id).await?;
    content.category = match_spelling(&others, content.category);
    let fields = content.changed_fields(&old.content);
    if fields.is_empty() {
        return Ok((old, fields));
    }
    let updated = store::update(tx, request.guild, version, &content, edit_by(request)?).await?;
    let now = fetch(tx, request, version.id).await?;
    if updated { Ok((now, fields)) } else { Err(Rejection::Conflict(Box::new(now))) }
}

/// Publishes an entry or makes it a draft again. Returns it as it is now.
pub(crate) async fn set_published(
    request: &Request,
    version: EntryVersion,
    published: bool,
) -> Result<(Entry, PublishOutcome)> {
    Rights::fetch(request).await?.require_publisher()?;
    let edit = edit_by(request)?;
    let (done, entry) = request
        .db()
        .transaction(async |tx| -> Result<_> {
            let done = store::set_published(tx, request.guild, version, published, edit).await?;
            Ok((done, store::get(tx, request.guild, version.id).await?))
        })
        .await?;
    let entry = entry.ok_or_else(|| gone(request, version.id))?;
    if done {
        let text = if published { "log-published" } else { "log-unpublished" };
        log(request, LogKind::Edited, &entry, LogNote::new(text));
        return Ok((entry, PublishOutcome::Done));
    }
    let outcome =
        if entry.published == published { PublishOutcome::Unchanged } else { PublishOutcome::Conflict };
    Ok((entry, outcome))
}

/// Removes an entry for good. Returns what it was.
pub(crate) async fn remove(request: &Request, version: EntryVersion) -> Result<Entry, Rejection> {
    let entry = find_changeable(request, version.id).await?;
    let removed =
        request.db().transaction(async |tx| store::delete(tx, request.guild, version).await).await?;
    if removed {
        log(request, LogKind::Deleted, &entry, LogNote::new("log-removed"));
        return Ok(entry);
    }
    Err(Rejection::Conflict(Box::new(fetch(request.db(), request, version.id).await?)))
}

/// An entry, if the actor may see it; otherwise it does not exist for them.
pub(crate) async fn find_visible(request: &Request, id: i64) -> Result<Entry> {
    let rights = Rights::fetch(request).await?;
    let entry = store::get(request.db(), request.guild, id).await?;
    entry.filter(|entry| rights.sees(entry)).ok_or_else(|| gone(request, id))
}

/// An entry, if the actor may change it.
pub(crate) async fn find_changeable(request: &Request, id: i64) -> Result<Entry> {
    let rights = Rights::fetch(request).await?;
    rights.require_editor()?;
    let entry = fetch(request.db(), request, id).await?;
    rights.require_change(&entry)?;
    Ok(entry)
}

/// Counts that a member opened an entry. A failure is logged only: it does not concern the reader.
pub(crate) async fn count_view(request: &Request, entry: &Entry) {
    if !entry.published {
        return;
    }
    if let Err(error) = store::count_view(request.db(), entry.guild, entry.id).await {
        tracing::error!(guild = %entry.guild, id = entry.id, %error, "that an entry was opened could not be counted");
    }
}

/// The member who changes an entry, now. Nobody else writes entries.
fn edit_by(request: &Request) -> Result<Edit> {
    let by = request.user().ok_or_else(|| anyhow::anyhow!("entries are written by members only"))?;
    Ok(Edit { by, at: request.host.clock().now() })
}

fn log(request: &Request, kind: LogKind, entry: &Entry, note: LogNote<'_>) {
    if let Some(user) = request.user() {
        view::log(&request.host, kind, entry, user, note);
    }
}

fn gone(request: &Request, id: i64) -> Error {
    Error::user(texts::text_with(&request.locale, "refused-gone", &[("id", id.to_string().into())]))
}

async fn fetch(on: impl Executor, request: &Request, id: i64) -> Result<Entry> {
    store::get(on, request.guild, id).await?.ok_or_else(|| gone(request, id))
}

fn validate(request: &Request, input: &EntryInput) -> Result<Content, Error> {
    input.validate().map_err(|invalid| Error::user(texts::invalid_input(&request.locale, invalid)))
}

/// A category that other entries have already is spelt as it is there.
fn match_spelling(known: &[String], category: String) -> String {
    let same = |other: &&String| comparison_key(other) == comparison_key(&category);
    known.iter().find(same).cloned().unwrap_or(category)
}

async fn title_taken(on: impl Executor, request: &Request, content: &Content) -> Result<Rejection> {
    // The other entry may have been removed or renamed meanwhile.
    let other = store::find_by_title(on, request.guild, &content.title_key()).await?;
    Ok(match other {
        Some(other) => Rejection::TitleTaken(Box::new(other)),
        None => Rejection::Error(Error::user(texts::text(&request.locale, "refused-again"))),
    })
}
