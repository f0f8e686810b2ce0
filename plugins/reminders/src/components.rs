//! Buttons and the form. Ids are input: every handler looks the reminder up in the guild and asks again who may.

use std::str::FromStr;

use plugin_api::{
    Error, Host, Locale, Press, Result,
    chrono::TimeDelta,
    serenity::{ChannelId, GuildId, MessageId, MessageInteractionMetadata, Permissions},
    ui::{Reply, paginate::Page},
};

use crate::{
    SNOOZE, actions,
    domain::{Actor, Mention, Origin, Reminder, Status, Wish, zone::tomorrow_at},
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

impl FromStr for Scope {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Mine, Self::Channel, Self::All].into_iter().find(|scope| scope.word() == word).ok_or(())
    }
}

/// How long a reminder is snoozed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Snooze {
    Minutes(i64),
    Tomorrow,
}

impl FromStr for Snooze {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "10" => Ok(Self::Minutes(10)),
            "60" => Ok(Self::Minutes(60)),
            "tomorrow" => Ok(Self::Tomorrow),
            _ => Err(()),
        }
    }
}

/// `list:<scope>:<page>`: turns the page of a list.
///
/// # Errors
/// A kind sentence for an id that is none of ours.
pub async fn list(press: Press) -> Result<()> {
    let (scope, page): (Scope, u32) = press.args()?;
    let reply = scope.page(&press.host, press.guild, &actor(&press), &press.reader(), page).await?;
    press.update(reply).await
}

/// `snooze:<number>:<minutes or tomorrow>`: its owner wants it again later.
///
/// # Errors
/// A kind sentence where it is gone, paused, or somebody else's.
pub async fn snooze(press: Press) -> Result<()> {
    let (number, choice): (i64, Snooze) = press.args()?;
    let (reader, now) = (press.reader(), press.host.clock().now());
    let mut tx = press.host.db().begin().await?;
    let Some(reminder) = store::lock(&mut tx, press.guild, number).await? else {
        tx.rollback().await?;
        return Err(gone(&press).await);
    };
    if reminder.created_by != press.user().id {
        return Err(Error::user(view::text(&reader, "refused-not-owner")));
    }
    if stopped(&reminder) {
        let number = number.to_string();
        return Err(Error::user(view::text_with(
            &reader,
            "refused-not-running",
            &[("number", number.into())],
        )));
    }
    let until = match choice {
        Snooze::Minutes(minutes) => Some(now + TimeDelta::minutes(minutes)),
        Snooze::Tomorrow => tomorrow_at(reminder.call_time, press.host.guild(press.guild).timezone, now),
    };
    let until = until.ok_or_else(|| anyhow::anyhow!("the calendar ends tomorrow"))?;
    press.host.jobs().at(&mut tx, SNOOZE, press.guild, &number.to_string(), until, &()).await?;
    tx.commit().await?;
    press.reply(Reply::text(view::snoozed(&reader, until))).await?;
    // Who deleted or paused it before this was said took the promise back.
    match store::get(press.host.db(), press.guild, number).await? {
        Some(reminder) if !stopped(&reminder) => Ok(()),
        _ => Err(Error::user(view::text(&reader, "refused-snooze-lost"))),
    }
}

const fn stopped(reminder: &Reminder) -> bool {
    matches!(reminder.status, Status::Paused | Status::Parked)
}

/// `delete:<number>`: asks back whether the reminder above the button is to go.
///
/// # Errors
/// A kind sentence where it is gone; [`Error::MissingPermission`].
pub async fn delete(press: Press) -> Result<()> {
    let (number,): (i64,) = press.args()?;
    let Some(reminder) = store::get(press.host.db(), press.guild, number).await? else {
        return Err(gone(&press).await);
    };
    actions::authorise(&press.host, &actor(&press), &reminder).await?;
    let under = press.message().map(|message| message.id);
    press.reply(view::deletion(&press.reader(), &reminder, under)?).await
}

/// `delete_yes:<number>:<message>`: deletes it, and the message of ours that it was asked under (0: none).
///
/// # Errors
/// A kind sentence where it is gone; [`Error::MissingPermission`].
pub async fn delete_yes(press: Press) -> Result<()> {
    let (number, under): (i64, u64) = press.args()?;
    let (reminder, reader) = (allowed(&press, number).await?, press.reader());
    actions::delete(&press.host, &reminder, Some(press.user().id), &reader).await?;
    // The id is input: only the message whose button led to this question goes, as Discord knows it.
    let asked = asked_under(&press).filter(|message| message.get() == under);
    actions::take_down(&press.host, press.channel(), asked).await;
    let number = number.to_string();
    press.update(Reply::text(view::text_with(&reader, "reply-deleted", &[("number", number.into())]))).await
}

/// The message whose button was answered by the message of this one.
fn asked_under(press: &Press) -> Option<MessageId> {
    match press.message()?.interaction_metadata.as_deref()? {
        MessageInteractionMetadata::Component(asked) => Some(asked.interacted_message_id),
        _ => None,
    }
}

/// `delete_no`: leaves everything as it is.
///
/// # Errors
/// Where Discord fails.
pub async fn delete_no(press: Press) -> Result<()> {
    let () = press.args()?;
    press.update(Reply::text(view::text(&press.reader(), "reply-kept"))).await
}

/// `edit:<number>:<channel>`: the form was sent.
///
/// # Errors
/// A sentence that says what can't be done; the member's words are kept by Discord's client only.
pub async fn edit(press: Press) -> Result<()> {
    let (number, channel): (i64, ChannelId) = press.args()?;
    let (reminder, reader) = (allowed(&press, number).await?, press.reader());
    let zone = press.host.guild(press.guild).timezone;
    let now = press.host.clock().now();
    let field = |name| press.field(name).map(str::to_owned);
    let wish = Wish {
        channel,
        name: field("name").unwrap_or_default(),
        time: field("time").unwrap_or_default(),
        message: field("message"),
        location: field("location"),
        ..Wish::of(&reminder, zone)
    }
    .on(press.field("day"), now, zone)
    .lead_after(&reminder);
    let by = press.user().id;
    let draft =
        actions::check(&press.host, press.guild, reminder.created_by, wish, Some(&reminder), by, &reader)
            .await?;
    let new = actions::replace(&press.host, &reminder, &draft, Some(by), &reader).await?;
    press.reply(summary(&press, "reply-edited", &new)).await
}

/// `about:<message>`: the form for a reminder about a message of this channel was sent.
///
/// # Errors
/// A sentence that says what can't be done; the member's words are kept by Discord's client only.
pub async fn about(press: Press) -> Result<()> {
    let (message,): (u64,) = press.args()?;
    let (reader, channel) = (press.reader(), press.channel());
    let zone = press.host.guild(press.guild).timezone;
    let field = |name| press.field(name).map(str::to_owned);
    let wish = Wish {
        name: field("name").unwrap_or_default(),
        channel,
        date: None,
        time: field("time").unwrap_or_default(),
        days: None,
        message: field("message"),
        location: None,
        lead_minutes: None,
        mention: Mention::Nobody,
        origin: (message != 0).then(|| Origin { channel, message: MessageId::new(message) }),
    }
    .on(press.field("day"), press.host.clock().now(), zone);
    let reminder = actions::add(&press.host, press.guild, press.user().id, wish, &reader).await?;
    press.reply(summary(&press, "reply-created", &reminder)).await
}

fn summary(press: &Press, id: &str, reminder: &Reminder) -> Reply {
    let zone = press.host.guild(press.guild).timezone;
    view::summary(&press.reader(), id, reminder, zone, press.host.clock().now())
}

/// The sentence under a message of a reminder that is gone. Nobody keeps which messages it was sent as: each loses its buttons when one
/// of them is pressed.
async fn gone(press: &Press) -> Error {
    if let Some(message) = press.message().filter(|message| message.author.id == press.host.bot()) {
        actions::take_buttons(&press.host, press.channel(), message.id).await;
    }
    actions::gone(&press.reader())
}

/// The reminder of a number in the guild where the button was pressed, if the member may change it.
async fn allowed(press: &Press, number: i64) -> Result<Reminder> {
    let found = store::get(press.host.db(), press.guild, number).await?;
    let reminder = found.ok_or_else(|| actions::gone(&press.reader()))?;
    actions::authorise(&press.host, &actor(press), &reminder).await?;
    Ok(reminder)
}

fn actor(press: &Press) -> Actor {
    Actor { user: press.user().id, channel: press.channel(), granted: press.granted().unwrap_or_default() }
}
