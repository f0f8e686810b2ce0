//! What can be done with entries, the same through a command, a button and a form.

use plugin_api::{
    Error, Host, LogKind, Result, Tx,
    db::Run,
    serenity::{GuildId, UserId},
};
use sqlx::error::DatabaseError;

use crate::{
    Faq,
    domain::{Draft, Entry, Typed, entry::key, question},
    rights::Actor,
    settings::FaqSettings,
    store::{self, Inserted},
    view,
};

/// Why an entry was not kept as somebody wrote it. Their words are given back to them.
#[derive(Debug)]
pub enum Refused {
    /// Another entry has the title.
    Taken(Box<Entry>),
    /// Somebody changed the entry while it was edited.
    Changed(Box<Entry>),
    /// Anything else.
    Error(Error),
}

/// What came of doing something with an entry as somebody saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It was done.
    Done,
    /// It stood so already.
    Unneeded,
    /// Nothing was done: somebody changed the entry since.
    Changed,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Self::Error(error.into())
    }
}

/// Adds an entry, and drops the question that it answers, if it was made from one.
///
/// # Errors
/// Where the title is taken, there are as many as the settings allow, or something is wrong with it.
pub async fn add(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    typed: &Typed,
    gap: Option<i64>,
) -> Result<Entry, Refused> {
    let actor = actor.in_guild(host, guild).await?;
    let mut tx = host.db().begin().await?;
    let entry = match insert(&mut tx, host, guild, &actor, typed).await {
        Ok(entry) => entry,
        Err(refused) => {
            tx.rollback().await?;
            return Err(refused);
        }
    };
    if let Some(gap) = gap {
        store::forget(&mut tx, guild, gap).await?;
    }
    tx.commit().await?;
    announce_added(host, &entry, actor.user);
    Ok(entry)
}

/// Adds an entry as part of a transaction, for somebody of whom it is known what they may do in the whole guild. Where it is refused, nothing
/// is written.
///
/// # Errors
/// Where the title is taken, there are as many as the settings allow, or something is wrong with it.
pub async fn insert(
    tx: &mut Tx,
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    typed: &Typed,
) -> Result<Entry, Refused> {
    let settings = host.settings::<FaqSettings>(guild);
    actor.require_editor(&settings)?;
    let mut draft = checked(typed, actor)?;
    let published = settings.publish_at_once && actor.publishes(&settings);
    draft.category = spelt(&store::categories(&mut *tx, guild, true).await?, draft.category);
    let (now, most) = (host.clock().now(), settings.max_entries);
    match store::insert(tx, guild, actor.user, &draft, published, now, most).await? {
        Inserted::Made(id) => Ok(found(tx, guild, id, actor).await?),
        Inserted::Taken => Err(taken(tx, guild, &draft, actor).await?),
        Inserted::Full => {
            let most = [("most", most.into())];
            Err(Error::user(view::text_with(&actor.reader, "refused-too-many", &most)).into())
        }
    }
}

/// Says in the log channel that an entry was added, once that is sure.
pub fn announce_added(host: &Host, entry: &Entry, by: UserId) {
    let text = if entry.published { "log-added" } else { "log-drafted" };
    view::log(host, LogKind::Created, entry, text, by, &[]);
}

/// Changes an entry that somebody saw at a revision. Says whether that changed anything.
///
/// # Errors
/// Where it was changed or removed meanwhile, the title is taken, or something is wrong with it.
pub async fn edit(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    at: (i64, i64),
    typed: &Typed,
) -> Result<(Entry, bool), Refused> {
    let actor = actor.in_guild(host, guild).await?;
    let mut tx = host.db().begin().await?;
    match change(&mut tx, host, guild, &actor, at, typed).await {
        Ok((entry, changes)) => {
            tx.commit().await?;
            if !changes.is_empty() {
                view::log(host, LogKind::Edited, &entry, "log-edited", actor.user, &changes);
            }
            Ok((entry, !changes.is_empty()))
        }
        Err(refused) => {
            tx.rollback().await?;
            match refused {
                // PostgreSQL takes no further question in the transaction.
                Refused::Error(Error::Database(error))
                    if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) =>
                {
                    Err(taken(host.db(), guild, &checked(typed, &actor)?, &actor).await?)
                }
                other => Err(other),
            }
        }
    }
}

/// What [`edit`] does in its transaction; gives the entry and the names of the fields that are new.
async fn change(
    tx: &mut Tx,
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    (id, revision): (i64, i64),
    typed: &Typed,
) -> Result<(Entry, Vec<&'static str>), Refused> {
    let settings = host.settings::<FaqSettings>(guild);
    actor.require_editor(&settings)?;
    let mut draft = checked(typed, actor)?;
    let old = found(&mut *tx, guild, id, actor).await?;
    actor.require_change(&settings, &old)?;
    if old.revision != revision {
        return Err(Refused::Changed(Box::new(old)));
    }
    draft.category = spelt(&store::categories_but(&mut *tx, guild, id).await?, draft.category);
    let changes = draft.changes_from(&old.draft);
    if changes.is_empty() {
        return Ok((old, changes));
    }
    let (at, now) = ((id, revision), host.clock().now());
    let changed = store::change(tx, guild, at, actor.user, &draft, now).await?;
    let now = found(tx, guild, id, actor).await?;
    if changed { Ok((now, changes)) } else { Err(Refused::Changed(Box::new(now))) }
}

/// Shows an entry to members as somebody saw it, or takes it back. Gives it as it is now.
///
/// # Errors
/// Where it is gone or the actor may not.
pub async fn publish(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    (id, revision): (i64, i64),
    published: bool,
) -> Result<(Entry, Came)> {
    let actor = actor.in_guild(host, guild).await?;
    actor.require_publisher(&host.settings::<FaqSettings>(guild))?;
    let mut tx = host.db().begin().await?;
    let at = (id, revision);
    let done = store::set_published(&mut tx, guild, at, actor.user, published, host.clock().now()).await?;
    let entry = store::get(&mut tx, guild, id).await?;
    tx.commit().await?;
    let entry = entry.ok_or_else(|| gone(id, &actor))?;
    if done {
        let text = if published { "log-published" } else { "log-unpublished" };
        view::log(host, LogKind::Edited, &entry, text, actor.user, &[]);
        return Ok((entry, Came::Done));
    }
    let came = if entry.published == published { Came::Unneeded } else { Came::Changed };
    Ok((entry, came))
}

/// Removes an entry for good, as somebody saw it. Gives it.
///
/// # Errors
/// Where it is gone, was changed meanwhile, or the actor may not.
pub async fn remove(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    (id, revision): (i64, i64),
) -> Result<Entry, Refused> {
    let (settings, actor) = (host.settings::<FaqSettings>(guild), actor.in_guild(host, guild).await?);
    actor.require_editor(&settings)?;
    let entry = store::get(host.db(), guild, id).await?.ok_or_else(|| gone(id, &actor))?;
    actor.require_change(&settings, &entry)?;
    let mut tx = host.db().begin().await?;
    let removed = store::remove(&mut tx, guild, (id, revision)).await?;
    tx.commit().await?;
    if removed {
        view::log(host, LogKind::Deleted, &entry, "log-removed", actor.user, &[]);
        return Ok(entry);
    }
    Err(Refused::Changed(Box::new(found(host.db(), guild, id, &actor).await?)))
}

/// An entry that somebody may see.
///
/// # Errors
/// Where there is none.
pub async fn known(host: &Host, guild: GuildId, actor: &Actor, id: i64) -> Result<Entry> {
    let settings = host.settings::<FaqSettings>(guild);
    let entry = store::get(host.db(), guild, id).await?;
    entry.filter(|entry| actor.sees(&settings, entry)).ok_or_else(|| gone(id, actor))
}

/// An entry that somebody may change.
///
/// # Errors
/// Where there is none, or they may not.
pub async fn changeable(host: &Host, guild: GuildId, actor: &Actor, id: i64) -> Result<Entry> {
    let (settings, actor) = (host.settings::<FaqSettings>(guild), actor.in_guild(host, guild).await?);
    actor.require_editor(&settings)?;
    let entry = found(host.db(), guild, id, &actor).await?;
    actor.require_change(&settings, &entry)?;
    Ok(entry)
}

/// Keeps a question to which nothing fitted, for staff to see, and says whether it is kept. That it can't be is not the asker's concern.
pub async fn unanswered(host: &Host, guild: GuildId, asker: UserId, asked: &str) -> bool {
    let (kept, now) = (question::kept(asked), host.clock().now());
    let key = question::question_key(&kept);
    let done = async {
        if key.is_empty() || !Faq::of(host)?.askers.admit(guild, asker, now) {
            return Ok(false);
        }
        store::keep(host.db(), guild, &key, &kept, now).await.map(|()| true)
    };
    done.await.unwrap_or_else(|error| {
        tracing::error!(%guild, %error, "an unanswered question could not be kept");
        false
    })
}

/// Counts that members opened an entry. That it can't be counted is not the reader's concern.
pub async fn opened(host: &Host, entry: &Entry) {
    if !entry.published {
        return;
    }
    if let Err(error) = store::opened(host.db(), entry.guild, entry.id).await {
        tracing::error!(guild = %entry.guild, id = entry.id, %error, "that an entry was opened could not be counted");
    }
}

/// The sentence for an entry that is not there (any more).
#[must_use]
pub fn gone(id: i64, actor: &Actor) -> Error {
    Error::user(view::text_with(&actor.reader, "refused-gone", &[("id", id.to_string().into())]))
}

async fn found(on: impl Run, guild: GuildId, id: i64, actor: &Actor) -> Result<Entry> {
    store::get(on, guild, id).await?.ok_or_else(|| gone(id, actor))
}

fn checked(typed: &Typed, actor: &Actor) -> Result<Draft, Error> {
    typed.check().map_err(|wrong| Error::user(view::wrong(&actor.reader, wrong)))
}

/// A heading that other entries have already is spelt as it is there.
fn spelt(known: &[String], category: String) -> String {
    known.iter().find(|other| key(other) == key(&category)).cloned().unwrap_or(category)
}

async fn taken(on: impl Run, guild: GuildId, draft: &Draft, actor: &Actor) -> Result<Refused> {
    // It may have been removed or renamed since.
    let other = store::find_title(on, guild, &draft.title_key()).await?;
    Ok(match other {
        Some(other) => Refused::Taken(Box::new(other)),
        None => Refused::Error(Error::user(view::text(&actor.reader, "refused-again"))),
    })
}
