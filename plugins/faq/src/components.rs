//! Buttons, selects and forms. Ids are input: every handler looks the entry up in the guild and asks again who may.

mod gaps;
mod history;
mod list;
mod suggested;

use plugin_api::{Component, ComponentInteraction, Error, Result, ui::Reply};

use crate::{
    actions::{self, Refused},
    domain::{Entry, Typed},
    rights::Actor,
    settings::FaqSettings,
    view::{self, Headline},
};

pub use gaps::gaps_page;
pub use history::history_page;
pub use list::list_page;

/// All of them.
#[must_use]
pub fn all() -> Vec<Component> {
    vec![
        Component::new("list", list::turn),
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
async fn open(press: ComponentInteraction) -> Result<()> {
    let () = press.args()?;
    // Drafts are for editors, and a permission in this channel alone makes none.
    let actor = Actor::of_press(&press).in_guild(&press.host, press.guild).await?;
    let entry = actions::known(&press.host, press.guild, &actor, chosen(&press)?).await?;
    actions::opened(&press.host, &entry).await;
    show(&press, &actor, &entry, None).await
}

/// `add:<gap>`: the form of a new entry was sent.
async fn add(press: ComponentInteraction) -> Result<()> {
    let (gap,): (i64,) = press.args()?;
    let (actor, typed) = (Actor::of_press(&press), typed(&press));
    let gap = Some(gap).filter(|gap| *gap != 0);
    match actions::add(&press.host, press.guild, &actor, &typed, gap).await {
        Ok(entry) => {
            let headline = if entry.published { Headline::ADDED } else { Headline::DRAFTED };
            show(&press, &actor, &entry, Some(headline)).await
        }
        Err(refused) => give_back(&press, refused, &typed).await,
    }
}

/// `edit:<entry>`: opens the form.
async fn edit(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let actor = Actor::of_press(&press);
    let entry = actions::changeable(&press.host, press.guild, &actor, id).await?;
    press.modal(view::edit(&actor.reader, (id, entry.revision), &entry.draft)?).await
}

/// `save:<entry>:<revision>`: the form of an entry that stood at a revision was sent.
async fn save(press: ComponentInteraction) -> Result<()> {
    let at: (i64, i64) = press.args()?;
    let (actor, typed) = (Actor::of_press(&press), typed(&press));
    match actions::edit(&press.host, press.guild, &actor, at, &typed).await {
        Ok((entry, changed)) => {
            let headline = if changed { Headline::EDITED } else { Headline::UNCHANGED };
            show(&press, &actor, &entry, Some(headline)).await
        }
        Err(refused) => give_back(&press, refused, &typed).await,
    }
}

/// `publish:<entry>:<revision>`: shows members what who pressed it saw.
async fn publish(press: ComponentInteraction) -> Result<()> {
    set_published(press, true).await
}

/// `unpublish:<entry>:<revision>`: takes it back.
async fn unpublish(press: ComponentInteraction) -> Result<()> {
    set_published(press, false).await
}

async fn set_published(press: ComponentInteraction, published: bool) -> Result<()> {
    let at: (i64, i64) = press.args()?;
    let actor = Actor::of_press(&press);
    let (entry, came) = actions::publish(&press.host, press.guild, &actor, at, published).await?;
    let headline = Headline::of_publishing(published, came);
    press.update(view::entry(&actor.reader, &entry, true, Some(headline))?).await
}

/// `remove:<entry>`: asks back.
async fn remove(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let actor = Actor::of_press(&press);
    let entry = actions::changeable(&press.host, press.guild, &actor, id).await?;
    press.reply(view::removal(&actor.reader, &entry)?).await
}

/// `remove_yes:<entry>:<revision>`: removes what who pressed it saw.
async fn remove_yes(press: ComponentInteraction) -> Result<()> {
    let at: (i64, i64) = press.args()?;
    let actor = Actor::of_press(&press);
    match actions::remove(&press.host, press.guild, &actor, at).await {
        Ok(entry) => {
            let id = entry.id.to_string();
            let said = view::text_with(&actor.reader, "reply-removed", &[("id", id.into())]);
            press.update(Reply::text(said)).await
        }
        Err(Refused::Changed(now) | Refused::Taken(now)) => {
            press.update(view::entry(&actor.reader, &now, true, Some(Headline::CHANGED))?).await
        }
        Err(Refused::Error(error)) => Err(error),
    }
}

/// `remove_no`: leaves everything as it is.
async fn remove_no(press: ComponentInteraction) -> Result<()> {
    let () = press.args()?;
    press.update(Reply::text(view::text(&press.member_locale(), "reply-kept"))).await
}

/// Shows an entry to who used a component, with what they may do.
async fn show(
    press: &ComponentInteraction,
    actor: &Actor,
    entry: &Entry,
    headline: Option<Headline>,
) -> Result<()> {
    let settings = press.host.settings::<FaqSettings>(press.guild);
    let changes = actor.require_change(&settings, entry).is_ok();
    press.reply(view::entry(&actor.reader, entry, changes, headline)?).await
}

/// Says why words were not kept, and gives them back, whatever it was that failed. An entry that the member may not change is not offered.
pub(crate) async fn give_back(press: &ComponentInteraction, refused: Refused, typed: &Typed) -> Result<()> {
    let reader = press.member_locale();
    let with_id =
        |text, entry: &Entry| view::text_with(&reader, text, &[("id", entry.id.to_string().into())]);
    let (reason, other, failure) = match refused {
        Refused::Taken(other) => (with_id("refused-taken", &other), Some(other), None),
        Refused::Changed(now) => (with_id("refused-changed", &now), Some(now), None),
        Refused::Error(error) if error.is_refusal() => (error.for_member(&reader, ""), None, None),
        Refused::Error(error) => (view::text(&reader, "refused-failed"), None, Some(error)),
    };
    let other = match other {
        Some(other) => may_change(press, &other).await.then_some(other),
        None => None,
    };
    press.reply(view::given_back(&reader, &reason, typed, other.as_deref())?).await?;
    // The host says it once more with a reference, and logs the cause.
    failure.map_or(Ok(()), Err)
}

async fn may_change(press: &ComponentInteraction, entry: &Entry) -> bool {
    let settings = press.host.settings::<FaqSettings>(press.guild);
    let actor = Actor::of_press(press).in_guild(&press.host, press.guild).await;
    actor.is_ok_and(|actor| actor.require_change(&settings, entry).is_ok())
}

/// What was written in a form.
pub(crate) fn typed(press: &ComponentInteraction) -> Typed {
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
fn chosen(press: &ComponentInteraction) -> Result<i64> {
    let number = press.values().first().and_then(|value| value.parse().ok());
    number.ok_or_else(|| Error::user(view::text(&press.member_locale(), "refused-unknown")))
}
