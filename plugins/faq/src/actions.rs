//! What can be done with entries, the same through a command, a button and a form.

use plugin_api::{
    Error, Host, Locale, LogKind, Result, Tx,
    db::Run,
    serenity::{GuildId, UserId},
};
use sqlx::error::DatabaseError;

use crate::{
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

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
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
    reader: &Locale,
) -> Result<Entry, Refused> {
    let actor = actor.in_guild(host, guild).await?;
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    let entry = insert(&mut tx, host, guild, &actor, typed, reader).await?;
    if let Some(gap) = gap {
        store::forget(&mut tx, guild, gap).await?;
    }
    tx.commit().await.map_err(Error::from)?;
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
    reader: &Locale,
) -> Result<Entry, Refused> {
    let settings = host.settings::<FaqSettings>(guild);
    actor.require_editor(&settings)?;
    let mut draft = checked(typed, reader)?;
    let published = settings.publish_at_once && actor.publishes(&settings);
    draft.category = spelt(&store::categories(&mut *tx, guild, true).await?, draft.category);
    let (now, most) = (host.clock().now(), settings.max_entries);
    match store::insert(tx, guild, actor.user, &draft, published, now, most).await? {
        Inserted::Made(id) => Ok(store::get(tx, guild, id).await?.ok_or_else(|| gone(reader))?),
        Inserted::Taken => Err(taken(tx, guild, &draft, reader).await?),
        Inserted::Full => {
            let most = [("most", most.into())];
            Err(Error::user(view::text_with(reader, "refused-too-many", &most)).into())
        }
    }
}

/// Says in the log channel that an entry was added, once that is sure.
pub fn announce_added(host: &Host, entry: &Entry, by: UserId) {
    let text = if entry.published { "log-added" } else { "log-drafted" };
    view::log(host, LogKind::Created, entry, text, by, "");
}

/// Changes an entry that somebody saw at a revision.
///
/// # Errors
/// Where it was changed or removed meanwhile, the title is taken, or something is wrong with it.
pub async fn edit(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    (id, revision): (i64, i64),
    typed: &Typed,
    reader: &Locale,
) -> Result<Entry, Refused> {
    let (settings, actor) = (host.settings::<FaqSettings>(guild), actor.in_guild(host, guild).await?);
    actor.require_editor(&settings)?;
    let mut draft = checked(typed, reader)?;
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    let old = store::get(&mut tx, guild, id).await?.ok_or_else(|| gone(reader))?;
    actor.require_change(&settings, &old)?;
    draft.category = spelt(&store::categories(&mut tx, guild, true).await?, draft.category);
    if old.revision != revision {
        return Err(Refused::Changed(Box::new(old)));
    }
    let changes = draft.changes_from(&old.draft);
    if changes.is_empty() {
        return Ok(old);
    }
    match store::change(&mut tx, guild, (id, revision), actor.user, &draft, host.clock().now()).await {
        Ok(true) => {}
        Ok(false) => {
            // Dropped, it would hold the only connection that reads below.
            tx.rollback().await.map_err(Error::from)?;
            let now = store::get(host.db(), guild, id).await?.ok_or_else(|| gone(reader))?;
            return Err(Refused::Changed(Box::new(now)));
        }
        Err(Error::Database(error))
            if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) =>
        {
            tx.rollback().await.map_err(Error::from)?;
            return Err(taken(host.db(), guild, &draft, reader).await?);
        }
        Err(error) => return Err(error.into()),
    }
    let entry = store::get(&mut tx, guild, id).await?.ok_or_else(|| gone(reader))?;
    tx.commit().await.map_err(Error::from)?;
    view::log(host, LogKind::Edited, &entry, "log-edited", actor.user, &changes.join(", "));
    Ok(entry)
}

/// Shows an entry to members, or takes it back. Says whether that changed anything.
///
/// # Errors
/// Where it is gone or the actor may not.
pub async fn publish(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    id: i64,
    published: bool,
    reader: &Locale,
) -> Result<(Entry, bool)> {
    let actor = actor.in_guild(host, guild).await?;
    actor.require_publisher(&host.settings::<FaqSettings>(guild))?;
    let mut tx = host.db().begin().await?;
    let changed = store::set_published(&mut tx, guild, id, actor.user, published, host.clock().now()).await?;
    let entry = store::get(&mut tx, guild, id).await?.ok_or_else(|| gone(reader))?;
    tx.commit().await?;
    if changed {
        let text = if published { "log-published" } else { "log-unpublished" };
        view::log(host, LogKind::Edited, &entry, text, actor.user, "");
    }
    Ok((entry, changed))
}

/// Removes an entry for good.
///
/// # Errors
/// Where it is gone or the actor may not.
pub async fn remove(host: &Host, guild: GuildId, actor: &Actor, id: i64, reader: &Locale) -> Result<Entry> {
    let (settings, actor) = (host.settings::<FaqSettings>(guild), actor.in_guild(host, guild).await?);
    actor.require_editor(&settings)?;
    let mut tx = host.db().begin().await?;
    let entry = store::get(&mut tx, guild, id).await?.ok_or_else(|| gone(reader))?;
    actor.require_change(&settings, &entry)?;
    if !store::remove(&mut tx, guild, id).await? {
        return Err(gone(reader));
    }
    tx.commit().await?;
    view::log(host, LogKind::Deleted, &entry, "log-removed", actor.user, "");
    Ok(entry)
}

/// An entry that somebody may see.
///
/// # Errors
/// Where there is none.
pub async fn known(host: &Host, guild: GuildId, actor: &Actor, id: i64, reader: &Locale) -> Result<Entry> {
    let settings = host.settings::<FaqSettings>(guild);
    let entry = store::get(host.db(), guild, id).await?;
    entry.filter(|entry| actor.sees(&settings, entry)).ok_or_else(|| gone(reader))
}

/// An entry that somebody may change.
///
/// # Errors
/// Where there is none, or they may not.
pub async fn changeable(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    id: i64,
    reader: &Locale,
) -> Result<Entry> {
    let (settings, actor) = (host.settings::<FaqSettings>(guild), actor.in_guild(host, guild).await?);
    actor.require_editor(&settings)?;
    let entry = store::get(host.db(), guild, id).await?.ok_or_else(|| gone(reader))?;
    actor.require_change(&settings, &entry)?;
    Ok(entry)
}

/// Keeps a question to which nothing fitted, for staff to see. That it can't be kept is not the asker's concern.
pub async fn unanswered(host: &Host, guild: GuildId, asked: &str) {
    let kept = question::kept(asked);
    let key = question::question_key(&kept);
    if key.is_empty() {
        return;
    }
    if let Err(error) = store::keep(host.db(), guild, &key, &kept, host.clock().now()).await {
        tracing::error!(%guild, %error, "an unanswered question could not be kept");
    }
}

/// Counts that an entry was opened. That it can't be counted is not the reader's concern.
pub async fn opened(host: &Host, guild: GuildId, id: i64) {
    if let Err(error) = store::opened(host.db(), guild, id).await {
        tracing::error!(%guild, id, %error, "that an entry was opened could not be counted");
    }
}

/// The sentence for an entry that is not there (any more).
#[must_use]
pub fn gone(reader: &Locale) -> Error {
    Error::user(view::text(reader, "refused-gone"))
}

fn checked(typed: &Typed, reader: &Locale) -> Result<Draft, Error> {
    typed.check().map_err(|wrong| Error::user(view::wrong(reader, wrong)))
}

/// A heading that is there already is spelt as it is there.
fn spelt(known: &[String], category: String) -> String {
    known.iter().find(|other| key(other) == key(&category)).cloned().unwrap_or(category)
}

async fn taken(on: impl Run, guild: GuildId, draft: &Draft, reader: &Locale) -> Result<Refused, Error> {
    // It may have been removed or renamed since.
    let other = store::find_title(on, guild, &draft.title_key()).await?;
    Ok(other.map_or_else(
        || Refused::Error(Error::user(view::text(reader, "refused-again"))),
        |other| Refused::Taken(Box::new(other)),
    ))
}

/// The user's mention, or a word for somebody who was forgotten.
#[must_use]
pub fn whom(user: Option<UserId>, reader: &Locale) -> String {
    use plugin_api::serenity::Mentionable as _;
    user.map_or_else(|| view::text(reader, "somebody"), |user| user.mention().to_string())
}
