//! Buttons and forms. Custom ids are input: every handler looks the reminder up in the guild and authorizes again.

use plugin_api::{
    ComponentInteraction, Error, Request, Result,
    serenity::{ChannelId, MessageId, MessageInteractionMetadata},
    ui::{Reply, paginate::Page},
};

use crate::{
    actions,
    domain::{ListScope, Mention, Origin, Reminder, ReminderInput, Snooze, Status},
    names::SEND_SNOOZED,
    store, view,
};

/// How many reminders a page of a list has.
const PAGE_SIZE: u32 = 10;

/// Turns the page of a list.
pub(crate) async fn turn_page(interaction: ComponentInteraction) -> Result<()> {
    let (scope, page): (ListScope, u32) = interaction.args()?;
    interaction.update(list_page(&interaction.request(), scope, page).await?).await
}

/// A page of a list, for its command and its buttons.
///
/// # Errors
/// [`Error::MissingPermission`] if the member may not see the list.
pub(crate) async fn list_page(request: &Request, scope: ListScope, page: u32) -> Result<Reply> {
    let (db, guild) = (request.db(), request.guild);
    let filter = actions::authorize_list(request, scope)?;
    let page = Page::new(page, store::count(db, guild, filter).await?, PAGE_SIZE);
    let reminders = store::fetch_page(db, guild, filter, page.size, page.offset()).await?;
    view::list_page(&request.locale, scope, &reminders, page)
}

/// Snoozes a reminder for its owner.
///
/// # Errors
/// A sentence if it is gone, paused or somebody else's.
pub(crate) async fn snooze(interaction: ComponentInteraction) -> Result<()> {
    let (number, duration): (i64, Snooze) = interaction.args()?;
    let (host, guild) = (&interaction.host, interaction.guild);
    let (locale, now, zone) = (interaction.member_locale(), host.clock().now(), host.guild(guild).timezone);
    let until = host
        .db()
        .transaction(async |tx| {
            let Some(reminder) = store::lock(tx, guild, number).await? else { return Ok(None) };
            if reminder.created_by != interaction.user().id {
                return Err(Error::user(view::text(&locale, "refused-not-owner")));
            }
            if is_stopped(&reminder) {
                return Err(Error::user(view::text_with_number(&locale, "refused-not-running", number)));
            }
            let until = duration.until(reminder.call_time, zone, now);
            let until = until.ok_or_else(|| anyhow::anyhow!("the calendar ends tomorrow"))?;
            host.jobs().enqueue(tx, SEND_SNOOZED, guild, &number.to_string(), until, &()).await?;
            Ok(Some(until))
        })
        .await?;
    let Some(until) = until else { return Err(gone_error(&interaction).await) };
    interaction.reply(view::snooze_reply(&locale, until)).await?;
    // If it was deleted or paused before the member read this, the job is cancelled and the promise does not hold.
    match store::fetch(host.db(), guild, number).await? {
        Some(reminder) if !is_stopped(&reminder) => Ok(()),
        _ => Err(Error::user(view::text(&locale, "refused-snooze-lost"))),
    }
}

const fn is_stopped(reminder: &Reminder) -> bool {
    matches!(reminder.status, Status::Paused | Status::Parked)
}

/// Asks whether the reminder above the button is to be deleted.
///
/// # Errors
/// A sentence if it is gone; [`Error::MissingPermission`].
pub(crate) async fn confirm_delete(interaction: ComponentInteraction) -> Result<()> {
    let (number,): (i64,) = interaction.args()?;
    let request = interaction.request();
    let Some(reminder) = store::fetch(request.db(), request.guild, number).await? else {
        return Err(gone_error(&interaction).await);
    };
    actions::authorize(&request, &reminder).await?;
    let message = interaction.message().map(|message| message.id);
    interaction.reply(view::confirm_delete(&request.locale, &reminder, message)?).await
}

/// Deletes a reminder, and the message of the bot under which that was asked.
///
/// # Errors
/// A sentence if it is gone; [`Error::MissingPermission`].
pub(crate) async fn delete(interaction: ComponentInteraction) -> Result<()> {
    let (number, message): (i64, u64) = interaction.args()?;
    let request = interaction.request();
    let reminder = fetch_authorized(&request, number).await?;
    actions::delete(&request, &reminder).await?;
    // The id is input: only the message that Discord knows as the one with the button is deleted.
    let message = message_with_button(&interaction).filter(|asked| asked.get() == message);
    actions::delete_message(&request.host, interaction.channel(), message).await;
    interaction.update(Reply::text(view::text_with_number(&request.locale, "reply-deleted", number))).await
}

/// The message with the button that led to this question.
fn message_with_button(interaction: &ComponentInteraction) -> Option<MessageId> {
    match interaction.message()?.interaction_metadata.as_deref()? {
        MessageInteractionMetadata::Component(asked) => Some(asked.interacted_message_id),
        _ => None,
    }
}

/// Leaves everything as it is.
pub(crate) async fn cancel_delete(interaction: ComponentInteraction) -> Result<()> {
    let () = interaction.args()?;
    interaction.update(Reply::text(view::text(&interaction.member_locale(), "reply-kept"))).await
}

/// Changes a reminder from the form.
///
/// # Errors
/// A sentence if the input is invalid or the reminder is gone; [`Error::MissingPermission`].
pub(crate) async fn edit(interaction: ComponentInteraction) -> Result<()> {
    let (number, channel): (i64, ChannelId) = interaction.args()?;
    let request = interaction.request();
    let reminder = fetch_authorized(&request, number).await?;
    let (zone, now) = (request.host.guild(request.guild).timezone, request.host.clock().now());
    let field = |name| interaction.field(name).map(str::to_owned);
    let input = ReminderInput {
        channel,
        name: field("name").unwrap_or_default(),
        time: field("time").unwrap_or_default(),
        message: field("message"),
        location: field("location"),
        ..ReminderInput::from_reminder(&reminder, zone)
    }
    .with_day(interaction.field("day"), now, zone)
    .with_lead_for_kind(&reminder);
    let draft = actions::validate(&request, reminder.created_by, input, Some(&reminder)).await?;
    let edited = actions::replace(&request, &reminder, &draft).await?;
    interaction.reply(view::summary(&request, "reply-edited", &edited)).await
}

/// Makes a reminder about a message of this channel from the form.
///
/// # Errors
/// A sentence if the input is invalid; [`Error::MissingPermission`].
pub(crate) async fn add_about_message(interaction: ComponentInteraction) -> Result<()> {
    let (message,): (u64,) = interaction.args()?;
    let (request, channel) = (interaction.request(), interaction.channel());
    let zone = request.host.guild(request.guild).timezone;
    let field = |name| interaction.field(name).map(str::to_owned);
    let input = ReminderInput {
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
    .with_day(interaction.field("day"), request.host.clock().now(), zone);
    let reminder = actions::add(&request, interaction.user().id, input).await?;
    interaction.reply(view::summary(&request, "reply-created", &reminder)).await
}

/// The error for a reminder that is gone. The message is not stored, so it loses its buttons only now that
/// one is pressed.
async fn gone_error(interaction: &ComponentInteraction) -> Error {
    if let Some(message) = interaction.message().filter(|message| message.author.id == interaction.host.bot())
    {
        actions::remove_buttons(&interaction.host, interaction.channel(), message.id).await;
    }
    actions::gone_error(&interaction.member_locale())
}

/// Fetches a reminder of the guild, if the member may change it.
async fn fetch_authorized(request: &Request, number: i64) -> Result<Reminder> {
    let found = store::fetch(request.db(), request.guild, number).await?;
    let reminder = found.ok_or_else(|| actions::gone_error(&request.locale))?;
    actions::authorize(request, &reminder).await?;
    Ok(reminder)
}
