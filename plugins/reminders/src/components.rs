//! Buttons and the form. Ids are input: every handler looks the reminder up in the guild and asks again who may.

use plugin_api::{
    Error, Host, Locale, Press, Result,
    chrono::TimeDelta,
    serenity::{GuildId, Permissions},
    ui::{Reply, paginate::Page},
};

use crate::{
    SNOOZE, actions,
    domain::{Actor, Reminder, Status, Wish, zone::tomorrow_at},
    store, view,
};

/// How many reminders a page of a list has.
const PAGE: u32 = 10;

/// Which list a member looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Their own.
    Mine,
    /// Those of the channel they are in.
    Channel,
    /// The guild's, for who has Manage Server.
    All,
}

impl Scope {
    /// The word for it in custom ids, options and the catalogue.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Channel => "channel",
            Self::All => "all",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Mine, Self::Channel, Self::All].into_iter().find(|scope| scope.word() == word)
    }

    /// Shows a page of the list.
    ///
    /// # Errors
    /// [`Error::MissingPermission`] for all of a guild without Manage Server.
    pub async fn page(
        self,
        host: &Host,
        guild: GuildId,
        actor: &Actor,
        reader: &Locale,
        page: u32,
    ) -> Result<Reply> {
        let scope = match self {
            Self::Mine => store::Scope::Of(actor.user),
            Self::Channel => store::Scope::In(actor.channel),
            Self::All => {
                plugin_api::permission::require_here(Some(actor.granted), Permissions::MANAGE_GUILD)?;
                store::Scope::All
            }
        };
        let page = Page::of(page, store::count(host.db(), guild, scope).await?, PAGE);
        let reminders = store::list(host.db(), guild, scope, page.size, page.offset()).await?;
        view::list(reader, self.word(), &reminders, page)
    }
}

/// `list:<scope>:<page>`: turns the page of a list.
///
/// # Errors
/// A kind sentence for an id that is none of ours.
pub async fn list(press: Press) -> Result<()> {
    let (scope, page): (String, u32) = press.args()?;
    let reader = press.reader();
    let scope = Scope::of(&scope).ok_or_else(|| actions::gone(&reader))?;
    let reply = scope.page(&press.host, press.guild, &actor(&press), &reader, page).await?;
    press.update(reply).await
}

/// `snooze:<number>:<minutes or tomorrow>`: its owner wants it again later.
///
/// # Errors
/// A kind sentence where it is gone, somebody else's, or the choice is none of ours.
pub async fn snooze(press: Press) -> Result<()> {
    let (number, choice): (i64, String) = press.args()?;
    let (reminder, reader, now) = (known(&press, number).await?, press.reader(), press.host.clock().now());
    if reminder.created_by != press.user().id {
        return Err(Error::user(view::text(&reader, "refused-not-owner")));
    }
    let zone = press.host.guild(press.guild).timezone;
    let until = match choice.as_str() {
        "10" => Some(now + TimeDelta::minutes(10)),
        "60" => Some(now + TimeDelta::minutes(60)),
        "tomorrow" => tomorrow_at(reminder.call_time, zone, now),
        _ => None,
    };
    let until = until.ok_or_else(|| actions::gone(&reader))?;
    if matches!(reminder.status, Status::Paused | Status::Parked) {
        let number = number.to_string();
        return Err(Error::user(view::text_with(
            &reader,
            "refused-not-running",
            &[("number", number.into())],
        )));
    }
    let mut tx = press.host.db().begin().await?;
    press.host.jobs().at(&mut tx, SNOOZE, press.guild, &number.to_string(), until, &()).await?;
    tx.commit().await?;
    press.reply(Reply::text(view::snoozed(&reader, until))).await
}

/// `delete:<number>`: asks back whether the reminder above the button is to go.
///
/// # Errors
/// A kind sentence where it is gone; [`Error::MissingPermission`].
pub async fn delete(press: Press) -> Result<()> {
    let (number,): (i64,) = press.args()?;
    let reminder = allowed(&press, number).await?;
    press.reply(view::deletion(&press.reader(), &reminder, true)?).await
}

/// `delete_yes:<number>:<posted>`: deletes it, and with `posted` the message that it was asked under.
///
/// # Errors
/// A kind sentence where it is gone; [`Error::MissingPermission`].
pub async fn delete_yes(press: Press) -> Result<()> {
    let (number, posted): (i64, bool) = press.args()?;
    let (reminder, reader) = (allowed(&press, number).await?, press.reader());
    actions::delete(&press.host, &reminder, Some(press.user().id), &reader).await?;
    if posted {
        actions::take_down(&press.host, reminder.channel, reminder.last_message).await;
    }
    let number = number.to_string();
    press.update(Reply::text(view::text_with(&reader, "reply-deleted", &[("number", number.into())]))).await
}

/// `delete_no`: leaves everything as it is.
///
/// # Errors
/// Where Discord fails.
pub async fn delete_no(press: Press) -> Result<()> {
    let () = press.args()?;
    press.update(Reply::text(view::text(&press.reader(), "reply-kept"))).await
}

/// `edit:<number>`: the form was sent.
///
/// # Errors
/// A sentence that says what can't be done; the member's words are kept by Discord's client only.
pub async fn edit(press: Press) -> Result<()> {
    let (number,): (i64,) = press.args()?;
    let (reminder, reader) = (allowed(&press, number).await?, press.reader());
    let zone = press.host.guild(press.guild).timezone;
    let now = press.host.clock().now();
    let field = |name| press.field(name).map(str::to_owned);
    let wish = Wish {
        name: field("name").unwrap_or_default(),
        time: field("time").unwrap_or_default(),
        message: field("message"),
        location: field("location"),
        ..Wish::of(&reminder, zone)
    }
    .on(press.field("day"), now, zone)
    .lead_after(&reminder);
    let draft =
        actions::check(&press.host, press.guild, reminder.created_by, wish, Some(&reminder), &reader).await?;
    let new = actions::replace(&press.host, &reminder, &draft, Some(press.user().id), &reader).await?;
    press.reply(view::summary(&reader, "reply-edited", &new)).await
}

/// The reminder of a number in the guild where the button was pressed.
async fn known(press: &Press, number: i64) -> Result<Reminder> {
    store::get(press.host.db(), press.guild, number).await?.ok_or_else(|| actions::gone(&press.reader()))
}

/// The same, if the member may change it.
async fn allowed(press: &Press, number: i64) -> Result<Reminder> {
    let reminder = known(press, number).await?;
    actions::authorise(&press.host, &actor(press), &reminder).await?;
    Ok(reminder)
}

fn actor(press: &Press) -> Actor {
    Actor { user: press.user().id, channel: press.channel(), granted: press.granted().unwrap_or_default() }
}
