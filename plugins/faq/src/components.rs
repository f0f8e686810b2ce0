//! Buttons, selects and forms. Ids are input: every handler looks the entry up in the guild and asks again who may.

mod gaps;
mod heading;
mod history;
mod suggested;

use plugin_api::{Component, Error, Locale, Press, Result, ui::Reply};

use crate::{
    actions::{self, Refused},
    domain::{Entry, Typed},
    rights::Actor,
    settings::FaqSettings,
    view::{self, Headline},
};

pub use gaps::gaps_page;
pub use heading::Heading;
pub use history::history_page;

/// All of them.
#[must_use]
pub fn all() -> Vec<Component> {
    vec![
        Component::new("list", heading::list),
        Component::new("open", open),
        Component::new("add", add),
        Component::new("edit", edit),
        Component::new("save", save),
        Component::new("publish", publish),
        Component::new("unpublish", unpublish),
        Component::new("remove", remove),
        Component::new("remove_yes", remove_yes),
        Component::new("remove_no", remove_no),
        Component::new("history", history::turn),
        Component::new("revision", history::show),
        Component::new("restore", history::restore),
        Component::new("gaps", gaps::turn),
        Component::new("gap", gaps::show),
        Component::new("gap_add", gaps::add),
        Component::new("gap_drop", gaps::drop),
        Component::new("helped", suggested::helped),
        Component::new("not_helped", suggested::not_helped),
    ]
}

/// `open`, with the entry's number as what was chosen: shows it to who chose it.
async fn open(press: Press) -> Result<()> {
    let () = press.args()?;
    let (actor, reader) = (Actor::of_press(&press), press.reader());
    let id = chosen(&press)?;
    let entry = actions::known(&press.host, press.guild, &actor, id, &reader).await?;
    actions::opened(&press.host, press.guild, id).await;
    show(&press, &actor, &entry, None).await
}

/// `add:<gap>`: the form of a new entry was sent.
async fn add(press: Press) -> Result<()> {
    let (gap,): (i64,) = press.args()?;
    let (actor, reader, typed) = (Actor::of_press(&press), press.reader(), typed(&press));
    let gap = Some(gap).filter(|gap| *gap != 0);
    match actions::add(&press.host, press.guild, &actor, &typed, gap, &reader).await {
        Ok(entry) => {
            let headline = if entry.published { Headline::ADDED } else { Headline::DRAFTED };
            show(&press, &actor, &entry, Some(headline)).await
        }
        Err(refused) => give_back(&press, &actor, refused, &typed, &reader).await,
    }
}

/// `edit:<entry>`: opens the form.
async fn edit(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let (actor, reader) = (Actor::of_press(&press), press.reader());
    let entry = actions::changeable(&press.host, press.guild, &actor, id, &reader).await?;
    press.modal(view::edit(&reader, (id, entry.revision), &entry.draft)?).await
}

/// `save:<entry>:<revision>`: the form of an entry that stood at a revision was sent.
async fn save(press: Press) -> Result<()> {
    let at: (i64, i64) = press.args()?;
    let (actor, reader, typed) = (Actor::of_press(&press), press.reader(), typed(&press));
    match actions::edit(&press.host, press.guild, &actor, at, &typed, &reader).await {
        Ok(entry) => show(&press, &actor, &entry, Some(Headline::EDITED)).await,
        Err(refused) => give_back(&press, &actor, refused, &typed, &reader).await,
    }
}

/// `publish:<entry>`: shows it to members.
async fn publish(press: Press) -> Result<()> {
    set_published(press, true).await
}

/// `unpublish:<entry>`: takes it back.
async fn unpublish(press: Press) -> Result<()> {
    set_published(press, false).await
}

async fn set_published(press: Press, published: bool) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let (actor, reader) = (Actor::of_press(&press), press.reader());
    let (entry, changed) = actions::publish(&press.host, press.guild, &actor, id, published, &reader).await?;
    let headline = Headline::of_publishing(published, changed);
    press.update(view::entry(&reader, &entry, true, Some(headline))?).await
}

/// `remove:<entry>`: asks back.
async fn remove(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let (actor, reader) = (Actor::of_press(&press), press.reader());
    let entry = actions::changeable(&press.host, press.guild, &actor, id, &reader).await?;
    press.reply(view::removal(&reader, &entry)?).await
}

/// `remove_yes:<entry>`: removes it.
async fn remove_yes(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let (actor, reader) = (Actor::of_press(&press), press.reader());
    actions::remove(&press.host, press.guild, &actor, id, &reader).await?;
    let id = id.to_string();
    press.update(Reply::text(view::text_with(&reader, "reply-removed", &[("id", id.into())]))).await
}

/// `remove_no`: leaves everything as it is.
async fn remove_no(press: Press) -> Result<()> {
    let () = press.args()?;
    press.update(Reply::text(view::text(&press.reader(), "reply-kept"))).await
}

/// Shows an entry to who used a component, with what they may do.
async fn show(press: &Press, actor: &Actor, entry: &Entry, headline: Option<Headline>) -> Result<()> {
    let settings = press.host.settings::<FaqSettings>(press.guild);
    let changes = actor.require_change(&settings, entry).is_ok();
    press.reply(view::entry(&press.reader(), entry, changes, headline)?).await
}

/// Says why words were not kept, and gives them back. An entry that the member may not see is not named.
pub(crate) async fn give_back(
    press: &Press,
    actor: &Actor,
    refused: Refused,
    typed: &Typed,
    reader: &Locale,
) -> Result<()> {
    let settings = press.host.settings::<FaqSettings>(press.guild);
    let (reason, other) = match refused {
        Refused::Taken(other) => {
            let id = other.id.to_string();
            (view::text_with(reader, "refused-taken", &[("id", id.into())]), Some(other))
        }
        Refused::Changed(now) => {
            let id = now.id.to_string();
            (view::text_with(reader, "refused-changed", &[("id", id.into())]), Some(now))
        }
        Refused::Error(error) if error.is_refusal() => (error.for_member(reader, ""), None),
        Refused::Error(error) => return Err(error),
    };
    let other = other.filter(|other| actor.require_change(&settings, other).is_ok());
    press.reply(view::given_back(reader, &reason, typed, other.as_deref())?).await
}

/// What was written in a form.
pub(crate) fn typed(press: &Press) -> Typed {
    let field = |name| press.field(name).unwrap_or_default().to_owned();
    Typed {
        title: field("title"),
        text: field("text"),
        aliases: field("aliases"),
        keywords: field("keywords"),
        category: field("category"),
    }
}

/// The number that was chosen in a select.
fn chosen(press: &Press) -> Result<i64> {
    let number = press.values().first().and_then(|value| value.parse().ok());
    number.ok_or_else(|| Error::user(view::text(&press.reader(), "refused-gone")))
}
