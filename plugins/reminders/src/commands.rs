//! The slash commands.

use plugin_api::{
    Command, Context, ContextExt, Error, Result,
    serenity::{
        self as serenity, AutocompleteChoice, ChannelId, CommandInteraction, CommandOptionType,
        CreateAutocompleteResponse, CreateCommandOption, Permissions, ResolvedValue,
    },
    ui::Reply,
};
use poise::{SlashArgError, SlashArgument};

use crate::{
    actions,
    components::Scope,
    domain::{Actor, Mention, Reminder, Status, Wish},
    store, view,
};

/// Discord's limit on the choices of an autocomplete.
const CHOICES: usize = 25;

/// All of them.
#[must_use]
pub fn all() -> Vec<Command> {
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
    #[description = "The day, for once"]
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
    #[description = "Minutes before it that it is announced"]
    #[min = 0]
    #[max = 4320]
    lead: Option<u32>,
    #[description = "Whom it pings"] mention: Option<Target>,
) -> Result<()> {
    let mention = mention.map_or(Mention::Nobody, |target| target.0);
    let wish = Wish {
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
    let reader = ctx.reader();
    let reminder = actions::add(ctx.host(), ctx.guild()?, ctx.author().id, wish, &reader).await?;
    ctx.answer(summary(&ctx, "reply-created", &reminder)).await
}

/// Opens a form for a reminder in the channel of a message, with a link to it
#[poise::command(context_menu_command = "Remind about this", guild_only)]
async fn remind_about(
    ctx: Context<'_>,
    #[description = "What it is about"] message: serenity::Message,
) -> Result<()> {
    ctx.modal(view::about(&ctx.reader(), &message)?).await
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
    let actor = actor(&ctx);
    let usual = if actor.granted.contains(Permissions::MANAGE_GUILD) { Scope::All } else { Scope::Mine };
    let scope = scope.and_then(|word| word.parse().ok()).unwrap_or(usual);
    ctx.answer(scope.page(ctx.host(), ctx.guild()?, &actor, &ctx.reader(), 0).await?).await
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
    let reminder = chosen(&ctx, &reminder).await?;
    let channel = channel.unwrap_or(reminder.channel);
    ctx.modal(view::modal(&ctx.reader(), &reminder, channel, ctx.zone())?).await
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
    let reminder = chosen(&ctx, &reminder).await?;
    ctx.answer(view::deletion(&ctx.reader(), &reminder, None)?).await
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
    let reminder = chosen(&ctx, &reminder).await?;
    let (reader, user) = (ctx.reader(), ctx.author().id);
    match reminder.status {
        Status::Active => {
            actions::pause(ctx.host(), &reminder, user, &reader).await?;
            let number = reminder.number.to_string();
            ctx.answer(Reply::text(view::text_with(&reader, "reply-paused", &[("number", number.into())])))
                .await
        }
        Status::Paused | Status::Parked => {
            let resumed = actions::resume(ctx.host(), &reminder, user, &reader).await?;
            ctx.answer(summary(&ctx, "reply-resumed", &resumed)).await
        }
        Status::Ended => Err(Error::user(view::text(&reader, "refused-ended"))),
    }
}

fn summary(ctx: &Context<'_>, id: &str, reminder: &Reminder) -> Reply {
    view::summary(&ctx.reader(), id, reminder, ctx.zone(), ctx.host().clock().now())
}

/// The reminder that the member chose, if they may change it.
async fn chosen(ctx: &Context<'_>, typed: &str) -> Result<Reminder> {
    let actor = actor(ctx);
    let reminder = actions::find(ctx.host(), ctx.guild()?, &actor, typed, &ctx.reader()).await?;
    actions::authorise(ctx.host(), &actor, &reminder).await?;
    Ok(reminder)
}

fn actor(ctx: &Context<'_>) -> Actor {
    Actor { user: ctx.author().id, channel: ctx.channel_id(), granted: ctx.granted().unwrap_or_default() }
}

/// Offers what the member may change, from one query.
async fn reminders(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Ok(guild) = ctx.guild() else { return CreateAutocompleteResponse::new() };
    let found = store::offer(ctx.host().db(), guild, &actor(&ctx), typed, CHOICES).await;
    let found = found.unwrap_or_else(|error| {
        tracing::error!(%guild, %error, "reminders could not be offered");
        Vec::new()
    });
    let (reader, zone) = (ctx.reader(), ctx.zone());
    CreateAutocompleteResponse::new()
        .set_choices(found.iter().map(|reminder| view::choice(&reader, reminder, zone)).collect())
}

/// Offers the lists that the member may see, in their language.
async fn scopes(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let (reader, typed) = (ctx.reader(), typed.to_lowercase());
    let all = actor(&ctx).granted.contains(Permissions::MANAGE_GUILD);
    let choices =
        [Scope::Mine, Scope::Channel, Scope::All].into_iter().filter(|scope| all || *scope != Scope::All);
    let choices =
        choices.map(|scope| (view::text(&reader, &format!("scope-{}", scope.word())), scope.word()));
    let choices =
        choices.filter(|(name, word)| name.to_lowercase().contains(&typed) || word.contains(&typed));
    CreateAutocompleteResponse::new()
        .set_choices(choices.map(|(name, word)| AutocompleteChoice::new(name, word)).collect())
}

/// A user, a role or everyone, chosen in one option.
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
            // The role that everybody has carries the guild's own id.
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
