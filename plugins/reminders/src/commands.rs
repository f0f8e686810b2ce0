//! The slash commands.

use plugin_api::{
    Command, Context, ContextExt, Error, Request, Result,
    serenity::{
        self as serenity, ChannelId, CommandInteraction, CommandOptionType, CreateAutocompleteResponse,
        CreateCommandOption, Permissions, ResolvedValue,
    },
    ui::{CHOICES_LIMIT, Reply, choices},
};
use poise::{SlashArgError, SlashArgument};
use strum::IntoEnumIterator;

use crate::{
    actions,
    components::list_page,
    domain::{ListScope, Mention, Reminder, ReminderInput, Status},
    store, view,
};

pub(crate) fn all() -> Vec<Command> {
    vec![
        add_reminder(),
        remind_about(),
        reminder_list(),
        reminder_edit(),
        reminder_delete(),
        reminder_pause(),
    ]
}

/// Adds a reminder: once, or on weekdays
#[poise::command(slash_command, guild_only)]
#[allow(clippy::too_many_arguments, reason = "each is an option of the command")]
async fn add_reminder(
    ctx: Context<'_>,
    #[description = "What it is about"]
    #[max_length = 100]
    name: String,
    #[description = "Where it is sent"]
    #[channel_types("Text", "News")]
    channel: ChannelId,
    #[description = "When"]
    #[max_length = 20]
    time: String,
    #[description = "The day, to send it once"]
    #[max_length = 40]
    date: Option<String>,
    #[description = "The weekdays, to repeat it"]
    #[max_length = 100]
    days: Option<String>,
    #[description = "The text"]
    #[max_length = 2000]
    message: Option<String>,
    #[description = "Where the event is"]
    #[max_length = 200]
    location: Option<String>,
    #[description = "Minutes before it is announced"]
    #[min = 0]
    #[max = 4320]
    lead: Option<u32>,
    #[description = "Who gets a ping"] mention: Option<Target>,
) -> Result<()> {
    let mention = mention.map_or(Mention::Nobody, |target| target.0);
    let input = ReminderInput {
        name,
        channel,
        date,
        time,
        days,
        message,
        location,
        lead_minutes: lead,
        mention,
        origin: None,
    };
    let request = ctx.request()?;
    let reminder = actions::add(&request, ctx.author().id, input).await?;
    ctx.answer(view::summary(&request, "reply-created", &reminder)).await
}

/// Opens a form for a reminder in the channel of a message, with a link to it
#[poise::command(context_menu_command = "Remind about this", guild_only)]
async fn remind_about(
    ctx: Context<'_>,
    #[description = "What it is about"] message: serenity::Message,
) -> Result<()> {
    ctx.modal(view::about_form(&ctx.member_locale(), &message)?).await
}

/// Lists reminders
#[poise::command(slash_command, guild_only)]
async fn reminder_list(
    ctx: Context<'_>,
    #[description = "Yours, this channel's, or all"]
    #[autocomplete = "scopes"]
    #[max_length = 20]
    scope: Option<String>,
) -> Result<()> {
    let request = ctx.request()?;
    let is_admin = request.actor.permissions().contains(Permissions::MANAGE_GUILD);
    let default = if is_admin { ListScope::All } else { ListScope::Mine };
    let scope = scope.and_then(|scope| scope.parse().ok()).unwrap_or(default);
    ctx.answer(list_page(&request, scope, 0).await?).await
}

/// Changes a reminder in a form
#[poise::command(slash_command, guild_only)]
async fn reminder_edit(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "reminders"]
    #[max_length = 100]
    reminder: String,
    #[description = "Where it is sent from now on"]
    #[channel_types("Text", "News")]
    channel: Option<ChannelId>,
) -> Result<()> {
    let request = ctx.request()?;
    let reminder = find_authorized(&request, &reminder).await?;
    let channel = channel.unwrap_or(reminder.channel);
    ctx.modal(view::edit_form(&request.locale, &reminder, channel, ctx.zone())?).await
}

/// Deletes a reminder
#[poise::command(slash_command, guild_only)]
async fn reminder_delete(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "reminders"]
    #[max_length = 100]
    reminder: String,
) -> Result<()> {
    let request = ctx.request()?;
    let reminder = find_authorized(&request, &reminder).await?;
    ctx.answer(view::confirm_delete(&request.locale, &reminder, None)?).await
}

/// Pauses a reminder, or resumes a paused one
#[poise::command(slash_command, guild_only)]
async fn reminder_pause(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "reminders"]
    #[max_length = 100]
    reminder: String,
) -> Result<()> {
    let request = ctx.request()?;
    let reminder = find_authorized(&request, &reminder).await?;
    match reminder.status {
        Status::Active => {
            actions::pause(&request, &reminder).await?;
            let text = view::text_with_number(&request.locale, "reply-paused", reminder.number);
            ctx.answer(Reply::text(text)).await
        }
        Status::Paused | Status::Parked => {
            let resumed = actions::resume(&request, &reminder).await?;
            ctx.answer(view::summary(&request, "reply-resumed", &resumed)).await
        }
        Status::Ended => Err(Error::user(view::text(&request.locale, "refused-ended"))),
    }
}

/// Finds the reminder that the member chose, if they may change it.
async fn find_authorized(request: &Request, typed: &str) -> Result<Reminder> {
    let reminder = actions::find(request, typed).await?;
    actions::authorize(request, &reminder).await?;
    Ok(reminder)
}

/// Autocompletes the reminders that the member may change, from one query.
async fn reminders(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Ok(request) = ctx.request() else { return CreateAutocompleteResponse::new() };
    let found = store::search(request.db(), request.guild, &request.actor, typed, CHOICES_LIMIT).await;
    let found = found.unwrap_or_else(|error| {
        tracing::error!(guild = %request.guild, %error, "reminders could not be offered");
        Vec::new()
    });
    choices(found.iter().map(|reminder| view::choice(&request.locale, reminder, ctx.zone())))
}

/// Autocompletes the lists that the member may see, in their language.
async fn scopes(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let (locale, typed) = (ctx.member_locale(), typed.to_lowercase());
    let is_admin = ctx.granted().unwrap_or_default().contains(Permissions::MANAGE_GUILD);
    let visible = ListScope::iter().filter(|scope| is_admin || *scope != ListScope::All);
    let named = visible
        .map(|scope| (view::text(&locale, &format!("scope-{}", scope.as_str())), scope.as_str().to_owned()));
    choices(named.filter(|(name, value)| name.to_lowercase().contains(&typed) || value.contains(&typed)))
}

/// A member, a role or everyone, chosen in one option.
struct Target(Mention);

#[serenity::async_trait]
impl SlashArgument for Target {
    async fn extract(
        _: &serenity::Context,
        interaction: &CommandInteraction,
        value: &ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        match value {
            ResolvedValue::User(user, _) => Ok(Self(Mention::User(user.id))),
            // The role @everyone has the id of its guild.
            ResolvedValue::Role(role)
                if Some(role.id.get()) == interaction.guild_id.map(serenity::GuildId::get) =>
            {
                Ok(Self(Mention::Everyone))
            }
            ResolvedValue::Role(role) => Ok(Self(Mention::Role(role.id))),
            _ => Err(SlashArgError::new_command_structure_mismatch("expected a user or a role")),
        }
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        builder.kind(CommandOptionType::Mentionable)
    }
}
